"""The Range header of RFC 9110, as far as one range of bytes goes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class UnsatisfiableRange(Exception):
    """The range begins after the last byte."""


@dataclass(frozen=True, kw_only=True)
class ByteRange:
    """Bytes `first` to `last`, both included, of `size`."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes the range has."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the range asked for, or None where all `size` bytes are the right answer.

    Several ranges, other units and malformed headers are answered in full, as
    RFC 9110 section 14.2 allows. Raises UnsatisfiableRange.
    """
    found = _ONE_RANGE.fullmatch(header)
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableRange
    end = min(int(last), size - 1) if last else size - 1
    return ByteRange(first=int(first), last=end, size=size)


def _suffix(length: int, size: int) -> ByteRange:
    if length == 0 or size == 0:
        raise UnsatisfiableRange
    return ByteRange(first=max(0, size - length), last=size - 1, size=size)
