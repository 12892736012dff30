"""Lines with a true width: ribbons along a spine, tapered like a pen's stroke."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, arc, closed, unit


@dataclass(frozen=True)
class Spine:
    """The middle of a stroke: points, and the unit direction at each."""

    points: Sequence[Point]
    directions: Sequence[Point]

    def offset(self, widths: Sequence[float], side: int) -> list[Point]:
        """Return the points at half of `widths` to the left (side 1) or right (-1)."""
        return [
            (x - side * dy * w / 2, y + side * dx * w / 2)
            for (x, y), (dx, dy), w in zip(self.points, self.directions, widths, strict=True)
        ]


def spine(curve: Callable[[float], Point], knots: int) -> Spine:
    """Sample curve(t) for t in 0..1; directions are central differences."""
    step = 1e-4
    points, directions = [], []
    for i in range(knots + 1):
        t = i / knots
        (ax, ay), (bx, by) = curve(t - step), curve(t + step)
        points.append(curve(t))
        dx, dy = unit(bx - ax, by - ay)
        directions.append((round(dx, 9), round(dy, 9)))
    return Spine(points, directions)


def edge(points: Sequence[Point], directions: Sequence[Point]) -> list[Segment]:
    """Return the smooth curve through `points` with the given unit directions."""
    return [
        arc(points[i], directions[i], points[i + 1], directions[i + 1])
        for i in range(len(points) - 1)
    ]


def stroke(line: Spine, widths: Sequence[float]) -> Ring:
    """Return the outline of a stroke; a width of 0 at an end makes it a point."""
    left, right = line.offset(widths, 1), line.offset(widths, -1)
    lean = [_leaning(line, widths, i, 1) for i in range(len(widths))]
    back = [_leaning(line, widths, i, -1) for i in range(len(widths))]
    segments: list[Segment] = edge(left, lean)
    if widths[-1] > 0:
        segments.append((right[-1],))
    segments += edge(right[::-1], [(-dx, -dy) for dx, dy in reversed(back)])
    return closed(left[0], segments)


def loop(line: Spine, width: float) -> list[Ring]:
    """Return both edges of a stroke that ends where it begins (round a ring, once bent)."""
    return [
        edge(line.offset([width] * len(line.points), side), line.directions) for side in (1, -1)
    ]


def _leaning(line: Spine, widths: Sequence[float], i: int, side: int) -> Point:
    """Return the direction of an edge: the spine's, turned by how fast the width changes."""
    a, b = max(i - 1, 0), min(i + 1, len(widths) - 1)
    (ax, ay), (bx, by) = line.points[a], line.points[b]
    run = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1e-9)
    slope = side * (widths[b] - widths[a]) / 2 / run
    dx, dy = line.directions[i]
    return unit(dx - slope * dy, dy + slope * dx)
