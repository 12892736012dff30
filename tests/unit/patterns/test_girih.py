"""Girih stars have as many points as were asked for, in one piece that can be cut."""

from __future__ import annotations

import pytest
import shapely

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.patterns import Pattern
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.geometry import rings_of
from tests.unit.patterns.prompts import composed, contours_of

PROMPTS = [
    (form, fold)
    for form in ("girih panel of {}-pointed stars", "{}-fold girih in a circle, 100 mm")
    for fold in (8, 10, 12, 16)
]


def plate_of(pattern: Pattern) -> list[shapely.Polygon]:
    """The outlines that lie in no other: one for each piece."""
    polygons = [shapely.Polygon(ring) for ring in rings_of(contours_of(pattern))]
    return [a for a in polygons if not any(b is not a and b.contains(a) for b in polygons)]


@pytest.mark.parametrize(("prompt", "fold"), PROMPTS)
def test_stars_are_drawn_exactly_in_one_piece_without_a_warning(prompt: str, fold: int) -> None:
    pattern = composed(prompt.format(fold), fold)
    card = cut_card(pattern.drawing, cut_length_mm=1, svg_bytes=1)
    assert pattern.parameters.fold == fold
    assert pattern.is_exact
    assert len(plate_of(pattern)) == 1
    assert cut_warnings(card) == []


def test_the_star_in_the_middle_of_a_circle_has_its_points() -> None:
    pattern = composed("10-fold girih in a circle, 100 mm")
    middle = shapely.Point(50, 50)
    (star,) = [
        shapely.Polygon(ring)
        for ring in rings_of(contours_of(pattern))
        if shapely.Polygon(ring).contains(middle) and shapely.Polygon(ring).area < 3000
    ]
    # Its ring may begin in the middle of a side.
    outline = shapely.get_coordinates(star.simplify(0.05))
    assert len(outline) - 1 in {20, 21}


def test_a_circle_too_small_for_its_star_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="at least 26 mm across"):
        composed("16-fold girih", outer_diameter_mm=20)
