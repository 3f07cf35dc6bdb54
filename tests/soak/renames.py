# SPDX-License-Identifier: MIT
"""python3 tests/soak/renames.py PROGRAM SECONDS: a thousand renames a second in the folder, under load: readers get
right answers meanwhile, what is saved beside them is seen, and at the end the last state is shown."""
import math
import threading
import time

from blog import Editor, Version
from readers import Cut, Reader, Wrong
from soak import Soak, main

RATE = 1000
RESTLESS = 40
QUIET_S = 30


class Renames(Soak):
    READERS, PEERS, IDLE = 6, 4, 50

    def __init__(self, *what):
        super().__init__(*what)
        self.names = {}  # number: its name now
        for number in range(200, 200 + RESTLESS):
            self.names[number] = f"restless-{number}"
            self.blog.write(f"{self.names[number]}.md", Version(number, 0).source())
            for name in (f"restless-{number}", f"restless-{number}-b"):
                self.blog.states[f"/{name}/"] = [[0, math.inf, Version(number, 0)], [0, math.inf, None]]
        self.renamed = 0

    def rename_one(self, editor):
        """To a name of two, or a newly saved text over the old one."""
        number = editor.dice.choice(list(self.names))
        old = self.names[number]
        if editor.dice.random() < 0.2:
            self.blog.write(f".{old}.tmp", Version(number, 0).source())
            editor.move(f".{old}.tmp", f"{old}.md")
        else:
            self.names[number] = f"restless-{number}" if old.endswith("b") else f"restless-{number}-b"
            editor.move(f"{old}.md", f"{self.names[number]}.md")
        self.renamed += 1

    def edit(self, over):
        editor = Editor(self.blog, 9)
        began, next_save = time.monotonic(), 0
        first = self.renamed
        while not over.is_set():
            now = time.monotonic()
            while self.renamed - first < (now - began) * RATE:
                self.rename_one(editor)
            if now > next_save:
                editor.save(editor.pick(), editor.dice.random() < 0.5)
                next_save = now + 0.3
            over.wait(0.002)
        self.counts["renames a second"] = round((self.renamed - first) / (time.monotonic() - began))

    def shows_last_state(self, reader):
        """Of all restless posts, at the names that they have and at those that they had."""
        for number, name in self.names.items():
            other = name[:-2] if name.endswith("b") else name + "-b"
            head, body = reader.gemini(f"/{name}/")
            if not head.startswith("20 ") or Version(number, 0).lines[-1].encode() not in body:
                raise Wrong(f"/{name}/: {head}")
            if not reader.gopher(f"/{name}.txt").decode().startswith(Version(number, 0).title):
                raise Wrong(f"/{name}.txt")
            if not (head := reader.gemini(f"/{other}/")[0]).startswith("51 "):
                raise Wrong(f"/{other}/ is still there: {head}")

    def after(self):
        reader, began = Reader(self, 5), time.monotonic()
        while True:
            try:
                self.shows_last_state(reader)
                break
            except (Wrong, Cut) as error:
                if time.monotonic() - began > QUIET_S:
                    self.fault("wrong", "the last state", error)
                    return
                threading.Event().wait(0.02)
        print(f"  the last state was shown {(time.monotonic() - began) * 1000:.0f} ms after the last rename")


if __name__ == "__main__":
    main(Renames)
