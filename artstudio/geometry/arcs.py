"""Elliptical arcs as cubic curves."""

from __future__ import annotations

import math
from collections.abc import Iterator

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]

QUARTER = math.pi / 2
# How far a curve may be from its arc. The best cubic for an angle is off by
# about 2.7e-4 of the radius for a quarter turn, falling with the sixth power.
TOLERANCE_MM = 0.003
_QUARTER_ERROR = 2.7e-4
_MAX_PIECES = 64


def pieces_for(angle: float, radius_mm: float) -> int:
    """Return how many curves an arc of `angle` (radians) needs to be within tolerance."""
    quarters = abs(angle) / QUARTER
    # A rounding error above a whole number of quarters is no reason for one more.
    least = max(1, math.ceil(quarters - 1e-9))
    error = _QUARTER_ERROR * radius_mm / TOLERANCE_MM
    wanted = quarters * math.pow(min(error, 1e9), 1 / 6)
    return min(max(least, math.ceil(wanted - 1e-9)), _MAX_PIECES)


def handle(angle: float) -> float:
    """Return how long the controls of an arc of `angle` on the unit circle are.

    The length with which the curve encloses the area of the arc: Green's theorem
    over the cubic gives -3 s k² + 12 (1 - c) k + 10 (s - angle) = 0, where c and s are
    the angle's cosine and sine. For small angles 4/3 tan(angle / 4), to which that tends.
    """
    size = abs(angle)
    if size < 0.5:
        return 4 / 3 * math.tan(size / 4)
    linear, sine = 12 * (1 - math.cos(size)), math.sin(size)
    root = math.sqrt(linear * linear - 120 * sine * (size - sine))
    return (linear - root) / (6 * sine)


def unit_arc(start: float, angle: float, pieces: int) -> Iterator[Curve]:
    """Yield the curves along the unit circle from the angle `start`."""
    step = angle / pieces
    k = math.copysign(handle(step), step)
    for i in range(pieces):
        a, b = start + i * step, start + (i + 1) * step
        cos_a, sin_a, cos_b, sin_b = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
        yield (
            (cos_a - k * sin_a, sin_a + k * cos_a),
            (cos_b + k * sin_b, sin_b - k * cos_b),
            (cos_b, sin_b),
        )


def arc_curves(
    start: Point,
    end: Point,
    *,
    radii: Point,
    rotation: float,
    large: bool,
    sweep: bool,
    mm_per_unit: float,
) -> list[Curve]:
    """Return the curves of a path's arc; none where a radius is zero, which means a line.

    rotation: degrees. From the end points to the centre as in SVG 2, appendix B.2.4;
    radii that are too small are enlarged.
    """
    rx, ry = abs(radii[0]), abs(radii[1])
    if not rx or not ry or start == end:
        return []
    cos, sin = math.cos(math.radians(rotation % 360)), math.sin(math.radians(rotation % 360))
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    # In the unit circle's frame the chord's half is (u, v).
    u, v = (cos * half_x + sin * half_y) / rx, (cos * half_y - sin * half_x) / ry
    reach = math.hypot(u, v)
    if not 0 < reach < math.inf:
        return []
    if reach > 1:
        rx, ry, u, v = rx * reach, ry * reach, u / reach, v / reach
    size = min(u * u + v * v, 1.0)
    side = math.sqrt((1 - size) / size) * (1 if large != sweep else -1)
    cx, cy = side * v, -side * u
    first = math.atan2(v - cy, u - cx)
    angle = math.atan2(-v - cy, -u - cx) - first
    angle += math.tau * ((angle < 0) - (angle > 0)) if sweep != (angle > 0) else 0
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)

    def placed(point: Point) -> Point:
        x, y = rx * (point[0] + cx), ry * (point[1] + cy)
        return (middle[0] + cos * x - sin * y, middle[1] + sin * x + cos * y)

    pieces = pieces_for(angle, max(rx, ry) * mm_per_unit)
    # The centre is `middle` plus the rotated (rx cx, ry cy), hence the sums above.
    curves = [(placed(a), placed(b), placed(c)) for a, b, c in unit_arc(first, angle, pieces)]
    return [*curves[:-1], (*curves[-1][:2], end)]
