"""Slow clients: plain sockets that hold a connection as long as they are let."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

#: `python -m tests.fake_openai` takes so long for it.
SLOW = {"prompt": "A portrait [slow:30]", "provider": "openai", "route": "raster"}


@dataclass(frozen=True, kw_only=True)
class Target:
    """A studio to try, and the headers by which a caller is known there."""

    url: str
    token: str = ""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 80

    def head(self, line: str, *more: str) -> bytes:
        """Return a request's head, complete."""
        known = [f"Authorization: Bearer {self.token}"] if self.token else []
        lines = [f"{line} HTTP/1.1", f"Host: {urlsplit(self.url).netloc}", *known, *more]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def generation(self) -> str:
        """Queue a drawing whose provider takes half a minute, and return its id."""
        body = SLOW
        answer = self.post("/api/art/prompt-to-svg", body, Prefer="respond-async")
        return str(answer["generation_id"])

    def upload(self, data: bytes) -> str:
        """Store bytes and return their SHA-256."""
        part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n'
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        body = part + data + b"\r\n--x--\r\n"
        return str(self._post("/api/rmos/attachments", body, headers)["sha256"])

    def post(self, path: str, body: object, **headers: str) -> dict[str, object]:
        """Post JSON and return the answer."""
        kind = {"Content-Type": "application/json"}
        return self._post(path, json.dumps(body).encode(), kind | headers)

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> dict[str, object]:
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        request = urllib.request.Request(self.url + path, body, known | headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            answered: dict[str, object] = json.load(answer)
            return answered


@contextlib.contextmanager
def connections(target: Target, count: int) -> Iterator[list[socket.socket]]:
    """Open connections, and close them at the end of the block."""
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(socket.create_connection(target.address, timeout=10))
            for _ in range(count)
        ]


def slow_headers(target: Target, sockets: list[socket.socket]) -> None:
    """Begin a request and do not end its headers."""
    for one in sockets:
        one.sendall(target.head("GET /gallery")[:-2])


def slow_bodies(target: Target, sockets: list[socket.socket]) -> None:
    """Promise a body and send its first byte."""
    head = target.head(
        "POST /api/art/prompt-to-svg", "Content-Type: application/json", "Content-Length: 1000"
    )
    for one in sockets:
        one.sendall(head + b"{")


def waits(target: Target, sockets: list[socket.socket]) -> None:
    """Ask for news of a drawing that nobody makes, half a minute each."""
    path = f"/api/art/generations/{target.generation()}?wait=30"
    for one in sockets:
        one.sendall(target.head(f"GET {path}"))


def synchronous_calls(target: Target, sockets: list[socket.socket]) -> None:
    """Ask for drawings whose provider takes long."""
    body = json.dumps(SLOW).encode()
    kind = "Content-Type: application/json"
    head = target.head("POST /api/art/prompt-to-svg", kind, f"Content-Length: {len(body)}")
    for one in sockets:
        one.sendall(head + body)


def slow_readers(target: Target, sockets: list[socket.socket]) -> None:
    """Ask for a file of 8 MB and read nothing of it."""
    sha256 = target.upload(os.urandom(1024) * 8192)
    for one in sockets:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.sendall(target.head(f"GET /api/rmos/attachments/{sha256}"))


def idle(_target: Target, _sockets: list[socket.socket]) -> None:
    """Say nothing at all."""


def idle_after_a_request(target: Target, sockets: list[socket.socket]) -> None:
    """Ask once, read the answer, keep the connection."""
    for one in sockets:
        one.sendall(target.head("GET /healthz"))
    for one in sockets:
        one.recv(65536)


ATTACKS: dict[str, Callable[[Target, list[socket.socket]], None]] = {
    "slow-headers": slow_headers,
    "slow-bodies": slow_bodies,
    "waits": waits,
    "synchronous-calls": synchronous_calls,
    "slow-readers": slow_readers,
    "idle": idle,
    "idle-after-a-request": idle_after_a_request,
}


def seconds_until_answered(target: Target, path: str) -> tuple[int, float]:
    """Ask for a path on a new connection; return the status, 0 for none in 15 s, and seconds."""
    started = time.monotonic()
    try:
        with socket.create_connection(target.address, timeout=15) as one:
            one.sendall(target.head(f"GET {path}", "Connection: close"))
            status = int((one.recv(4096).split() or [b"", b"0"])[1])
    except (OSError, IndexError):
        status = 0
    return status, time.monotonic() - started


def states(sockets: list[socket.socket]) -> dict[str, int]:
    """Count the connections by what was answered on them: a status, `open`, or `closed`."""
    found: dict[str, int] = {}
    for one in sockets:
        one.setblocking(False)
        try:
            data = one.recv(4096, socket.MSG_PEEK)
            state = data.split()[1].decode() if data.startswith(b"HTTP/") else "closed"
        except BlockingIOError:
            state = "open"
        except OSError:
            state = "closed"
        found[state] = found.get(state, 0) + 1
    return found
