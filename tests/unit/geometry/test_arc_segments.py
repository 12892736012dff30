"""Circles, ellipses and arcs are kept as such through the drawing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from artstudio.geometry.arc_segments import Arc, contours_with_arcs
from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.grid import dequantize, quantize
from artstudio.geometry.measure import measure
from artstudio.geometry.path_reader import parse_path
from artstudio.geometry.path_writer import path_text
from artstudio.geometry.polygons import flattened
from artstudio.geometry.primitives import EllipticalArc, Line, Whole, ring_primitives

Ring = list[Any]


def whole(x: float, y: float, a: float, b: float, degrees: float = 0.0) -> Ring:
    dx, dy = a * math.cos(math.radians(degrees)), a * math.sin(math.radians(degrees))
    return [
        Arc((x + dx, y + dy), (a, b), degrees, True),
        Arc((x - dx, y - dy), (a, b), degrees, True),
    ]


SLOT: Ring = [
    ((60.0, 10.0),),
    Arc((60, 20), (5, 5), 0, True),
    ((30.0, 20.0),),
    Arc((30, 10), (5, 5), 0, True),
]
CIRCLE = whole(20, 30, 10, 10)
ELLIPSE = whole(60, 60, 20, 11, 30)


def drawing(*rings: Ring) -> Drawing:
    return Drawing(100, 100, (Layer(contours_with_arcs(rings)),))


def test_a_circle_is_two_halves_in_the_text() -> None:
    assert path_text(contours_with_arcs([CIRCLE])) == ("M10 30a10 10 0 0 1 20 0 10 10 0 0 1-20 0z")


def test_a_slot_is_two_lines_and_two_arcs() -> None:
    text = path_text(contours_with_arcs([SLOT]))
    assert text == "M30 10l30 0a5 5 0 0 1 0 10l-30 0a5 5 0 0 1 0-10z"
    facts = measure(drawing(SLOT))
    assert facts.nodes == 4
    assert facts.area_mm2 == pytest.approx(300 + 25 * math.pi, abs=0.01)
    assert facts.cut_length_mm == pytest.approx(60 + 10 * math.pi, abs=0.01)


def test_measurements_are_those_of_the_true_shapes() -> None:
    facts = measure(drawing(CIRCLE))
    assert facts.area_mm2 == pytest.approx(100 * math.pi, abs=0.005)
    assert facts.cut_length_mm == pytest.approx(20 * math.pi, abs=0.005)
    assert facts.bounds == pytest.approx((10, 20, 30, 40), abs=0.004)
    assert facts.nodes == 2


def test_what_is_read_is_what_was_written() -> None:
    rng = np.random.default_rng(1)
    rings = [CIRCLE, ELLIPSE, SLOT]
    for _ in range(300):
        x, y, r = rng.uniform(25, 75), rng.uniform(25, 75), rng.uniform(0.004, 20)
        rings += [whole(x, y, r, r), whole(x, y, r, r * rng.uniform(0.1, 1), rng.uniform(0, 180))]
    written = drawing(*rings)
    read = Drawing.from_svg(written.to_svg())
    assert read.to_svg() == written.to_svg()
    one, other = written.filled[0].on_grid, read.filled[0].on_grid
    assert np.array_equal(one.points, other.points)
    assert measure(read) == measure(written)


@pytest.mark.parametrize("ring", [CIRCLE, ELLIPSE, SLOT])
def test_curves_stay_within_three_micrometres_of_their_arc(ring: Ring) -> None:
    large = dequantize(quantize(contours_with_arcs([ring]).scaled(7)))
    flat = flattened(large, tolerance_mm=0.0005).points
    (found,) = ring_primitives(large)
    for piece in [found] if isinstance(found, Whole) else found:
        if not isinstance(piece, Whole | EllipticalArc):
            continue
        turn = math.radians(piece.rotation)
        x, y = (flat - piece.centre).T
        u, v = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
        radius = np.hypot(u / piece.radii[0], v / piece.radii[1])
        on_arc = radius[np.abs(radius - 1) < 0.01]
        assert len(on_arc) > 10
        assert np.abs(on_arc - 1).max() * max(piece.radii) < 0.006


def test_primitives_name_what_is_there() -> None:
    contours = parse_path(path_text(contours_with_arcs([CIRCLE, ELLIPSE, SLOT])))
    circle, ellipse, slot = ring_primitives(contours)
    assert circle == Whole(centre=(20, 30), radii=(10, 10), rotation=0, clockwise=True)
    assert isinstance(ellipse, Whole)
    assert not ellipse.is_circle
    assert ellipse.centre == pytest.approx((60, 60), abs=0.001)
    assert ellipse.rotation == 30
    assert isinstance(slot, list)
    assert [type(piece) for piece in slot] == [Line, EllipticalArc, Line, EllipticalArc]
    arc = slot[1]
    assert isinstance(arc, EllipticalArc)
    assert arc.centre == pytest.approx((60, 15), abs=0.001)
    assert [arc.first, arc.turn] == pytest.approx([-90, 180], abs=0.01)


def test_arcs_move_and_grow_with_the_drawing() -> None:
    contours = contours_with_arcs([CIRCLE]).scaled(0.5).moved(1, 2)
    (circle,) = ring_primitives(contours)
    assert circle == Whole(centre=(11, 17), radii=(5, 5), rotation=0, clockwise=True)


def test_parts_are_joined_with_their_arcs() -> None:
    plain = contours_with_arcs([[((0.0, 0.0),), ((9.0, 0.0),), ((9.0, 9.0),)]])
    both = joined([plain, contours_with_arcs([CIRCLE]), plain, contours_with_arcs([ELLIPSE])])
    kinds = [isinstance(ring, Whole) for ring in ring_primitives(both)]
    assert kinds == [False, True, False, True]
    assert both.written_nodes == 3 + 2 + 3 + 2


def test_contours_that_forget_their_arcs_are_good_curves() -> None:
    known = contours_with_arcs([CIRCLE])
    forgotten = Contours(known.kinds, known.points, known.offsets)
    assert path_text(forgotten).count("c") >= 1
    facts = measure(Drawing(100, 100, (Layer(forgotten),)))
    assert facts.area_mm2 == pytest.approx(100 * math.pi, abs=0.01)


def test_an_arc_that_rounding_makes_a_point_is_no_arc() -> None:
    assert path_text(contours_with_arcs([whole(1, 1, 0.0004, 0.0004)])) == ""
    assert "a" not in path_text(contours_with_arcs([[*whole(1, 1, 0.003, 0.003)]]))


@pytest.mark.parametrize(
    "text",
    [
        "M0 0a5 5 0 1 1 10 0z", "M0 0a5 5 0 0 2 10 0z", "M0 0a0 5 0 0 1 10 0z",
        "M0 0a5 5 0 0 1 0 0z", "M0 0a5 5 0 0 1 10z",
    ],
)  # fmt: skip
def test_other_spellings_of_arcs_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"arc|count"):
        parse_path(text)
