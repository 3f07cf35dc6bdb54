# SPDX-License-Identifier: MIT
"""python3 tests/soak/soak.py PROGRAM SECONDS: the server for that long under all that readers, strangers and an author do at once:
every protocol, peers who misbehave in every way, saves, renames, moves, reloads, renewed certificates. Status 0
when no answer was wrong or cut, no error was logged, its memory stayed as it was after warm-up (judged from
1,200 s on), and
descriptors and CPU went back to what they were."""
import base64
import collections
import functools
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from blog import Blog, Editor
from peers import start_peers
from readers import search_together, start_readers
from writers import WRITERS, Writer, make_identity, start_writers
from server import Samples, Server, free_ports

DRIFT_MAX = 0.01
# Caches of the index, histories and the heap fill up for about ten minutes; what grows after that is a leak.
WARM_S, JUDGED_S = 600, 1200
IDLE_S, IDLE_CPU_MAX = 10, 0.02
SETTLED_S = 4
SHOWN_FAULTS = 12


def settings(ports, people, number):
    return (
        f"title: Soak\nlanguage: en\nhosts: [localhost]\ngemini: 127.0.0.1:{ports[0]}\n"
        f"gopher: 127.0.0.1:{ports[1]}\ndescription: The sea, {number % 7}\ncache: 2M\n"
        f"writers: [{', '.join(people)}]\npeople:\n"
    ) + "".join(f'  {name}: ["{fingerprint}"]\n' for name, fingerprint in people.items())


class Soak:
    READERS, PEERS, IDLE = 8, 40, 500

    def __init__(self, program, seconds, work):
        self.seconds, self.work = seconds, work
        self.lock, self.counts = threading.Lock(), collections.Counter()
        self.faults, self.latest_s = [], {"stale": 0, "unfound": 0, "written": 0}
        ports = free_ports(2)
        people = {name: make_identity(work, name) for name in (f"writer-{i}" for i in range(WRITERS))}
        self.blog = Blog(os.path.join(work, "site"), functools.partial(settings, ports, people))
        self.server = Server(
            program, self.blog.folder, os.path.join(work, "state"), os.path.join(work, "log"), ports
        )
        self.public_key = b""
        self.writers = [Writer(self, i) for i in range(WRITERS)]

    def count(self, what, number=1):
        with self.lock:
            self.counts[what] += number

    def late(self, what, seconds):
        with self.lock:
            self.latest_s[what] = max(self.latest_s[what], seconds)

    def fault(self, kind, where, error):
        with self.lock:
            self.counts[kind] += 1
            self.faults.append(f"{time.strftime('%H:%M:%S')} {kind}, {where}: {error}")
            if len(self.faults) <= SHOWN_FAULTS:
                print(self.faults[-1], flush=True)

    def learn_key(self):
        """The bytes of the server's public key as they are in each of its certificates."""
        pem = subprocess.run(
            ["openssl", "x509", "-in", os.path.join(self.work, "state", "localhost.crt"), "-noout", "-pubkey"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        self.public_key = base64.b64decode("".join(line for line in pem.split("\n") if "-" not in line))

    def edit(self, over):
        """The author's side, in one thread: edits, and now and then a reload or a renewal."""
        editor, dice = Editor(self.blog, 7), random.Random(8)
        next_reload = next_renewal = time.monotonic() + 3
        while not over.wait(dice.uniform(0.02, 0.2)):
            editor.step()
            now = time.monotonic()
            if now > next_reload:
                self.server.process.send_signal(signal.SIGHUP)
                self.count("reloads")
                next_reload = now + dice.uniform(2, 8)
            if now > next_renewal:
                done = self.server.command("cert", "renew", "--host", "localhost", "--state", self.server.state)
                if done.returncode:
                    self.fault("wrong", "cert renew", done.stderr)
                self.count("renewals")
                next_renewal = now + dice.uniform(15, 30)
        with self.lock:
            self.counts["edits"] = sum(editor.kinds.values())

    def load(self, seconds, samples=None):
        over = threading.Event()
        threads = start_readers(self, self.READERS, over) + start_peers(self, self.PEERS, self.IDLE, over)
        threads += start_writers(self.writers, over)
        threads.append(threading.Thread(target=self.edit, args=(over,), daemon=True))
        threads[-1].start()
        if samples:
            samples.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.server.process.poll() is None:
            time.sleep(0.2)
        if samples:
            samples.over.set()
        over.set()
        for thread in threads:
            thread.join(90)

    def expect(self, holds, text):
        print(("  " if holds else "FAILED: ") + text, flush=True)
        self.counts["failed"] += not holds

    def at_rest(self, before):
        """Descriptors go back to @before; then it does nothing."""
        now = self.settled_descriptors()
        now, then = collections.Counter(now), collections.Counter(before)
        differ = "".join(f"; {name}: {then[name]}, then {now[name]}" for name in now | then if now[name] != then[name])
        self.expect(now.total() <= then.total(), f"descriptors: {then.total()} before, {now.total()} after{differ}")
        used = self.server.cpu_s()
        time.sleep(IDLE_S)
        used = (self.server.cpu_s() - used) / IDLE_S
        self.expect(used <= IDLE_CPU_MAX, f"CPU when all have left: {used * 100:.1f} %")

    def run(self):
        self.server.start()
        self.learn_key()
        # What is opened once, at the first of each kind, is no leak.
        self.load(min(10, self.seconds))
        search_together(self, 24)
        before = self.settled_descriptors()
        samples, cpu, began = Samples(self.server), self.server.cpu_s(), time.monotonic()
        self.load(self.seconds, samples)
        took = time.monotonic() - began
        if self.server.process.poll() is not None:
            print(f"FAILED: the server ended with status {self.server.process.returncode}")
            return False
        self.after()
        self.report(samples, self.server.cpu_s() - cpu, took)
        self.at_rest(before)
        status = self.server.stop()
        self.expect(status == 0, f"status {status} after SIGTERM")
        self.server.start()
        for writer in self.writers:
            writer.check_kept()
        self.server.stop()
        self.expect(not self.counts["wrong"], f"wrong answers, after a restart too: {self.counts['wrong']}")
        errors = self.server.errors_logged()
        self.expect(not errors, f"errors logged: {len(errors)}" + "".join(f"\n    {line}" for line in errors[:5]))
        answers = sum(self.counts[kind] for kind in ("tls", "resumed", "plain"))
        print(
            f"{type(self).__name__.lower()}: {self.seconds} s, {answers} answers, {self.counts['wrong']} wrong, {self.counts['cut']} cut, memory {self.drift * 100:+.2f} %, "
            f"CPU {self.share * 100:.0f} %, {self.counts['uploads']} uploads, {self.blog.changes} changes, "
            f"{self.counts['misbehaved']} peers who misbehaved"
        )
        return not self.counts["failed"]

    def after(self):
        """What is to be seen when nobody changes anything any more."""

    def settled_descriptors(self):
        """Once nobody is connected any more: they stay the same for a while."""
        names, since, until = self.server.descriptors(), time.monotonic(), time.monotonic() + 60
        while time.monotonic() < min(until, since + SETTLED_S):
            time.sleep(0.2)
            if (now := self.server.descriptors()) != names:
                names, since = now, time.monotonic()
        return names

    def report(self, samples, cpu_s, took_s):
        counts, warm = self.counts, max(WARM_S, self.seconds / 2) if self.seconds >= JUDGED_S else self.seconds / 5
        print(f"{type(self).__name__.lower()} of {took_s:.0f} s, {cpu_s / took_s * 100:.0f} % of a processor")
        for what in sorted(counts):
            print(f"  {what}: {counts[what]}")
        print(
            f"  changes: {self.blog.changes}; at the latest {self.latest_s['stale']:.2f} s after one the old version "
            f"was shown, {self.latest_s['unfound']:.2f} s after one the search had not found it"
        )
        print(f"  {self.latest_s['written'] * 1000:.0f} ms after the answer, at the latest, readers saw what was written")
        self.expect(not counts["wrong"], f"wrong answers: {counts['wrong']}")
        self.expect(not counts["cut"], f"answers cut or refused: {counts['cut']}")
        first = samples.mean(warm, warm + (self.seconds - warm) / 3)
        last = samples.mean(self.seconds - (self.seconds - warm) / 3, self.seconds + 1)
        drift = self.drift = last / first - 1 if first else 0
        self.share = cpu_s / took_s
        tenths = [samples.mean(self.seconds * i / 10, self.seconds * (i + 1) / 10) for i in range(10)]
        print("  RSS by tenths in KiB: " + " ".join(f"{kib:.0f}" for kib in tenths))
        peak = max(kib for _, kib in samples.rss)
        text = f"RSS: {first:.0f} KiB in the first third after warm-up, {last:.0f} in the last: {drift * 100:+.2f} %, at most {peak}"
        if self.seconds >= JUDGED_S:
            self.expect(drift < DRIFT_MAX, text)
        else:
            print(f"  {text} (too short to judge)")


def main(kind):
    if len(sys.argv) != 3 or not re.fullmatch(r"[1-9]\d*", sys.argv[2]):
        sys.exit(f"usage: python3 {sys.argv[0]} PROGRAM NUMBER")
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    work = tempfile.mkdtemp(prefix="splashdown-soak-")
    soak = kind(os.path.abspath(sys.argv[1]), int(sys.argv[2]), work)
    passed = False
    try:
        passed = soak.run()
    finally:
        if soak.server.process and soak.server.process.poll() is None:
            soak.server.process.kill()
        if passed:
            shutil.rmtree(work)
        else:
            print(f"FAILED: the log and the folder are in {work}")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main(Soak)
