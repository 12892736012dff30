"""Measurements, against shapes whose facts are known from school."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artstudio.geometry.contours import (
    Contours,
    Segment,
    contours_from_rings,
    strokes_from_lines,
)
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.measure import Measurements, measure

# A quarter of a circle by one cubic curve is right to 0.03 % of its radius.
KAPPA = 4 / 3 * (math.sqrt(2) - 1)


def square(x: float, y: float, side: float, *, reverse: bool = False) -> list[Segment]:
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return [(c,) for c in (reversed(corners) if reverse else corners)]


def circle(x: float, y: float, r: float) -> list[Segment]:
    k = KAPPA * r
    return [
        ((x + r, y + k), (x + k, y + r), (x, y + r)),
        ((x - k, y + r), (x - r, y + k), (x - r, y)),
        ((x - r, y - k), (x - k, y - r), (x, y - r)),
        ((x + k, y - r), (x + r, y - k), (x + r, y)),
    ]


def facts(*rings: list[Segment], oriented: bool = False) -> Measurements:
    return measure(of(contours_from_rings(rings)), oriented=oriented)


def of(*layers: Contours) -> Drawing:
    return Drawing(100, 80, tuple(Layer(contours) for contours in layers))


def test_a_square() -> None:
    assert facts(square(10, 20, 30)).as_dict() == {
        "width_mm": 100,
        "height_mm": 80,
        "paths": 1,
        "colours": 1,
        "subpaths": 1,
        "strokes": 0,
        "nodes": 4,
        "bounds": [10, 20, 40, 50],
        "area_mm2": 900,
        "cut_length_mm": 120,
        "stroke_length_mm": 0,
    }


def test_a_circle() -> None:
    found = facts(circle(50, 40, 30))
    assert found.area_mm2 == pytest.approx(math.pi * 900, rel=6e-4)
    assert found.cut_length_mm == pytest.approx(math.pi * 60, rel=6e-4)
    assert found.bounds == (20, 10, 80, 70)


def test_bounds_are_those_of_the_curve_and_not_of_its_controls() -> None:
    # y = 3 t (1 - t) h reaches 3/4 of its controls' height in the middle.
    found = facts([((0, 20), (30, 20), (30, 0)), ((0, 0),)])
    assert found.bounds == (0, 0, 30, 15)


def test_bounds_of_a_curve_that_leaves_its_ends_on_both_sides() -> None:
    # x = 3 (1-t)² t (-10) + 3 (1-t) t² 20 + 10 t³, whose turning points are roots of a quadratic.
    def x(t: float) -> float:
        return -30 * (1 - t) ** 2 * t + 60 * (1 - t) * t * t + 10 * t**3

    found = facts([((-10, 5), (20, 10), (10, 20)), ((0, 20),), ((0, 0),)])
    sampled = [x(k / 10_000) for k in range(10_001)]
    assert found.bounds == (round(min(sampled), 3), 0, round(max(sampled), 3), 20)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_ring_inside_another_is_a_hole_whichever_way_it_runs(reverse: bool) -> None:
    found = facts(square(0, 0, 30), square(10, 10, 10, reverse=reverse), circle(15, 15, 2))
    assert found.area_mm2 == pytest.approx(900 - 100 + math.pi * 4, abs=0.01)


def test_oriented_rings_say_by_their_direction_what_is_a_hole() -> None:
    rings = square(0, 0, 30), square(10, 10, 10, reverse=True)
    assert facts(*rings, oriented=True).area_mm2 == facts(*rings).area_mm2 == 800


def test_colours_are_summed() -> None:
    one = contours_from_rings([square(0, 0, 10)])
    found = measure(of(one, one.moved(50, 30), contours_from_rings([])))
    assert (found.paths, found.subpaths, found.nodes) == (2, 2, 8)
    assert (found.area_mm2, found.cut_length_mm) == (200, 80)
    assert found.bounds == (0, 0, 60, 40)


def lines(*strokes: tuple[tuple[float, float], list[Segment], bool]) -> StrokeLayer:
    return StrokeLayer(strokes_from_lines(strokes), width_mm=2, cap="round")


def test_an_open_stroke_is_as_long_as_what_is_drawn_of_it() -> None:
    corner = lines(((10, 10), [((40, 10),), ((40, 50),)], True))
    assert measure(Drawing(100, 80, (corner,))).as_dict() == {
        "width_mm": 100,
        "height_mm": 80,
        "paths": 1,
        "colours": 1,
        "subpaths": 1,
        "strokes": 1,
        "nodes": 2,
        # The middle of the line, where the tool runs, without its width.
        "bounds": [10, 10, 40, 50],
        "area_mm2": 0,
        "cut_length_mm": 70,
        "stroke_length_mm": 70,
    }


def test_a_closed_stroke_is_as_long_as_its_ring_and_encloses_no_area() -> None:
    triangle = lines(((10, 10), [((40, 10),), ((40, 50),)], False))
    found = measure(Drawing(100, 80, (triangle,)))
    assert (found.nodes, found.cut_length_mm, found.area_mm2) == (3, 120, 0)


def test_a_curved_stroke() -> None:
    half = lines(((80, 40), circle(50, 40, 30)[:2], True))
    found = measure(Drawing(100, 80, (half,)))
    assert found.cut_length_mm == pytest.approx(math.pi * 30, rel=6e-4)
    assert (found.nodes, found.bounds) == (2, (20, 40, 80, 70))


def test_areas_and_strokes_are_summed() -> None:
    area = Layer(contours_from_rings([square(0, 0, 10)]), "#ff0000")
    again = Layer(contours_from_rings([square(20, 0, 10)]), "#ff0000")
    found = measure(Drawing(100, 80, (area, lines(((0, 0), [((0, 60),)], True)), again)))
    assert (found.paths, found.colours, found.subpaths, found.strokes) == (3, 2, 3, 1)
    assert (found.nodes, found.area_mm2) == (9, 200)
    assert (found.cut_length_mm, found.stroke_length_mm) == (140, 60)
    assert found.bounds == (0, 0, 30, 60)


def test_an_empty_drawing_has_no_bounds() -> None:
    found = measure(of()).as_dict()
    assert found["bounds"] is None
    assert found["area_mm2"] == found["cut_length_mm"] == found["nodes"] == 0
    json.dumps(found)


CURVES = st.lists(st.tuples(*[st.floats(-50, 50)] * 6), min_size=1, max_size=8)


@given(CURVES)
def test_a_stored_drawing_measures_as_it_did_before_it_was_stored(
    curves: list[tuple[float, ...]],
) -> None:
    drawing = of(contours_from_rings([curved(curves)]))
    stored = Drawing.from_svg(drawing.to_svg())
    assert measure(stored, oriented=True) == measure(drawing, oriented=True)


@given(CURVES, st.booleans())
def test_stored_strokes_measure_as_they_did_before_they_were_stored(
    curves: list[tuple[float, ...]], is_open: bool
) -> None:
    drawing = Drawing(100, 80, (lines(((0, 0), curved(curves), is_open)),))
    assert measure(Drawing.from_svg(drawing.to_svg())) == measure(drawing)


def curved(curves: list[tuple[float, ...]]) -> list[Segment]:
    return [((c[0], c[1]), (c[2], c[3]), (c[4], c[5])) for c in curves]
