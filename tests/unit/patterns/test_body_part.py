"""Parts of an instrument at the size that the instrument has, or that is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from artstudio.geometry.polygons import flattened
from artstudio.patterns import Pattern
from artstudio.patterns.body_part.family import F_HOLES, SOUNDHOLES
from tests.unit.patterns.prompts import composed, contours_of
from tests.unit.patterns.test_cut_card_of_families import warnings_of

Box = tuple[float, float, float, float]


def bounds_of(pattern: Pattern) -> list[Box]:
    """Return the box of each contour: left, top, right, bottom."""
    flat = flattened(contours_of(pattern), tolerance_mm=0.002)
    rings = np.split(flat.points, flat.offsets[1:-1])
    return [(*r.min(axis=0).tolist(), *r.max(axis=0).tolist()) for r in rings]


@pytest.mark.parametrize(
    ("prompt", "instrument"),
    [
        ("f-holes for a violin", "violin"),
        ("F-Löcher für eine Bratsche", "viola"),
        ("efes de violonchelo", "cello"),
        ("f-holes for a mandolin", "mandolin"),
    ],
)
def test_f_holes_are_as_long_and_as_far_apart_as_the_instrument_has_them(
    prompt: str, instrument: str
) -> None:
    pattern = composed(prompt)
    length, _upper, _lower, _stem, apart = F_HOLES[instrument]
    left, right = sorted(bounds_of(pattern))
    assert left[3] - left[1] == pytest.approx(length, abs=0.15)
    middle = pattern.drawing.width_mm / 2
    assert left[0] + right[2] == pytest.approx(2 * middle, abs=0.05)
    assert right[0] - left[2] == pytest.approx(apart, abs=0.6)
    assert warnings_of(pattern) == []


def test_f_holes_are_as_long_as_is_asked() -> None:
    pattern = composed("f-holes 150 mm long")
    assert pattern.is_exact
    assert pattern.drawing.height_mm == 150
    (_, top, _, low), _ = sorted(bounds_of(pattern))
    assert low - top == pytest.approx(150, abs=0.3)


@pytest.mark.parametrize(
    ("prompt", "hole", "rings"),
    [
        ("soundhole 100 mm", 100.0, 2),
        ("soundhole for a ukulele with three rings", SOUNDHOLES["ukulele"], 3),
        ("bouche de 90 mm", 90.0, 2),
    ],
)
def test_a_soundhole_has_its_diameter_and_its_rings(prompt: str, hole: float, rings: int) -> None:
    pattern = composed(prompt)
    boxes = sorted(bounds_of(pattern), key=lambda box: box[2] - box[0])
    assert boxes[0][2] - boxes[0][0] == pytest.approx(hole, abs=0.002)
    assert len(boxes) == 1 + 2 * rings
    assert warnings_of(pattern) == []


@pytest.mark.parametrize("prompt", ["end graft", "bridge tie block", "torch for a headstock"])
def test_other_parts_fill_their_sheet_and_can_be_cut(prompt: str) -> None:
    pattern = composed(prompt)
    assert pattern.is_exact
    assert warnings_of(pattern) == []
    boxes = bounds_of(pattern)
    assert max(b[3] for b in boxes) == pytest.approx(pattern.drawing.height_mm, abs=1)


def test_what_is_not_drawn_yet_is_said() -> None:
    pattern = composed("flower pot for a headstock")
    assert not pattern.is_exact
    assert "flower pot" in pattern.warnings[0].message
