# SPDX-License-Identifier: MIT
"""python3 tests/soak/renamer.py FOLDER RATE NAME...: renames the files NAME.md so many times a second, to NAME-b.md and
back, or a newly saved copy over them, until standard input ends. Then prints the names that they have, and how many
renames that were a second. A process of its own, so that readers do not slow it down."""
import os
import random
import select
import sys
import time


def rename_one(names, dice):
    """To the other of its two names, or a copy over it."""
    name = dice.choice(list(names))
    old = names[name]
    if dice.random() < 0.2:
        with open(f"{old}.md", "rb") as file, open(f".{old}.tmp", "wb") as copy:
            copy.write(file.read())
        os.rename(f".{old}.tmp", f"{old}.md")
    else:
        names[name] = name if old.endswith("-b") else name + "-b"
        os.rename(f"{old}.md", f"{names[name]}.md")


def main():
    folder, rate = sys.argv[1], int(sys.argv[2])
    names, dice = {name: name for name in sys.argv[3:]}, random.Random(9)
    os.chdir(folder)
    began, count = time.monotonic(), 0
    while not select.select([sys.stdin], [], [], 0.001)[0]:
        while count < (time.monotonic() - began) * rate:
            rename_one(names, dice)
            count += 1
    print(round(count / (time.monotonic() - began)), *names.values())


main()
