# SPDX-License-Identifier: MIT
"""Readers who behave: they ask over every protocol and compare each byte with what may be there."""
import functools
import random
import re
import socket
import ssl
import threading
import time

from blog import Version, big

GRACE_S = 10  # a change is to be seen within
SEARCH_GRACE_S = 90  # a page is found by its new words, on a machine under load, within
PATIENCE_S = 30
MARK = re.compile(r"p(\d+)v(\d+)")
FOOT_GEMINI = re.compile(r"=> (\S+) (?:(?:←|→|\d{4}-\d\d-\d\d) )?(.*)")
ITEM_GOPHER = re.compile(r"[01](?:<- |-> |\d{4}-\d\d-\d\d )?([^\t]*)\t([^\t]*)\t")


class Cut(Exception):
    """The answer did not come, or did not come whole."""


class Wrong(Exception):
    """The answer is none that may be given."""


@functools.lru_cache(maxsize=4)
def big_file(edition):
    return big(edition)


def context():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    return tls


def connect(port, dice, addresses=2000):
    """From one of the loopback's many addresses."""
    number = dice.randrange(addresses)
    conn = socket.socket()
    conn.settimeout(PATIENCE_S)
    conn.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
    conn.bind((f"127.7.{number // 250}.{1 + number % 250}", 0))
    try:
        conn.connect(("127.0.0.1", port))
    except OSError:
        conn.close()
        raise
    return conn


class Reader:
    def __init__(self, soak, seed):
        self.soak, self.server, self.blog = soak, soak.server, soak.blog
        self.dice, self.tls, self.session = random.Random(seed), context(), None

    def exchange(self, port, request, tls, may_resume=False):
        """The whole answer; @since, @until in self."""
        self.since = time.monotonic()
        kind = "tls" if tls else "plain"
        try:
            with connect(port, self.dice) as raw:
                if tls:
                    session = self.session if may_resume else None
                    raw = self.tls.wrap_socket(
                        raw, server_hostname="localhost", suppress_ragged_eofs=False, session=session
                    )
                    if raw.session_reused:
                        kind = "resumed"
                    if self.soak.public_key not in raw.getpeercert(True):
                        raise Wrong("another key")
                raw.sendall(request)
                parts = []
                while part := raw.recv(65536):
                    parts.append(part)
                if tls:
                    self.session = raw.session
                    raw.close()
        except OSError as error:
            raise Cut(f"{kind} {request!r}: {error!r}") from error
        self.until, self.kind = time.monotonic(), kind
        self.soak.count(kind)
        return b"".join(parts)

    def gemini(self, path):
        answer = self.exchange(
            self.server.gemini, f"gemini://localhost:{self.server.gemini}{path}\r\n".encode(), True, self.dice.random() < 0.6
        )
        head, found, body = answer.partition(b"\r\n")
        if not found:
            raise Wrong(f"no header: {answer[:80]!r}")
        return head.decode(), body

    def gopher(self, selector):
        tls = self.dice.random() < 0.3
        return self.exchange(self.server.gopher, f"{selector}\r\n".encode(), tls)

    # --- what may be there ---

    def may_show(self, address, mark, grace=GRACE_S):
        """Is version @mark one that @address has, or had a moment ago?"""
        over_s = [
            over_s
            for state, over_s in self.blog.allowed(address, self.since, self.until, grace)
            if isinstance(state, Version) and state.mark == mark
        ]
        if not over_s:
            raise Wrong(f"{address} is not {mark}")
        if grace == GRACE_S:
            self.soak.late("stale", min(over_s))

    def check_links(self, text, pattern, turned, grace=GRACE_S):
        """Every link to a post, with its title; returns the addresses."""
        seen = set()
        for line in text.split("\n"):
            found = pattern.match(line)
            mark = MARK.search(line) if found else None
            if not mark:
                continue
            address = found.group(2 if turned else 1)
            if address.endswith(".txt"):
                address = address[:-4] + "/"
            self.may_show(address, mark.group(), grace)
            seen.add(address)
        return seen

    def check_post(self, address, text, foot_begins):
        """@text from the title on; returns what stands below the post's own text."""
        title = text.partition("\n")[0]
        mark = MARK.search(title)
        if not mark:
            raise Wrong(f"{address}: no title: {title!r}")
        self.may_show(address, mark.group())
        version = Version(int(mark.group(1)), int(mark.group(2)))
        _, found, foot = text.partition("\n\n" + "\n\n".join(version.lines) + "\n\n")
        if version.title not in title or not found or not foot.startswith(foot_begins):
            raise Wrong(f"{address}: not the text of {version.mark}, {foot[:80]!r}")
        if version.mark in foot:
            raise Wrong(f"{address}: text below the text")
        return foot

    def is_gone(self, address, has_none):
        """An answer without a page: is that one of the states?"""
        states = self.blog.allowed(address, self.since, self.until, GRACE_S)
        if has_none and not any(state is None for state, _ in states):
            raise Wrong(f"{address} is not there")
        return has_none

    # --- kinds of requests ---

    def post_gemini(self):
        address = self.blog.any_address(self.dice)
        if address == "/big.bin":
            return
        head, body = self.gemini(address)
        if self.is_gone(address, head.startswith("51 ")):
            return
        if head != "20 text/gemini; lang=en":
            raise Wrong(f"{address}: {head}")
        foot = self.check_post(address, body.decode(), "=> ")
        self.check_links(foot, FOOT_GEMINI, False)
        if not foot.endswith("=> / Soak\n"):
            raise Wrong(f"{address}: cut: {foot[-80:]!r}")

    def post_gopher(self):
        address = self.blog.any_address(self.dice)
        if address == "/big.bin":
            return
        text = self.gopher(address[:-1] + ".txt").decode().replace("\r\n", "\n")
        if self.is_gone(address, text.startswith("3")):
            return
        foot = self.check_post(address, text, "-- ")
        if not foot.endswith(f"gopher://localhost:{self.server.gopher}/1{address}\n"):
            raise Wrong(f"{address}: cut: {foot[-80:]!r}")

    def post_menu(self):
        address = self.blog.any_address(self.dice)
        if address == "/big.bin":
            return
        menu = self.gopher(address).decode().replace("\r\n", "\n")
        if self.is_gone(address, menu.startswith("3")):
            return
        text = re.sub(r"^i([^\t\n]*)\t.*$", r"\1", menu, flags=re.MULTILINE)
        foot = self.check_post(address, text, ("0", "1"))
        self.check_links(foot, ITEM_GOPHER, True)
        if not foot.endswith(f"1Soak\t/\tlocalhost\t{self.server.gopher}\n.\n"):
            raise Wrong(f"{address}: cut: {foot[-80:]!r}")

    def source(self):
        address = self.blog.any_address(self.dice)
        if address == "/big.bin":
            return
        head, body = self.gemini(address[:-1] + ".md")
        if self.is_gone(address, head.startswith("51 ")):
            return
        mark = MARK.search(body.decode())
        if not head.startswith("20 text/markdown") or not mark:
            raise Wrong(f"{address}: {head}")
        self.may_show(address, mark.group())
        if body.decode() != Version(int(mark.group(1)), int(mark.group(2))).shown_source():
            raise Wrong(f"not the source of {mark.group()}")

    def check_list(self, seen, path):
        for address, (version, _) in self.blog.settled(self.since, GRACE_S).items():
            if address not in seen:
                raise Wrong(f"{path} lacks {address} {version.mark}")

    def archive(self):
        if self.dice.random() < 0.5:
            head, body = self.gemini("/archive/")
            if not head.startswith("20 "):
                raise Wrong(f"archive: {head}")
            self.check_list(self.check_links(body.decode(), FOOT_GEMINI, False), "archive")
        else:
            text = self.gopher("/archive/").decode().replace("\r\n", "\n")
            self.check_list(self.check_links(text, ITEM_GOPHER, True), "menu of the archive")

    def home(self):
        head, body = self.gemini("/")
        if not head.startswith("20 ") or len(self.check_links(body.decode(), FOOT_GEMINI, False)) < 5:
            raise Wrong(f"home: {head}")

    def feed(self):
        head, body = self.gemini("/feed.xml")
        text = body.decode()
        if not head.startswith("20 application/atom+xml") or not text.rstrip().endswith("</feed>"):
            raise Wrong(f"feed: {head}")
        for entry in text.split("<entry>")[1:]:
            link = re.search(r'href="gemini://[^/]*(/[^"]*)"', entry).group(1)
            self.may_show(link, MARK.search(re.search("<title[^>]*>(.*)</title>", entry).group(1)).group())

    def big_file(self):
        if self.dice.random() < 0.5:
            head, body = self.gemini("/big.bin")
            if head != "20 application/octet-stream":
                raise Wrong(f"big.bin: {head}")
        else:
            body = self.gopher("/big.bin")
        self.check_big(body, False)

    def check_big(self, body, is_part):
        states = self.blog.allowed("/big.bin", self.since, self.until, GRACE_S)
        if not any((big_file(state)[: len(body)] if is_part else big_file(state)) == body for state, _ in states):
            raise Wrong(f"big.bin: {len(body)} bytes of none of {states}")

    def search(self):
        number = self.dice.randrange(len(self.blog.posts))
        word = f"common{number}"
        if self.dice.random() < 0.5:
            head, body = self.gemini(f"/search?{word}")
            text = body.decode()
            if head.startswith("4"):
                self.soak.count("search asked to wait")
                return
            if not head.startswith("20 "):
                raise Wrong(f"search: {head}")
            seen = self.check_links(text, FOOT_GEMINI, False, SEARCH_GRACE_S)
        else:
            text = self.gopher(f"/search\t{word}").decode().replace("\r\n", "\n")
            if text.startswith("3"):
                self.soak.count("search asked to wait")
                return
            seen = self.check_links(text, ITEM_GOPHER, True, SEARCH_GRACE_S)
        if any(int(mark.group(1)) != number for mark in MARK.finditer(text)):
            raise Wrong(f"search: another post has {word}")
        for address, (version, lasts_s) in self.blog.settled(self.since, 0).items():
            if version.number != number or address in seen:
                continue
            if lasts_s > SEARCH_GRACE_S:
                raise Wrong(f"search: {word} is not found at {address}")
            self.soak.late("unfound", lasts_s)
        self.soak.count("search")

    def nowhere(self):
        head, _ = self.gemini(f"/nowhere-{self.dice.randrange(1000)}/")
        if not head.startswith("51 "):
            raise Wrong(f"nowhere: {head}")

    def loop(self, over):
        kinds = (
            [self.post_gemini] * 12
            + [self.post_gopher] * 4
            + [self.post_menu] * 2
            + [self.source] * 2
            + [self.archive, self.home, self.feed, self.nowhere]
            + [self.search] * 3
            + [self.big_file]
        )
        while not over.is_set():
            kind = self.dice.choice(kinds)
            try:
                kind()
            except Wrong as error:
                self.soak.fault("wrong", kind.__name__, error)
            except Cut as error:
                self.soak.fault("cut", kind.__name__, error)
            over.wait(self.dice.random() * 0.05)


def search_together(soak, count):
    """So many searches at a time, that each thread of them has its own way to the index."""

    def search(seed):
        try:
            Reader(soak, seed).search()
        except (Wrong, Cut):
            pass

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def start_readers(soak, count, over):
    threads = [threading.Thread(target=Reader(soak, i).loop, args=(over,), daemon=True) for i in range(count)]
    for thread in threads:
        thread.start()
    return threads
