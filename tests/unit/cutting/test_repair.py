"""Repair: what the cut card marks is gone afterwards, and nothing else has moved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from artstudio.cutting.areas import DerivationError, parts_of
from artstudio.cutting.card import CutLimits, cut_card
from artstudio.cutting.derived import Derived, derive_repair
from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.patterns import PatternConstraints, compose
from tests.unit.cutting.cut_shapes import Ring, box, circle, polygon

NOTHING: dict[str, Any] = {
    "drop_specks_mm": None,
    "drop_duplicates": False,
    "close_strokes": False,
    "tips_mm": None,
    "min_feature_mm": None,
    "min_gap_mm": None,
    "places": None,
    "colour": None,
}
DUMBBELL = polygon(
    (10, 10), (20, 10), (20, 14.9), (30, 14.9), (30, 10), (40, 10),
    (40, 20), (30, 20), (30, 15.1), (20, 15.1), (20, 20), (10, 20),
)  # fmt: skip


def drawing_of(*rings: Ring) -> Drawing:
    return Drawing(100, 100, (Layer(contours_from_rings(rings)),))


def repaired(drawing: Drawing, **how: Any) -> Derived:
    return derive_repair(drawing, **(NOTHING | how))


def card(drawing: Drawing, limit: float = 0.5) -> dict[str, Any]:
    limits = CutLimits(min_feature_mm=limit, min_gap_mm=limit)
    return cut_card(drawing, cut_length_mm=0, svg_bytes=0, limits=limits).as_dict()


def rings_of(drawing: Drawing) -> set[bytes]:
    return {ring.split(b'"')[0] for ring in drawing.to_svg().split(b"M")[1:]}


def test_thin_neck_is_widened_to_the_limit() -> None:
    plain = drawing_of(DUMBBELL)
    assert card(plain)["thin_features"] == 1
    made = repaired(plain, min_feature_mm=0.5)
    assert card(made.drawing)["thin_features"] == 0
    assert card(made.drawing)["smallest_feature_mm"] == pytest.approx(0.5, abs=0.02)
    assert made.facts["repaired"] == {"widened": 1}
    before, after = (shapely.area(parts_of(d.filled)).sum() for d in (plain, made.drawing))
    assert after - before == pytest.approx(10 * 0.3, abs=0.4)


def test_narrow_gap_is_opened_to_the_limit() -> None:
    plain = drawing_of(box(10, 10, 20, 20), box(30.2, 10, 20, 20))
    made = repaired(plain, min_gap_mm=0.5)
    assert card(plain)["narrow_gaps"] > 0
    assert card(made.drawing)["narrow_gaps"] == 0
    assert card(made.drawing)["smallest_gap_mm"] == pytest.approx(0.5, abs=0.02)


def test_contours_that_are_sound_keep_their_bytes() -> None:
    plain = drawing_of(DUMBBELL, circle(70, 70, 9), box(60, 10, 20, 20), box(65, 15, 5, 5))
    made = repaired(plain, min_feature_mm=0.5)
    assert len(rings_of(plain) & rings_of(made.drawing)) >= 2
    unchanged = parts_of(made.drawing.filled)
    assert len(unchanged) == 3


def test_tip_is_blunted_to_a_round() -> None:
    plain = drawing_of(polygon((10, 10), (40, 14), (10, 18)))
    made = repaired(plain, tips_mm=1.0)
    (part,) = parts_of(made.drawing.filled)
    assert part.bounds[2] < 38
    # The other corners have more than 60 degrees.
    assert (part.bounds[0], part.bounds[1], part.bounds[3]) == (10, 10, 18)
    assert made.facts["repaired"] == {"tips_blunted": 1}


def test_speck_and_duplicate_are_dropped() -> None:
    plain = drawing_of(
        box(10, 10, 20, 20), box(50, 50, 0.1, 0.1), box(60, 10, 9, 9), box(60, 10, 9, 9)
    )
    made = repaired(plain, drop_specks_mm=0.3, drop_duplicates=True)
    assert made.facts["repaired"] == {"duplicates_dropped": 1, "specks_dropped": 1}
    assert len(made.drawing.filled[0].on_grid) == 2
    assert card(made.drawing)["duplicate_contours"] == 0


def test_nearly_closed_stroke_is_closed() -> None:
    line = [((20.0, 10.0),), ((20.0, 20.0),), ((10.0, 20.0),), ((10.0, 10.2),)]
    plain = Drawing(40, 40, (StrokeLayer(strokes_from_lines([((10.0, 10.0), line, True)])),))
    made = repaired(plain, close_strokes=True)
    assert not made.drawing.stroked[0].on_grid.open.any()
    assert card(made.drawing)["nearly_closed_subpaths"] == 0


def test_only_the_chosen_place_is_mended() -> None:
    moved = polygon(*((x, y + 40) for ((x, y),) in DUMBBELL))
    plain = drawing_of(DUMBBELL, moved)
    made = repaired(plain, min_feature_mm=0.5, places=[[25, 15]])
    assert card(plain)["thin_features"] == 2
    assert card(made.drawing)["thin_features"] == 1
    assert len(rings_of(plain) & rings_of(made.drawing)) == 1


def test_sound_drawing_has_nothing_to_repair() -> None:
    with pytest.raises(DerivationError, match="nothing here to repair"):
        repaired(drawing_of(box(10, 10, 20, 20)), min_feature_mm=0.5, min_gap_mm=0.5)


@pytest.mark.parametrize("prompt", ["rosette with 12 petals", "celtic knot"])
def test_patterns_have_fewer_thin_places_and_gaps(prompt: str) -> None:
    plain = compose(prompt, style_hints=(), constraints=PatternConstraints(), seed=7).drawing
    before = card(plain, 0.8)
    if not before["thin_features"] + before["narrow_gaps"]:
        return
    made = repaired(plain, min_feature_mm=0.8, min_gap_mm=0.8)
    after = card(made.drawing, 0.8)
    assert np.sum([after[n] for n in ("thin_features", "narrow_gaps")]) < np.sum(
        [before[n] for n in ("thin_features", "narrow_gaps")]
    )
