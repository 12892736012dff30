"""The leaves of a vine: in turn along a stem, or one by one where there is room."""

from __future__ import annotations

import math

from artstudio.patterns.shapes import Point, Ring, cosine, sine, unit
from artstudio.patterns.sprouts import berry, leaf_at
from artstudio.patterns.vine.parameters import VineParameters


def fitting_leaf(
    p: VineParameters, foot: Point, turns: float, length: float, room: tuple[float, float]
) -> list[Ring]:
    """Return a leaf as long as wished, or as its room (half sizes about the origin) allows."""
    dx, dy = sine(turns), -cosine(turns)
    fitting = length
    broad = {"heart": 0.42, "pointed": 0.26, "slim": 0.16}[p.leaf]
    for at, step, across, half in ((foot[0], dx, dy, room[0]), (foot[1], dy, dx, room[1])):
        free = half - p.gap_mm - (at if step > 0 else -at)
        fitting = min(fitting, free / max(abs(step) + broad * 0.6 * abs(across), 0.05))
    if fitting < 0.4 * length:
        return []
    return leaf_at(foot, turns, fitting, p.leaf, p.gap_mm)


def leaves_along(
    p: VineParameters, start: float, pitch: float, bends: int, high: float
) -> list[Ring]:
    """Return leaves on both sides in turn along the stem, and berries in the hollows."""
    reach = p.swing * high
    away = p.stem_mm / 2 + p.gap_mm + high * 0.02
    rings: list[Ring] = []
    each = 2 if p.leaf == "heart" else 3
    for i in range(each * bends):
        along = (i + 0.7) / each
        x = start + along * pitch
        y = -reach * sine(along / 2)
        slope = -math.pi * reach / pitch * cosine(along / 2)
        ux, uy = unit(1.0, slope)
        side = -1.0 if i % 2 else 1.0
        heading = round(math.atan2(ux, -uy) / 2 / math.pi, 9) - side * (
            p.lean + (0.06 if p.leaf == "heart" else 0.0)
        )
        foot = (x + side * uy * away, y - side * ux * away)
        middle = p.field[0] / (4 if p.mirror else 2)
        room = math.inf if p.outer_mm else middle
        wish = min(high, 0.85 * pitch) * p.length * (0.9 if p.leaf == "heart" else 1.0)
        grown = fitting_leaf(p, (foot[0] - middle, foot[1]), heading, wish, (room, high / 2))
        rings += [[tuple((a + middle, b) for a, b in seg) for seg in ring] for ring in grown]
    if p.fruit == "berry" and p.leaf != "heart" and pitch > 1.15 * high:
        for k in range(bends):
            x, side = start + (k + 0.86) * pitch, 1 if k % 2 else -1
            rings += berry((x, side * high * 0.36), high * 0.05)
    return rings
