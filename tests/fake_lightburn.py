"""LightBurn as its documentation tells: the REST API and the UDP commands, on real sockets."""

from __future__ import annotations

import hashlib
import hmac
import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "a-secret-of-lightburn"


class FakeLightBurn(ThreadingHTTPServer):
    """Pairs where it is allowed, checks tokens, takes files and tells what became of them."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.allows = True
        self.import_error = ""
        self.tells = True
        self.connects: list[dict[str, Any]] = []
        self.files: list[tuple[str, bytes]] = []
        self.calls: list[str] = []
        self.secret = SECRET
        self.listeners: list[queue.Queue[str]] = []

    def knows(self, header: str) -> bool:
        minute = int(time.time() // 60)
        valid = (
            hmac.new(self.secret.encode(), str(m).encode(), hashlib.sha256).hexdigest()
            for m in (minute, minute - 1)
        )
        return header in {f"Bearer {token}" for token in valid}


class _Handler(BaseHTTPRequestHandler):
    server: FakeLightBurn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(self.path)
        if self.path == "/api/connect":
            self._connect(json.loads(body))
        elif not self.server.knows(self.headers.get("Authorization", "")):
            self._answer(401, b"")
        elif self.path == "/api/file/upload" and self.headers["X-Filename"]:
            self.server.files.append((self.headers["X-Filename"], body))
            self._answer(202, json.dumps({"status": "accepted"}).encode())
            error = self.server.import_error
            told = {"success": not error} | ({"error": error} if error else {})
            for listener in self.server.listeners if self.server.tells else []:
                listener.put(f"event: file_imported\ndata: {json.dumps(told)}\n\n")
        else:
            self._answer(404, b"")

    def do_GET(self) -> None:
        self.server.calls.append(self.path)
        if not self.server.knows(self.headers.get("Authorization", "")):
            self._answer(401, b"")
            return
        heard: queue.Queue[str] = queue.Queue()
        self.server.listeners.append(heard)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b":connected\n\n")
        self.wfile.flush()
        try:
            self.wfile.write(heard.get(timeout=5).encode())
        except queue.Empty:
            return

    def _connect(self, asked: dict[str, Any]) -> None:
        self.server.connects.append(asked)
        known = {"state", "project", "upload", "project_write"}
        if not asked.get("capabilities") or not set(asked["capabilities"]) <= known:
            self._answer(400, b"")
        elif not self.server.allows:
            self._answer(403, b"")
        else:
            told = {"status": "ok", "secret": self.server.secret}
            self._answer(200, json.dumps(told).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def lightburn_by_rest(port: int = 0) -> Iterator[FakeLightBurn]:
    """A LightBurn with its REST API on a port of its own, or the one given."""
    server = FakeLightBurn(port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def lightburn_by_udp(answer_port: int, *, answer: str = "OK") -> Iterator[tuple[int, list[str]]]:
    """An older LightBurn: yields its port and the commands that it was sent."""
    heard: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ears:
        ears.bind(("127.0.0.1", 0))
        ears.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    command, (host, _port) = ears.recvfrom(4096)
                except TimeoutError:
                    continue
                heard.append(command.decode())
                said = "OK" if command == b"PING" else answer
                ears.sendto(said.encode(), (host, answer_port))

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield ears.getsockname()[1], heard
        finally:
            stop.set()
            thread.join()


def free_udp_port() -> int:
    """A port that nobody has just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
