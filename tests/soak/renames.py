# SPDX-License-Identifier: MIT
"""python3 tests/soak/renames.py PROGRAM SECONDS: a thousand renames a second in the folder, under load: readers get
right answers meanwhile, what is saved beside them is seen, and at the end the last state is shown."""
import math
import os
import subprocess
import sys
import time

from blog import Editor, Version
from readers import Cut, Reader, Wrong
from soak import Soak, main

RATE = 1000
FIRST, RESTLESS = 200, 25  # of more than 200 posts the archive has a page for each year
QUIET_S = 30


class Renames(Soak):
    READERS, PEERS, IDLE = 6, 4, 50

    def __init__(self, *what):
        super().__init__(*what)
        self.names = [f"restless-{number}" for number in range(FIRST, FIRST + RESTLESS)]
        for number, name in enumerate(self.names, FIRST):
            self.blog.write(f"{name}.md", Version(number, 0).source())
            # At both addresses it may be there, or not, at any moment.
            for address in (f"/{name}/", f"/{name}-b/"):
                self.blog.states[address] = [[0, math.inf, Version(number, 0)], [0, math.inf, None]]

    def edit(self, over):
        for name in self.names:
            if os.path.exists(os.path.join(self.blog.folder, f"{name}-b.md")):
                os.rename(os.path.join(self.blog.folder, f"{name}-b.md"), os.path.join(self.blog.folder, f"{name}.md"))
        renamer = subprocess.Popen(
            [sys.executable, os.path.join(os.path.dirname(__file__), "renamer.py"), self.blog.folder, str(RATE), *self.names],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        editor = Editor(self.blog, 9)
        while not over.wait(0.3):
            editor.save(editor.pick(), editor.dice.random() < 0.5)
        rate, *self.last = renamer.communicate("\n")[0].split()
        self.counts["renames a second"] = int(rate)

    def shows_last_state(self, reader):
        """Of all restless posts, at the names that they have and at those that they had."""
        for number, (name, last) in enumerate(zip(self.names, self.last), FIRST):
            other = name if last.endswith("-b") else name + "-b"
            head, body = reader.gemini(f"/{last}/")
            if not head.startswith("20 ") or Version(number, 0).lines[-1].encode() not in body:
                raise Wrong(f"/{last}/: {head}")
            if not reader.gopher(f"/{last}.txt").decode().startswith(Version(number, 0).title):
                raise Wrong(f"/{last}.txt")
            if not (head := reader.gemini(f"/{other}/")[0]).startswith("51 "):
                raise Wrong(f"/{other}/ is still there: {head}")

    def after(self):
        self.expect(self.counts["renames a second"] > RATE * 0.9, f"renames a second: {self.counts['renames a second']}")
        reader, began = Reader(self, 5), time.monotonic()
        while True:
            try:
                self.shows_last_state(reader)
                break
            except (Wrong, Cut) as error:
                if time.monotonic() - began > QUIET_S:
                    self.fault("wrong", "the last state", error)
                    return
                time.sleep(0.02)
        print(f"  the last state was shown {(time.monotonic() - began) * 1000:.0f} ms after the last rename")


if __name__ == "__main__":
    main(Renames)
