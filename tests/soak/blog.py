# SPDX-License-Identifier: MIT
"""A blog that changes all the time, and what each of its addresses may show at each moment.

A change is announced before it is made: from then on the new state of an address may be seen; the old one may be
seen until the change was made, and for a while after."""
import contextlib
import math
import os
import random
import threading
import time

WORDS = """anchor buoy current dune ebb fjord gale harbour island jetty keel lagoon mooring north oar pier quay
reef sail tide undertow vessel wave yacht zenith pebble drift marsh heron kelp""".split()
BAYS, PER_BAY = 6, 25
HARBOUR = 190
FORGET_S = 200


class Version:
    """One text of one post. All of it follows from its two numbers."""

    def __init__(self, number, edition):
        self.number, self.edition = number, edition
        dice = random.Random(number * 1000003 + edition)
        self.mark = f"p{number}v{edition}"
        self.title = f"Post {number} {self.mark}"
        self.date = time.strftime("%Y-%m-%d", time.gmtime(1577880000 + number * 86400 * 9))
        self.lines = [f"{self.mark} common{number} only{number}x{edition}"]
        self.lines += [
            f"{i} {self.mark} " + " ".join(dice.choice(WORDS) for _ in range(5)) for i in range(dice.randint(3, 40))
        ]

    def source(self):
        return f"---\ntitle: {self.title}\ndate: {self.date}\n---\n" + "\n\n".join(self.lines) + "\n"


    def shown_source(self):
        """As readers get it, at the address that ends in .md."""
        return f'---\ntitle: "{self.title}"\ndate: {self.date}\nlang: en\n---\n\n' + "\n\n".join(self.lines) + "\n"


class Post:
    def __init__(self, number, bay):
        self.number, self.bay, self.name, self.edition = number, bay, f"post-{number}", 0
        self.is_there = True


class Blog:
    def __init__(self, folder, settings):
        self.folder, self.lock = folder, threading.RLock()
        self.states = {}  # address: [[begin, end, Version or bytes or None]]
        self.bays = [f"bay-{i}" for i in range(BAYS)]
        self.next_bay, self.changes = BAYS, 0
        self.posts = [Post(i, i % BAYS) for i in range(BAYS * PER_BAY)]
        self.settings = settings
        os.makedirs(folder)
        self.write("splashdown.yaml", settings(0))
        for bay in self.bays:
            os.mkdir(os.path.join(folder, bay))
        for post in self.posts:
            self.write(self.path(post), Version(post.number, 0).source())
            self.states[self.address(post)] = [[time.monotonic(), math.inf, Version(post.number, 0)]]
        # Beside it writers may begin new ones.
        os.mkdir(os.path.join(folder, "harbour"))
        self.write("harbour/pier.md", Version(HARBOUR, 0).source())
        self.states["/harbour/pier/"] = [[time.monotonic(), math.inf, Version(HARBOUR, 0)]]
        self.write("big.bin", big(0))
        self.states["/big.bin"] = [[0, math.inf, 0]]

    def path(self, post, bay=None):
        return f"{bay or self.bays[post.bay]}/{post.name}.md"

    def address(self, post, bay=None):
        return f"/{bay or self.bays[post.bay]}/{post.name}/"

    def write(self, path, text):
        with open(os.path.join(self.folder, path), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    @contextlib.contextmanager
    def change(self, becomes):
        """@becomes: address: the new state. The body of the block makes the change."""
        now = time.monotonic()
        with self.lock:
            for address, state in becomes.items():
                self.states.setdefault(address, [[0, math.inf, None]]).append([now, math.inf, state])
        yield
        now = time.monotonic()
        with self.lock:
            for address in becomes:
                spans = self.states[address]
                spans[-2][1] = now
                while spans[0][1] < now - FORGET_S:
                    del spans[0]
            self.changes += 1
            if self.changes % 100 == 0:
                self.forget(now)

    def forget(self, now):
        """What was there long ago, and nothing since."""
        for address, spans in list(self.states.items()):
            if spans[-1][2] is None and all(end < now - FORGET_S for _, end, _ in spans[:-1]):
                del self.states[address]

    def allowed(self, address, since, until, grace):
        """The states that who asked between @since and @until may get: [(state, how long it is over)]."""
        with self.lock:
            spans = self.states.get(address, [[0, math.inf, None]])
            return [
                (state, max(0, since - end)) for begin, end, state in spans if begin <= until and end >= since - grace
            ]

    def settled(self, since, grace):
        """Address: (Version, for how long) of all posts that nobody has changed since @grace before @since."""
        with self.lock:
            return {
                address: (spans[-1][2], since - spans[-1][0])
                for address, spans in self.states.items()
                if isinstance(spans[-1][2], Version) and spans[-1][0] < since - grace and spans[-1][1] == math.inf
            }

    def any_address(self, dice):
        """Mostly of a post that is there; sometimes of one that is gone."""
        with self.lock:
            if dice.random() < 0.1:
                return dice.choice(list(self.states))
            return self.address(dice.choice(self.posts))


def big(edition):
    """A file of two megabytes."""
    return random.Random(edition).randbytes(2000000)


class Editor:
    """Saves, renames, deletes and moves what is in the folder."""

    def __init__(self, blog, seed):
        self.blog, self.dice = blog, random.Random(seed)
        self.kinds = {}
        self.acts = (
            [self.save_by_rename] * 12
            + [self.save_in_place] * 8
            + [self.rename] * 4
            + [self.delete] * 4
            + [self.bring_back] * 4
            + [self.touch] * 2
            + [self.leave_temporary] * 2
            + [self.move_bay]
            + [self.replace_big]
            + [self.settings]
        )

    def step(self):
        act = self.dice.choice(self.acts)
        act()
        self.kinds[act.__name__] = self.kinds.get(act.__name__, 0) + 1

    def full(self, path):
        return os.path.join(self.blog.folder, path)

    def move(self, old, new):
        os.rename(self.full(old), self.full(new))

    def pick(self, is_there=True):
        posts = [post for post in self.blog.posts if post.is_there == is_there]
        return self.dice.choice(posts) if len(posts) > (20 if is_there else 0) else None

    def save(self, post, in_place):
        version = Version(post.number, post.edition + 1)
        path = self.blog.path(post)
        with self.blog.change({self.blog.address(post): version}):
            if in_place:
                self.blog.write(path, version.source())
            else:
                temporary = self.dice.choice([f"{path}.tmp", f"{os.path.dirname(path)}/.{post.name}.md.swp", f"{path}~"])
                self.blog.write(temporary, version.source())
                self.move(temporary, path)
        post.edition += 1
        post.is_there = True

    def save_by_rename(self):
        if post := self.pick():
            self.save(post, False)

    def save_in_place(self):
        if post := self.pick():
            self.save(post, True)

    def bring_back(self):
        if post := self.pick(False):
            self.save(post, self.dice.random() < 0.5)

    def rename(self):
        if post := self.pick():
            old, before = self.blog.address(post), self.blog.path(post)
            name = f"post-{post.number}-{self.blog.changes}"
            version = Version(post.number, post.edition)
            with self.blog.lock:
                was, post.name = post.name, name
                new, path = self.blog.address(post), self.blog.path(post)
                post.name = was
            with self.blog.change({old: None, new: version}):
                self.move(before, path)
            post.name = name

    def delete(self):
        if post := self.pick():
            with self.blog.change({self.blog.address(post): None}):
                os.unlink(self.full(self.blog.path(post)))
            post.is_there = False

    def touch(self):
        if post := self.pick():
            os.utime(self.full(self.blog.path(post)))

    def leave_temporary(self):
        if post := self.pick():
            path = self.full(f"{self.blog.bays[post.bay]}/.{post.name}.md.swp")
            with open(path, "w", encoding="ascii") as file:
                file.write("---\ntitle: never p0v999999\n---\nnever\n")
            os.unlink(path)

    def move_bay(self):
        index = self.dice.randrange(BAYS)
        old, new = self.blog.bays[index], f"bay-{self.blog.next_bay}"
        becomes = {}
        for post in self.blog.posts:
            if post.bay == index and post.is_there:
                becomes[self.blog.address(post, old)] = None
                becomes[self.blog.address(post, new)] = Version(post.number, post.edition)
        with self.blog.change(becomes):
            self.move(old, new)
        with self.blog.lock:
            self.blog.bays[index] = new
            self.blog.next_bay += 1

    def replace_big(self):
        edition = self.blog.allowed("/big.bin", time.monotonic(), time.monotonic(), 0)[-1][0] + 1
        with self.blog.change({"/big.bin": edition}):
            self.blog.write(".big.tmp", big(edition))
            self.move(".big.tmp", "big.bin")

    def settings(self):
        self.blog.write(".splashdown.yaml.tmp", self.blog.settings(self.blog.changes))
        self.move(".splashdown.yaml.tmp", "splashdown.yaml")
