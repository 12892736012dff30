"""An HTTP server between the studio and S3 that watches, and does what networks and stores do."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

#: What comes of a request: None to pass it on, or something else to do in its place.
Deed = Callable[["_Handler"], None]
_LONGEST_S = 10.0
_NOT_PASSED_ON = ("connection", "transfer-encoding", "keep-alive")


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class S3Proxy:
    """Requests in the order they came, and the deeds that wait for the next of their method."""

    upstream: str
    endpoint_url: str = ""
    #: As S3 does; moto behind it takes whatever it is told.
    compares_checksums: bool = True
    seen: list[Seen] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    _deeds: dict[str, list[Deed]] = field(default_factory=dict)

    def methods(self) -> list[str]:
        return [request.method for request in self.seen]

    def on(self, method: str, deed: Deed, *, times: int = 1) -> None:
        """Do this to the next requests of a method."""
        self._deeds.setdefault(method, []).extend([deed] * times)

    def forget(self) -> None:
        """Forget what was seen and what was to be done."""
        self.seen.clear()
        self._deeds.clear()
        self.compares_checksums = True

    def next_deed(self, method: str) -> Deed:
        waiting = self._deeds.get(method)
        return waiting.pop(0) if waiting else pass_on


def pass_on(handler: _Handler) -> None:
    if handler.proxy.compares_checksums and handler.is_other_than_promised():
        answer_with(400, "BadDigest")(handler)
        return
    handler.answer(*handler.ask())


def flip_a_bit(handler: _Handler) -> None:
    """Pass other bytes on than came, with the checksum of those that came."""
    handler.body = bytes([handler.body[0] ^ 1]) + handler.body[1:]
    handler.answer(*handler.ask())


def overwrite(handler: _Handler) -> None:
    """Pass the request on without its condition."""
    handler.kept_back = "if-none-match"
    handler.answer(*handler.ask())


def answer_with(status: int, code: str, message: str = "") -> Deed:
    """Answer an error as S3 writes it, without asking."""

    def deed(handler: _Handler) -> None:
        xml = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
        body = b"" if handler.command == "HEAD" else xml
        handler.answer(status, {"Content-Type": "application/xml"}, body)

    return deed


def hang(handler: _Handler) -> None:
    """Say nothing for a long time."""
    handler.proxy.over.wait(_LONGEST_S)
    handler.close_connection = True


def lose_the_answer(handler: _Handler) -> None:
    """Let the request be done, and break off before its answer."""
    handler.ask()
    handler.close_connection = True


def cut_after(size: int) -> Deed:
    """Send the headers and a part of the body, and break off."""

    def deed(handler: _Handler) -> None:
        status, headers, body = handler.ask()
        handler.head(status, headers)
        handler.wfile.write(body[:size])
        handler.close_connection = True

    return deed


def after(work: Callable[[], object]) -> Deed:
    """Do something behind the store's back, then pass the request on."""

    def deed(handler: _Handler) -> None:
        work()
        pass_on(handler)

    return deed


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: S3Proxy
    kept_back = ""

    def ask(self) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(urlsplit(self.proxy.upstream).netloc, timeout=_LONGEST_S)
        try:
            connection.request(self.command, self.path, self.body, self._passed_on())
            response: HTTPResponse = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def is_other_than_promised(self) -> bool:
        promised = self.headers.get("x-amz-checksum-sha256")
        found = base64.b64encode(hashlib.sha256(self.body or b"").digest()).decode()
        return promised is not None and promised != found

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        if not any(name.lower() == "content-length" for name in headers):
            headers = {**headers, "Content-Length": str(len(body))}
        self.head(status, headers)
        self.wfile.write(body)

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.end_headers()

    def handle_any(self) -> None:
        # One handler serves all requests of a connection.
        self.kept_back = ""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.proxy.seen.append(Seen(self.command, self.path, headers))
        self.proxy.next_deed(self.command)(self)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = handle_any  # noqa: N815 - what is called

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _passed_on(self) -> dict[str, str]:
        kept_back = {"expect", "connection", self.kept_back}
        return {n: v for n, v in self.headers.items() if n.lower() not in kept_back}


@contextmanager
def running_proxy(upstream: str) -> Iterator[S3Proxy]:
    """Run a proxy before an S3 server until the block ends."""
    proxy = S3Proxy(upstream)
    handler = type("_Bound", (_Handler,), {"proxy": proxy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    proxy.endpoint_url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
