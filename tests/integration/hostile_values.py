"""What addresses, headers and bodies are filled with by those who wish no good, or mistype."""

from __future__ import annotations

IN_TIMES = (
    "2026-01-01T00:00:00%2B16:00",
    "2026-01-01T00:00:00-23:59",
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
)
#: Percent-encoded as they stand in an address.
IN_ADDRESSES = (
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "%F0%9F%AA%B5",
    "%0d%0aX-Evil:1",
    "%22%3E%3Cscript%3E",
    "%27%20OR%201=1--",
    "..%2f..%2fetc%2fpasswd",
    "-1",
    "0",
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 400,
    "1e400",
    "NaN",
    "inf",
    "true",
    *IN_TIMES,
    "[]",
    "%7B%7D",
    "a" * 4000,
)
