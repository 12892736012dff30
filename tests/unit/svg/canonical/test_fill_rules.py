"""Shapes filled by winding number look the same filled by the even-odd rule."""

from __future__ import annotations

import pytest

from tests.unit.svg.canonical.documents import area, codes, contours, data, drawn

OUTER = "M0 0h90v90h-90z"
SAME_WAY = "M30 30h30v30h-30z"
OTHER_WAY = "M30 30v30h30v-30z"


def path(d: str, rule: str = "nonzero") -> str:
    return f'<path fill-rule="{rule}" d="{d}"/>'


def test_a_ring_the_same_way_inside_is_no_hole() -> None:
    body = path(OUTER + SAME_WAY)
    assert data(body) == ["M0 0l90 0 0 90-90 0z"]
    assert codes(body) == []


def test_a_ring_the_other_way_inside_is_one() -> None:
    assert data(path(OUTER + OTHER_WAY)) == ["M0 0l90 0 0 90-90 0zM30 30l0 30 30 0 0-30z"]


def test_what_lies_in_a_hole_is_filled_again_whichever_way_it_runs() -> None:
    for innermost in ("M40 40h9v9h-9z", "M40 40v9h9v-9z"):
        assert area(drawn(path(OUTER + OTHER_WAY + innermost, "evenodd"))) > 0
    # 1 - 1 + 1 and 1 - 1 - 1: neither is zero.
    for innermost in ("M40 40h9v9h-9z", "M40 40v9h9v-9z"):
        assert len(contours(drawn(path(OUTER + OTHER_WAY + innermost)))) == 3


def test_even_odd_shapes_stay_as_they_are() -> None:
    body = path(OUTER + SAME_WAY + "M50 50h45v9h-45z", "evenodd")
    assert data(body) == ["M0 0l90 0 0 90-90 0zM30 30l30 0 0 30-30 0zM50 50l45 0 0 9-45 0z"]
    assert codes(body) == []


def test_rings_that_overlap_are_united_and_it_is_told() -> None:
    body = path("M0 0h20v20h-20zM10 10h20v20h-20z")
    assert area(drawn(body)) == pytest.approx(700)
    assert len(contours(drawn(body))) == 1
    assert codes(body) == ["overlap_united"]


def test_a_ring_that_crosses_itself_keeps_what_is_enclosed_twice() -> None:
    pentagram = "M50 5L76.45 86.41 7.2 36.09 92.8 36.09 23.55 86.41z"
    united, holed = (drawn(path(pentagram, rule)) for rule in ("nonzero", "evenodd"))
    assert contours(united).nodes == 10
    assert contours(holed).nodes == 5


def test_a_figure_of_eight_looks_the_same_by_both_rules_and_keeps_its_curves() -> None:
    body = path("M10 50C10 0 90 100 90 50C90 0 10 100 10 50z")
    assert data(body) == ["M10 50c0-50 80 50 80 0 0-50-80 50-80 0z"]
    assert codes(body) == []


def test_only_rings_that_meet_lose_their_curves() -> None:
    circle = "M{0} 50a9 9 0 0 1 18 0a9 9 0 0 1-18 0z"
    drawing = drawn(path(circle.format(5) + circle.format(15) + circle.format(70)))
    kinds, offsets = contours(drawing).kinds, contours(drawing).offsets
    assert len(offsets) == 3
    assert kinds[: offsets[1]].all()
    assert not kinds[offsets[1] :].any()


def test_rings_that_touch_in_a_point_are_left_alone() -> None:
    body = path("M0 0h10v10h-10zM10 10h10v10h-10z")
    assert codes(body) == []
    assert len(contours(drawn(body))) == 2


def test_a_knot_that_would_take_minutes_is_kept_with_a_warning() -> None:
    points = " ".join(f"{k * 37 % 101} {k * 61 % 97}" for k in range(2000))
    assert codes(f'<polygon points="{points}"/>') == ["overlap_kept"]
