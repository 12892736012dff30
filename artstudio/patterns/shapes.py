"""Rings of lines and cubic curves: circles, polygons, smooth outlines.

A ring is a list of segments as `artstudio.geometry.contours` defines them. Angles
are turns (1 is a full circle), from the top, clockwise as seen on the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from artstudio.geometry.contours import Contours, Segment, contours_from_rings

Point = tuple[float, float]
Ring = list[Segment]

CIRCLE_SMALL_MM = 3.0


def sine(turns: float) -> float:
    """Return the sine with 12 decimals, so that libraries that differ in the last bit agree."""
    return round(math.sin(2 * math.pi * (turns % 1.0)), 12)


def cosine(turns: float) -> float:
    """Return the cosine with 12 decimals."""
    return round(math.cos(2 * math.pi * (turns % 1.0)), 12)


def polar(radius: float, turns: float) -> Point:
    """Return the point at `radius` mm from the origin, `turns` clockwise from the top."""
    return radius * sine(turns), -radius * cosine(turns)


def unit(dx: float, dy: float) -> Point:
    """Return the direction of (dx, dy) with length 1."""
    length = math.sqrt(dx * dx + dy * dy)
    return (dx / length, dy / length) if length else (0.0, 0.0)


def arc(start: Point, direction: Point, end: Point, end_direction: Point) -> Segment:
    """Return the cubic between two points with given unit directions.

    Where a circle fits it is that circle: handles of chord / (3 cos^2(angle/4)),
    which is the usual 4/3 tan(angle/4) written without the radius.
    """
    chord = math.sqrt((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2)
    turn = direction[0] * end_direction[0] + direction[1] * end_direction[1]
    half = math.sqrt(max(0.0, (1 + min(1.0, turn)) / 2))
    handle = chord / (1.5 * (1 + half))
    return (
        (start[0] + handle * direction[0], start[1] + handle * direction[1]),
        (end[0] - handle * end_direction[0], end[1] - handle * end_direction[1]),
        end,
    )


def circle(radius: float, centre: Point = (0.0, 0.0)) -> Ring:
    """Return a circle of four cubics, or eight where four would be off by a micrometre."""
    n = 4 if radius <= CIRCLE_SMALL_MM else 8
    handle = 4 / 3 * round(math.tan(math.pi / 2 / n), 12) * radius
    ring: Ring = []
    for i in range(n):
        a, b = i / n, (i + 1) / n
        (ax, ay), (bx, by) = polar(radius, a), polar(radius, b)
        ring.append(
            (
                (centre[0] + ax + handle * cosine(a), centre[1] + ay + handle * sine(a)),
                (centre[0] + bx - handle * cosine(b), centre[1] + by - handle * sine(b)),
                (centre[0] + bx, centre[1] + by),
            )
        )
    return ring


def annulus(outer: float, inner: float, centre: Point = (0.0, 0.0)) -> list[Ring]:
    """Return the two circles of a ring; only the outer one where the inner has no size."""
    return [circle(outer, centre), *([circle(inner, centre)] if inner > 0 else [])]


def polygon(points: Iterable[Point]) -> Ring:
    """Return a ring of straight lines."""
    return [(point,) for point in points]


def box(left: float, low: float, right: float, high: float) -> Ring:
    """Return the rectangle between two heights and two sides."""
    return polygon([(left, low), (right, low), (right, high), (left, high)])


def closed(start: Point, segments: Sequence[Segment]) -> Ring:
    """Return the ring that begins at `start`, with a last line back where the end is elsewhere."""
    x, y = segments[-1][-1]
    ring = list(segments)
    if abs(x - start[0]) + abs(y - start[1]) > 1e-9:
        ring.append((start,))
    return ring


def mirrored_outline(start: Point, segments: Sequence[Segment]) -> Ring:
    """Close the right half of a figure, from a point on x = 0 to another, with its mirror image."""
    left: Ring = []
    points = [start, *(segment[-1] for segment in segments)]
    for segment, begin in zip(reversed(segments), reversed(points[:-1]), strict=True):
        back = (*reversed(segment[:-1]), begin)
        left.append(tuple((-x, y) for x, y in back))
    return closed(start, [*segments, *left])


def leaf(length: float, width: float, *, fullness: float = 0.5, lean: float = 0.4) -> Ring:
    """Return a pointed leaf from the origin up to (0, -length), widest at `lean` of its length.

    fullness: 0 is a slim diamond, 1 a round belly.
    """
    belly = (width / 2, -lean * length)
    low = (width * (0.03 + 0.2 * fullness), -length * 0.1)
    side: list[Segment] = [
        (low, (belly[0], belly[1] + length * lean * 0.5), belly),
        (
            (belly[0], belly[1] - length * (1 - lean) * 0.42),
            (width * (0.02 + 0.12 * fullness), -length * (0.9 - 0.04 * fullness)),
            (0.0, -length),
        ),
    ]
    return mirrored_outline((0.0, 0.0), side)


def star(points: int, outer: float, inner: float, centre: Point = (0.0, 0.0)) -> Ring:
    """Return a star with its first point up."""
    corners = []
    for i in range(2 * points):
        x, y = polar(inner if i % 2 else outer, i / (2 * points))
        corners.append((centre[0] + x, centre[1] + y))
    return polygon(corners)


def inset_polygon(
    points: Sequence[Point], distance: float, *, sharpest: float = 0.05
) -> list[Point]:
    """Return the polygon with every side moved `distance` inward and corners mitred.

    sharpest: 1 plus the cosine of the turn at the sharpest corner that is mitred in full;
    others lie closer to the corner.
    """
    n = len(points)
    turning = sum(
        points[i][0] * points[(i + 1) % n][1] - points[(i + 1) % n][0] * points[i][1]
        for i in range(n)
    )
    inward = distance if turning > 0 else -distance
    result = []
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy) = points[i - 1], points[i], points[(i + 1) % n]
        ux, uy = unit(bx - ax, by - ay)
        vx, vy = unit(cx - bx, cy - by)
        # Both sides move along their normals; the mitre is their common corner.
        scale = inward / max(1 + ux * vx + uy * vy, sharpest)
        result.append((bx - (uy + vy) * scale, by + (ux + vx) * scale))
    return result


def contours(rings: Iterable[Ring]) -> Contours:
    """Return rings as contours."""
    return contours_from_rings(rings)
