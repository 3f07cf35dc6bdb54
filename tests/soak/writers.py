# SPDX-License-Identifier: MIT
"""Writers with certificates as Lagrange makes them: they upload, fetch what they edit, delete and restore, and after
each answer that says it is done, readers must find it so."""
import hashlib
import os
import re
import subprocess
import threading
import time

from blog import Version
from readers import MARK, Cut, Reader, Wrong, connect

WRITERS, POSTS_EACH, FIRST_POST = 3, 6, 160
VISIBLE_S = 10


def openssl(*words, **more):
    return subprocess.run(["openssl", *words], check=True, capture_output=True, **more).stdout


def make_identity(folder, name):
    """X.509 v1, RSA 2048, a common name and nothing else; returns the fingerprint of its key."""
    key, request, certificate = (os.path.join(folder, name + end) for end in (".key", ".csr", ".crt"))
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}")
    openssl("x509", "-req", "-in", request, "-signkey", key, "-days", "2900000", "-out", certificate)
    public = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")
    return hashlib.sha256(public).hexdigest()


class Writer(Reader):
    def __init__(self, soak, index):
        super().__init__(soak, 500 + index)
        self.name = f"writer-{index}"
        self.tls.load_cert_chain(os.path.join(soak.work, f"{self.name}.crt"), os.path.join(soak.work, f"{self.name}.key"))
        first = FIRST_POST + index * POSTS_EACH
        self.editions = dict.fromkeys(range(first, first + POSTS_EACH), 0)
        self.last = {}  # number: the version that readers see; None: deleted
        self.drafts = {}  # number: what was kept and not shown

    def address(self, number):
        return f"/harbour/up-{number}/"

    def source_path(self, number):
        return f"harbour/up-{number}.md"

    def titan(self, path, parameters, body):
        request = f"titan://localhost:{self.server.gemini}{path};{parameters}\r\n".encode() + body
        return self.exchange(self.server.gemini, request, True).decode().partition("\r\n")[::2]

    def desk(self, path):
        answer = self.exchange(self.server.gemini, f"gemini://localhost:{self.server.gemini}{path}\r\n".encode(), True)
        return answer.decode().partition("\r\n")[::2]

    def was_asked_to_wait(self, head):
        """Others upload, or the list of people was just saved."""
        if head.startswith(("44 ", "61 ", "40 ", "41 ")):
            self.soak.count(f"writer asked to wait: {head}")
            return True
        return False

    def becomes(self, number, version, act):
        """@act does it; true: done. Then readers see it, on both protocols."""
        address, before = self.address(number), self.last.get(number)
        with self.blog.change({address: version}):
            done = act()
        if not done:
            with self.blog.change({address: before}):
                return
        self.last[number] = version
        began = time.monotonic()
        while not self.shows(address, version):
            if time.monotonic() - began > VISIBLE_S:
                raise Wrong(f"{address} is not {version.mark if version else 'gone'}")
            time.sleep(0.005)
        self.soak.late("written", time.monotonic() - began)

    def shows(self, address, version):
        head, body = Reader.gemini(self, address)
        text = self.gopher(address[:-1] + ".txt").decode()
        if not version:
            return head.startswith("51 ") and text.startswith("3")
        return version.title in body.decode().partition("\n")[0] and version.title in text.partition("\n")[0]

    # --- kinds of acts ---

    def upload(self, number):
        self.editions[number] += 1
        version = Version(number, self.editions[number])
        body = version.source().encode()

        def act():
            head, page = self.titan(self.address(number), f"mime=text/plain;size={len(body)}", body)
            if self.was_asked_to_wait(head):
                return False
            if "ed meanwhile" in page:
                # By this writer, at the desk. Whoever uploads it again means it.
                self.soak.count("uploads that were told of a change")
                self.drafts[number] = version
                head, page = self.titan(self.address(number), f"mime=text/plain;size={len(body)}", body)
                if self.was_asked_to_wait(head):
                    return False
            if head != f"30 gemini://localhost:{self.server.gemini}{self.address(number)}":
                raise Wrong(f"upload: {head} {page[:200]}")
            self.drafts.pop(number, None)
            self.soak.count("uploads")
            return True

        self.becomes(number, version, act)

    def fetch(self, number):
        version = self.drafts.get(number) or self.last.get(number)
        if not version:
            return
        head, body = self.titan(self.address(number), "edit", b"")
        if not self.was_asked_to_wait(head) and (not head.startswith("20 text/") or body != version.source()):
            raise Wrong(f"edit of {version.mark}: {head}, {body[:80]!r}")

    def confirm(self, head, page):
        """Takes the link of a page that asks; true: done."""
        if self.was_asked_to_wait(head):
            return False
        if "it is the same as the current one" in page:
            return False
        link = re.search(r"^=> (/me/do/\S+)", page, re.MULTILINE)
        if not head.startswith("20 ") or not link:
            raise Wrong(f"no page that asks: {head} {page[:300]}")
        head, page = self.desk(link.group(1))
        if self.was_asked_to_wait(head):
            return False
        if "something changed since" in head:
            self.soak.count("acts to look at again")  # settings were saved between the page and its link
            return False
        if not head.startswith("30 "):
            raise Wrong(f"{link.group(1)}: {head} {page[:300]}")
        self.soak.count("acts")
        return True

    def delete(self, number):
        if not self.last.get(number):
            return
        head, page = self.desk(f"/me/edit/{self.source_path(number)}")
        link = re.search(r"^=> (/me/delete/\S+)", page, re.MULTILINE)
        if self.was_asked_to_wait(head):
            return
        if not link:
            raise Wrong(f"nothing to delete with: {head} {page[:300]}")
        self.becomes(number, None, lambda: self.confirm(*self.desk(link.group(1))))

    def restore(self, number):
        if number not in self.last:
            return
        head, page = self.desk(f"/me/history/{self.source_path(number)}")
        links = re.findall(r"^=> /me/restore/(\d+)/", page, re.MULTILINE)
        if self.was_asked_to_wait(head) or not links:
            return
        chosen, path = self.dice.choice(links), self.source_path(number)
        head, page = self.desk(f"/me/version/{chosen}/{path}")
        mark = MARK.search(page.partition("\n> ---\n")[2])  # its source is quoted
        if self.was_asked_to_wait(head):
            return
        if not mark:
            raise Wrong(f"no version {chosen} of {path}: {head} {page[:300]}")
        version = Version(int(mark.group(1)), int(mark.group(2)))
        self.becomes(number, version, lambda: self.confirm(*self.desk(f"/me/restore/{chosen}/{path}")))

    def break_off(self, number):
        """Half of an upload, in one of the ways that it ends: nothing may change."""
        body = Version(number, 999999).source().encode()
        way = self.dice.randrange(4)
        with connect(self.server.gemini, self.dice) as raw:
            conn = self.tls.wrap_socket(raw, server_hostname="localhost", suppress_ragged_eofs=False)
            line = f"titan://localhost:{self.server.gemini}{self.address(number)};size={len(body) + 5000}\r\n"
            conn.sendall(line.encode() + body)
            try:
                if way == 0:
                    conn.unwrap()
                elif way == 1:
                    for byte in body[:20]:
                        conn.sendall(bytes([byte]))
                        time.sleep(0.1)
                elif way == 2:
                    conn.sendall(bytes(4999))
            except OSError:
                pass
            conn.close()
        self.soak.count("uploads broken off")

    def look_around(self, number):
        for path in ("/me/", "/me/uploads/", "/me/history/", f"/me/edit/{self.source_path(number)}", "/me/new/"):
            head, page = self.desk(path)
            if not self.was_asked_to_wait(head) and not head.startswith(("20 ", "51 ")):
                raise Wrong(f"{path}: {head} {page[:100]}")

    def loop(self, over):
        acts = [self.upload] * 12 + [self.fetch] * 3 + [self.delete] * 2 + [self.restore] * 3
        acts += [self.break_off] * 2 + [self.look_around]
        while not over.wait(self.dice.random() * 0.4):
            act, number = self.dice.choice(acts), self.dice.choice(list(self.editions))
            try:
                act(number)
            except Wrong as error:
                self.soak.fault("wrong", act.__name__, error)
            except Cut as error:
                self.soak.fault("cut", act.__name__, error)
            except OSError:
                pass  # of what it broke off itself

    def check_kept(self):
        """After a new start: whatever was said to be done is there."""
        for number, version in self.last.items():
            if not self.shows(self.address(number), version):
                self.soak.fault("wrong", "after a restart", f"{self.address(number)} is not {version and version.mark}")
            self.soak.count("uploads after a restart")


def start_writers(writers, over):
    threads = [threading.Thread(target=writer.loop, args=(over,), daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    return threads
