"""Penrose tilings: kites and darts (P2) and rhombs (P3), by deflation of Robinson triangles.

R. M. Robinson's triangles; see B. Grünbaum and G. C. Shephard, "Tilings and Patterns",
10.3. A tile is two mirrored triangles (A, B, C) that share the side BC.
"""

from __future__ import annotations

from collections.abc import Callable

from artstudio.patterns.family import require
from artstudio.patterns.figure.parameters import FigureParameters
from artstudio.patterns.shapes import Point, Ring, inset_polygon, polar, polygon

GOLDEN = (1 + 5**0.5) / 2
Triangle = tuple[int, Point, Point, Point]


def _between(a: Point, b: Point) -> Point:
    return a[0] + (b[0] - a[0]) / GOLDEN, a[1] + (b[1] - a[1]) / GOLDEN


def _divide_rhombs(triangle: Triangle) -> list[Triangle]:
    kind, a, b, c = triangle
    if kind == 0:
        p = _between(a, b)
        return [(0, c, p, b), (1, p, c, a)]
    q, r = _between(b, a), _between(b, c)
    return [(1, r, c, a), (1, q, r, b), (0, r, q, a)]


def _divide_kites(triangle: Triangle) -> list[Triangle]:
    kind, a, b, c = triangle
    if kind == 0:
        q, r = _between(a, b), _between(b, c)
        return [(1, r, q, b), (0, q, a, r), (0, c, a, r)]
    p = _between(c, a)
    return [(1, b, p, a), (0, p, c, b)]


def penrose_rhombs(p: FigureParameters, radius: float) -> list[Ring]:
    """Return thick and thin rhombs, `count` times divided."""
    return _tiles(p, radius, _divide_rhombs, apex_first=True)


def penrose_kites(p: FigureParameters, radius: float) -> list[Ring]:
    """Return kites and darts, `count` times divided."""
    return _tiles(p, radius, _divide_kites, apex_first=False)


def _tiles(
    p: FigureParameters,
    radius: float,
    divide: Callable[[Triangle], list[Triangle]],
    *,
    apex_first: bool,
) -> list[Ring]:
    """Return the whole tiles inside the circle, each less half a gap all round."""
    # Somewhat larger than the circle, so that whole tiles reach its rim everywhere.
    reach = radius * 1.12
    edge = reach / GOLDEN**p.count
    require(p.gap_mm < 0.25 * edge, "its tiles are too small for the gap between them.")
    wheel: list[Triangle] = []
    for i in range(10):
        b, c = polar(reach, (2 * i - 1) / 20), polar(reach, (2 * i + 1) / 20)
        b, c = (c, b) if i % 2 else (b, c)
        wheel.append((0, (0.0, 0.0), b, c) if apex_first else (0, b, (0.0, 0.0), c))
    for _ in range(p.count):
        wheel = [part for triangle in wheel for part in divide(triangle)]
    halves: dict[tuple[int, int], list[Triangle]] = {}
    for triangle in wheel:
        _, _, b, c = triangle
        key = (round((b[0] + c[0]) / radius * 1e6), round((b[1] + c[1]) / radius * 1e6))
        halves.setdefault(key, []).append(triangle)
    tiles = [
        [pair[0][1], pair[0][2], pair[1][1], pair[0][3]]
        for pair in halves.values()
        if len(pair) == 2
    ]
    inside = [tile for tile in tiles if all(x * x + y * y <= radius * radius for x, y in tile)]
    return [polygon(inset_polygon(tile, p.gap_mm / 2)) for tile in inside]
