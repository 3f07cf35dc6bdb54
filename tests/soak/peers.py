# SPDX-License-Identifier: MIT
"""Peers who misbehave, each kind in its own way. What they are told is nobody's concern; only that nobody else
notices."""
import os
import random
import select
import socket
import ssl
import struct
import threading
import time

from readers import Reader, Wrong, connect, context

HOLD_S = 15


def reset(conn):
    """Closes with RST."""
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()


def linger(conn, over, seconds):
    """Reads nothing, says nothing, until the server has enough."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not over.is_set():
        if select.select([conn], [], [], 0.5)[0]:
            try:
                if not conn.recv(4096):
                    return
            except OSError:
                return


class Handshake:
    """TLS over memory, so that each flight can be spoiled."""

    def __init__(self, conn, tls):
        self.conn, self.flight = conn, 0
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = tls.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")

    def next_flight(self, request):
        """The bytes to send next; b"": nothing more."""
        while True:
            try:
                if self.flight < 2:
                    self.tls.do_handshake()
                    self.flight = 2
                    self.tls.write(request)
                    return self.outgoing.read()
                return b""
            except ssl.SSLWantReadError:
                data = self.outgoing.read()
                if data:
                    self.flight = 1
                    return data
                got = self.conn.recv(65536)
                if not got:
                    return b""
                self.incoming.write(got)


class Peer:
    def __init__(self, soak, seed, over):
        self.soak, self.dice, self.over = soak, random.Random(seed), over
        self.tls = context()
        self.old = context()
        self.old.maximum_version = ssl.TLSVersion.TLSv1_2

    def port(self):
        return self.dice.choice([self.soak.server.gemini, self.soak.server.gopher])

    def connect(self, port=None):
        return connect(port or self.port(), self.dice)

    def request(self):
        path = self.soak.blog.any_address(self.dice)
        return f"gemini://localhost:{self.soak.server.gemini}{path}\r\n".encode()

    def end(self, conn):
        self.dice.choice([reset, socket.socket.close])(conn)

    # --- kinds ---

    def half_open(self):
        conn = self.connect()
        linger(conn, self.over, self.dice.choice([0, 1, HOLD_S]))
        self.end(conn)

    def broken_handshake(self):
        """A flight is cut, flipped, sent twice, or followed by other bytes."""
        conn = self.connect(self.soak.server.gemini)
        shake = Handshake(conn, self.dice.choice([self.tls, self.old]))
        spoiled, way = self.dice.randrange(3), self.dice.randrange(6)
        for number in range(3):
            data = bytearray(shake.next_flight(self.request()))
            if not data:
                break
            if number == spoiled:
                at = self.dice.randrange(len(data))
                if way == 0:
                    data = data[:at]
                elif way == 1:
                    data[at] ^= 1 << self.dice.randrange(8)
                elif way == 2:
                    data = data * 2
                elif way == 3:
                    data += os.urandom(self.dice.randrange(1, 2000))
                elif way == 4:
                    data[at:at] = os.urandom(1)
                conn.sendall(data)
                break
            conn.sendall(data)
        linger(conn, self.over, self.dice.choice([0, 0, 0.2, HOLD_S]))
        self.end(conn)

    def garbage(self):
        conn = self.connect()
        start = self.dice.choice(
            [
                b"",
                b"\x16\x03\x01",
                b"\x16\x03\x01\x00\x05\x01",
                b"\x16\x03\x03\xff\xff",
                b"\x80\x2e\x01\x03\x01",
                b"\x15\x03\x03\x00\x02\x02\x28",
                b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
                b"\r\n\r\n\0\r\nQUIT\n",
                b"/\t\t\t" + b"a" * 1000,
                b"gemini://localhost/\r\n",
            ]
        )
        conn.sendall(start + os.urandom(self.dice.choice([0, 10, 3000, 100000])))
        linger(conn, self.over, self.dice.choice([0, 0.1, 2]))
        self.end(conn)

    def strange_request(self):
        """Through TLS, but no request as it should be."""
        line = bytearray(self.request())
        way = self.dice.randrange(6)
        if way == 0:
            line[self.dice.randrange(len(line))] = self.dice.randrange(256)
        elif way == 1:
            line = line[:-2] + b"x" * self.dice.choice([900, 1024, 4000]) + b"\r\n"
        elif way == 2:
            line = line[:-2] + b"\n"
        elif way == 3:
            line += os.urandom(200)
        elif way == 4:
            line = bytearray(b"titan" + line[6:-2] + b";size=999999999;mime=text/plain\r\n") + os.urandom(5000)
        else:
            line = line[: self.dice.randrange(len(line))]
        with self.tls.wrap_socket(self.connect(self.soak.server.gemini), server_hostname="localhost") as conn:
            conn.sendall(line)
            if way == 5 and self.dice.random() < 0.5:
                conn.unwrap()
            linger(conn, self.over, 1)

    def drip(self):
        """A byte now and then."""
        conn = self.connect()
        if self.dice.random() < 0.5:
            conn = self.tls.wrap_socket(conn, server_hostname="localhost")
        for byte in self.request():
            conn.sendall(bytes([byte]))
            if self.over.wait(0.3):
                break
        self.end(conn)

    def slow_reader(self):
        """A large file by small sips; what was read of it must be of the file."""
        reader = Reader(self.soak, self.dice.random())
        reader.since = reader.until = time.monotonic()
        conn = socket.socket()
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        conn.settimeout(HOLD_S)
        conn.bind((f"127.8.0.{self.dice.randrange(1, 250)}", 0))
        has_tls = self.dice.random() < 0.6
        conn.connect(("127.0.0.1", self.soak.server.gemini if has_tls else self.soak.server.gopher))
        if has_tls:
            conn = self.tls.wrap_socket(conn, server_hostname="localhost")
        conn.sendall(f"gemini://localhost:{self.soak.server.gemini}/big.bin\r\n".encode() if has_tls else b"/big.bin\r\n")
        body, until = bytearray(), time.monotonic() + self.dice.choice([3, HOLD_S, 40])
        while time.monotonic() < until:
            got = conn.recv(self.dice.randrange(1, 4000))
            reader.until = max(reader.until, reader.since + 5) if not body else reader.until
            body += got
            if not got or self.over.wait(0.1):
                break
        if has_tls:
            body = body.partition(b"\r\n")[2]
        reader.check_big(bytes(body), True)
        self.end(conn)

    def never_reads(self):
        conn = self.connect(self.soak.server.gopher)
        conn.sendall(b"/big.bin\r\n")
        self.over.wait(self.dice.choice([1, HOLD_S, 40]))
        self.end(conn)

    def leave_early(self):
        """RST or FIN at any moment of an ordinary request."""
        conn = self.connect()
        stage = self.dice.randrange(4)
        if stage > 0:
            conn = self.tls.wrap_socket(conn, server_hostname="localhost")
        if stage > 1:
            conn.sendall(self.request())
        if stage > 2:
            conn.recv(self.dice.choice([1, 100, 5000]))
        self.end(conn)

    def half_close(self):
        conn = self.connect(self.soak.server.gopher)
        conn.sendall(self.dice.choice([b"", b"/", b"/arch", b"/archive/\r\n"]))
        conn.shutdown(socket.SHUT_WR)
        linger(conn, self.over, 3)
        conn.close()

    def flood(self):
        """More than its share, from one address: it is told to wait, and told so properly."""
        if self.dice.random() < 0.9:
            return
        told = 0
        for _ in range(300):
            with socket.socket() as conn:
                conn.settimeout(HOLD_S)
                conn.bind(("127.9.9.9", 0))
                conn.connect(("127.0.0.1", self.soak.server.gopher))
                conn.sendall(b"/\r\n")
                answer = b""
                while part := conn.recv(65536):
                    answer += part
            if not answer.endswith(b"\r\n.\r\n"):
                raise Wrong(f"a flood: {answer[-80:]!r}")
            told += answer.startswith(b"3Too many")
        self.soak.count("flood asked to wait", told)

    KINDS = [
        half_open,
        broken_handshake,
        broken_handshake,
        garbage,
        strange_request,
        drip,
        slow_reader,
        never_reads,
        leave_early,
        half_close,
        flood,
    ]

    def loop(self):
        while not self.over.is_set():
            kind = self.dice.choice(self.KINDS)
            try:
                kind(self)
            except Wrong as error:
                self.soak.fault("wrong", kind.__name__, error)
            except OSError:
                pass  # as it deserves
            self.soak.count("misbehaved")
            self.over.wait(self.dice.random() * 0.2)


class Idlers(threading.Thread):
    """Many who connected and say nothing; whoever is put out comes again."""

    def __init__(self, soak, count, over):
        super().__init__(daemon=True)
        self.soak, self.target, self.over, self.tls = soak, count, over, context()
        self.dice = random.Random(count)

    def arrive(self):
        gemini = self.dice.random() < 0.6
        conn = connect(self.soak.server.gemini if gemini else self.soak.server.gopher, self.dice)
        if gemini and self.dice.random() < 0.5:
            conn = self.tls.wrap_socket(conn, server_hostname="localhost")
        conn.setblocking(False)
        return conn

    def run(self):
        here, poll = {}, select.poll()
        while not self.over.is_set():
            try:
                if len(here) < self.target:
                    conn = self.arrive()
                    here[conn.fileno()] = conn
                    poll.register(conn, select.POLLIN)
            except OSError:
                pass
            for number, _ in poll.poll(0 if len(here) < self.target else 100):
                try:
                    if here[number].recv(4096):
                        continue
                except (ssl.SSLWantReadError, BlockingIOError):
                    continue
                except OSError:
                    pass
                poll.unregister(number)
                here.pop(number).close()
                self.soak.count("idle put out")
        for conn in here.values():
            conn.close()


def start_peers(soak, count, idle, over):
    threads = [threading.Thread(target=Peer(soak, 1000 + i, over).loop, daemon=True) for i in range(count)]
    threads.append(Idlers(soak, idle, over))
    for thread in threads:
        thread.start()
    return threads
