"""Stored bytes of a bucket as an open file: asked for when they are read, from where they are read.

A seek costs nothing; the next read asks for the bytes from there on. Where a
connection breaks the rest is asked for again, of the same version of the object.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, cast

from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]  # no types
from django.core.files.base import File

from rmos_runs.blobs.s3.client import reported
from rmos_runs.blobs.s3.objects import S3Object

#: How often one reader may lose its connection.
_REOPENINGS = 2
_BUFFER = 1 << 16


class S3Blob(File):  # type: ignore[type-arg]  # not generic at run time
    """An object of a bucket, opened for reading."""

    def __init__(
        self,
        found: S3Object,
        fetch: Callable[[str | None], Any],
        sign: Callable[[str, str], str | None],
    ) -> None:
        """Keep how to fetch a range and how to sign an address; nothing is fetched yet."""
        self._raw = _RangedObject(found.size, fetch)
        super().__init__(cast("Any", io.BufferedReader(self._raw, _BUFFER)), found.name)
        self.size, self.sha256 = found.size, found.sha256
        self._sign = sign

    def expect(self, *, first: int, length: int) -> None:
        """Go to `first`; no more than `length` bytes will be read from there."""
        self.seek(first)
        self._raw.end = min(first + length, self.size)

    def signed_url(self, content_type: str, disposition: str) -> str | None:
        """Return a short-lived address of the bytes, or None where they are streamed."""
        return self._sign(content_type, disposition)


class _RangedObject(io.RawIOBase):
    """The bytes of an object from any position on."""

    def __init__(self, size: int, fetch: Callable[[str | None], Any]) -> None:
        super().__init__()
        self._size, self._fetch = size, fetch
        self.end = size
        self._at, self._left = 0, _REOPENINGS
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        target = max(0, start + offset)
        if target != self._at:
            self._drop()
            self._at, self.end = target, self._size
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        wanted = min(len(view), self.end - self._at)
        if wanted <= 0:
            return 0
        with reported("read"):
            data = self._read(wanted)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._drop()
        super().close()

    def _read(self, wanted: int) -> bytes:
        while True:
            if self._body is None:
                self._body = self._fetch(self._range())
            try:
                return bytes(self._body.read(wanted))
            except BotoCoreError:
                self._drop()
                self._left -= 1
                if self._left < 0:
                    raise

    def _range(self) -> str | None:
        if self._at == 0 and self.end == self._size:
            return None
        return f"bytes={self._at}-{self.end - 1}"

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
