"""Union and difference of closed curves: curves stay curves.

Skia's path operations do the work. Rings are lists of segments (one point for a line,
three for a cubic curve), as everywhere in this project; units are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pathops

Point = tuple[float, float]
Segment = Sequence[Point]
Ring = list[Segment]

# Skia computes with 24-bit floats: numbers near a thousand keep it exact to a tenth of
# a micrometre.
_SHARE = 2 / 3


def unite(rings: Iterable[Sequence[Segment]], *, even_odd: bool = False) -> list[Ring]:
    """Return the outline of all that the rings cover: no two of the result cross or touch.

    Filled by the rule of non-zero windings, or by the even-odd rule. The result reads the
    same by both rules.
    """
    path = _path(rings)
    path.fillType = pathops.FillType.EVEN_ODD if even_odd else pathops.FillType.WINDING
    path.simplify(fix_winding=True, keep_starting_points=False)
    return _rings(path)


def subtract(rings: Iterable[Sequence[Segment]], taken: Iterable[Sequence[Segment]]) -> list[Ring]:
    """Return what is left of `rings` where `taken` is cut away; both by non-zero windings."""
    return _rings(pathops.op(_path(rings), _path(taken), pathops.PathOp.DIFFERENCE))


def intersect(rings: Iterable[Sequence[Segment]], kept: Iterable[Sequence[Segment]]) -> list[Ring]:
    """Return what of `rings` lies inside `kept`; both by non-zero windings."""
    return _rings(pathops.op(_path(rings), _path(kept), pathops.PathOp.INTERSECTION))


def grow(rings: Iterable[Sequence[Segment]], by: float) -> list[Ring]:
    """Return the rings with every edge moved outward, corners rounded; holes get smaller."""
    path = _path(rings)
    edge = pathops.Path(path)
    edge.stroke(2 * by, pathops.LineCap.ROUND_CAP, pathops.LineJoin.ROUND_JOIN, 4.0)
    edge.convertConicsToQuads(1e-4)
    return _rings(pathops.op(path, edge, pathops.PathOp.UNION))


def _path(rings: Iterable[Sequence[Segment]]) -> pathops.Path:
    path = pathops.Path()
    pen = path.getPen()
    for ring in rings:
        if not ring:
            continue
        pen.moveTo(ring[-1][-1])
        for segment in ring:
            if len(segment) == 1:
                pen.lineTo(segment[0])
            else:
                pen.curveTo(*segment)
        pen.closePath()
    return path


def _rings(path: pathops.Path) -> list[Ring]:
    path.convertConicsToQuads(1e-4)
    return [ring for contour in path.contours if (ring := _ring(contour))]


def _ring(contour: pathops.Path) -> Ring:
    """Return a contour's segments; it may end without a line back to its start."""
    (_, (start,)), *rest = contour.segments
    ring: Ring = []
    at = start
    for kind, points in rest:
        if kind == "curveTo":
            ring.append(tuple(points))
        elif kind == "qCurveTo":
            ring += quadratic(at, points)
        elif _apart(at, end := points[0] if points else start):
            ring.append((end,))
        at = ring[-1][-1] if ring else at
    if ring and _apart(at, start):
        ring.append((start,))
    return ring


def quadratic(start: Point, points: Sequence[Point]) -> list[Segment]:
    """Return a run of quadratic curves (TrueType's: ends between controls left out) as cubics."""
    *controls, end = points
    segments: list[Segment] = []
    at = start
    for i, control in enumerate(controls):
        to = end
        if i + 1 < len(controls):
            after = controls[i + 1]
            to = ((control[0] + after[0]) / 2, (control[1] + after[1]) / 2)
        segments.append((_toward(at, control), _toward(to, control), to))
        at = to
    return segments


def _toward(end: Point, control: Point) -> Point:
    return (
        end[0] + _SHARE * (control[0] - end[0]),
        end[1] + _SHARE * (control[1] - end[1]),
    )


def _apart(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) > 1e-9
