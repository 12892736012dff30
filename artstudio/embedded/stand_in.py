"""Answers 503 on the web server's port while that is being started again."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from artstudio.embedded.port import Bind

_RETRY_AFTER_S = 2
_DETAIL = "The web server is being started again. Try again in a moment."
# More of a body is not read: its sender is cut off instead.
_MOST_READ = 1_000_000


class StandIn:
    """Holds the place of the web server from `start` to `stop`; both may be called twice."""

    def __init__(self, bind: Bind) -> None:
        """Nothing listens yet."""
        self.bind = bind
        self._server: _Server | None = None

    @property
    def is_listening(self) -> bool:
        """Whether it takes requests."""
        return self._server is not None

    def start(self) -> None:
        """Listen beside the holder of the port; where that is impossible, do without."""
        if self._server is not None:
            return
        try:
            self._server = _Server(self.bind)
        except OSError:
            return
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Leave the port to the web server."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(ThreadingHTTPServer):
    allow_reuse_address = False
    daemon_threads = True
    block_on_close = False

    def __init__(self, bind: Bind) -> None:
        self.address_family = bind.family
        super().__init__((bind.host, bind.port), _Handler, bind_and_activate=False)
        # As granian does: the port is held by a socket of ours that shares it.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            self.server_bind()
            self.server_activate()
        except BaseException:
            self.server_close()
            raise

    def server_bind(self) -> None:
        """Bind without asking for the host's name, which may take seconds."""
        self.socket.bind(self.server_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = 5

    def do_GET(self) -> None:
        """Answer every request alike."""
        length = self.headers.get("Content-Length", "0")
        if length.isdecimal() and int(length) <= _MOST_READ:
            self.rfile.read(int(length))
        request_id = uuid.uuid4().hex
        is_api = self.path.startswith("/api/")
        answer = {"detail": _DETAIL, "code": "restarting", "request_id": request_id}
        text = json.dumps(answer) if is_api else f"503 Service Unavailable\n{_DETAIL}\n"
        body = text.encode()
        self.send_response(503)
        kind = "application/json" if is_api else "text/plain; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", str(_RETRY_AFTER_S))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Request-ID", request_id)
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - so named

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the supervisor has said what ended."""
