"""What grows on a vine: leaves, curling shoots, flowers, berries; no piece touches another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import (
    Point,
    Ring,
    annulus,
    closed,
    cosine,
    leaf,
    mirrored_outline,
    polar,
    polygon,
    sine,
)
from artstudio.patterns.strokes import spine, stroke
from artstudio.patterns.trim import divided


def laid(ring: Ring, at: Point, turns: float) -> Ring:
    """Return a ring turned clockwise about the origin, then moved to a point."""
    c, s = cosine(turns), sine(turns)
    return [
        tuple((at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in segment)
        for segment in ring
    ]


@dataclass(frozen=True, kw_only=True)
class Foliage:
    """What leaves have in common.

    kind: pointed, slim or heart; gap: ground between pieces in mm; stalked: a
    heart grows on its stalk, which else stands a gap below it.
    """

    kind: str
    gap: float
    stalked: bool


def leaf_at(foot: Point, turns: float, length: float, like: Foliage) -> list[Ring]:
    """Return a leaf from its foot in a direction; nothing where it would be too small to cut."""
    if length < 1.2:
        return []
    return [laid(ring, foot, turns) for ring in _leaf(like, length)]


def _leaf(like: Foliage, length: float) -> list[Ring]:
    if like.kind == "heart":
        rings = _heart_leaf(like, length)
    else:
        slim = like.kind == "slim"
        rings = [leaf(length, length * (0.36 if slim else 0.58), fullness=0.6 if slim else 0.85)]
    vein = min(like.gap, length * 0.05)
    if vein > 0.3 and length > 10:
        low = 0.3 if like.kind == "heart" else 0.14
        rib = leaf(length * (0.76 - low), vein, fullness=0.4, lean=0.3)
        rings.append(laid(rib, (0.0, -length * low), 0.0))
    return rings


def _heart_leaf(like: Foliage, length: float) -> list[Ring]:
    """Return an ivy leaf, with a stalk where there is room for one."""
    side = _heart_side(length, length * 0.7)
    half, stalk = max(0.18, length * 0.022), 0.2 * length - like.gap
    if stalk > like.gap and like.stalked:
        return [_stalked(side, length, half)]
    rings = [mirrored_outline((0.0, -length * 0.2), side)]
    if stalk > like.gap:
        rings.append(polygon([(-half, 0.0), (half, 0.0), (half, -stalk), (-half, -stalk)]))
    return rings


def _stalked(side: list[Segment], length: float, half: float) -> Ring:
    """Return a heart that runs out, below, into a stalk `half` wide on each side."""
    notch = (0.0, -length * 0.2)
    near, far = 0.0, 1.0
    for _ in range(40):
        t = (near + far) / 2
        near, far = (t, far) if divided(notch, side[0], t)[0][-1][0] < half else (near, t)
    before, after = divided(notch, side[0], near)
    whole = mirrored_outline((0.0, 0.0), [((half, 0.0),), (before[-1],), after, *side[1:]])
    # The foot is one line, without a node in its middle.
    return closed((half, 0.0), whole[1:-1])


def _heart_side(length: float, width: float) -> list[Segment]:
    """Return the right side of a heart, from its notch: it swings in before the tip."""
    w, h = width / 2, length
    side: list[Segment] = [
        ((w * 0.22, h * 0.1), (w * 0.62, h * 0.1), (w * 0.86, -h * 0.08)),
        ((w * 1.12, -h * 0.28), (w * 0.96, -h * 0.46), (w * 0.6, -h * 0.58)),
        ((w * 0.34, -h * 0.68), (w * 0.12, -h * 0.84), (0.0, -h)),
    ]
    return [tuple((x, y * 0.8 - h * 0.2) for x, y in segment) for segment in side]


def shoot(centre: Point, radius: float, width: float, curl: float) -> tuple[list[Ring], float]:
    """Return a shoot that curls in from the left over the top, and the radius left in its eye.

    It comes in as a point, swells, and thins towards its end: `curl` turns.
    """
    eye = radius * 0.6

    def curve(t: float) -> Point:
        r = radius + (eye - radius) * t**0.9 if t > 0 else radius * (1 - t * 0.2)
        x, y = polar(r, 0.7 + t * curl)
        return centre[0] + x, centre[1] + y

    knots = max(8, round(curl * 9))
    widths = [
        width * min(1.0, 3.2 * t, 0.62 + 1.1 * (1 - t))
        for t in (i / knots for i in range(knots + 1))
    ]
    line = spine(curve, knots)
    return [stroke(line, widths)], max(0.0, eye - width * 0.62)


def flower(centre: Point, radius: float, petals: int, gap: float) -> list[Ring]:
    """Return a flower: a pierced heart and petals with clear ground between them."""
    if radius < 1.0:
        return berry(centre, radius)
    heart = radius * 0.27
    gap = min(gap, max(0.3, radius * 0.14))
    foot = heart + gap
    length = radius - foot
    across = 2 * math.pi * (foot + length * 0.55) / petals - gap
    if length < 0.7 or across < 0.5:
        return berry(centre, radius)
    w = across / 2
    root = max(0.15, min(w * 0.5, math.pi * foot / petals - gap * 0.6))
    side: list[Segment] = [
        ((root * 0.5, 0.0), (root, 0.0), (root, -length * 0.08)),
        ((root, -length * 0.2), (w, -length * 0.34), (w, -length * 0.62)),
        ((w, -length * 0.86), (w * 0.56, -length), (0.0, -length * 0.98)),
    ]
    petal = mirrored_outline((0.0, 0.0), side)
    rings = annulus(heart, heart * 0.45 if heart > 0.8 else 0.0, centre)
    for i in range(petals):
        dx, dy = polar(foot, i / petals)
        rings.append(laid(petal, (centre[0] + dx, centre[1] + dy), i / petals))
    return rings


def berry_of(centre: Point, radius: float, _petals: int, _gap: float) -> list[Ring]:
    """Return a berry where a flower might be; smaller than the room for it."""
    return berry(centre, radius * 0.7)


def berry(centre: Point, radius: float) -> list[Ring]:
    """Return a berry with a light spot, or nothing when it would be too small to cut."""
    if radius < 0.25:
        return []
    return annulus(radius, radius * 0.36 if radius > 1.2 else 0.0, centre)
