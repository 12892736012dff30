"""DXF with arcs, circles and splines: near the curves, few, and of the same area."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

import numpy as np
import pytest
from ezdxf import path, recover
from ezdxf.document import Drawing as Document
from numpy.typing import NDArray
from shapely import LineString, distance
from shapely import points as shapely_points

from artstudio.cutting.card import cut_card
from artstudio.geometry.arc_fit import fit_arcs
from artstudio.geometry.arc_segments import Arc, contours_with_arcs
from artstudio.geometry.contours import contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import flattened
from artstudio.svg.export import dxf
from artstudio.svg.export.dxf import Curves
from tests.unit.cutting.cut_shapes import Ring, box, circle
from tests.unit.cutting.test_truths import blob

WAVES = [(3, 0.15), (5, 0.04)]
Writer = Callable[..., bytes]
WRITERS: tuple[Writer, ...] = (dxf.r2000, dxf.r12)


def drawing(*rings: Ring) -> Drawing:
    return Drawing(120, 120, (Layer(contours_from_rings(rings)),))


def opened(data: bytes) -> Document:
    document, auditor = recover.read(io.BytesIO(data))
    assert not auditor.errors
    assert not auditor.fixes
    return document


def points(polyline: object) -> list[tuple[float, float, float]]:
    """Return x, y and bulge of the corners of either kind of polyline."""
    if polyline.dxftype() == "LWPOLYLINE":  # type: ignore[attr-defined]
        return [(x, y, bulge) for x, y, _, _, bulge in polyline.get_points()]  # type: ignore[attr-defined]
    return [
        (v.dxf.location.x, v.dxf.location.y, v.dxf.get("bulge", 0.0))
        for v in polyline.vertices  # type: ignore[attr-defined]
    ]


def area(entity: object) -> float:
    """Return the area by circles and circular segments, not by chords."""
    if entity.dxftype() == "CIRCLE":  # type: ignore[attr-defined]
        return math.pi * float(entity.dxf.radius) ** 2  # type: ignore[attr-defined]
    corners, total = points(entity), 0.0
    for (x0, y0, bulge), (x1, y1, _) in zip(corners, corners[1:] + corners[:1], strict=True):
        total += (x0 * y1 - x1 * y0) / 2
        if bulge:
            angle = 4 * math.atan(bulge)
            radius = math.hypot(x1 - x0, y1 - y0) / 2 / math.sin(angle / 2)
            total += radius**2 * (angle - math.sin(angle)) / 2
    return abs(total)


@pytest.mark.parametrize("write", WRITERS)
def test_circles_are_circles_and_squares_have_four_corners(write: Writer) -> None:
    document = opened(
        write(
            drawing(circle(30, 40, 10), box(60, 60, 20, 20)), tolerance_mm=0.01, curves=Curves.ARCS
        )
    )
    round_, square = document.modelspace()
    assert round_.dxftype() == "CIRCLE"
    assert (round_.dxf.center.x, round_.dxf.center.y) == (30, 80)
    # Four curves are up to 0.027 % of the radius outside of their circle.
    assert round_.dxf.radius == pytest.approx(10, abs=0.003)
    assert len(points(square)) == 4
    assert {bulge for _, _, bulge in points(square)} == {0}


def test_circle_that_the_drawing_knows_is_exact() -> None:
    halves = (
        Arc((33.05, 50), (3.05, 3.05), 0, sweep=True),
        Arc((26.95, 50), (3.05, 3.05), 0, sweep=True),
    )
    known = Drawing(100, 100, (Layer(contours_with_arcs([halves])),))
    (entity,) = opened(dxf.r2000(known, tolerance_mm=0.01, curves=Curves.ARCS)).modelspace()
    assert (entity.dxftype(), entity.dxf.radius) == ("CIRCLE", 3.05)


@pytest.mark.parametrize("write", WRITERS)
def test_area_is_that_of_the_card(write: Writer) -> None:
    shapes = drawing(blob(60 + 60j, 40, WAVES), circle(60, 60, 9), box(2, 2, 10, 10))
    outline, hole, square = map(
        area, opened(write(shapes, tolerance_mm=0.01, curves=Curves.ARCS)).modelspace()
    )
    card = cut_card(shapes, cut_length_mm=1, svg_bytes=1)
    assert outline - hole + square == pytest.approx(card.area_mm2, rel=1e-4)


@pytest.mark.parametrize("tolerance", [0.002, 0.01, 0.1])
@pytest.mark.parametrize("curves", [Curves.ARCS, Curves.LINES])
def test_tolerance_is_kept(tolerance: float, curves: Curves) -> None:
    shape = drawing(blob(60 + 60j, 40, WAVES))
    (entity,) = opened(dxf.r2000(shape, tolerance_mm=tolerance, curves=curves)).modelspace()
    written = np.array([(p.x, 120 - p.y) for p in path.make_path(entity).flattening(0.001)])
    (layer,) = shape.filled
    true = flattened(dequantize(layer.on_grid), tolerance_mm=0.001).points
    assert farthest(written, true) <= tolerance + 0.002
    assert farthest(true, written) <= tolerance + 0.002


def farthest(points_of: NDArray[np.float64], ring: NDArray[np.float64]) -> float:
    """Return how far the farthest point of one ring is from the other ring."""
    line = LineString([*ring, ring[0]])
    return float(np.max(distance(shapely_points(points_of), line)))


def test_arcs_are_a_fraction_of_the_lines() -> None:
    shape = drawing(blob(60 + 60j, 40, WAVES))
    arcs, lines = (
        len(
            points(
                next(iter(opened(dxf.r2000(shape, tolerance_mm=0.01, curves=curves)).modelspace()))
            )
        )
        for curves in (Curves.ARCS, Curves.LINES)
    )
    assert arcs < lines / 3


def test_splines_are_the_curves_themselves() -> None:
    shape = drawing(blob(60 + 60j, 40, WAVES), box(2, 2, 10, 10))
    spline, square = opened(dxf.r2000(shape, tolerance_mm=0.01, curves=Curves.SPLINES)).modelspace()
    assert (spline.dxftype(), square.dxftype()) == ("SPLINE", "LWPOLYLINE")
    (layer,) = shape.filled
    controls = np.array(spline.control_points)[:, :2]  # type: ignore[attr-defined]
    assert len(controls) == 1 + 3 * 24
    assert controls[1] == pytest.approx(
        dequantize(layer.on_grid).points[0, 0] * [1, -1] + [0, 120], abs=1e-4
    )


def test_r12_has_no_splines_and_its_layers_are_in_its_table() -> None:
    document = opened(dxf.r12(drawing(circle(30, 40, 10)), tolerance_mm=0.01, curves=Curves.ARCS))
    names = [layer.dxf.name for layer in document.layers]
    assert "COLOUR_000000" in names


def test_nothing_is_joined_across_a_corner() -> None:
    corner: Ring = [((20, 10), (40, 10), (50, 10)), ((50, 20), (50, 40), (50, 50)), ((10, 10),)]
    fitted = fit_arcs(contours_from_rings([corner]), 0.01)
    assert [50, 10] in fitted.ends.tolist()
    assert not fitted.bulges.any()


@pytest.mark.parametrize("write", WRITERS)
def test_a_line_between_arcs_has_no_bulge_of_zero_which_freecad_loses(write: Writer) -> None:
    left, right = circle(20, 30, 5), circle(40, 30, 5)
    slot: Ring = [left[1], left[2], ((40, 25),), right[3], right[0], ((20, 35),)]
    data = write(drawing(slot), tolerance_mm=0.01, curves=Curves.ARCS)
    (line,) = opened(data).modelspace()
    assert [round(abs(bulge), 1) for _, _, bulge in points(line)].count(0) == 2
    assert b"\n42\n" in data
    assert b"\n42\n0.0000000\n" not in data
