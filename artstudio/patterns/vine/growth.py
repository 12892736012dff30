"""The stem of a vine and what fills its bends, grown along a strip about y = 0."""

from __future__ import annotations

import math

from artstudio.patterns.shapes import Point, Ring, polar
from artstudio.patterns.sprouts import berry_of, flower, shoot
from artstudio.patterns.strokes import loop, spine, stroke
from artstudio.patterns.vine.foliage import fitting_leaf, leaves_along
from artstudio.patterns.vine.parameters import Stem, VineParameters


def middle_radius(p: VineParameters, high: float) -> float:
    """Return the radius of the flower in the middle of a mirrored vine, in mm."""
    return min(high * 0.2, p.field[0] * 0.05)


def vine_along(p: VineParameters, length: float, high: float) -> list[Ring]:
    """Return the vine about y = 0, from x = 0 to length (to half of it when mirrored)."""
    bends = p.bends // 2 if p.mirror else p.bends
    start = middle_radius(p, high) + 2 * p.gap_mm if p.mirror else 0.0
    end = length / 2 if p.mirror else length
    pitch = (end - start) / bends
    stem = Stem(start=start, pitch=pitch, bends=bends, high=high)
    rings = _stem(p, stem)
    if p.style == "leaf":
        return rings + leaves_along(p, stem)
    bend = _scroll(p, pitch, high)
    for k in range(bends):
        side = -1 if k % 2 else 1
        x = start + (k + 0.5) * pitch
        rings += [
            [tuple((x + px, side * py) for px, py in segment) for segment in ring] for ring in bend
        ]
    return rings


def _stem(p: VineParameters, stem: Stem) -> list[Ring]:
    """Return the stem: drawn out at free ends, endless in a ring."""
    reach = p.swing * stem.high

    def wave(t: float) -> Point:
        along = t * stem.bends
        return stem.start + along * stem.pitch, -reach * round(math.sin(math.pi * along), 12)

    knots = 4 * stem.bends
    if not p.outer_mm:
        swell = [min(1.0, 0.2 + (knots - i) / 3, 0.45 + i / 3) for i in range(knots + 1)]
        # A wave that starts at the edge is slanted there: draw the ends in.
        inset = p.stem_mm / stem.pitch / stem.bends
        line = spine(lambda t: wave(inset + t * (1 - 2 * inset)), knots)
        return [stroke(line, [p.stem_mm * w for w in swell])]
    return loop(spine(wave, knots), p.stem_mm)


def _scroll(p: VineParameters, pitch: float, high: float) -> list[Ring]:
    """Return what fills one bend (stem bulging to -y): a shoot in the hollow, leaves around it."""
    swing, away = p.swing * high, p.stem_mm / 2 + p.gap_mm
    radius = min((high / 2 + swing - p.stem_mm) / 2 - 2 * p.gap_mm, pitch * 0.36)
    centre = (0.0, high / 2 - p.gap_mm - radius - p.stem_mm * 0.6)
    rings, eye = shoot(centre, radius, p.stem_mm * 1.15, p.curl)
    grow = flower if p.fruit == "flower" else berry_of
    rings += grow(centre, eye - 1.2 * p.gap_mm, p.petals, p.gap_mm)
    out = radius + p.stem_mm * 0.6 + p.gap_mm
    for foot_at, turns in ((0.355, 0.3), (0.645, 0.7)):
        dx, dy = polar(out, foot_at)
        foot = (centre[0] + dx, centre[1] + dy)
        rings += fitting_leaf(p, foot, turns, high * 0.5, (pitch / 2, high / 2))
    lift = away + high * (0.02 if p.leaf == "heart" else 0.012)
    for side, size in ((1, 1.0), (-1, 0.85)):
        foot = (side * high * 0.05, -swing - lift)
        rings += fitting_leaf(p, foot, side * 0.13, high * 0.4 * size, (pitch / 2, high / 2))
    return rings
