"""A triquetra: one band of three arcs that passes over and under itself three times.

Each arc is half a circle about a corner of an equilateral triangle, through the two
other corners, where it crosses the other arcs.
"""

from __future__ import annotations

import math
from typing import Any

import shapely

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.areas import rings_of_area
from artstudio.patterns.constraints import disc, refuse
from artstudio.patterns.family import Task, on_sheet, require
from artstudio.patterns.knot.parameters import KnotParameters
from artstudio.patterns.shapes import Point, contours, polar

# Cells of the other knots across a triquetra, so that its band has the same proportions.
_CELLS = 7.0
_LEAST_MM = 12.0
_STEPS = 96
_UNDER, _END = 30.0, 90.0
_REACH = math.sqrt(4 / 3)


def plan_triquetra(task: Task) -> KnotParameters:
    """Choose the band of a triquetra as large as its circle."""
    size = disc(task.limits)
    if size.outer_mm < _LEAST_MM:
        raise refuse("width_mm", "A triquetra is at least 12 mm across, so that it can be cut.")
    return KnotParameters(
        form="triquetra",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        columns=4,
        rows=2,
        band=task.choice.between("band", 0.4, 0.52),
        gap=0.16,
        outer_mm=size.outer_mm,
        inner_mm=0.0,
    )


def draw_triquetra(p: KnotParameters) -> Drawing:
    """Draw the three pieces of the band, apart where one passes under another."""
    cell = p.outer_mm / _CELLS
    half, gap = p.band * cell / 2, p.gap * cell
    # The mitred tips reach the circle.
    radius = (p.outer_mm / 2 - 2.1 * half) / _REACH
    bands = [_piece(k, radius).buffer(half, cap_style="flat", join_style="mitre") for k in range(3)]
    rings = []
    for k in range(3):
        area: Any = bands[k]
        # It begins under a piece on arc k and ends under one on the next arc.
        for turn in (k, _next(k)):
            at = _on_arc(turn, _UNDER, radius)
            over = (turn + 2) % 3
            cut = _piece(over, radius).buffer(half + gap, cap_style="flat", join_style="mitre")
            area = area.difference(cut.intersection(shapely.Point(at).buffer(4 * half + 2 * gap)))
        parts = sorted(shapely.get_parts(area), key=lambda part: -part.area)
        rings += rings_of_area(parts[0], is_clean=True)
    require(len(rings) == 3, "its band is too wide.")
    return on_sheet(p.width_mm, p.height_mm, [contours(rings)])


def _on_arc(k: int, degrees: float, radius: float) -> Point:
    """Return a point of arc k, by the angle from the line to the middle, clockwise."""
    centre = polar(radius / math.sqrt(3), k / 3)
    x, y = polar(radius, k / 3 + 0.5 + degrees / 360)
    # One tip points up.
    return -(centre[0] + x), -(centre[1] + y)


def _piece(k: int, radius: float) -> shapely.LineString:
    """Return the middle line from under to under: the end of arc k, a tip, most of the next."""
    step = (_END - _UNDER) / _STEPS
    first = [_on_arc(k, _UNDER + i * step, radius) for i in range(_STEPS + 1)]
    after = _next(k)
    whole = (_END + _UNDER) / _STEPS
    then = [_on_arc(after, -_END + i * whole, radius) for i in range(1, _STEPS + 1)]
    return shapely.LineString([*first, *then])


def _next(k: int) -> int:
    """Return the arc that begins where arc k ends."""
    end = _on_arc(k, _END, 1.0)
    return min(
        (j for j in range(3) if j != k), key=lambda j: math.dist(end, _on_arc(j, -_END, 1.0))
    )
