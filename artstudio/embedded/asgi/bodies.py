"""Reading request bodies: into temporary files, bounded in number, bytes and time."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from artstudio.embedded.asgi.problems import (
    BODIES_FULL,
    BODY_TOO_LARGE,
    BODY_TOO_SLOW,
    Refused,
)

Receive = Callable[[], Awaitable[dict[str, Any]]]
_IN_MEMORY_BYTES = 256 * 1024


class ClientLeft(Exception):
    """The connection was closed before the request was complete."""


@dataclass(frozen=True, kw_only=True)
class BodyLimits:
    """What the bodies that are under way at one time may take, per process."""

    #: Of one body.
    largest: int
    #: Above this size only callers who may use the studio are listened to.
    large: int = 1024 * 1024
    count: int = 512
    #: Of all together, on disk for the most part.
    total: int = 1024 * 1024 * 1024
    #: So much must come in each so many seconds, or the rest.
    window_s: float = 10.0
    window_bytes: int = 16 * 1024


class BodyReader:
    """Reads bodies and counts what they take."""

    def __init__(self, limits: BodyLimits) -> None:
        """Begin with no body under way."""
        self.limits = limits
        self._count = 0
        self._total = 0

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Hold room for one body, and what is read of it. Raises Refused."""
        if self._count >= self.limits.count:
            raise Refused(BODIES_FULL)
        self._count += 1
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
            place = Place(self, file)
            try:
                yield place
            finally:
                self._count -= 1
                self._total -= place.size

    def take(self, size: int) -> None:
        """Count bytes that came in. Raises Refused."""
        self._total += size
        if self._total > self.limits.total:
            raise Refused(BODIES_FULL)


class Place:
    """The room of one body."""

    def __init__(self, reader: BodyReader, file: IO[bytes]) -> None:
        """Begin with nothing read."""
        self.file = file
        self.size = 0
        self._reader = reader

    async def read(self, receive: Receive, may_be_large: Callable[[], Awaitable[bool]]) -> None:
        """Read all of a body. Raises Refused, ClientLeft."""
        limits = self._reader.limits
        async for part in _in_time(receive, limits):
            was_small = self.size <= limits.large
            self.size += len(part)
            self._reader.take(len(part))
            if self.size > limits.largest:
                raise Refused(BODY_TOO_LARGE)
            if was_small and self.size > limits.large and not await may_be_large():
                raise Refused(BODY_TOO_LARGE)
            self.file.write(part)
        self.file.seek(0)


def no_body() -> IO[bytes]:
    """Return what an application reads where nothing was sent, or nothing is listened to."""
    return io.BytesIO()


async def _in_time(receive: Receive, limits: BodyLimits) -> AsyncIterator[bytes]:
    """Yield the parts of a body. Raises Refused where they come too slowly, ClientLeft."""
    clock = asyncio.get_running_loop().time
    end, came = clock() + limits.window_s, 0
    more = True
    while more:
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            raise Refused(BODY_TOO_SLOW) from None
        if message["type"] == "http.disconnect":
            raise ClientLeft
        part, more = message.get("body", b""), message.get("more_body", False)
        came += len(part)
        if came >= limits.window_bytes:
            end, came = clock() + limits.window_s, 0
        yield part
