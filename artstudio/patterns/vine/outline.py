"""The outline of a stem with all that grows from it: one ring, so that it hangs together."""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import shapely

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, arc, unit
from artstudio.patterns.trim import divided

Curve = Callable[[float], Point]
_STEP = 1e-4
_STEPS_OF_A_CURVE = 6


@dataclass(frozen=True, kw_only=True)
class Sprout:
    """Something that grows from an edge: it leaves it at `begin` and comes back at `end`."""

    begin: float
    end: float
    path: Sequence[Segment]


@dataclass(kw_only=True)
class Stem:
    """A line with a width, from t = 0 to 1, and what grows to its left (1) and right (-1).

    curve and width are in mm; knots: where its edges have nodes.
    """

    curve: Curve
    width: Callable[[float], float]
    knots: Sequence[float]
    sprouts: dict[int, list[Sprout]] = field(default_factory=lambda: {1: [], -1: []})

    def direction(self, t: float) -> Point:
        """Return the unit direction at t."""
        (ax, ay), (bx, by) = self.curve(t - _STEP), self.curve(t + _STEP)
        dx, dy = unit(bx - ax, by - ay)
        return round(dx, 9), round(dy, 9)

    def edge(self, t: float, side: int) -> Point:
        """Return the point of an edge."""
        (x, y), (dx, dy), w = self.curve(t), self.direction(t), self.width(t) / 2
        return x - side * dy * w, y + side * dx * w

    def edge_direction(self, t: float, side: int) -> Point:
        """Return the direction of an edge: the line's, turned by how fast the width changes."""
        (ax, ay), (bx, by) = self.edge(t - _STEP, side), self.edge(t + _STEP, side)
        dx, dy = unit(bx - ax, by - ay)
        return round(dx, 9), round(dy, 9)

    def along(self, side: int) -> list[Segment]:
        """Return an edge from t = 0 to 1 with all that grows from it."""
        return self._edge_between(0.0, 1.0, side)

    def from_to(self, begin: float, end: float, side: int) -> list[Segment]:
        """Return a bare part of an edge."""
        stops = [begin, *(t for t in self.knots if begin + 1e-6 < t < end - 1e-6), end]
        points = [self.edge(t, side) for t in stops]
        ways = [self.edge_direction(t, side) for t in stops]
        return [arc(points[i], ways[i], points[i + 1], ways[i + 1]) for i in range(len(stops) - 1)]

    def _edge_between(self, begin: float, end: float, side: int) -> list[Segment]:
        segments: list[Segment] = []
        at = begin
        for sprout in sorted(self.sprouts[side], key=lambda s: s.begin):
            segments += [*self.from_to(at, sprout.begin, side), *sprout.path]
            at = sprout.end
        return [*segments, *self.from_to(at, end, side)]

    def is_free(self, begin: float, end: float, side: int) -> bool:
        """Tell whether nothing grows from this part of an edge."""
        taken = sorted((s.begin, s.end) for s in self.sprouts[side])
        i = bisect.bisect_left(taken, (end, end))
        return begin >= 0 and end <= 1 and all(e < begin for _, e in taken[:i])

    def core(self, n: int = 160) -> shapely.LineString:
        """Return its middle as a line of many points."""
        return shapely.LineString([self.curve(i / n) for i in range(n + 1)])


def reversed_path(start: Point, path: Sequence[Segment]) -> list[Segment]:
    """Return a path run backwards; `start`: where it begins."""
    points = [start, *(segment[-1] for segment in path)]
    return [
        (*reversed(segment[:-1]), begin)
        for segment, begin in zip(reversed(path), reversed(points[:-1]), strict=True)
    ]


def flattened(start: Point, path: Sequence[Segment]) -> list[Point]:
    """Return points along a path, six for a curve."""
    points, begin = [start], start
    for segment in path:
        if len(segment) > 1:
            points += [
                divided(begin, segment, k / _STEPS_OF_A_CURVE)[0][-1]
                for k in range(1, _STEPS_OF_A_CURVE)
            ]
        begin = segment[-1]
        points.append(begin)
    return points


def round_end(start: Point, end: Point) -> list[Segment]:
    """Return the half circle that ends a stem, from its left edge to its right one."""
    (ax, ay), (bx, by) = start, end
    rx, ry = (bx - ax) / 2, (by - ay) / 2
    radius = math.hypot(rx, ry)
    out = unit(-ry, rx)
    top = ((ax + bx) / 2 + out[0] * radius, (ay + by) / 2 + out[1] * radius)
    onward = unit(rx, ry)
    return [
        arc(start, out, top, onward),
        arc(top, onward, end, (-out[0], -out[1])),
    ]
