"""Shoots that leave the stem, curl into the hollow of its bend and bear a flower or a berry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, circle, unit
from artstudio.patterns.vine.leaf_shapes import disc, petals_path
from artstudio.patterns.vine.outline import Sprout, Stem, flattened, reversed_path, round_end
from artstudio.patterns.vine.parameters import VineParameters

if TYPE_CHECKING:
    from artstudio.patterns.vine.joined import Strip

_THINNEST_MM = 0.45
_START = math.radians(48)
_LEAVE = 0.16
_SMALLEST_FLOWER_MM = 1.3
_Pen = Callable[[Point, Point], list[Segment]]


@dataclass(frozen=True, kw_only=True)
class Shoot:
    """A shoot that grew: its way, its points, those far from the stem, and the holes in it.

    bears: flower, berry, or nothing.
    """

    sprout: Sprout
    points: Sequence[Point]
    far: Sequence[Point]
    holes: Sequence[Ring]
    bears: str


def grow_shoot(
    p: VineParameters, strip: Strip, stem: Stem, at: float, side: int, scale: float
) -> Shoot | None:
    """Return the shoot that leaves the stem at t = `at` on one side; None without room for it."""
    width = max(_THINNEST_MM, 0.85 * p.stem_mm)
    x, _ = stem.curve(at)
    middle, radius = _hollow(p, strip, scale, width)
    if radius < 3.2 * width:
        return None
    bend = x / strip.pitch - 0.9 + (0.5 if strip.crest else 0.0)
    centre_x = (round(bend) + (0.0 if strip.crest else 0.5)) * strip.pitch
    centre = (centre_x, side * middle)
    line = _spiral(p, stem, at, side, (centre, radius), width)
    meets = _fork(stem, line, side)
    if meets is None:
        return None
    s, t = meets
    out = line.from_to(0.0, 1.0, side)
    back = reversed_path(line.edge(s, -side), line.from_to(s, 1.0, -side))
    bears, fruit, holes = _fruit(p, line, side, radius, strip.stretch)
    path = [*out, *fruit, *back[:-1], (*back[-1][:-1], stem.edge(t, side))]
    points = flattened(stem.edge(at, side), path)
    far = [q for q in points if math.dist(q, stem.curve(at)) > 0.55 * radius]
    return Shoot(
        sprout=Sprout(begin=at, end=t, path=path),
        points=points,
        far=far,
        holes=holes,
        bears=bears,
    )


def _hollow(p: VineParameters, strip: Strip, scale: float, width: float) -> tuple[float, float]:
    """Return the height of the hollow's middle and the radius of the shoot's line in it."""
    clear = max(0.4, p.gap_mm) * strip.stretch
    top = strip.high / 2 * scale - clear
    low = -p.swing * strip.high * scale + p.stem_mm / 2 + clear
    radius = min((top - low) / 2 - width / 2 - 0.05, 0.4 * strip.pitch)
    return top - radius - width / 2 - 0.05, radius


def _spiral(
    p: VineParameters,
    stem: Stem,
    at: float,
    side: int,
    hollow: tuple[Point, float],
    width: float,
) -> Stem:
    """Return the line of a shoot: out of the stem in a bow, then round and into the hollow."""
    (cx, cy), radius = hollow
    (ex, ey), (dx, dy) = stem.edge(at, side), stem.edge_direction(at, side)
    start = (ex + side * dy * width / 2, ey - side * dx * width / 2)
    turn = math.radians(300 + 60 * min(1.0, max(0.0, p.curl - 0.9)))

    def on_spiral(u: float) -> Point:
        r = radius * (1 - 0.22 * u - 0.6 * u**4)
        angle = _START + turn * u
        return cx + r * round(math.cos(angle), 12), cy + side * r * round(math.sin(angle), 12)

    join, after = on_spiral(0.0), on_spiral(1e-3)
    tx, ty = unit(after[0] - join[0], after[1] - join[1])
    reach = 0.42 * math.dist(start, join)
    bow = (
        start,
        (start[0] + dx * reach, start[1] + dy * reach),
        (join[0] - tx * reach, join[1] - ty * reach),
        join,
    )

    def curve(t: float) -> Point:
        if t < _LEAVE:
            return _bezier(bow, t / _LEAVE)
        return on_spiral((t - _LEAVE) / (1 - _LEAVE))

    knots = [_LEAVE / 2, _LEAVE, *(_LEAVE + (1 - _LEAVE) * i / 12 for i in range(1, 12))]
    return Stem(curve=curve, width=lambda t: max(_THINNEST_MM, width * (1 - 0.25 * t)), knots=knots)


def _bezier(points: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
    return (
        sum(w * x for w, (x, _) in zip(weights, points, strict=True)),
        sum(w * y for w, (_, y) in zip(weights, points, strict=True)),
    )


def _fork(stem: Stem, line: Stem, side: int) -> tuple[float, float] | None:
    """Return where the shoot's inner edge and the stem's edge part, on both of them."""
    core = stem.core(400)
    for i in range(1, 120):
        s = i / 400
        point = shapely.Point(line.edge(s, -side))
        t = float(shapely.line_locate_point(core, point, normalized=True))
        if float(shapely.distance(core, point)) >= stem.width(t) / 2 and _is_beyond(
            stem, t, side, line.edge(s, -side)
        ):
            return s, _nearest(stem, side, line.edge(s, -side), t)
    return None


def _is_beyond(stem: Stem, t: float, side: int, point: Point) -> bool:
    """Tell whether a point lies on that side of the stem."""
    (x, y), (dx, dy) = stem.curve(t), stem.direction(t)
    return side * (dx * (point[1] - y) - dy * (point[0] - x)) > 0


def _nearest(stem: Stem, side: int, point: Point, near: float) -> float:
    """Return where on an edge of the stem the point at right angles to it lies."""
    low, high = near - 0.02, near + 0.02
    for _ in range(40):
        mid = (low + high) / 2
        (x, y), (dx, dy) = stem.edge(mid, side), stem.direction(mid)
        ahead = (point[0] - x) * dx + (point[1] - y) * dy
        low, high = (mid, high) if ahead > 0 else (low, mid)
    return round((low + high) / 2, 9)


def _fruit(
    p: VineParameters, line: Stem, side: int, radius: float, stretch: float
) -> tuple[str, list[Segment], list[Ring]]:
    """Return what a shoot bears, the way round it from one edge to the other, and its eye."""
    tip, (dx, dy) = line.curve(1.0), line.direction(1.0)
    left, right = line.edge(1.0, side), line.edge(1.0, -side)
    size = _room(line, radius, max(0.4, p.gap_mm) * stretch)
    size = min(size, radius * (0.44 if p.fruit == "flower" else 0.3))
    half = math.dist(left, right) / 2
    if size < 1.6 * half:
        return "", _turned(round_end, left, right, side), []
    bears = "flower" if p.fruit == "flower" and size > _SMALLEST_FLOWER_MM else "berry"
    if bears == "flower":
        valley = 0.66 * size
        reach = math.sqrt(max(valley**2 - half**2, 0.0))
        centre = (tip[0] + dx * reach, tip[1] + dy * reach)
        rim = _turned(
            lambda a, b: petals_path(_seen(centre, side), size, p.petals, a, b), left, right, side
        )
        hole = 0.24 * size
    else:
        reach = math.sqrt(size**2 - half**2)
        centre = (tip[0] + dx * reach, tip[1] + dy * reach)
        rim = _turned(lambda a, b: disc(_seen(centre, side), size, a, b), left, right, side)
        hole = 0.36 * size
    eyes = [circle(hole, centre)] if hole * 2 > 0.5 * stretch else []
    return bears, rim, eyes


def _room(line: Stem, radius: float, clear: float) -> float:
    """Return how large what a shoot bears may be: it lies inside the shoot's own bow."""
    (x, y), (dx, dy) = line.curve(1.0), line.direction(1.0)
    bow = shapely.LineString([line.curve(i / 100) for i in range(76)])
    size = radius
    while size > 0.1 * radius:
        centre = shapely.Point(x + dx * size * 0.8, y + dy * size * 0.8)
        if float(shapely.distance(bow, centre)) >= size + clear + line.width(0.5) / 2:
            break
        size *= 0.94
    return round(size, 6)


def _seen(point: Point, side: int) -> Point:
    return point[0], side * point[1]


def _turned(draw: _Pen, left: Point, right: Point, side: int) -> list[Segment]:
    """Draw as if the shoot grew to the left, and mirror it back."""
    path = draw(_seen(left, side), _seen(right, side))
    return [tuple(_seen(q, side) for q in segment) for segment in path]
