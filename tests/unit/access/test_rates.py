"""How a rate is written."""

from __future__ import annotations

import pytest

from artstudio.access.rates import Rate, parse_rate


@pytest.mark.parametrize(
    ("text", "count", "period_s"),
    [
        ("60/h", 60, 3600),
        ("5/min", 5, 60),
        ("1/s", 1, 1),
        ("500/d", 500, 86400),
        (" 60/h ", 60, 3600),
        ("999999999/d", 999999999, 86400),
    ],
)
def test_a_rate_is_a_count_and_a_unit(text: str, count: int, period_s: int) -> None:
    assert parse_rate(text) == Rate(count=count, period_s=period_s)


@pytest.mark.parametrize("text", ["off", "OFF", "", "  "])
def test_it_can_be_off(text: str) -> None:
    assert parse_rate(text) is None


@pytest.mark.parametrize(
    "text", ["60", "0/h", "-1/h", "1.5/h", "60/hour", "60 / h", "/h", "٦/h", "9999999999/d", "x"]
)
def test_everything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="60/h"):
        parse_rate(text)
