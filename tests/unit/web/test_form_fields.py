"""Numbers and lengths as people type them."""

from __future__ import annotations

import pytest

from artstudio.web.studio.form_fields import LengthField, NumberField, length_text  # noqa: TID251  # its own test


@pytest.mark.parametrize(
    ("typed", "millimetres"),
    [
        ("4", 101.6),
        ("4 in", 101.6),
        ('4"', 101.6),
        ("2,5IN", 63.5),
        ("3 1/2", 88.9),
        ('3-1/2"', 88.9),
        ("7/16", 11.112),
        ("10 cm", 100),
        ("80mm", 80),
        (" 80 mm ", 80),
        ("", ""),
    ],
)
def test_a_bare_length_is_in_the_unit_of_its_field_and_a_named_one_in_its_own(
    typed: str, millimetres: float | str
) -> None:
    field = LengthField(label="Width")
    field.unit = "in"
    assert field.to_python(typed) == millimetres


@pytest.mark.parametrize("typed", ["abc", "1/0", "4 ell", "in", "9" * 400, "1 2 3", "1/2/3"])
def test_what_is_no_length_stays_as_it_was_typed(typed: str) -> None:
    assert LengthField(label="Width").to_python(typed) == typed


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), ("1,5", 1.5), ("1e3", 1000.0), ("-1", -1), ("a", "a")]
)
def test_a_number_takes_a_comma_and_keeps_whole_numbers_whole(typed: str, number: object) -> None:
    read = NumberField(label="Rings").to_python(typed)
    assert read == number
    assert type(read) is type(number)


@pytest.mark.parametrize(
    ("millimetres", "inches"),
    [("101.6", "4"), ("100", "3.937"), ("88.9", "3.5"), ("0.5", "0.0197"), ("x", "x"), ("", "")],
)
def test_a_length_is_shown_as_shortly_as_it_keeps_its_meaning(
    millimetres: str, inches: str
) -> None:
    assert length_text(millimetres, "in") == inches
    assert length_text(millimetres, "mm") == millimetres


@pytest.mark.parametrize("thousandths", range(2_000, 3_000_000, 99_991))
def test_a_size_that_is_shown_in_inches_comes_back_to_the_same_thousandth(thousandths: int) -> None:
    field = LengthField(label="Width")
    field.unit = "in"
    millimetres = thousandths / 1000
    assert field.to_python(length_text(str(millimetres), "in")) == pytest.approx(
        millimetres, abs=0.0006
    )


@pytest.mark.parametrize("text", ["nan", "inf", "1e400"])
def test_what_is_no_finite_number_is_shown_as_it_is(text: str) -> None:
    assert length_text(text, "in") == text
