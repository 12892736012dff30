"""Calling a WSGI application, and sending what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connections

from artstudio.embedded.asgi.problems import DOWNLOADS_FULL, Refused

Send = Callable[[dict[str, Any]], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: Answers up to this size are made whole; the operating system's buffers do the rest.
_WHOLE_BYTES = 1024 * 1024


@dataclass(kw_only=True)
class Answer:
    """What an application answers: either all of it, or parts that are still to come."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    parts: Any = None


def ask(application: Wsgi, environ: dict[str, Any]) -> Answer:
    """Call an application in this thread; only large answers are left for `StreamSender`."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        started.append((status, headers))

    parts = application(environ, start_response)
    status, headers = started[-1]
    answer = Answer(status=int(status.partition(" ")[0]), headers=headers)
    if _is_large(parts, headers):
        # The rest is made in another thread, with a connection of its own.
        connections.close_all()
        answer.parts = parts
        return answer
    try:
        answer.body = b"".join(parts)
    finally:
        close(parts)
    return answer


def close(parts: Any) -> None:
    """Tell an application that its answer is no longer needed."""
    if hasattr(parts, "close"):
        parts.close()


async def send_whole(send: Send, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    """Send an answer that is all there."""
    await send(_start(status, headers))
    await send({"type": "http.response.body", "body": body})


class StreamSender:
    """Sends large answers part by part, each from a thread of its own, to clients that read."""

    def __init__(self, *, most: int, part_timeout_s: float) -> None:
        """Take how many may be under way, and how long a client may take for a part."""
        self._most = most
        self._part_timeout_s = part_timeout_s
        self._count = 0

    async def send(self, send: Send, answer: Answer) -> None:
        """Send an answer. Raises Refused before the first byte, TimeoutError after it."""
        loop = asyncio.get_running_loop()
        # One thread makes all parts: what reads the database does so by one connection.
        with_thread = ThreadPoolExecutor(1, thread_name_prefix="download")
        self._count += 1
        try:
            if self._count > self._most:
                raise Refused(DOWNLOADS_FULL)
            await send(_start(answer.status, answer.headers))
            parts = iter(answer.parts)
            while (part := await loop.run_in_executor(with_thread, next, parts, None)) is not None:
                async with asyncio.timeout(self._part_timeout_s):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._count -= 1
            with_thread.submit(close, answer.parts)
            with_thread.shutdown(wait=False)


def _is_large(parts: Any, headers: list[tuple[str, str]]) -> bool:
    if not getattr(parts, "streaming", False):
        return False
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    return not lengths or int(lengths[0]) > _WHOLE_BYTES


def _start(status: int, headers: list[tuple[str, str]]) -> dict[str, Any]:
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": encoded}
