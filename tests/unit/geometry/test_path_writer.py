"""The canonical spelling of a path, and reading it back."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artstudio.geometry.contours import Contours, Segment, contours_from_rings
from artstudio.geometry.grid import dequantize, quantize
from artstudio.geometry.path_reader import parse_path
from artstudio.geometry.path_writer import path_text

SQUARE = [((10, 0),), ((10, 10),), ((0, 10),), ((0, 0),)]

coordinates = st.integers(-2_000_000, 2_000_000) | st.integers(-3, 3)
points = st.tuples(coordinates, coordinates).map(lambda p: (p[0] / 1000, p[1] / 1000))
segments = st.tuples(points) | st.tuples(points, points, points)
drawings = st.lists(st.lists(segments, min_size=1, max_size=6), max_size=4).map(contours_from_rings)


def text_of(*rings: Sequence[Segment]) -> str:
    return path_text(contours_from_rings(rings))


def test_a_line_back_to_the_start_is_left_to_z() -> None:
    assert text_of(SQUARE) == "M0 0l10 0 0 10-10 0z"


def test_a_curve_is_relative_to_where_it_starts() -> None:
    ring = [((1, 0), (2, 0.5), (2.25, 1.5)), ((0, 3),), ((0, 0),)]
    assert text_of(ring) == "M0 0c1 0 2 .5 2.25 1.5l-2.25 1.5z"


def test_a_ring_that_ends_in_a_curve_comes_back_to_its_start_exactly() -> None:
    ring = [((10, 0),), ((10, 5), (5, 10), (0.1004, 0.2004))]
    assert text_of(ring) == "M.1 .2l9.9-.2c0 5-5 10-9.9 .2z"


def test_every_ring_starts_with_an_absolute_move() -> None:
    shifted = [((x + 20, y),) for ((x, y),) in SQUARE]
    assert text_of(SQUARE, shifted) == "M0 0l10 0 0 10-10 0zM20 0l10 0 0 10-10 0z"


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (0.5, ".5"),
        (-0.25, "-.25"),
        (12.0, "12"),
        (100.0, "100"),
        (1.0004, "1"),
        (-0.0004, "0"),
        (999.999, "999.999"),
        (-1234.5, "-1234.5"),
        (99997.001, "99997.001"),
    ],
)
def test_numbers_have_no_zero_that_says_nothing(value: float, spelled: str) -> None:
    ring = [((value, 1),), ((value + 1, 1),), ((value, 0),)]
    assert text_of(ring).startswith(f"M{spelled} 0l")


def test_rounding_does_not_add_up_along_a_ring() -> None:
    steps = [((0.0014 * k, 0),) for k in range(1, 2001)]
    contours = parse_path(text_of([*steps, ((0, 5),), ((0, 0),)]))
    assert contours.points[:, 2, 0].max() == 2.8


def test_coordinates_differ_from_the_geometry_by_half_a_micrometre_at_most() -> None:
    rng = np.random.default_rng(7)
    exact = Contours(
        np.ones(50, np.uint8), rng.uniform(0, 300, (50, 3, 2)), np.array([0, 20, 50], np.int64)
    )
    assert np.abs(parse_path(path_text(exact)).points - exact.points).max() <= 0.000501


def test_nothing_is_written_for_no_contours() -> None:
    assert text_of() == ""


@pytest.mark.parametrize(
    "ring",
    [
        [((1, 1),)],
        [((0, 0),), ((5, 5),)],
        [((0, 0),), ((1, 2),), ((2, 4),), ((3, 6),)],
        [((0, 0), (1, 1), (2, 2)), ((1, 1), (1, 1), (0, 0))],
        [((0.0001, 0),), ((0.0002, 0.0003),), ((0, 0.0004),)],
    ],
    ids=["a point", "out and back", "on one line", "curves on one line", "below the grid"],
)
def test_rings_that_enclose_nothing_are_left_out(ring: list[Segment]) -> None:
    assert text_of(ring, SQUARE) == text_of(SQUARE)


def test_a_figure_of_eight_stays_though_its_lobes_cancel_out() -> None:
    bow_tie = [((10, 10),), ((10, 0),), ((0, 10),), ((0, 0),)]
    assert text_of(bow_tie) == "M0 0l10 10 0-10-10 10z"


def test_segments_without_length_are_left_out() -> None:
    doubled = [s for segment in SQUARE for s in (segment, segment)]
    assert text_of(doubled) == text_of(SQUARE)


def test_a_curve_with_its_controls_on_its_ends_is_a_line() -> None:
    ring = [((0, 0), (10, 0), (10, 0)), *SQUARE[1:]]
    assert text_of(ring) == text_of(SQUARE)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 100_000.0, -100_000.0])
def test_coordinates_that_cannot_be_cut_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        text_of([((value, 0),), ((1, 1),), ((0, 1),)])


@pytest.mark.parametrize(
    "text",
    [
        "l1 1z", "M0 0", "M0 0l1 1", "M0z", "M0 0l1z", "M0 0c1 2 3 4z", "z", "M0 0zz",
        "M0 0L1 1z", "M0,0l1 1z", "M0 0l1e3 1z", "M0 0 5 5l1 1z", "1 2", "M0 0l1 1z;",
        "M0 0M1 1l1 1z", "M0 0l1 1zl1 1z", "M0 0lz",
    ],
)  # fmt: skip
def test_only_the_canonical_spelling_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_path(text)


@given(drawings)
def test_what_is_written_reads_back_and_writes_the_same(contours: Contours) -> None:
    text = path_text(contours)
    back = parse_path(text)
    written = dequantize(quantize(contours))
    assert path_text(back) == text
    assert np.array_equal(back.points, written.points)
    assert np.array_equal(back.kinds, written.kinds)
    assert np.array_equal(back.offsets, written.offsets)


@given(drawings)
def test_the_text_has_one_form(contours: Contours) -> None:
    text = path_text(contours)
    assert re.fullmatch(r"(M[-\d. ]+([lc][-\d. ]+)+z)*", text)
    assert not re.search(r"\d\.\d*0(?!\d)|(?<!\d)0\.|-0(?![.\d])|-0\.|  | -|[Mlcz] ", text)
    assert text.count("M") == text.count("z") == len(quantize(contours))
