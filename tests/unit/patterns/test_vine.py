from __future__ import annotations

from typing import Any

import pytest
import shapely

from artstudio.cutting.card import cut_card
from artstudio.patterns import Pattern, PatternConstraints, compose, draw_spec
from tests.rounds import rounds
from tests.unit.patterns.geometry import flattened
from tests.unit.patterns.prompts import composed, contours_of
from tests.unit.patterns.test_cut_card_of_families import warnings_of

PROMPTS = (
    "laurel vine leaves",
    "rose garland ring",
    "ivy wreath",
    "scroll vine",
    "vine with flowers",
    "vine with berries",
    "willow vine",
)
PANELS = ((60.0, 40.0), (40.0, 60.0), (200.0, 50.0), (450.0, 60.0), (60.0, 10.0))


def pieces_of(pattern: Pattern) -> int:
    card = cut_card(pattern.drawing, cut_length_mm=1.0, svg_bytes=1).as_dict()
    return int(card["ink_parts"])


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_vine_is_one_piece_that_can_be_cut(prompt: str) -> None:
    for seed in range(rounds(4, nightly=40)):
        pattern = composed(prompt, seed)
        assert pattern.family == "vine"
        lines = 2 if pattern.parameters.rule_mm else 0
        assert pieces_of(pattern) == 1 + lines, seed
        assert warnings_of(pattern) == [], seed


@pytest.mark.parametrize(("width", "height"), PANELS)
def test_a_vine_on_a_panel_of_any_size_can_be_cut_and_fills_it(width: float, height: float) -> None:
    for seed in range(rounds(4, nightly=40)):
        pattern = composed("vine", seed, width_mm=width, height_mm=height)
        assert (pattern.drawing.width_mm, pattern.drawing.height_mm) == (width, height)
        assert warnings_of(pattern) == [], seed
        x0, y0, x1, y1 = shapely.total_bounds(
            [shapely.LinearRing(ring) for ring in flattened(contours_of(pattern))]
        )
        long, across = max(x1 - x0, y1 - y0), min(x1 - x0, y1 - y0)
        assert long > 0.93 * max(width, height)
        assert across > 0.6 * min(width, height)


def test_a_vine_on_a_fretboard_gets_lower_with_the_board() -> None:
    parameters = composed("climbing vine", 2, width_mm=400, height_mm=60).spec()
    parameters["parameters"] |= {"taper": 0.5, "mirror": False, "rule_mm": 0.0}
    rings = flattened(contours_of(draw_spec(parameters)))
    whole = shapely.union_all([shapely.Polygon(ring) for ring in rings])
    near = whole.intersection(shapely.box(0, 0, 130, 60))
    far = whole.intersection(shapely.box(300, 0, 400, 60))
    high = [part.bounds[3] - part.bounds[1] for part in (near, far)]
    assert high[1] < 0.75 * high[0]


def test_tips_are_round_where_that_is_asked_for() -> None:
    spec = composed("laurel vine leaves", 1).spec()
    nodes = {}
    for tips in ("pointed", "round"):
        spec["parameters"]["tips"] = tips
        nodes[tips] = contours_of(draw_spec(spec)).nodes
    assert nodes["round"] > nodes["pointed"]


def test_a_wreath_repeats_as_often_as_it_was_asked_to() -> None:
    pattern = compose("vine wreath", constraints=PatternConstraints(symmetry=6), seed=3)
    assert pattern.parameters.bends % 12 == 0
    (sheet,) = {pattern.drawing.width_mm}
    middle = (sheet / 2, sheet / 2)
    whole: Any = shapely.Polygon()
    for ring in flattened(contours_of(pattern), 40):
        whole = whole.symmetric_difference(shapely.Polygon(ring).buffer(0))
    turned = shapely.affinity.rotate(whole, 60, origin=middle)
    assert whole.symmetric_difference(turned).area < 0.01 * whole.area


def test_flowers_that_find_no_room_are_not_said_to_be_there() -> None:
    pattern = composed("vine with flowers", 1, width_mm=80, height_mm=9)
    assert not pattern.is_exact
    assert composed("vine with flowers", 1, width_mm=100, height_mm=30).is_exact
