# SPDX-License-Identifier: MIT
"""The program under load: its start and end, and what it uses."""
import os
import re
import signal
import socket
import subprocess
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


def free_ports(count):
    """Of the loopback; nobody listens there now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Server:
    def __init__(self, program, folder, state, log, ports, environment=None):
        self.program, self.folder, self.state, self.log = program, folder, state, log
        self.environment = dict(os.environ, **(environment or {}))
        for name in ("XDG_RUNTIME_DIR", "RUNTIME_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY"):
            self.environment.pop(name, None)
        self.environment["XDG_CACHE_HOME"] = os.path.join(os.path.dirname(state), "cache")
        self.process = None
        self.gemini, self.gopher = ports

    def launch(self):
        """Does not wait for it."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", self.folder, "--state", self.state], stdout=log, stderr=log, env=self.environment
            )

    def start(self):
        """Returns once it listens."""
        said = os.path.getsize(self.log) if os.path.exists(self.log) else 0
        self.launch()
        until = time.monotonic() + 30
        while True:
            with open(self.log, encoding="utf-8", errors="replace") as log:
                log.seek(said)
                if log.read().count("listening on") == 2:
                    return
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"it does not start: see {self.log}")
            time.sleep(0.02)

    def stop(self):
        """SIGTERM; its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def command(self, *words):
        return subprocess.run(
            [self.program, *words], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )

    def _proc(self, name):
        with open(f"/proc/{self.process.pid}/{name}", encoding="ascii", errors="replace") as file:
            return file.read()

    def rss_kib(self):
        return int(re.search(r"VmRSS:\s*(\d+)", self._proc("status")).group(1))

    def cpu_s(self):
        fields = self._proc("stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def descriptors(self):
        """What each is, sorted."""
        folder, names = f"/proc/{self.process.pid}/fd", []
        for name in os.listdir(folder):
            try:
                names.append(re.sub(r"\d+|search-\w+", "N", os.readlink(f"{folder}/{name}")))
            except FileNotFoundError:
                pass
        return sorted(names)

    def errors_logged(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return [line for line in log if re.match(r"\S+ (error|fatal|critical):", line)]


class Samples(threading.Thread):
    """Reads the server's memory twice a second."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.over = server, threading.Event()
        self.rss, self.began = [], time.monotonic()

    def run(self):
        while not self.over.wait(0.5):
            self.rss.append((time.monotonic() - self.began, self.server.rss_kib()))

    def mean(self, begin, end):
        values = [kib for at, kib in self.rss if begin <= at < end]
        return sum(values) / len(values) if values else 0
