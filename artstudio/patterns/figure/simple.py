"""Single outlines: polygon, star, circle, rectangle, ellipse, heart, moon, yin and yang.

Each function returns rings about the origin, in mm, for a circle of `radius` around it.
"""

from __future__ import annotations

import math

from artstudio.geometry.contours import Segment
from artstudio.patterns.family import require
from artstudio.patterns.figure.parameters import FigureParameters
from artstudio.patterns.shapes import (
    Point,
    Ring,
    arc,
    box,
    circle,
    mirrored_outline,
    polar,
    polygon,
    star,
    unit,
)
from artstudio.patterns.tilings import regular

FEWEST_ARCS = 4


def polygon_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a regular polygon that stands on a side."""
    return [polygon(regular(p.count, radius, start=0.5 + 0.5 / p.count)), *hole(p)]


def star_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a star with a point up."""
    return [star(p.count, radius, radius * p.depth), *hole(p)]


def circle_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a disc, or a ring where it has a hole."""
    return [circle(radius), *hole(p)]


def hole(p: FigureParameters) -> list[Ring]:
    """Return the hole in the middle, where there is one."""
    return [circle(p.hole_mm / 2)] if p.hole_mm else []


def rectangle_figure(_p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return the rectangle of the sheet."""
    return [box(-wide / 2, -high / 2, wide / 2, high / 2)]


def ellipse_figure(_p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return the ellipse that touches the sheet's four sides: a circle, stretched."""
    stretched = circle(max(wide, high) / 2)
    sx, sy = wide / max(wide, high), high / max(wide, high)
    return [[tuple((x * sx, y * sy) for x, y in segment) for segment in stretched]]


def heart_figure(_p: FigureParameters, radius: float) -> list[Ring]:
    """Return a heart; its widest and highest points are nodes."""
    half: list[Segment] = [
        ((0.2, 0.74), (1.0, 0.14), (1.0, -0.36)),
        ((1.0, -0.64), (0.78, -0.84), (0.52, -0.84)),
        ((0.28, -0.84), (0.08, -0.7), (0.0, -0.5)),
    ]
    scaled = [tuple((x * radius, y * radius) for x, y in segment) for segment in half]
    return [mirrored_outline((0.0, radius), scaled)]


def moon_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a crescent that opens to the right, its horns blunt by a gap's width.

    depth: its greatest breadth, of the radius; the broader, the smaller the inner circle.
    """
    require(p.gap_mm < 0.1 * radius, "its horns are too blunt.")
    inner = (1 - 0.3 * p.depth) * radius
    shift = p.depth * radius - radius + inner
    blunt = max(p.gap_mm, 0.3)
    horn = _horn(radius, inner, shift, blunt)
    outside = polar(radius, horn)
    # The point of the inner circle on the same ray from the middle of the outer one.
    ux, uy = unit(*outside)
    along = ux * shift
    reach = along + math.sqrt(max(along * along - shift * shift + inner * inner, 0.0))
    inside = (ux * reach, uy * reach)
    lower_out, lower_in = (outside[0], -outside[1]), (inside[0], -inside[1])
    outline = arc_path(outside, lower_out, (0.0, 0.0), radius, clockwise=False)
    back = arc_path(lower_in, inside, (shift, 0.0), inner, clockwise=True)
    return [[*outline, (lower_in,), *back, (outside,)]]


def _horn(radius: float, inner: float, shift: float, blunt: float) -> float:
    """Return the turn at which a crescent is `blunt` wide, by bisection."""
    low, high = 0.0, 0.25
    for _ in range(50):
        turn = (low + high) / 2
        x, y = polar(radius, turn)
        wide = math.sqrt((x - shift) ** 2 + y * y) - inner
        low, high = (turn, high) if wide > blunt else (low, turn)
    return round(low, 12)


def yin_yang_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a disc with the light half cut out, the rim left; the light tail is blunt.

    The tail ends where it is a gap wide, so that it can be cut.
    """
    inner = radius - p.line_mm
    require(inner > max(0.6 * radius, 4 * p.gap_mm), "its rim is too wide.")
    small, eye = inner / 2, inner / 6.5
    turn = round(math.acos(1 - max(p.gap_mm, 0.3) / inner) / (2 * math.pi), 12)
    tip_out = polar(inner, turn)
    tip_in = polar(inner * round(math.cos(2 * math.pi * turn), 12), turn)
    foot = (0.0, inner)
    light: Ring = [
        *arc_path(tip_out, foot, (0.0, 0.0), inner, clockwise=True),
        *arc_path(foot, (0.0, 0.0), (0.0, small), small, clockwise=True),
        *arc_path((0.0, 0.0), tip_in, (0.0, -small), small, clockwise=False),
        (tip_out,),
    ]
    return [circle(radius), light, circle(eye, (0.0, -small)), circle(eye, (0.0, small))]


def arc_path(
    start: Point, end: Point, centre: Point, radius: float, *, clockwise: bool
) -> list[Segment]:
    """Return the arc between two points of a circle as cubics of at most an eighth turn.

    Clockwise as seen on the page.
    """
    a, b = (math.atan2(q[0] - centre[0], centre[1] - q[1]) / (2 * math.pi) for q in (start, end))
    sweep = (b - a) % 1.0 if clockwise else -((a - b) % 1.0)
    n = max(1, math.ceil(abs(sweep) * 8 - 1e-9))
    side = 1.0 if clockwise else -1.0
    points = [start]
    for i in range(1, n):
        x, y = polar(radius, round(a + sweep * i / n, 12))
        points.append((centre[0] + x, centre[1] + y))
    points.append(end)
    ways = [unit(-(y - centre[1]) * side, (x - centre[0]) * side) for x, y in points]
    return [arc(points[i], ways[i], points[i + 1], ways[i + 1]) for i in range(n)]
