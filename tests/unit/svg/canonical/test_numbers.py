"""Numbers and lengths as SVG spells them, with every unit's size in CSS pixels."""

from __future__ import annotations

import pytest

from artstudio.svg.canonical.numbers import length, length_parts, lengths, numbers, share


@pytest.mark.parametrize(
    ("unit", "pixels"),
    # CSS Values 4, section 6.2: 96 px are an inch of 25.4 mm, 72 pt and 6 pc.
    [
        ("", 1), ("px", 1), ("in", 96), ("cm", 37.79527559055118), ("mm", 3.7795275590551185),
        ("q", 0.9448818897637796), ("pt", 4 / 3), ("pc", 16), ("em", 16), ("rem", 16),
        ("ex", 8), ("ch", 8), ("%", 2.5),
    ],
)  # fmt: skip
def test_a_unit_has_its_size(unit: str, pixels: float) -> None:
    assert length(f"1{unit}", of=250) == pytest.approx(pixels, rel=1e-12)
    assert length(f" -2 {unit.upper()} ", of=250) == pytest.approx(-2 * pixels, rel=1e-12)


@pytest.mark.parametrize("text", [None, "", "mm", "1 2", "1xx", "1e999", "1mmm", "auto"])
def test_what_is_no_length_is_the_default(text: str | None) -> None:
    assert length_parts(text) is None
    assert length(text, of=100) == 0
    assert length(text, of=100, default=7) == 7


def test_a_list_of_numbers_needs_no_separators() -> None:
    assert numbers("1-2.5.5,+3e1;4.") == [1, -2.5, 0.5, 30, 4]
    assert numbers("1 1e999 2") == [1, 2]
    assert numbers(None) == []


def test_a_list_of_lengths_is_all_lengths_or_none() -> None:
    assert lengths("1, 2px 50%", of=8) == [1, 2, 4]
    assert lengths("1, two", of=8) is None
    assert lengths(None, of=8) == []


@pytest.mark.parametrize(
    ("text", "value"), [("0.25", 0.25), ("25%", 0.25), ("7", 1), ("-1", 0), (None, 1), ("x", 1)]
)
def test_a_share_lies_between_zero_and_one(text: str | None, value: float) -> None:
    assert share(text) == value


def test_a_share_that_is_not_given_is_its_default() -> None:
    assert share(None, default=0.5) == 0.5
