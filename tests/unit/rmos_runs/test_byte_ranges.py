"""One range of bytes, as RFC 9110 writes it."""

from __future__ import annotations

import pytest

from rmos_runs.api.byte_ranges import UnsatisfiableRange, parse_range


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("bytes=0-0", "bytes 0-0/10"),
        ("bytes=2-5", "bytes 2-5/10"),
        ("bytes=2-", "bytes 2-9/10"),
        ("bytes=9-", "bytes 9-9/10"),
        ("bytes=0-99", "bytes 0-9/10"),
        ("bytes=-3", "bytes 7-9/10"),
        ("bytes=-99", "bytes 0-9/10"),
        ("Bytes= 2-5 ", "bytes 2-5/10"),
    ],
)
def test_a_range_is_read(header: str, written: str) -> None:
    assert str(parse_range(header, 10)) == written


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=a-b",
        "0-1",
        "bytes=\u0663-",
        "bytes=0-" + "9" * 5000,
    ],
)
def test_what_is_not_one_range_is_answered_in_full(header: str) -> None:
    assert parse_range(header, 10) is None


@pytest.mark.parametrize(
    ("header", "size"),
    [("bytes=10-", 10), ("bytes=10-20", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)],
)
def test_a_range_past_the_end_cannot_be_satisfied(header: str, size: int) -> None:
    with pytest.raises(UnsatisfiableRange):
        parse_range(header, size)
