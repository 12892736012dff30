"""The flower of life: nineteen circles on a hexagonal grid, each through its neighbours' middles.

Drawn as bands of true width that hang together: one plate, pierced by the faces
between the circles. Every edge is an arc of a circle of the figure, half a band
larger or smaller.
"""

from __future__ import annotations

import math

from artstudio.geometry.contours import Segment
from artstudio.patterns.family import require
from artstudio.patterns.figure.parameters import FigureParameters
from artstudio.patterns.figure.simple import arc_path
from artstudio.patterns.shapes import Point, Ring

RINGS = 2
Place = tuple[int, int]
_ROUND = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))


def _is_centre(at: Place) -> bool:
    return max(abs(at[0]), abs(at[1]), abs(at[0] + at[1])) <= RINGS


def flower_of_life_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return the outline of the nineteen circles and the petals and triangles between them."""
    step = (radius - p.line_mm / 2) / (RINGS + 1)
    half = p.line_mm / 2
    require(p.line_mm < 0.2 * step, "its bands are too wide.")
    rings = [_outline(step, half)]
    span = range(-RINGS - 1, RINGS + 2)
    for at in ((a, b) for a in span for b in span):
        for k in range(3):
            rings += _petal(at, k, step, half)
        for k in range(2):
            rings += _triangle(at, k, step, half)
    return rings + [_corner(k, step, half) for k in range(6)]


def _point(at: Place, step: float) -> Point:
    """Return a grid point in mm: its axes point right, and 60 degrees down from there."""
    return step * (at[0] + at[1] / 2), step * at[1] * round(math.sqrt(0.75), 12)


def _moved(at: Place, by: Place) -> Place:
    return at[0] + by[0], at[1] + by[1]


def _petal(at: Place, k: int, step: float, half: float) -> list[Ring]:
    """Return the lens from a grid point to its neighbour, between the two circles beside it."""
    one, other = _moved(at, _ROUND[k - 1]), _moved(at, _ROUND[k + 1])
    if not (_is_centre(one) and _is_centre(other)):
        return []
    a, b = _point(one, step), _point(other, step)
    r = step - half
    tips = _meeting(a, r, b, r)
    return [
        [
            *arc_path(tips[0], tips[1], a, r, clockwise=_turns_right(a, *tips)),
            *arc_path(tips[1], tips[0], b, r, clockwise=_turns_right(b, tips[1], tips[0])),
        ]
    ]


def _triangle(at: Place, k: int, step: float, half: float) -> list[Ring]:
    """Return the face in one triangle of the grid, with the petals that no arc cuts off.

    Its side AB is the arc about the point mirrored at AB where that is a circle's
    middle; else the face reaches to the arc about C, and without that it is open.
    """
    corners = [at, _moved(at, _ROUND[k]), _moved(at, _ROUND[k + 1])]
    arcs: list[tuple[Point, float, bool]] = []
    for i in range(3):
        a, b, c = corners[i], corners[(i + 1) % 3], corners[(i + 2) % 3]
        beyond = (a[0] + b[0] - c[0], a[1] + b[1] - c[1])
        if _is_centre(beyond):
            arcs.append((_point(beyond, step), step + half, False))
        elif _is_centre(c):
            arcs.append((_point(c, step), step - half, True))
        else:
            return []
    points = []
    for i in range(3):
        (one, ra, _), (other, rb, _) = arcs[i], arcs[(i + 1) % 3]
        corner = _point(corners[(i + 1) % 3], step)
        middle = [sum(_point(q, step)[axis] for q in corners) / 3 for axis in (0, 1)]
        near = (corner[0] * 0.9 + middle[0] * 0.1, corner[1] * 0.9 + middle[1] * 0.1)
        points.append(min(_meeting(one, ra, other, rb), key=lambda q: _apart(q, near)))
    ring: list[Segment] = []
    for i, (centre, r, _) in enumerate(arcs):
        start, end = points[i - 1], points[i]
        ring += arc_path(start, end, centre, r, clockwise=_turns_right(centre, start, end))
    return [ring]


def _corner(k: int, step: float, half: float) -> Ring:
    """Return the face of a corner circle that lies outside its two neighbours on the rim."""
    at = (_ROUND[k][0] * RINGS, _ROUND[k][1] * RINGS)
    centre = _point(at, step)
    before, after = (_point(_moved(_ROUND[k], _ROUND[(k + turn) % 6]), step) for turn in (-1, 1))
    out, r = step + half, step - half
    tip = max(_meeting(before, out, after, out), key=lambda q: _apart(q, (0.0, 0.0)))
    far = [
        max(_meeting(centre, r, other, out), key=lambda q: _apart(q, (0.0, 0.0)))
        for other in (before, after)
    ]
    way = _turns_right(centre, far[0], far[1])
    return [
        *arc_path(tip, far[0], before, out, clockwise=_turns_right(before, tip, far[0])),
        *arc_path(far[0], far[1], centre, r, clockwise=way),
        *arc_path(far[1], tip, after, out, clockwise=_turns_right(after, far[1], tip)),
    ]


def _outline(step: float, half: float) -> Ring:
    """Return the outer edge: arcs of the twelve outer circles."""
    rim = []
    for k in range(6):
        corner = (_ROUND[k][0] * RINGS, _ROUND[k][1] * RINGS)
        rim += [corner, _moved(_ROUND[k], _ROUND[(k + 1) % 6])]
    centres = [_point(at, step) for at in rim]
    r = step + half
    points = []
    for i in range(12):
        a, b = centres[i - 1], centres[i]
        points.append(max(_meeting(a, r, b, r), key=lambda q: _apart(q, (0.0, 0.0))))
    ring: list[Segment] = []
    for i in range(12):
        ring += arc_path(points[i], points[(i + 1) % 12], centres[i], r, clockwise=True)
    return ring


def _meeting(a: Point, ra: float, b: Point, rb: float) -> tuple[Point, Point]:
    """Return both points where two circles meet."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    apart = math.sqrt(dx * dx + dy * dy)
    along = (apart * apart + ra * ra - rb * rb) / (2 * apart)
    across = math.sqrt(max(ra * ra - along * along, 0.0))
    ux, uy = dx / apart, dy / apart
    x, y = a[0] + along * ux, a[1] + along * uy
    return (x - across * uy, y + across * ux), (x + across * uy, y - across * ux)


def _apart(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _turns_right(centre: Point, start: Point, end: Point) -> bool:
    """Tell whether the short way between two points of a circle is clockwise on the page."""
    return (start[0] - centre[0]) * (end[1] - centre[1]) > (start[1] - centre[1]) * (
        end[0] - centre[0]
    )
