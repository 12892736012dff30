"""Union and difference of closed curves: curves stay curves.

Skia's path operations do the work. Rings are lists of segments (one point for a line,
three for a cubic curve), as everywhere in this project; units are the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import pathops

Point = tuple[float, float]
Segment = Sequence[Point]
Ring = list[Segment]

# Skia strokes to a quarter of a unit and computes with 24-bit floats: in units in which
# the drawing is about this large, both are far below a micrometre of a sheet.
_EXTENT = 32_768.0
_SCALES = (1.0, 0.93, 1.07, 0.81, 1.21, 0.5)
_SHARE = 2 / 3
Rings = Iterable[Sequence[Segment]]


def unite(rings: Rings, *, even_odd: bool = False) -> list[Ring]:
    """Return the outline of all that the rings cover: no two of the result cross or touch.

    Filled by the rule of non-zero windings, or by the even-odd rule. The result reads the
    same by both rules.
    """
    given = list(rings)

    def attempt(scale: float) -> list[Ring]:
        path = _path(given, scale)
        path.fillType = pathops.FillType.EVEN_ODD if even_odd else pathops.FillType.WINDING
        path.simplify(fix_winding=True, keep_starting_points=False)
        return _rings(path, scale)

    return _at_some_scale(attempt, _scale(given))


def subtract(rings: Rings, taken: Rings) -> list[Ring]:
    """Return what is left of `rings` where `taken` is cut away; both by non-zero windings."""
    return _combined(rings, taken, pathops.PathOp.DIFFERENCE)


def intersect(rings: Rings, kept: Rings) -> list[Ring]:
    """Return what of `rings` lies inside `kept`; both by non-zero windings."""
    return _combined(rings, kept, pathops.PathOp.INTERSECTION)


def _combined(rings: Rings, others: Rings, way: pathops.PathOp) -> list[Ring]:
    given, other = list(rings), list(others)

    def attempt(scale: float) -> list[Ring]:
        return _rings(pathops.op(_path(given, scale), _path(other, scale), way), scale)

    return _at_some_scale(attempt, _scale([*given, *other]))


def _at_some_scale(attempt: Callable[[float], list[Ring]], scale: float) -> list[Ring]:
    """Return the first result: where curves nearly touch Skia may find none at one scale."""
    for share in _SCALES:
        try:
            return attempt(scale * share)
        except pathops.PathOpsError:
            continue
    raise ValueError("These curves touch in too many places to be combined.")


def _scale(rings: Sequence[Sequence[Segment]]) -> float:
    """Return the power of two that makes the rings about as large as Skia computes best."""
    reach = max((abs(v) for r in rings for s in r for point in s for v in point), default=1.0)
    return 2.0 ** round(math.log2(_EXTENT / max(reach, 1e-6)))


def _path(rings: Rings, scale: float) -> pathops.Path:
    path = pathops.Path()
    pen = path.getPen()
    for ring in rings:
        if not ring:
            continue
        x, y = ring[-1][-1]
        pen.moveTo((x * scale, y * scale))
        for segment in ring:
            points = [(x * scale, y * scale) for x, y in segment]
            if len(points) == 1:
                pen.lineTo(points[0])
            else:
                pen.curveTo(*points)
        pen.closePath()
    return path


def _rings(path: pathops.Path, scale: float) -> list[Ring]:
    path.convertConicsToQuads(0.1)
    found = [ring for contour in path.contours if (ring := _ring(contour))]
    return [[tuple((x / scale, y / scale) for x, y in s) for s in ring] for ring in found]


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
