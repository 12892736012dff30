"""The grammar of `d`."""

from __future__ import annotations

import pytest

from artstudio.geometry.grid import quantize_strokes
from artstudio.geometry.path_data import parse_path_data
from artstudio.geometry.path_writer import strokes_text
from tests.unit.svg.canonical.documents import codes


def spelled(text: str) -> str:
    """Return a path's strokes in the canonical spelling."""
    return strokes_text(quantize_strokes(parse_path_data(text).strokes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M1 2L3 4", "M1 2l2 2"),
        ("M1,2,3,4,5 6", "M1 2l2 2 2 2"),
        ("m1 2 2 2", "M1 2l2 2"),
        ("M1 2m1 1l1 1", "M2 3l1 1"),
        ("M0 0H5V5h-1v-1", "M0 0l5 0 0 5-1 0 0-1"),
        ("M1.5.5.5-1e1", "M1.5 .5l-1-10.5"),
        ("M0 0C1 1 2 1 3 0S5-1 6 0", "M0 0c1 1 2 1 3 0 1-1 2-1 3 0"),
        # Without a curve before it, the control is where the pen is.
        ("M0 0L3 0S5 1 6 0", "M0 0l3 0c0 0 2 1 3 0"),
        ("M0 0Q3 3 6 0T12 0", "M0 0c2 2 4 2 6 0 2-2 4-2 6 0"),
        ("M0 0L3 0T6 0", "M0 0l3 0c0 0 1 0 3 0"),
        ("M1 1h2v2z", "M1 1l2 0 0 2z"),
        ("M1 1h2v2zh3", "M1 1l2 0 0 2zM1 1l3 0"),
        ("M1 1h2v2zm5 5h1", "M1 1l2 0 0 2zM6 6l1 0"),
        ("M0 0A0 5 0 0 1 5 5", "M0 0l5 5"),
        ("  M 0\n0\tL\r5 5 ", "M0 0l5 5"),
        ("M0 0L5 5M9 9", "M0 0l5 5"),
        ("", ""),
    ],
)
def test_what_a_path_draws(text: str, expected: str) -> None:
    assert spelled(text) == expected
    assert parse_path_data(text).is_complete


def test_the_flags_of_an_arc_need_nothing_between_them() -> None:
    assert spelled("M0 0a5 5 0 0110 0") == spelled("M 0 0 A 5 5 0 0 1 10 0")
    assert spelled("M0 0a5 5 0 10.5.5") == spelled("M0 0 a 5 5 0 1 0 .5 .5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M0 0L5 5 6", "M0 0l5 5"),
        ("M0 0L5 5X9 9", "M0 0l5 5"),
        ("M0 0L5 5L", "M0 0l5 5"),
        ("M0 0L5 5L9,,9", "M0 0l5 5"),
        ("M0 0A5 5 0 2 1 5 5", ""),
        ("M0 0L1e999 0", ""),
        ("L5 5", ""),
        ("M", ""),
    ],
)
def test_a_path_is_drawn_up_to_its_error(text: str, expected: str) -> None:
    assert spelled(text) == expected
    assert not parse_path_data(text).is_complete


def test_an_error_is_told() -> None:
    assert codes('<path d="M0 0h9v9zX"/>') == ["path_in_error"]


@pytest.mark.parametrize("text", ["M5 5z", "M5 5h0", "M5 5L5 5z", "M0 0h9zM5 5L5 5 5 5"])
def test_a_subpath_without_length_is_a_dot(text: str) -> None:
    assert parse_path_data(text).dots == ((5, 5),)


@pytest.mark.parametrize("text", ["M5 5", "M5 5M6 6", "M0 0h9z z"])
def test_a_move_alone_is_none(text: str) -> None:
    assert parse_path_data(text).dots == ()


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "text", ["M0" + " " * 200_000 + "x", "M" + "1" * 200_000, "M0 0" + "," * 99_999]
)
def test_nothing_is_read_over_and_over(text: str) -> None:
    assert not parse_path_data(text).is_complete
