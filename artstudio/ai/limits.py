"""Bounds on an answer while it is being read: bytes after decoding, and time in all.

A read timeout alone does not end an answer that comes in drops, and a content
length says nothing about what a compressed body grows to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx2

from artstudio.ai.errors import AnswerTooLarge

#: Holds as base64 the largest picture that is traced: 4096x4096, four channels, uncompressed.
MAX_ANSWER_BYTES = 96 * 1024 * 1024
_PIECE_BYTES = 64 * 1024


def bound_answer(
    *, max_bytes: int, timeout_s: float, clock: Callable[[], float] = time.monotonic
) -> Callable[[httpx2.Response], None]:
    """Return a response hook for an httpx2 client made for one call; time runs from now.

    Reading then raises AnswerTooLarge past `max_bytes` of decoded body, before
    they are in memory together, and httpx2.ReadTimeout after `timeout_s`.
    """
    deadline = clock() + timeout_s

    def hook(response: httpx2.Response) -> None:
        if _stated_length(response) > max_bytes:
            raise AnswerTooLarge(status=response.status_code)
        inner = httpx2.Response(
            response.status_code, headers=response.headers, stream=response.stream
        )
        # The inner response decodes, so that what is counted is what is kept.
        for name in ("content-encoding", "content-length"):
            with suppress(KeyError):
                del response.headers[name]
        response.stream = _Bounded(inner, max_bytes=max_bytes, deadline=deadline, clock=clock)

    return hook


def _stated_length(response: httpx2.Response) -> int:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


class _Bounded(httpx2.SyncByteStream):
    def __init__(
        self,
        inner: httpx2.Response,
        *,
        max_bytes: int,
        deadline: float,
        clock: Callable[[], float],
    ) -> None:
        self._inner = inner
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._clock = clock

    def __iter__(self) -> Iterator[bytes]:
        read, piece = 0, bytearray()
        for chunk in self._inner.iter_bytes():
            read += len(chunk)
            if read > self._max_bytes:
                raise AnswerTooLarge(status=self._inner.status_code)
            if self._clock() > self._deadline:
                raise httpx2.ReadTimeout("The answer took too long in all.")
            # Millions of tiny chunks would take far more memory than their bytes.
            piece += chunk
            if len(piece) >= _PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
        yield bytes(piece)

    def close(self) -> None:
        self._inner.close()
