"""Leaves and flowers that grow from a stem: paths from one point of its edge to another.

Each leaf is drawn in its own frame: u outward from the foot, v to the rear.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, arc, unit

# Half the breadth of a leaf, and where it is broadest, as shares of its length.
_BROAD = {"pointed": (0.24, 0.46), "slim": (0.15, 0.48), "heart": (0.36, 0.34)}
_ROUND = 0.07


@dataclass(frozen=True, kw_only=True)
class LeafFrame:
    """Where a leaf stands: its foot, the unit vectors outward and to the rear, half its neck."""

    foot: Point
    outward: Point
    rear: Point
    half_neck: float

    def at(self, u: float, v: float) -> Point:
        """Return a point of the leaf's own frame in mm of the strip."""
        (fx, fy), (ux, uy), (vx, vy) = self.foot, self.outward, self.rear
        return fx + u * ux + v * vx, fy + u * uy + v * vy


def leaf_path(
    frame: LeafFrame, kind: str, length: float, *, neck: float, rounded: bool
) -> list[Segment]:
    """Return a leaf from its rear foot round its tip to its front foot (the end is left open).

    neck: how far the stalk reaches; rounded: the tip is round and not pointed.
    """
    side = _side(kind, length, neck, frame.half_neck, rounded=rounded)
    rear = [tuple(frame.at(u, v) for u, v in segment) for segment in side]
    ends = [(neck, frame.half_neck), *(segment[-1] for segment in side)]
    front = [
        tuple(frame.at(u, -v) for u, v in (*reversed(segment[:-1]), begin))
        for segment, begin in zip(reversed(side), reversed(ends[:-1]), strict=True)
    ]
    first: Segment = (frame.at(neck, frame.half_neck),)
    return [first, *rear, *front]


def _side(kind: str, length: float, neck: float, half: float, *, rounded: bool) -> list[Segment]:
    """Return the rear side from the end of the neck to the tip, in the leaf's frame."""
    broad, most = _BROAD[kind]
    blade = length - neck
    b, m = max(broad * length, half * 1.6), neck + most * blade
    if kind == "heart":
        lobe: Segment = (
            (neck - 0.1 * blade, half + 0.4 * b),
            (neck - 0.06 * blade, b),
            (neck + 0.16 * blade, b),
        )
        m = neck + 0.16 * blade
    else:
        lobe = ((neck + 0.08 * blade, half + 0.3 * b), (m - 0.26 * blade, b), (m, b))
    tip = max(0.2, _ROUND * length) if rounded else 0.0
    top = length - tip
    run = top - m
    blunt: Segment = (
        (m + 0.42 * run, b),
        (top - 0.22 * run, tip + 0.3 * (b - tip)),
        (top, tip),
    )
    if not rounded:
        return [lobe, blunt]
    way = unit(0.22 * run, -0.3 * (b - tip))
    return [lobe, blunt, arc((top, tip), way, (length, 0.0), (0.0, -1.0))]


def disc(centre: Point, radius: float, start: Point, end: Point) -> list[Segment]:
    """Return the long way round a circle from `start` to `end`, clockwise as v goes to u."""
    begin = math.atan2(start[1] - centre[1], start[0] - centre[0])
    turn = (begin - math.atan2(end[1] - centre[1], end[0] - centre[0])) % (2 * math.pi)
    return _round(centre, lambda _a: radius, begin, -turn, 4)


def _round(
    centre: Point, radius: Callable[[float], float], begin: float, turn: float, parts: int
) -> list[Segment]:
    """Return arcs about a centre, from an angle on through a turn in radians."""
    segments: list[Segment] = []
    sign = 1.0 if turn > 0 else -1.0
    for i in range(parts):
        a, b = begin + turn * i / parts, begin + turn * (i + 1) / parts
        segments.append(
            arc(
                _polar(centre, radius(a), a),
                (-sign * _sin(a), sign * _cos(a)),
                _polar(centre, radius(b), b),
                (-sign * _sin(b), sign * _cos(b)),
            )
        )
    return segments


def petals_path(
    centre: Point, radius: float, petals: int, start: Point, end: Point
) -> list[Segment]:
    """Return a flower's rim from a point on its valley circle to another, the long way round.

    start, end: on the circle of 0.66 of the radius, where its stalk comes in.
    """
    valley = 0.66 * radius
    begin = math.atan2(start[1] - centre[1], start[0] - centre[0])
    turn = (begin - math.atan2(end[1] - centre[1], end[0] - centre[0])) % (2 * math.pi)
    segments: list[Segment] = []
    for i in range(petals):
        a, b = begin - turn * i / petals, begin - turn * (i + 1) / petals
        high = (radius - valley) * 4 / 3 + valley
        swell = turn / petals * 0.16
        lobe = _polar(centre, high, a - swell), _polar(centre, high, b + swell)
        segments.append((*lobe, _polar(centre, valley, b)))
    return segments


def _polar(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * _cos(angle), centre[1] + radius * _sin(angle)


def _sin(angle: float) -> float:
    return round(math.sin(angle), 12)


def _cos(angle: float) -> float:
    return round(math.cos(angle), 12)


def lens(frame: LeafFrame, low: float, high: float, width: float) -> list[Segment]:
    """Return a slit along a leaf's middle, pointed at both ends: a ring of its own."""
    mid, half = (low + high) / 2, width / 2
    reach = (high - low) * 0.2
    around: Sequence[Segment] = (
        ((low + reach, half * 0.9), (mid - reach, half), (mid, half)),
        ((mid + reach, half), (high - reach, half * 0.9), (high, 0.0)),
        ((high - reach, -half * 0.9), (mid + reach, -half), (mid, -half)),
        ((mid - reach, -half), (low + reach, -half * 0.9), (low, 0.0)),
    )
    return [tuple(frame.at(u, v) for u, v in segment) for segment in around]
