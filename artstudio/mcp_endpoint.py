"""Assistants over HTTP: `/mcp` beside the studio's pages, by the same access rules.

Each tool calls the studio's API in this process with the caller's own address and token, so
that limits, budgets and rights are those of the API. It keeps no session: any web process
answers any request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

import httpx2
from django.db import connections
from mcp.server.transport_security import TransportSecuritySettings

from artstudio.client.assistant import Assistant
from artstudio.client.mcp_tools import make_server
from artstudio.client.studio import Studio
from artstudio.embedded.asgi.answers import Send, Wsgi, send_whole
from artstudio.embedded.asgi.bodies import Receive
from artstudio.embedded.asgi.environ import environ_of
from artstudio.embedded.asgi.problems import (
    BODY_TOO_LARGE,
    BODY_TOO_SLOW,
    ServerProblem,
    problem_parts,
)

PATH = "/mcp"
_MOST_BYTES = 1024 * 1024
_BODY_SECONDS = 15.0
#: What of a caller's request goes on to the API: who it is, and by which way it came.
_PASSED_ON = (
    *("HTTP_AUTHORIZATION", "HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"),
    "HTTP_FORWARDED",
)
NOT_LET_IN = ServerProblem(
    status=401,
    code="not_authenticated",
    detail="Send `Authorization: Bearer TOKEN`; the studio's create_token command makes one.",
)
_caller: ContextVar[dict[str, Any]] = ContextVar("caller")


class McpEndpoint:
    """Answers the requests below `/mcp`."""

    def __init__(
        self,
        application: Wsgi,
        *,
        is_let_in: Callable[[dict[str, Any]], bool],
        hosts: list[str],
        origins: list[str],
    ) -> None:
        """Take the application whose API the tools call, and who may call them.

        hosts, origins: names of this studio, and pages of other origins that may ask.
        """
        self._application, self._is_let_in = application, is_let_in
        # "*" lets every host in, as Django's setting does.
        names = [name.lstrip(".") for name in hosts]
        self._security = TransportSecuritySettings(
            enable_dns_rebinding_protection="*" not in hosts,
            allowed_hosts=[*names, *(f"{name}:*" for name in names)],
            allowed_origins=[*origins, *(f"http://{name}:*" for name in names)],
        )
        self._app: Any = None
        self._start = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(None, self._is_let_in, dict(environ)):
            await send_whole(send, *problem_parts(NOT_LET_IN))
            return
        body = await self._body(receive, send)
        if body is None:
            return
        await self._make_ready()
        token = _caller.set(environ)
        try:
            await self._app(scope, _once(body, receive), send)
        finally:
            _caller.reset(token)

    async def _body(self, receive: Receive, send: Send) -> bytes | None:
        """Return the whole body; None where it was refused or its sender left."""
        found = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                while True:
                    part = await receive()
                    if part["type"] == "http.disconnect":
                        return None
                    found += part.get("body", b"")
                    if len(found) > _MOST_BYTES:
                        await send_whole(send, *problem_parts(BODY_TOO_LARGE))
                        return None
                    if not part.get("more_body"):
                        return bytes(found)
        except TimeoutError:
            await send_whole(send, *problem_parts(BODY_TOO_SLOW))
            return None

    async def _make_ready(self) -> None:
        """Start the server of the protocol in this process's event loop, once."""
        async with self._start:
            if self._app is not None:
                return
            server = make_server(Assistant(open_studio=self._studio))
            app = server.streamable_http_app(
                stateless_http=True, json_response=True, transport_security=self._security
            )
            started = asyncio.Event()

            async def run() -> None:
                async with app.router.lifespan_context(app):
                    started.set()
                    await asyncio.Event().wait()

            self._running.add(asyncio.create_task(run()))
            await started.wait()
            self._app = app

    def _studio(self) -> AbstractContextManager[Studio]:
        return _studio_of(self._application, _caller.get())


@contextmanager
def _studio_of(application: Wsgi, caller: dict[str, Any]) -> Iterator[Studio]:
    """Yield the studio in this process, asked by the caller."""

    def as_the_caller(environ: dict[str, Any], start_response: Any) -> Any:
        passed = {name: caller[name] for name in _PASSED_ON if name in caller}
        return application({**environ, **passed}, start_response)

    transport = httpx2.WSGITransport(
        app=as_the_caller, raise_app_exceptions=False, remote_addr=caller["REMOTE_ADDR"]
    )
    host = caller.get("HTTP_HOST", "localhost")
    try:
        with Studio(f"{caller['wsgi.url_scheme']}://{host}", transport=transport) as studio:
            yield studio
    finally:
        # Tools run in threads of their own, which would each keep a connection.
        connections.close_all()


def _once(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read, then whatever comes after it."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Any:
        return left.pop() if left else await receive()

    return give
