"""The field that tiles fill: a box or a disc, and how a tile looks that its rim cuts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, arc, unit

CIRCLE_SIDES = 256
GRID_MM = 0.0001
_SAME_MM = 0.01
# How wide the end of a needle is once it is cut off.
_END_MM = 0.4
# cos 24°
_NEEDLE_COSINE = 0.9135


@dataclass(frozen=True, kw_only=True)
class Field:
    """A region about the origin: a box of half sizes (wide, high) or a disc of `radius`."""

    region: shapely.Polygon
    wide: float = 0.0
    high: float = 0.0
    radius: float = 0.0

    @classmethod
    def box(cls, width: float, height: float) -> Field:
        """Return a rectangle."""
        w, h = width / 2, height / 2
        return cls(region=shapely.box(-w, -h, w, h), wide=w, high=h)

    @classmethod
    def disc(cls, radius: float) -> Field:
        """Return a disc; its rim is cut as a polygon of 256 sides and drawn as arcs."""
        corners = [
            (
                radius * round(math.cos(2 * math.pi * i / CIRCLE_SIDES), 12),
                radius * round(math.sin(2 * math.pi * i / CIRCLE_SIDES), 12),
            )
            for i in range(CIRCLE_SIDES)
        ]
        return cls(region=shapely.Polygon(corners), radius=radius)

    def holds(self, at: Point, extent: float) -> bool:
        """Tell whether a circle of `extent` about a point lies inside."""
        if self.radius:
            return math.sqrt(at[0] ** 2 + at[1] ** 2) + extent <= self.radius
        return abs(at[0]) + extent <= self.wide and abs(at[1]) + extent <= self.high

    def near(self, at: Point, extent: float) -> bool:
        """Tell whether a circle of `extent` about a point may touch the field."""
        if self.radius:
            return math.sqrt(at[0] ** 2 + at[1] ** 2) - extent < self.radius
        return abs(at[0]) - extent < self.wide and abs(at[1]) - extent < self.high

    def cut(
        self, tile: Sequence[Sequence[Point]], at: Point, smallest_mm: float, *, wall_mm: float
    ) -> list[Ring]:
        """Return what the field leaves of a tile (outline, then holes) put at a point.

        Holes keep a wall to the edge of the field, so that a tile that is cut is closed
        there. What is nowhere as wide as `smallest_mm` is dropped.
        """
        rings = [[(x + at[0], y + at[1]) for x, y in ring] for ring in tile]
        if all(self._inside(corner) for corner in rings[0]):
            return [[(corner,) for corner in ring] for ring in rings]
        if self._misses(rings[0]):
            return []
        result: list[Ring] = []
        for part in self._parts(rings[0], self.region, smallest_mm):
            result.append(self._ring(_blunted(_corners(part))))
            for hole in rings[1:]:
                inside = shapely.buffer(part, -wall_mm, join_style="mitre")
                parts = self._parts(hole, inside, smallest_mm)
                result += [self._ring(_blunted(_corners(p))) for p in parts]
        return result

    @staticmethod
    def _parts(
        ring: Sequence[Point], region: shapely.Polygon, smallest_mm: float
    ) -> list[shapely.Polygon]:
        left = shapely.intersection(shapely.Polygon(ring), region, grid_size=GRID_MM)
        return [
            wide
            for part in shapely.get_parts(left)
            if part.geom_type == "Polygon"
            for wide in _without_slivers(part, smallest_mm)
        ]

    def cut_as_once(
        self, tile: Sequence[Sequence[Point]], at: Point, smallest_mm: float
    ) -> list[Ring]:
        """Return what the first version of the engine left of a tile: open where it is cut."""
        rings = [[(x + at[0], y + at[1]) for x, y in ring] for ring in tile]
        if all(self._inside(corner) for corner in rings[0]):
            return [[(corner,) for corner in ring] for ring in rings]
        if self._misses(rings[0]):
            return []
        shape = shapely.Polygon(rings[0], rings[1:])
        left = shapely.intersection(shape, self.region, grid_size=GRID_MM)
        result: list[Ring] = []
        for part in shapely.get_parts(left):
            # Twice the area over the outline is the mean width of a slender part.
            if part.geom_type == "Polygon" and 2 * part.area > smallest_mm * part.length * 0.7:
                holes = [r for r in part.interiors if shapely.Polygon(r).area > smallest_mm**2]
                result += [self._ring(list(r.coords)[:-1]) for r in (part.exterior, *holes)]
        return result

    def _inside(self, corner: Point) -> bool:
        if self.radius:
            reach = self.radius * (1 - (math.pi / CIRCLE_SIDES) ** 2)
            return corner[0] ** 2 + corner[1] ** 2 <= reach**2
        return abs(corner[0]) <= self.wide and abs(corner[1]) <= self.high

    def _misses(self, corners: list[Point]) -> bool:
        wide, high = self.wide or self.radius, self.high or self.radius
        return (
            min(abs(x) for x, _ in corners) >= wide and len({x > 0 for x, _ in corners}) == 1
        ) or (min(abs(y) for _, y in corners) >= high and len({y > 0 for _, y in corners}) == 1)

    def _ring(self, corners: list[Point]) -> Ring:
        """Return a ring whose corners along a disc's rim became one arc."""
        n = len(corners)
        rim = [self._on_rim(corner) for corner in corners]
        if not any(rim) or all(rim):
            return [(corner,) for corner in corners]
        first = next(i for i in range(n) if not rim[i])
        ring: list[Segment] = []
        i = 0
        while i < n:
            here = (first + i) % n
            run = 1
            while rim[here] and rim[(here + run) % n] and run < n:
                run += 1
            ring.append((corners[here],))
            if run > 1:
                ring.append(_along_rim(corners[here], corners[(here + run - 1) % n]))
            i += run
        return ring

    def _on_rim(self, point: Point) -> bool:
        if not self.radius:
            return False
        slack = self.radius * (math.pi / CIRCLE_SIDES) ** 2
        return abs(math.sqrt(point[0] ** 2 + point[1] ** 2) - self.radius) < slack


def _corners(part: shapely.Polygon) -> list[Point]:
    """Return the corners of an outline, none closer to the one before than 10 micrometres."""
    corners: list[Point] = []
    for x, y in shapely.get_coordinates(part.exterior).tolist()[:-1]:
        if not corners or abs(x - corners[-1][0]) + abs(y - corners[-1][1]) > _SAME_MM:
            corners.append((x, y))
    return corners


def _blunted(corners: Sequence[Point]) -> list[Point]:
    """Return a polygon whose needles end 0.4 mm wide.

    A needle is a corner of less than 24 degrees, or a side shorter than that between two
    sides that come as close to each other.
    """
    result: list[Point] = []
    if math.dist(corners[-1], corners[0]) < _END_MM:
        corners = [corners[-1], *corners[:-1]]
    n, skip = len(corners), False
    for i, at in enumerate(corners):
        if skip:
            skip = False
            continue
        before, after = corners[i - 1], corners[(i + 1) % n]
        end, width = at, 0.0
        if i + 1 < n and math.dist(at, after) < _END_MM:
            end, width, after = after, math.dist(at, after), corners[(i + 2) % n]
        ends = _cut_back((before, at), (after, end), width)
        skip = bool(ends) and end != at
        result += ends or [at]
    return result


def _cut_back(one: tuple[Point, Point], other: tuple[Point, Point], width: float) -> list[Point]:
    """Return where two sides, each from afar to its end, are cut off; none: no needle."""
    (a, a_end), (b, b_end) = one, other
    (ax, ay), (bx, by) = (unit(p[0] - q[0], p[1] - q[1]) for p, q in (one, other))
    cosine = ax * bx + ay * by
    if cosine < _NEEDLE_COSINE:
        return []
    away = (_END_MM - width) / 2 / math.sqrt(max(1e-9, (1 - cosine) / 2))
    away = min(away, 0.5 * math.dist(a, a_end), 0.5 * math.dist(b, b_end))
    return [
        (a_end[0] + ax * away, a_end[1] + ay * away),
        (b_end[0] + bx * away, b_end[1] + by * away),
    ]


def _without_slivers(part: shapely.Polygon, smallest_mm: float) -> list[shapely.Polygon]:
    """Return a part as it is, or what of it is as wide as that, if there is any."""
    core = shapely.buffer(part, -smallest_mm / 2, join_style="mitre")
    wide = shapely.buffer(core, smallest_mm / 2, join_style="mitre")
    if shapely.area(wide) > 0.999 * part.area:
        return [part]
    kept = shapely.intersection(wide, part, grid_size=GRID_MM)
    return [p for p in shapely.get_parts(kept) if p.geom_type == "Polygon" and p.area > 0]


def _along_rim(a: Point, b: Point) -> Segment:
    """Return the arc about the origin from a to b, the short way."""
    side = 1.0 if a[0] * b[1] - a[1] * b[0] > 0 else -1.0
    return arc(a, unit(-a[1] * side, a[0] * side), b, unit(-b[1] * side, b[0] * side))
