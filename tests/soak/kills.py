# SPDX-License-Identifier: MIT
"""python3 tests/soak/kills.py PROGRAM KILLS: kill -9 at so many random moments: while the server starts, makes its first
certificate, takes uploads, indexes, renews. Each next start must come into service with the key that clients know,
the ticket keys, all that an upload was told is there, whole, and nothing that a killed process left behind."""
import os
import random
import re
import signal
import subprocess
import threading
import time

from blog import Editor, Version
from readers import Cut, Reader, Wrong
from server import Server
from soak import Soak, main

STARTING_S, SERVING_S = 0.15, 0.5


class Kills(Soak):
    def __init__(self, *what):
        super().__init__(*what)
        self.dice = random.Random(self.seconds)
        self.kills = self.seconds
        self.tried = {}  # number: the version whose upload nobody answered
        self.ticket_keys, self.regular = b"", None

    def write_until_killed(self, writer):
        """One upload after the other. What was told to be done is in writer.last."""
        while True:
            number = writer.dice.choice(list(writer.editions))
            writer.editions[number] += 1
            version = Version(number, writer.editions[number])
            body = version.source().encode()
            self.tried[number] = version
            try:
                head, _ = writer.titan(writer.address(number), f"mime=text/plain;size={len(body)}", body)
            except (Cut, Wrong):
                return
            if head.startswith("30 "):
                writer.last[number] = version
                self.count("uploads")

    def check_uploads(self, reader):
        for writer in self.writers:
            for number in writer.editions:
                last, tried = writer.last.get(number), self.tried.get(number)
                found = next((it for it in (last, tried) if self.is_shown(reader, writer, number, it)), "other")
                if found == "other":
                    raise Wrong(f"upload {number} is not {last and last.mark} nor {tried and tried.mark}")
                self.count("uploads checked")
                writer.last[number], self.tried[number] = found, found

    def is_shown(self, reader, writer, number, version):
        head, body = reader.gemini(writer.address(number))
        if version is None:
            return head.startswith("51 ")
        return head.startswith("20 ") and "\n\n".join(version.lines) + "\n\n=> " in body.decode()

    def left_behind(self):
        """Temporary files, of the state and of indexes."""
        found = []
        for folder in (self.server.state, self.server.environment["XDG_CACHE_HOME"]):
            for path, _, names in os.walk(folder):
                found += [os.path.join(path, name) for name in names if name.startswith(".splashdown-")]
                indexes = [name for name in names if name.endswith(".db")]
                if len(indexes) > 1:
                    found += indexes
        return found

    def check_state(self):
        if found := self.left_behind():
            raise Wrong(f"left behind: {found}")
        with open(os.path.join(self.server.state, "ticket-keys"), "rb") as file:
            keys = file.read()
        if self.ticket_keys and keys != self.ticket_keys:
            raise Wrong("other ticket keys")
        self.ticket_keys = keys

    def comes_back(self):
        """A reader's ticket is of before the kill."""
        has_ticket = self.regular.session is not None
        self.regular.exchange(self.server.gemini, f"gemini://localhost:{self.server.gemini}/\r\n".encode(), True, True)
        if has_ticket and self.regular.kind != "resumed":
            raise Wrong("a ticket opens nothing after the kill")
        self.count("tickets of before a kill", has_ticket)

    def finds(self):
        """The index of a start after all those kills is whole."""
        until = time.monotonic() + 30
        for number in random.sample(range(len(self.blog.posts)), 20):
            mark = Version(number, self.blog.posts[number].edition).mark
            while mark.encode() not in self.regular.gemini(f"/search?common{number}")[1]:
                if time.monotonic() > until:
                    raise Wrong(f"common{number} is not found")
                time.sleep(0.05)

    def serve_and_kill(self):
        self.server.start()
        self.comes_back()
        self.check_uploads(self.regular)
        until = time.monotonic() + 10
        while True:
            try:
                self.check_state()
                break
            except (Wrong, FileNotFoundError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
        threads = [threading.Thread(target=self.write_until_killed, args=(writer,)) for writer in self.writers]
        for thread in threads:
            thread.start()
        editor, until = Editor(self.blog, self.dice.random()), time.monotonic() + self.dice.random() * SERVING_S
        renewal = self.renew() if self.dice.random() < 0.3 else None
        while time.monotonic() < until:
            editor.save_by_rename()
            time.sleep(self.dice.random() * 0.05)
        self.server.process.kill()
        if renewal:
            renewal.kill()
            renewal.wait()
        self.server.process.wait()
        for thread in threads:
            thread.join()
        self.count("killed while it served")

    def renew(self):
        return subprocess.Popen(
            [self.server.program, "cert", "renew", "--host", "localhost", "--state", self.server.state],
            env=self.server.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start_and_kill(self):
        self.server.launch()
        time.sleep(self.dice.random() * STARTING_S)
        self.server.process.kill()
        self.server.process.wait()
        self.count("killed while it started")

    def first_start_and_kill(self):
        """Of a server that has no certificate yet: once clients were told of one, it stays."""
        folder = os.path.join(self.work, f"first-{self.counts['killed at its first start']}")
        os.makedirs(folder)
        ports = (self.server.gemini, self.server.gopher)
        server = Server(
            self.server.program, self.blog.folder, os.path.join(folder, "state"), os.path.join(folder, "log"), ports
        )
        server.launch()
        time.sleep(self.dice.random() * STARTING_S)
        server.process.kill()
        server.process.wait()
        server.start()
        server.stop()
        with open(server.log, encoding="utf-8") as log:
            said = set(re.findall(r"certificate .* SHA-256 (\S+)", log.read()))
        if len(said) != 1 or server.errors_logged():
            raise Wrong(f"{folder}: certificates {said}")
        self.count("killed at its first start")

    def run(self):
        self.server.start()
        self.learn_key()
        self.regular = Reader(self, 1)
        self.comes_back()
        self.server.process.send_signal(signal.SIGTERM)
        self.server.process.wait()
        for _ in range(self.kills):
            act = self.dice.choice([self.serve_and_kill] * 6 + [self.start_and_kill] * 3 + [self.first_start_and_kill])
            try:
                act()
            except (Wrong, Cut, FileNotFoundError, RuntimeError) as error:
                self.fault("wrong", act.__name__, error)
                return False
        self.server.start()
        try:
            self.check_uploads(self.regular)
            self.check_state()
            self.finds()
        except (Wrong, Cut) as error:
            self.fault("wrong", "at the end", error)
        self.server.stop()
        for what in sorted(self.counts):
            print(f"  {what}: {self.counts[what]}")
        self.expect(not (errors := self.server.errors_logged()), f"errors logged: {len(errors)} {errors[:3]}")
        print(
            f"kills: {self.kills}, {self.counts['uploads']} uploads answered, none lost or half there, "
            f"{self.counts['tickets of before a kill']} sessions resumed after one, no other key, nothing left behind"
        )
        return not self.counts["failed"] and not self.counts["wrong"]


if __name__ == "__main__":
    main(Kills)
