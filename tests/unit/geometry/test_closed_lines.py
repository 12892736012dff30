"""Closed lines become areas: outlines and holes in turn; open lines stay lines."""

from __future__ import annotations

import pytest

from artstudio.cutting.card import cut_card
from artstudio.geometry.closed_lines import fill_closed_lines
from artstudio.geometry.contours import Segment, contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer

Point = tuple[float, float]


def closed(*corners: Point) -> tuple[Point, list[Segment], bool]:
    return corners[0], [(corner,) for corner in [*corners[1:], corners[0]]], False


def square(x: float, y: float, side: float) -> tuple[Point, list[Segment], bool]:
    return closed((x, y), (x + side, y), (x + side, y + side), (x, y + side))


OPEN: tuple[Point, list[Segment], bool] = ((0, 50), [((60, 50),)], True)


def drawn(*lines: tuple[Point, list[Segment], bool], name: str = "") -> Drawing:
    return Drawing(60, 60, (StrokeLayer(strokes_from_lines(lines), "#d01020", 0.5, name),))


def area_of(drawing: Drawing) -> float:
    return cut_card(drawing, cut_length_mm=1, svg_bytes=1).area_mm2 or 0.0


def test_a_ring_in_a_ring_is_a_hole() -> None:
    filled, count = fill_closed_lines(drawn(square(10, 10, 30), square(20, 20, 10)))
    assert count == 2
    (layer,) = filled.layers
    assert isinstance(layer, Layer)
    assert layer.fill == "#d01020"
    assert area_of(filled) == pytest.approx(30 * 30 - 10 * 10)


def test_open_lines_stay_lines_under_a_name_of_their_own() -> None:
    filled, count = fill_closed_lines(drawn(OPEN, square(10, 10, 30), name="plate"))
    assert count == 1
    area, line = filled.layers
    assert (area.name, line.name) == ("plate", "plate-lines")
    assert isinstance(line, StrokeLayer)
    assert (len(line.strokes), line.width_mm) == (1, 0.5)


def test_areas_and_open_lines_alone_stay_as_they_are() -> None:
    shape = Layer(contours_from_rings([square(1, 1, 5)[1]]))
    before = Drawing(60, 60, (shape, *drawn(OPEN).layers))
    after, count = fill_closed_lines(before)
    assert count == 0
    assert after.to_svg() == before.to_svg()
