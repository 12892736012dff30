"""The polygons that girih stars grow in: regular ones and what lies between them.

A panel's stars have their centres on a rectangular grid; edges are 1 long there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from artstudio.patterns.shapes import Point, polar

Polygon = list[Point]


def apothem(sides: int) -> float:
    """Return the distance of an edge from the middle, of a regular polygon with edges of 1."""
    return round(0.5 / math.tan(math.pi / sides), 12)


def steps(fold: int) -> tuple[float, float]:
    """Return the distances of columns and rows of stars; tens stand in rows that are shifted."""
    wide = 2 * apothem(fold)
    if fold == 10:
        return wide, wide * round(math.sin(math.radians(72)), 12)
    if fold == 12:
        return wide, wide * round(math.sin(math.radians(60)), 12)
    return wide, wide


def shift(fold: int) -> float:
    """Return how far every second row is shifted, in columns."""
    return {10: round(math.cos(math.radians(72)), 12), 12: 0.5}.get(fold, 0.0)


def star_polygon(fold: int, centre: Point) -> Polygon:
    """Return the regular polygon about a star, an edge to the right."""
    radius = 0.5 / math.sin(math.pi / fold)
    found = []
    for i in range(fold):
        x, y = polar(radius, (i + 0.5) / fold + 0.25)
        found.append((centre[0] + x, centre[1] + y))
    return found


def panel_tiles(fold: int, columns: int, rows: int) -> Iterator[Polygon]:
    """Yield the polygons of a panel and a little around it; the first star is at the origin."""
    wide, high = steps(fold)
    for row in range(-2, rows + 2):
        for column in range(-2, columns + 2):
            off = shift(fold) * wide if row % 2 else 0.0
            centre = (column * wide + off, row * high)
            yield star_polygon(fold, centre)
            yield from _between(fold, centre, row)


def _between(fold: int, centre: Point, row: int) -> list[Polygon]:
    """Return what lies to the lower right of a star."""
    wide, high = steps(fold)
    below = (1 if row % 2 == 0 else -1) * shift(fold) * wide
    others = [
        (centre[0] + wide, centre[1]),
        (centre[0] + below + (wide if below < 0 else 0.0), centre[1] + high),
    ]
    if fold == 12:
        down = [(centre[0] - wide / 2, centre[1] + high), (centre[0] + wide / 2, centre[1] + high)]
        return [_gap(fold, [centre, others[0], down[1]]), _gap(fold, [centre, *down[::-1]])]
    right = (others[1][0] + wide, others[1][1])
    if below < 0:
        others[1] = (centre[0] + below, centre[1] + high)
        right = (others[1][0] + wide, others[1][1])
    return [_gap(fold, [centre, others[0], right, others[1]])]


def _gap(fold: int, centres: Sequence[Point]) -> Polygon:
    """Return the polygon between stars that touch, given in order around it."""
    found: Polygon = []
    for i, centre in enumerate(centres):
        before, after = centres[i - 1], centres[(i + 1) % len(centres)]
        start = math.atan2(after[1] - centre[1], after[0] - centre[0])
        end = math.atan2(before[1] - centre[1], before[0] - centre[0])
        swing = (end - start) % (2 * math.pi)
        radius = 0.5 / math.sin(math.pi / fold)
        many = round(swing / (2 * math.pi / fold)) - 1
        corners = [
            (
                centre[0] + radius * math.cos(start + (k + 0.5) * 2 * math.pi / fold),
                centre[1] + radius * math.sin(start + (k + 0.5) * 2 * math.pi / fold),
            )
            for k in range(many + 1)
        ]
        found += corners[::-1]
    return _without_repeats(found)


def _without_repeats(points: Sequence[Point]) -> Polygon:
    kept: Polygon = []
    for point in points:
        if not kept or math.dist(point, kept[-1]) > 1e-6:
            kept.append(point)
    if math.dist(kept[0], kept[-1]) < 1e-6:
        kept.pop()
    return kept


def circle_tiles(fold: int) -> tuple[list[Polygon], list[tuple[Point, Point]], float]:
    """Return a star's polygon with a ring of pentagons and kites, the outer edges, the radius.

    The middle polygon has edges of 1.
    """
    r0 = 0.5 / math.sin(math.pi / fold)
    r1 = r0 + 1.0
    wide = 2 * r1 * math.sin(math.pi / fold)
    tip = r1 * math.cos(math.pi / fold) + 0.62 * wide
    outer = max(r1 + 0.95 * wide, tip / math.cos(math.pi / fold) * 1.02)

    def at(radius: float, k: float) -> Point:
        return polar(radius, k / fold)

    tiles = [[at(r0, k + 0.5) for k in range(fold)]]
    edges = []
    for k in range(fold):
        a, b = k - 0.5, k + 0.5
        tiles.append([at(r0, a), at(r1, a), at(tip, k), at(r1, b), at(r0, b)])
        tiles.append([at(r1, b), at(tip, k), at(outer, b), at(tip, k + 1)])
        edges += [(at(tip, k), at(outer, b)), (at(outer, b), at(tip, k + 1))]
    return tiles, edges, outer
