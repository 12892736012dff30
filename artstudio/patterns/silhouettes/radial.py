"""Figures that turn about their middle: flower, sun, compass rose."""

from __future__ import annotations

import math
from collections.abc import Callable

from artstudio.geometry.contours import Contours, joined
from artstudio.patterns.layers import Cell, flames, lotus
from artstudio.patterns.shapes import (
    Point,
    Ring,
    annulus,
    circle,
    contours,
    inset_polygon,
    polar,
    polygon,
    star,
    unit,
)
from artstudio.patterns.silhouettes.figure import Figure
from artstudio.patterns.strokes import spine, stroke
from artstudio.patterns.transforms import repeat_polar, to_polar

# A corner of less than 24 degrees is too thin to cut; it ends as wide as this.
_SHARP, _TIP_MM = 0.208, 0.4


def flower(f: Figure) -> Contours:
    """A rose window of a flower: broad petals, dark tips behind, a wreath and a pierced heart."""
    foot, n = _flower_foot(f), flower_repeats(f)
    parts = [_petals(lotus, f, n, foot, f.radius, 0.0)]
    parts.append(_petals(flames, f, n, f.radius * 0.17, foot - f.gap, 0.5))
    heart = f.radius * 0.17 - f.gap
    parts.append(contours(annulus(heart, heart * 0.42 if heart > 1.2 else 0.0)))
    return joined(parts)


def flower_repeats(f: Figure) -> int:
    """Return how many petals a flower has: its fold, or what of it can be cut."""
    return _repeats(f, 5, 2 * math.pi * _flower_foot(f) / (4 * f.gap + 1))


def _flower_foot(f: Figure) -> float:
    return f.radius * (0.36 + 0.08 * f.shape)


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
    return repeat_polar(
        to_polar(strip, circumference=n * pitch, inner_radius=inner), n, start=start
    )


def _repeats(f: Figure, least: int, most: float) -> int:
    """Return a multiple of the figure's fold, or else a divisor of it that can be cut."""
    n = f.fold * -(-least // f.fold)
    while n > most and n > 3:
        n = next((d for d in range(n - 1, 2, -1) if n % d == 0), 3)
    return n


def sun(f: Figure) -> Contours:
    """A sun: straight and burning rays in turn around a disc with a star cut out."""
    r, (disc, foot) = f.radius, _sun_sizes(f)
    n = sun_repeats(f)
    half = math.pi * foot / (2 * n) - f.gap * 0.75
    tall = r - foot
    ray = [(-half, -foot), (half, -foot), (0.0, -r)]
    straight = polygon(ray) if f.close else _blunt(ray)
    end = 0.0 if f.close else min(0.3, _TIP_MM / 2 / half)

    def burn(t: float) -> Point:
        bow = math.sin(2 * math.pi * t) * half * (0.7 + 0.3 * f.shape) * min(1.0, 1.8 * t)
        return round(bow, 9), -(foot + tall * (0.04 + 0.9 * t))

    flame = stroke(spine(burn, 6), [2 * half * w for w in (0.9, 1.0, 1.0, 0.86, 0.6, 0.32, end)])
    core = star(n, disc * 0.62, disc * 0.36)
    parts = [
        repeat_polar(contours([straight]), n),
        repeat_polar(contours([flame]), n, start=0.5),
        contours([circle(disc), circle(disc * 0.76), core]),
    ]
    if disc * 0.16 > 0.4:
        parts.append(contours([circle(disc * 0.16)]))
    return joined(parts)


def sun_repeats(f: Figure) -> int:
    """Return how many straight rays a sun has; as many burning ones lie between them."""
    return _repeats(f, 8, math.pi * _sun_sizes(f)[1] / (1.5 * f.gap + 0.8))


def _sun_sizes(f: Figure) -> tuple[float, float]:
    """Return the radius of the disc, and the one at which the rays begin."""
    disc = f.radius * (0.36 + 0.06 * f.shape)
    return disc, disc + 1.4 * f.gap


def compass(f: Figure) -> Contours:
    """A compass rose: long points over short ones, each half light and half dark."""
    count = compass_repeats(f)
    r, waist = f.radius, f.radius * (0.2 + 0.05 * f.shape) * (1.0 if count == 4 else 1.25)
    notch = polar(waist, 0.5 / count)
    parts = [_point(f, [(0.0, 0.0), (0.0, -r), notch], count, 0.0)]
    far = polar(r, 0.5 / count)
    side = (far[0] * 0.22, -waist + (far[1] + waist) * 0.22)
    parts.append(_point(f, [(0.0, -waist), (0.0, -r * 0.7), side], count, 0.5))
    return joined(parts)


def compass_repeats(f: Figure) -> int:
    """Return how many long points a compass rose has; as many short ones lie between them."""
    return 8 if f.fold >= 16 and f.radius > 20 else 4


def _point(f: Figure, half: list[Point], count: int, start: float) -> Contours:
    """Return points of a star from the right half of one: a dark half and a light one."""
    dark = inset_polygon(half, f.gap / 2, sharpest=0.05 if f.close else 0.002)
    pale = [(-x, y) for x, y in dark]
    light = _shrunk(pale, max(1.2 * f.gap, f.radius * 0.018))
    rings = [polygon(dark), polygon(pale), *light]
    if not f.close:
        rings = [_blunt([segment[0] for segment in ring]) for ring in rings]
    return repeat_polar(contours(rings), count, start=start)


def _blunt(corners: list[Point]) -> Ring:
    """Return a polygon whose sharp corners end where it is as wide as can be cut."""
    points: list[Point] = []
    for i, (x, y) in enumerate(corners):
        before, after = corners[i - 1], corners[(i + 1) % len(corners)]
        ux, uy = unit(before[0] - x, before[1] - y)
        vx, vy = unit(after[0] - x, after[1] - y)
        sine_of_half = math.sqrt(max(0.0, (1 - ux * vx - uy * vy) / 2))
        if sine_of_half >= _SHARP:
            points.append((x, y))
            continue
        back = _TIP_MM / 2 / sine_of_half
        points += [(x + ux * back, y + uy * back), (x + vx * back, y + vy * back)]
    return polygon(points)


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
