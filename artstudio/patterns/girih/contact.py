"""Polygons in contact: from the middle of each edge two rays go in, until they meet others.

E. H. Hankin, 1925; C. S. Kaplan, Islamic star patterns from polygons in contact, 2005.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from artstudio.patterns.shapes import Point

Line = tuple[Point, Point]
_EPSILON = 1e-6


@dataclass(frozen=True, kw_only=True)
class _Ray:
    """A ray into a polygon from the middle of an edge."""

    start: Point
    way: Point
    edge: int


def star_lines(polygon: Sequence[Point], angle: float) -> list[Line]:
    """Return the lines of a pattern inside one polygon: pairs of rays, shortest first.

    angle: of the rays to their edge, in degrees.
    """
    x, y = polygon[0]
    shape = tuple((round(px - x, 6), round(py - y, 6)) for px, py in polygon)
    return [((ax + x, ay + y), (bx + x, by + y)) for (ax, ay), (bx, by) in _lines(shape, angle)]


@functools.lru_cache(maxsize=256)
def _lines(polygon: tuple[Point, ...], angle: float) -> tuple[Line, ...]:
    rays = _rays(polygon, math.radians(angle))
    area = shapely.Polygon(polygon).buffer(_EPSILON)
    found = sorted(
        (_meeting(a, b, area), i, j)
        for i, a in enumerate(rays)
        for j, b in enumerate(rays)
        if i < j and a.edge != b.edge and _meeting(a, b, area) < math.inf
    )
    lines: list[Line] = []
    used: set[int] = set()
    for _, i, j in found:
        if not used & {i, j}:
            used |= {i, j}
            at = _crossing(rays[i], rays[j])
            lines += [(rays[i].start, at), (rays[j].start, at)]
    return tuple(lines)


def outer_rays(edge: Line, angle: float, length: float) -> list[Line]:
    """Return the rays of an edge, pointing to its right: where a pattern leaves its polygons."""
    (ax, ay), (bx, by) = edge
    rays = _rays([(ax, ay), (bx, by), (ax + by - ay, ay - bx + ax)], math.radians(angle))
    return [
        (ray.start, (ray.start[0] + length * ray.way[0], ray.start[1] + length * ray.way[1]))
        for ray in rays
        if ray.edge == 0
    ]


def _rays(polygon: Sequence[Point], angle: float) -> list[_Ray]:
    area = sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    )
    turn = 1 if area > 0 else -1
    rays = []
    for i, (a, b) in enumerate(zip(polygon, [*polygon[1:], polygon[0]], strict=True)):
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        along = math.atan2(b[1] - a[1], b[0] - a[0])
        for lean in (angle, math.pi - angle):
            direction = along + turn * lean
            way = (round(math.cos(direction), 12), round(math.sin(direction), 12))
            rays.append(_Ray(start=middle, way=way, edge=i))
    return rays


def _parameters(a: _Ray, b: _Ray) -> tuple[float, float] | None:
    det = a.way[0] * b.way[1] - a.way[1] * b.way[0]
    if abs(det) < _EPSILON:
        return None
    dx, dy = b.start[0] - a.start[0], b.start[1] - a.start[1]
    return (dx * b.way[1] - dy * b.way[0]) / det, (dx * a.way[1] - dy * a.way[0]) / det


def _meeting(a: _Ray, b: _Ray, area: shapely.Polygon) -> float:
    """Return how long two rays are until they meet inside the polygon; infinite if never."""
    at = _parameters(a, b)
    if at is None or min(at) < -_EPSILON:
        return math.inf
    point = _crossing(a, b)
    inside = area.covers(shapely.LineString([a.start, point])) and area.covers(
        shapely.LineString([b.start, point])
    )
    return round(at[0] + at[1], 9) if inside else math.inf


def _crossing(a: _Ray, b: _Ray) -> Point:
    at = _parameters(a, b)
    t = at[0] if at else 0.0
    return a.start[0] + t * a.way[0], a.start[1] + t * a.way[1]
