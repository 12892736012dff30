"""The event loop before the application: what is read, what is refused, and what goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import pytest

from artstudio.embedded.asgi.application import AsgiApplication
from artstudio.embedded.asgi.bodies import BodyLimits
from artstudio.embedded.asgi.environ import BadHeaders, environ_of

QUICK = BodyLimits(largest=1000, large=100, count=2, total=5000, window_s=0.1, window_bytes=50)


def scope_of(path: bytes = b"/x", method: str = "POST", *headers: tuple[bytes, bytes]) -> Any:
    return {
        "type": "http",
        "method": method,
        "raw_path": path,
        "query_string": b"a=1",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", "80"),
        "client": ("192.0.2.1", "5000"),
        "headers": [(b"host", b"studio.example"), *headers],
    }


class Client:
    """What an ASGI server does for one request; `parts` is the body as it comes."""

    def __init__(self, *parts: bytes, ends: bool = True) -> None:
        self.messages = [
            {"type": "http.request", "body": part, "more_body": not ends or at < len(parts) - 1}
            for at, part in enumerate(parts)
        ]
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        if self.messages:
            return self.messages.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def answer(self) -> tuple[int, bytes]:
        body = b"".join(message.get("body", b"") for message in self.sent[1:])
        return self.sent[0]["status"], body


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def app(wsgi: Any = echo, *, known: bool = True, threads: int = 2) -> AsgiApplication:
    return AsgiApplication(wsgi, threads=threads, limits=QUICK, may_be_large=lambda _: known)


def serve(application: AsgiApplication, scope: Any, client: Client) -> tuple[int, bytes]:
    asyncio.run(application(scope, client.receive, client.send))
    return client.answer


def length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", str(size).encode()


class TestEnviron:
    """PEP 3333 from a scope."""

    def test_a_name_with_an_underscore_passes_for_no_proxys_header(self) -> None:
        told = (b"x_forwarded_for", b"127.0.0.1"), (b"x-forwarded-for", b"192.0.2.1")
        assert environ_of(scope_of(b"/", "GET", *told))["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"

    def test_repeated_headers_are_one_list_in_their_order(self) -> None:
        told = [(b"x-forwarded-for", b"1.1.1.1"), (b"x-forwarded-for", b"2.2.2.2")]
        cookies = [(b"cookie", b"a=1"), (b"cookie", b"b=2")]
        environ = environ_of(scope_of(b"/", "GET", *told, *cookies))
        assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
        assert environ["HTTP_COOKIE"] == "a=1; b=2"

    @pytest.mark.parametrize("name", [b"host", b"Host", b"content-length"])
    def test_what_may_come_once_only_is_refused_twice(self, name: bytes) -> None:
        with pytest.raises(BadHeaders):
            environ_of(scope_of(b"/", "GET", (name, b"1"), (name, b"2")))

    def test_a_path_is_its_bytes(self) -> None:
        environ = environ_of(scope_of(b"/%C3%A9%ff%2f", "GET"))
        assert environ["PATH_INFO"].encode("latin-1") == b"/\xc3\xa9\xff/"


class TestBodies:
    """Bounded in number, bytes and time."""

    def test_a_body_arrives_whole_with_or_without_a_length(self) -> None:
        assert serve(app(), scope_of(b"/x", "POST", length(6)), Client(b"abc", b"def")) == (
            200,
            b"abcdef",
        )
        chunked = scope_of(b"/x", "POST", (b"transfer-encoding", b"chunked"))
        assert serve(app(), chunked, Client(b"abc", b"def")) == (200, b"abcdef")

    def test_one_that_stops_is_told_so(self) -> None:
        client = Client(b"a", ends=False)
        status, body = serve(app(), scope_of(b"/x", "POST", length(90)), client)
        assert status == 408
        assert b"body_too_slow" in body

    @pytest.mark.parametrize(("known", "read"), [(True, 200), (False, 0)])
    def test_a_large_one_is_read_from_known_callers_alone(self, known: bool, read: int) -> None:
        scope = scope_of(b"/x", "POST", length(200))
        assert serve(app(known=known), scope, Client(b"x" * 200)) == (200, b"x" * read)

    @pytest.mark.parametrize(("known", "size"), [(True, 1001), (False, 101)])
    def test_one_without_a_length_ends_at_the_limit(self, known: bool, size: int) -> None:
        scope = scope_of(b"/x", "POST", (b"transfer-encoding", b"chunked"))
        status, body = serve(app(known=known), scope, Client(b"x" * size, ends=False))
        assert (status, b"too_large" in body) == (413, True)

    def test_only_so_many_are_read_at_a_time_and_their_places_are_given_back(self) -> None:
        async def crowd() -> list[int]:
            application = app()
            scope = scope_of(b"/x", "POST", length(9))
            clients = [Client(b"a", ends=False) for _ in range(3)]
            await asyncio.gather(*(application(scope, c.receive, c.send) for c in clients))
            late = Client(b"123456789")
            await application(scope, late.receive, late.send)
            return [client.answer[0] for client in [*clients, late]]

        assert asyncio.run(crowd()) == [408, 408, 503, 200]


def test_health_is_answered_while_every_thread_is_held() -> None:
    free = threading.Event()

    def held(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/x":
            free.wait(10)
        start("200 OK", [])
        return [b"ok"]

    async def ask() -> tuple[int, bytes]:
        application = app(held, threads=1)
        blocked = [Client() for _ in range(3)]
        waiting = [
            asyncio.ensure_future(application(scope_of(b"/x", "GET"), c.receive, c.send))
            for c in blocked
        ]
        await asyncio.sleep(0.05)
        client = Client()
        await asyncio.wait_for(
            application(scope_of(b"/healthz", "GET"), client.receive, client.send), 5
        )
        free.set()
        await asyncio.gather(*waiting)
        return client.answer

    assert asyncio.run(ask()) == (200, b"ok")


class Endless:
    """An answer without an end, as Django streams one."""

    streaming = True

    def __init__(self) -> None:
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b"part"

    def close(self) -> None:
        self.closed.set()


def test_a_reader_that_stops_reading_is_cut_off_and_the_answer_closed() -> None:
    parts = Endless()

    def stream(_environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        start("200 OK", [])
        return parts

    application = AsgiApplication(
        stream, threads=1, limits=QUICK, may_be_large=lambda _: True, part_timeout_s=0.05
    )
    client = Client()
    count = 0

    async def send(message: dict[str, Any]) -> None:
        nonlocal count
        count += 1
        if count > 3:
            await asyncio.sleep(3600)

    def run(awaitable: Awaitable[None]) -> None:
        asyncio.run(awaitable)  # type: ignore[arg-type]  # a coroutine

    with pytest.raises(TimeoutError):
        run(application(scope_of(b"/x", "GET"), client.receive, send))
    assert parts.closed.wait(5)


def test_what_fails_unforeseen_is_a_problem_without_its_words() -> None:
    def broken(_environ: dict[str, Any], _start: Any) -> Any:
        raise RuntimeError("secret")

    status, body = serve(app(broken), scope_of(b"/x", "GET"), Client())
    assert (status, b"internal_error" in body, b"secret" in body) == (500, True, False)
