"""Bridges: the fewest that make one piece, in step with the drawing, and nothing else changes."""

from __future__ import annotations

import math

import pytest
import shapely

from artstudio.cutting.areas import parts_of
from artstudio.cutting.derived import Derived, derive_bridges
from artstudio.geometry.contours import contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns import PatternConstraints, compose
from tests.unit.cutting.cut_shapes import Ring, box, circle


def drawing_of(*rings: Ring) -> Drawing:
    return Drawing(100, 100, (Layer(contours_from_rings(rings)),))


def bridged(drawing: Drawing, **how: object) -> Derived:
    known = {"bridge_mm": 1.0, "keep": "ink", "symmetric": True, "bridges": None, "colour": None}
    return derive_bridges(drawing, **(known | how))  # type: ignore[arg-type]


def pieces(made: Derived) -> int:
    return len(parts_of(made.drawing.filled))


def test_two_boxes_are_joined_by_one_bridge_across_the_gap() -> None:
    made = bridged(drawing_of(box(10, 10, 20, 20), box(32, 10, 20, 20)), symmetric=False)
    assert pieces(made) == 1
    (line,) = made.facts["bridges"]
    assert sorted([line[0], line[2]]) == [30, 32]
    assert made.facts["area_change_mm2"] == pytest.approx(2.0, abs=1e-3)


def test_row_of_pieces_takes_one_bridge_fewer_than_there_are() -> None:
    rings = [box(5 + 9 * k, 10 + 2 * (k % 3), 7, 12 - k % 2) for k in range(10)]
    made = bridged(drawing_of(*rings), symmetric=False)
    assert len(made.facts["bridges"]) == 9
    assert pieces(made) == 1


def test_symmetric_drawing_stays_symmetric() -> None:
    around = [
        circle(50 + 25 * math.cos(k * math.tau / 6), 50 + 25 * math.sin(k * math.tau / 6), 6)
        for k in range(6)
    ]
    made = bridged(drawing_of(circle(50, 50, 10), *around))
    assert made.facts["fold"] == 6
    assert len(made.facts["bridges"]) == 6
    whole = shapely.union_all(parts_of(made.drawing.filled))
    turned = shapely.affinity.rotate(whole, 60, origin=(50, 50))
    # A circle of four curves is not one turned by 60 degrees; a bridge is 9 square millimetres.
    assert whole.symmetric_difference(turned).area < 0.5


@pytest.mark.parametrize("keep", ["ink", "ground"])
@pytest.mark.parametrize("prompt", ["rosette with 12 petals", "mandala", "purfling strip"])
def test_patterns_become_one_piece(prompt: str, keep: str) -> None:
    pattern = compose(prompt, style_hints=(), constraints=PatternConstraints(), seed=7)
    made = bridged(pattern.drawing, keep=keep, bridge_mm=0.8)
    assert made.facts["pieces_before"] > 1 or prompt == "purfling strip"
    assert made.facts["pieces_after"] == 1


def test_islands_of_a_stencil_are_held_and_the_ink_gets_less() -> None:
    ring = [circle(50, 50, 30), circle(50, 50, 20)]
    made = bridged(drawing_of(*ring), keep="ground", symmetric=False)
    assert (made.facts["pieces_before"], made.facts["pieces_after"]) == (2, 1)
    assert made.facts["area_change_mm2"] == pytest.approx(-10, abs=0.1)


def test_contours_without_a_bridge_keep_their_bytes() -> None:
    plain = drawing_of(box(5, 5, 20, 20), circle(15, 15, 4), box(27, 5, 20, 20), circle(37, 15, 4))
    made = bridged(plain, symmetric=False)
    before, after = (
        {ring.split(b'"')[0] for ring in drawing.to_svg().split(b"M")[1:]}
        for drawing in (plain, made.drawing)
    )
    # Both holes are as they were; both outlines became one.
    assert len(before & after) == 2
    assert len(after) == 3


def test_bridges_by_hand_are_used_as_given() -> None:
    plain = drawing_of(box(10, 10, 20, 20), box(32, 10, 20, 20), box(60, 10, 20, 20))
    made = bridged(plain, bridges=[[30, 15, 32, 15]])
    assert made.facts["bridges"] == [[30, 15, 32, 15]]
    (loose,) = [note for note in made.notes if note["code"] == "pieces_left_loose"]
    assert loose["places"][0]["x_mm"] > 55


def test_bridge_is_not_put_on_a_thinner_place() -> None:
    # A thin spike points at the other box; the broad side is farther away.
    spiked = [((10.0, 10.0),), ((30.0, 10.0),), ((30.0, 19.9),), ((33.0, 20.0),), ((30.0, 20.1),)]
    rings = [[*spiked, ((30.0, 30.0),), ((10.0, 30.0),)], box(34, 10, 20, 20)]
    made = bridged(drawing_of(*rings), symmetric=False)  # type: ignore[arg-type]
    (line,) = made.facts["bridges"]
    assert min(line[0], line[2]) == pytest.approx(30, abs=0.02)
