"""Kerf: outlines out, holes in, by half the cut; what closes or merges is named."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from artstudio.cutting.derived import derive_kerf
from artstudio.cutting.kerf import kerf
from artstudio.geometry.arrays import Geometries
from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer

PLATE = shapely.box(0, 0, 20, 10).difference(shapely.box(5, 3, 9, 7))


def ink(*polygons: shapely.Geometry) -> Geometries:
    return np.array(polygons, dtype=object)


def test_outlines_move_out_and_holes_in() -> None:
    (moved,) = kerf(ink(PLATE), width_mm=0.2).areas
    assert moved.bounds == pytest.approx((-0.1, -0.1, 20.1, 10.1))
    assert shapely.Polygon(moved.interiors[0]).bounds == pytest.approx((5.1, 3.1, 8.9, 6.9))
    assert moved.area == pytest.approx(20.2 * 10.2 - 3.8 * 3.8)


def test_ground_that_is_the_work_moves_the_other_way() -> None:
    (moved,) = kerf(ink(PLATE), width_mm=0.2, keep="ground").areas
    assert moved.area == pytest.approx(19.8 * 9.8 - 4.2 * 4.2)


def test_beam_takes_back_what_kerf_added() -> None:
    (moved,) = kerf(ink(PLATE), width_mm=0.2).areas
    part = moved.buffer(-0.1, quad_segs=64)
    # The beam is round: inside corners keep its radius.
    assert abs(part.area - PLATE.area) < 4 * (1 - np.pi / 4) * 0.1**2 + 1e-4


def test_hole_that_closes_and_outlines_that_merge_are_named() -> None:
    plate = PLATE.difference(shapely.box(15, 4, 15.1, 6))
    found = kerf(ink(plate, shapely.box(20.15, 0, 25, 10)), width_mm=0.2)
    notes = {note["code"]: note["places"] for note in found.notes}
    assert notes["contours_close"] == [{"x_mm": 15.05, "y_mm": 5.0}]
    assert notes["contours_merge"][0]["x_mm"] == pytest.approx(20.07, abs=0.01)
    assert len(found.areas) == 1


def test_outline_narrower_than_the_cut_vanishes_and_is_named() -> None:
    found = kerf(ink(PLATE, shapely.box(30, 0, 30.1, 5)), width_mm=0.2, keep="ground")
    assert [note["code"] for note in found.notes] == ["contours_vanish"]
    assert found.notes[0]["places"] == [{"x_mm": 30.05, "y_mm": 2.5}]


def square(at: float, side: float) -> list[tuple[tuple[float, float]]]:
    return [((at + side, at),), ((at + side, at + side),), ((at, at + side),), ((at, at),)]


def test_only_the_chosen_colour_moves() -> None:
    black, red = contours_from_rings([square(10, 5)]), contours_from_rings([square(20, 5)])
    line = strokes_from_lines([((1.0, 1.0), [((5.0, 1.0),)], True)])
    drawing = Drawing(40, 40, (Layer(black), Layer(red, "#ff0000"), StrokeLayer(line)))
    made = derive_kerf(drawing, kerf_mm=0.2, keep="ink", corners="sharp", colour="#ff0000")
    before, after = drawing.to_svg().splitlines(), made.drawing.to_svg().splitlines()
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, False, True, True]
    assert made.facts["area_change_mm2"] == pytest.approx(5.2**2 - 25)


def test_lines_stay_lines_and_corners_corners() -> None:
    drawing = Drawing(40, 40, (Layer(contours_from_rings([square(10, 5)])),))
    made = derive_kerf(drawing, kerf_mm=0.2, keep="ink", corners="sharp", colour=None)
    (layer,) = made.drawing.filled
    assert layer.on_grid.nodes == 4
    assert (layer.on_grid.kinds == 0).all()


def test_sheet_grows_when_an_outline_leaves_it() -> None:
    drawing = Drawing(20, 20, (Layer(contours_from_rings([square(0, 20)])),))
    made = derive_kerf(drawing, kerf_mm=0.2, keep="ink", corners="sharp", colour=None)
    assert (made.drawing.width_mm, made.drawing.height_mm) == (22, 22)
    points = made.drawing.filled[0].on_grid.points / 1000
    assert points.min() == pytest.approx(0.9)
