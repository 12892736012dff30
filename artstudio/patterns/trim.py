"""Ornament cut off straight at the edge of its field, curves staying curves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import shapely

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, closed, polygon

Side = Callable[[Point], float]
"""How far inside a straight edge a point lies, in mm; affine in the point."""

ON_THE_EDGE_MM = 1e-7


def trimmed(rings: Iterable[Ring], sides: Iterable[Side], *, smallest_mm: float) -> list[Ring]:
    """Return what of each ring lies inside all sides; what is narrower than smallest_mm is dropped.

    Sutherland and Hodgman's clipping, one edge at a time, with curves split
    where they cross. Meant for rings that cross an edge twice.
    """
    result = list(rings)
    for side in sides:
        result = [cut for ring in result if (cut := _cut(ring, side))]
    return [ring for ring in result if _breadth(ring) >= smallest_mm]


def cut_to_box(
    rings: Iterable[Ring], box: tuple[float, float, float, float], *, smallest_mm: float
) -> list[Ring]:
    """Return what of each ring lies inside (left, top, right, bottom).

    Rings of lines alone may cross a side as often as they like. A part that is nowhere
    `smallest_mm` wide is dropped.
    """
    kept: list[Ring] = []
    for ring in rings:
        if all(len(segment) == 1 for segment in ring):
            left: shapely.Geometry = shapely.intersection(
                shapely.Polygon([segment[0] for segment in ring]), shapely.box(*box), grid_size=1e-6
            )
            if not shapely.equals(left, shapely.Polygon([segment[0] for segment in ring])):
                left = _without_needles(left, smallest_mm)
            parts = [p.exterior for p in shapely.get_parts(left) if p.geom_type == "Polygon"]
            kept += [polygon(part.coords[:-1]) for part in parts if part.length]
        else:
            kept += trimmed([ring], within(*box), smallest_mm=0.0)
    return [ring for ring in kept if _is_wide(ring, smallest_mm)]


def _without_needles(left: shapely.Geometry, smallest_mm: float) -> shapely.Geometry:
    """Return what was cut off, its sharp ends blunt where they are too thin to cut."""
    core = shapely.buffer(left, -smallest_mm / 2, join_style="mitre")
    wide = shapely.buffer(core, smallest_mm / 2, join_style="mitre", mitre_limit=1.5)
    return shapely.intersection(wide, left, grid_size=1e-6)


def _is_wide(ring: Ring, smallest_mm: float) -> bool:
    shape = shapely.Polygon(_flat(ring))
    return not shapely.is_empty(shapely.buffer(shape, -smallest_mm / 2, join_style="mitre"))


def _flat(ring: Ring) -> list[Point]:
    """Return points along a ring, eight for a curve."""
    begin, points = ring[-1][-1], []
    for segment in ring:
        if len(segment) == 1:
            points.append(segment[0])
        else:
            points += [divided(begin, segment, k / 8)[0][-1] for k in range(1, 8)]
            points.append(segment[-1])
        begin = segment[-1]
    return points


def within(left: float, top: float, right: float, bottom: float) -> list[Side]:
    """Return the four sides of a rectangle."""
    return [
        lambda p: p[0] - left,
        lambda p: right - p[0],
        lambda p: p[1] - top,
        lambda p: bottom - p[1],
    ]


def _cut(ring: Ring, side: Side) -> Ring:
    at = ring[-1][-1]
    kept: list[tuple[Point, Segment]] = []
    if min(min(side(p) for p in segment) for segment in ring) >= -ON_THE_EDGE_MM:
        return ring
    for segment in ring:
        begin = at
        for piece in _split(begin, segment, side):
            if side(_middle(begin, piece)) > 0:
                kept.append((begin, piece))
            begin = piece[-1]
        at = segment[-1]
    if not kept:
        return []
    out: list[Segment] = []
    for begin, piece in kept:
        if out and _apart(out[-1][-1], begin):
            out.append((begin,))
        out.append(piece)
    return closed(kept[0][0], out)


def _apart(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) > 1e-9


def _split(begin: Point, segment: Segment, side: Side) -> list[Segment]:
    """Split a segment where it crosses the edge; curves are looked at in eight parts."""
    if len(segment) == 1:
        a, b = side(begin), side(segment[0])
        if a * b >= 0:
            return [segment]
        t = a / (a - b)
        end = segment[0]
        return [
            ((begin[0] + t * (end[0] - begin[0]), begin[1] + t * (end[1] - begin[1])),),
            segment,
        ]
    parts, done, rest, at = [], 0.0, segment, begin
    for t in _crossings([side(p) for p in (begin, *segment)]):
        first, rest = divided(at, rest, (t - done) / (1 - done))
        parts.append(first)
        at, done = first[-1], t
    return [*parts, rest]


def divided(begin: Point, curve: Segment, t: float) -> tuple[Segment, Segment]:
    """Split a cubic at t by de Casteljau's construction."""
    p0, (p1, p2, p3) = begin, curve
    a, b, c = _between(p0, p1, t), _between(p1, p2, t), _between(p2, p3, t)
    d, e = _between(a, b, t), _between(b, c, t)
    middle = _between(d, e, t)
    return (a, d, middle), (e, c, p3)


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])


def _crossings(weights: list[float]) -> list[float]:
    """Return where the cubic with these four Bernstein weights changes sign, by bisection."""
    found = []
    for i in range(8):
        low, high = i / 8, (i + 1) / 8
        if _cubic(weights, low) * _cubic(weights, high) < 0:
            rising = _cubic(weights, low) < 0
            for _ in range(44):
                mid = (low + high) / 2
                low, high = (mid, high) if (_cubic(weights, mid) < 0) == rising else (low, mid)
            found.append((low + high) / 2)
    return found


def _cubic(w: list[float], t: float) -> float:
    s = 1 - t
    return s * s * s * w[0] + 3 * s * s * t * w[1] + 3 * s * t * t * w[2] + t * t * t * w[3]


def _middle(begin: Point, piece: Segment) -> Point:
    if len(piece) == 1:
        return _between(begin, piece[0], 0.5)
    return divided(begin, piece, 0.5)[0][-1]


def _breadth(ring: Ring) -> float:
    xs = [segment[-1][0] for segment in ring]
    ys = [segment[-1][1] for segment in ring]
    return min(max(xs) - min(xs), max(ys) - min(ys))
