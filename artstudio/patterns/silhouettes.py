"""Bold figures for a medallion, drawn in a disc about the origin and cut into clear pieces."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from artstudio.patterns.layers import Cell, flames, lotus
from artstudio.patterns.place import around, bent
from artstudio.patterns.shapes import (
    Point,
    Ring,
    annulus,
    circle,
    closed,
    contours,
    inset_polygon,
    leaf,
    mirrored_outline,
    polar,
    polygon,
    star,
)
from artstudio.patterns.sprouts import laid
from artstudio.patterns.strokes import spine, stroke
from artstudio.patterns.trim import divided
from artstudio.svg.contours import Contours, Segment, joined


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The room of a figure: radius and gap in mm, its fold, and a shape number from 0 to 1."""

    radius: float
    gap: float
    fold: int
    shape: float


def _both(rings: list[Ring]) -> list[Ring]:
    """Return rings and their mirror images about the vertical axis."""
    return rings + [[tuple((-x, y) for x, y in segment) for segment in ring] for ring in rings]


def _scaled(rings: list[Ring], factor: float) -> list[Ring]:
    return [[tuple((x * factor, y * factor) for x, y in seg) for seg in ring] for ring in rings]


def flower(f: Figure) -> Contours:
    """A rose window of a flower: broad petals, dark tips behind, a wreath and a pierced heart."""
    foot = f.radius * (0.36 + 0.08 * f.shape)
    n = _repeats(f, 5, 2 * math.pi * foot / (4 * f.gap + 1))
    parts = [_petals(lotus, f, n, foot, f.radius, 0.0)]
    parts.append(_petals(flames, f, n, f.radius * 0.17, foot - f.gap, 0.5))
    heart = f.radius * 0.17 - f.gap
    parts.append(contours(annulus(heart, heart * 0.42 if heart > 1.2 else 0.0)))
    return joined(parts)


def _petals(
    draw: Callable[[Cell, float], list[Ring]],
    f: Figure,
    n: int,
    inner: float,
    outer: float,
    start: float,
) -> Contours:
    pitch = round(math.pi * (inner + outer) / n, 9)
    gap = min(pitch * 0.25, f.gap * 1.5)
    line = min(f.radius * 0.045, pitch * 0.16)
    cell = Cell(pitch=pitch, height=outer - inner, line=line, gap=gap)
    strip = contours(draw(cell, 0.15 + 0.5 * f.shape))
    return around(bent(strip, circumference=n * pitch, inner_radius=inner), n, start=start)


def _repeats(f: Figure, least: int, most: float) -> int:
    """Return a multiple of the figure's fold, or else a divisor of it that can be cut."""
    n = f.fold * -(-least // f.fold)
    while n > most and n > 3:
        n = next((d for d in range(n - 1, 2, -1) if n % d == 0), 3)
    return n


def sun(f: Figure) -> Contours:
    """A sun: straight and burning rays in turn around a disc with a star cut out."""
    r, disc = f.radius, f.radius * (0.36 + 0.06 * f.shape)
    foot = disc + 1.4 * f.gap
    n = _repeats(f, 8, math.pi * foot / (1.5 * f.gap + 0.8))
    half = math.pi * foot / (2 * n) - f.gap * 0.75
    tall = r - foot
    straight = polygon([(-half, -foot), (half, -foot), (0.0, -r)])

    def burn(t: float) -> Point:
        bow = math.sin(2 * math.pi * t) * half * (0.7 + 0.3 * f.shape) * min(1.0, 1.8 * t)
        return round(bow, 9), -(foot + tall * (0.04 + 0.9 * t))

    flame = stroke(spine(burn, 6), [2 * half * w for w in (0.9, 1.0, 1.0, 0.86, 0.6, 0.32, 0.0)])
    core = star(n, disc * 0.62, disc * 0.36)
    parts = [
        around(contours([straight]), n),
        around(contours([flame]), n, start=0.5),
        contours([circle(disc), circle(disc * 0.76), core]),
    ]
    if disc * 0.16 > 0.4:
        parts.append(contours([circle(disc * 0.16)]))
    return joined(parts)


def compass(f: Figure) -> Contours:
    """A compass rose: long points over short ones, each half light and half dark."""
    count = 8 if f.fold >= 16 and f.radius > 20 else 4
    r, waist = f.radius, f.radius * (0.2 + 0.05 * f.shape) * (1.0 if count == 4 else 1.25)
    notch = polar(waist, 0.5 / count)
    parts = [_point(f, [(0.0, 0.0), (0.0, -r), notch], count, 0.0)]
    far = polar(r, 0.5 / count)
    side = (far[0] * 0.22, -waist + (far[1] + waist) * 0.22)
    parts.append(_point(f, [(0.0, -waist), (0.0, -r * 0.7), side], count, 0.5))
    return joined(parts)


def _point(f: Figure, half: list[Point], count: int, start: float) -> Contours:
    """Return points of a star from the right half of one: a dark half and a light one."""
    dark = inset_polygon(half, f.gap / 2)
    pale = [(-x, y) for x, y in dark]
    light = _shrunk(pale, max(1.2 * f.gap, f.radius * 0.018))
    return around(contours([polygon(dark), polygon(pale), *light]), count, start=start)


def _shrunk(triangle: list[Point], wall: float) -> list[Ring]:
    """Return a triangle `wall` inside another (towards its incentre), if there is room for it."""
    sides = [math.dist(triangle[(i + 1) % 3], triangle[(i + 2) % 3]) for i in range(3)]
    around_it = sum(sides)
    cx = sum(s * p[0] for s, p in zip(sides, triangle, strict=True)) / around_it
    cy = sum(s * p[1] for s, p in zip(sides, triangle, strict=True)) / around_it
    (ax, ay), (bx, by), (dx, dy) = triangle
    depth = abs((bx - ax) * (dy - ay) - (dx - ax) * (by - ay)) / around_it
    share = 1 - wall / depth
    if share * depth < 0.35:
        return []
    return [polygon((cx + (x - cx) * share, cy + (y - cy) * share) for x, y in triangle)]


def bird(f: Figure) -> Contours:
    """A bird seen from above with open wings, feather by feather."""
    g = f.gap / f.radius
    feathers = 6 if f.radius > 18 else 5
    wing: list[Ring] = []
    for i in range(feathers):
        t = i / (feathers - 1)
        foot = _on(_ARM, 0.97 - 0.62 * t)
        at = (foot[0] + 0.03, foot[1] + 0.085 + 0.02 * t + g)
        length = 0.38 + 0.2 * t * (1 - t) + 0.04 * t + 0.03 * f.shape
        wing.append(laid(_feather(length, 0.6 / feathers - g), at, 0.29 + 0.195 * t))
    wing.append(stroke(spine(lambda t: _on(_ARM, t), 6), [0.1, 0.12, 0.13, 0.12, 0.1, 0.07, 0.0]))
    body: list[Segment] = [
        ((0.04, -0.62), (0.085, -0.58), (0.085, -0.5)),
        ((0.085, -0.42), (0.06, -0.4), (0.07, -0.34)),
        ((0.13, -0.2), (0.12, 0.06), (0.0, 0.32)),
    ]
    rings = [mirrored_outline((0.0, -0.74), body), *_both(wing)]
    for i in range(5):
        spread = (i - 2) * (0.042 + 0.01 * f.shape)
        at = polar(0.1 + g, 0.5 + spread * 1.6)
        tail = _feather(0.42 + 0.06 * abs(i - 2), 0.105)
        rings.append(laid(tail, (at[0], at[1] + 0.27), 0.5 + spread))
    return contours(_scaled(rings, f.radius * 0.9))


_ARM: tuple[Point, Point, Point, Point] = ((0.16, -0.2), (0.2, -0.52), (0.42, -0.5), (0.62, -0.66))


def _feather(length: float, width: float) -> Ring:
    """Return a feather from its quill at the origin up, broad and round at the tip."""
    w = width / 2
    side: list[Segment] = [
        ((w * 0.24, -length * 0.1), (w, -length * 0.34), (w, -length * 0.7)),
        ((w, -length * 0.88), (w * 0.6, -length * 0.97), (0.0, -length)),
    ]
    return mirrored_outline((0.0, 0.0), side)


def _on(curve: tuple[Point, Point, Point, Point], t: float) -> Point:
    return divided(curve[0], curve[1:], t)[0][-1]


def butterfly(f: Figure) -> Contours:
    """A butterfly: four wings with windows, a slim body, feelers."""
    k = 0.08 * f.shape
    upper = closed(
        (0.09, -0.1),
        [
            ((0.16, -0.4), (0.44, -0.84 + k), (0.78, -0.74)),
            ((0.95, -0.68), (0.92, -0.36), (0.82, -0.2)),
            ((0.74, -0.06), (0.46, 0.02), (0.1, -0.02)),
        ],
    )
    lower = closed(
        (0.1, 0.05),
        [
            ((0.4, 0.06), (0.66, 0.06), (0.74, 0.24)),
            ((0.8, 0.42), (0.66, 0.56), (0.56, 0.6)),
            ((0.5, 0.72 + k), (0.4, 0.8 + k), (0.34, 0.72)),
            ((0.26, 0.56), (0.12, 0.36), (0.1, 0.05)),
        ],
    )
    windows = [
        *(_about(upper, (0.56, -0.38), share) for share in (0.66, 0.44)),
        *(_about(lower, (0.46, 0.32), share) for share in (0.6, 0.36)),
    ]
    feeler = stroke(
        spine(lambda t: _on(((0.02, -0.36), (0.05, -0.6), (0.14, -0.78), (0.3, -0.86)), t), 4),
        [0.022, 0.026, 0.03, 0.034, 0.05],
    )
    body: list[Segment] = [
        ((0.05, -0.3), (0.055, -0.22), (0.05, -0.1)),
        ((0.06, 0.1), (0.05, 0.3), (0.0, 0.46)),
    ]
    trunk = mirrored_outline((0.0, -0.31), body)
    rings = [*_both([upper, lower, *windows, feeler]), trunk]
    return contours(_scaled(rings, f.radius * 0.88))


def _about(ring: Ring, centre: Point, share: float) -> Ring:
    """Return a ring shrunk about a point inside it."""
    cx, cy = centre
    return [tuple((cx + (x - cx) * share, cy + (y - cy) * share) for x, y in seg) for seg in ring]


def great_leaf(f: Figure) -> Contours:
    """A great leaf, its blade parted by the veins, between two sprigs."""
    r, g = f.radius, f.gap
    wide, top, low = r * (0.46 + 0.08 * f.shape), -r * 0.94, r * 0.62
    begin = (0.0, low)
    edge: tuple[Segment, Segment] = (
        ((wide * 0.75, low - r * 0.06), (wide, r * 0.3), (wide, r * 0.02)),
        ((wide, -r * 0.36), (wide * 0.36, -r * 0.66), (0.0, top)),
    )
    veins = 7 if r > 20 else 5
    heights = [low - (low - top) * (0.02 + 0.8 * i / veins) for i in range(veins + 1)]
    half: list[Ring] = []
    for i in range(veins):
        half += _between_veins(begin, edge, heights[i] - g / 2, heights[i + 1] + g / 2, g / 2)
    stalk = stroke(
        spine(lambda t: (0.0, low + g + t * (r * 0.94 - low - g)), 2),
        [r * 0.05, r * 0.06, r * 0.09],
    )
    tip = _tip(begin, edge, heights[-1] - g / 2)
    sprig: list[Ring] = []
    for i in range(6):
        t = 0.385 - 0.047 * i
        size = r * (0.235 - 0.016 * i)
        sprig.append(laid(leaf(size, size * 0.44, fullness=0.8), polar(r * 0.8, t), t - 0.2))
    return contours([*_both(half), *tip, stalk, *_both(sprig)])


_RISE = 0.62


def _meets(begin: Point, edge: tuple[Segment, Segment], height: float) -> tuple[int, float]:
    """Return the part of the leaf's edge, and where on it, that a rising vein meets."""
    lowest = edge[0][-1]
    part = 0 if lowest[1] + _RISE * lowest[0] < height else 1
    start = begin if part == 0 else edge[0][-1]
    a, b = 0.0, 1.0
    for _ in range(40):
        mid = (a + b) / 2
        x, y = divided(start, edge[part], mid)[0][-1]
        a, b = (mid, b) if y + _RISE * x > height else (a, mid)
    return part, (a + b) / 2


def _between_veins(
    begin: Point, edge: tuple[Segment, Segment], low: float, high: float, side: float
) -> list[Ring]:
    """Return the field of the right half between two veins that leave the rib at two heights."""
    (i, s), (j, t) = _meets(begin, edge, low), _meets(begin, edge, high)
    starts = (begin, edge[0][-1])
    if i == j:
        if t <= s:
            return []
        after = divided(starts[i], edge[i], s)
        along = [divided(after[0][-1], after[1], (t - s) / (1 - s))[0]]
        first = after[0][-1]
    else:
        after = divided(starts[0], edge[0], s)
        along = [after[1], divided(starts[1], edge[1], t)[0]]
        first = after[0][-1]
    rib_low, rib_high = (side, low - _RISE * side), (side, high - _RISE * side)
    return [closed(rib_low, [(first,), *along, (rib_high,)])]


def _tip(begin: Point, edge: tuple[Segment, Segment], height: float) -> list[Ring]:
    part, t = _meets(begin, edge, height)
    start = begin if part == 0 else edge[0][-1]
    before, after = divided(start, edge[part], t)
    rest = [after] if part else [after, edge[1]]
    return [mirrored_outline((0.0, height), [(before[-1],), *rest])]


FIGURES: dict[str, Callable[[Figure], Contours]] = {
    "flower": flower,
    "sun": sun,
    "compass": compass,
    "bird": bird,
    "butterfly": butterfly,
    "leaf": great_leaf,
}
