"""Tilings of the plane: the tiles near one lattice point, as polygons in units of the lattice.

Square lattices have the cell 1 x 1, hexagonal ones 1 x sqrt(3) with a second
point in the middle. Sides of the cell are mirrors of the tiling, so that a
field of whole cells cuts its outer tiles in half.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from artstudio.patterns.shapes import Point, cosine, polar, sine

ROOT3 = round(math.sqrt(3), 12)
Polygon = list[Point]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A polygon and its part in the composition: 0 leads, 1 answers, 2 fills."""

    points: Polygon
    role: int


@dataclass(frozen=True, kw_only=True)
class Tiling:
    """A lattice and the tiles of one of its points.

    fold: how often its figure (a star, a cube, a block) looks the same in one turn;
    angles: of a star's rays, in degrees.
    """

    hexagonal: bool
    tiles: Callable[[float], list[Tile]]
    fold: int
    angles: tuple[float, float] = (0.0, 0.0)

    @property
    def high(self) -> float:
        """The height of a cell that is 1 wide."""
        return ROOT3 if self.hexagonal else 1.0


def regular(n: int, radius: float, centre: Point = (0.0, 0.0), start: float = 0.0) -> Polygon:
    """Return a regular polygon; `start` in turns from the top to its first corner."""
    return [
        (centre[0] + x, centre[1] + y) for x, y in (polar(radius, start + i / n) for i in range(n))
    ]


def hexagons(_angle: float) -> list[Tile]:
    """Honeycomb."""
    return [Tile(points=regular(6, 1 / ROOT3), role=0)]


def rhombs(_angle: float) -> list[Tile]:
    """Tumbling blocks: three rhombs that look like a cube."""
    rim = regular(6, 1 / ROOT3)
    faces = ((5, 0, 1), (1, 2, 3), (3, 4, 5))
    return [
        Tile(points=[(0.0, 0.0), *(rim[i] for i in face)], role=role)
        for role, face in enumerate(faces)
    ]


def triangles(_angle: float) -> list[Tile]:
    """Triangles in six round each point, dark and light in turn."""
    rim = regular(6, 1 / ROOT3)
    return [Tile(points=[(0.0, 0.0), rim[i], rim[(i + 1) % 6]], role=i % 2) for i in range(6)]


def star_and_cross(_angle: float) -> list[Tile]:
    """Eight-pointed stars with the crosses that they leave."""
    inner = 0.5 * cosine(1 / 8) / cosine(1 / 16)
    star = [polar(inner if i % 2 else 0.5, i / 16) for i in range(16)]
    quarter = star[1:4]
    cross: Polygon = [(0.5, 0.0)]
    cross = []
    for turn in range(4):
        c, s = cosine(turn / 4), sine(turn / 4)
        for x, y in [*reversed(quarter), star[0]]:
            dx, dy = x - 0.5, y + 0.5
            cross.append((0.5 + dx * c - dy * s, -0.5 + dx * s + dy * c))
    return [Tile(points=star, role=0), Tile(points=cross, role=1)]


def basket(_angle: float) -> list[Tile]:
    """Basket weave: three staves across, three along."""
    tiles = []
    for block in range(4):
        x0, y0 = -0.5 + 0.5 * (block % 2), -0.5 + 0.5 * (block // 2)
        for k in range(3):
            a, b = k / 6, (k + 1) / 6
            lying = block in {0, 3}
            box = [(0.0, a), (0.5, a), (0.5, b), (0.0, b)]
            turned = box if lying else [(y, x) for x, y in box]
            tiles.append(Tile(points=[(x0 + x, y0 + y) for x, y in turned], role=0))
    return tiles


def octagon_stars(angle: float) -> list[Tile]:
    """Islamic eight-fold stars on octagons and squares."""
    edge = round(math.sqrt(2) - 1, 12)
    corner = edge / 2 / sine(1 / 16)
    octagon = regular(8, corner, start=1 / 16)
    square = regular(4, edge / 2 / sine(1 / 8), centre=(0.5, 0.5))
    return [
        Tile(points=star_in(octagon, angle), role=0),
        Tile(points=star_in(square, angle), role=1),
        *_corner_tiles(octagon, square, angle),
    ]


def _corner_tiles(octagon: Polygon, square: Polygon, angle: float) -> list[Tile]:
    """Return what is left round the four corners of the square: octagon, octagon, square."""
    around = [_moved(octagon, x, y) for x in (0, 1) for y in (0, 1)]
    return [Tile(points=_gathered(corner, [*around, square], angle), role=2) for corner in square]


def dodecagon_stars(angle: float) -> list[Tile]:
    """Islamic twelve-fold stars on dodecagons and triangles."""
    radius = 0.5 / cosine(1 / 24)
    twelve = regular(12, radius, start=1 / 24)
    neighbours = [_moved(twelve, *polar(1.0, 1 / 12 + i / 6)) for i in range(6)]
    third = radius * 2 * sine(1 / 24) / ROOT3
    tiles = [Tile(points=star_in(twelve, angle), role=0)]
    for side in (0, 1):
        centre = polar(1 / ROOT3, side / 2)
        triangle = regular(3, third, centre, start=side / 2)
        tiles.append(Tile(points=star_in(triangle, angle), role=1))
        everything = [twelve, *neighbours, triangle]
        tiles += [Tile(points=_gathered(corner, everything, angle), role=2) for corner in triangle]
    return tiles


def hexagon_stars(angle: float) -> list[Tile]:
    """Six-fold stars in a honeycomb, with the triangles between."""
    rim = regular(6, 1 / ROOT3)
    around = [rim, *(_moved(rim, *polar(1.0, 1 / 12 + i / 6)) for i in range(6))]
    return [
        Tile(points=star_in(rim, angle), role=0),
        *(Tile(points=_gathered(rim[i], around, angle), role=2) for i in (0, 3)),
    ]


def star_in(polygon: Polygon, angle: float) -> Polygon:
    """Return the star of Hankin's method: two rays leave each side's middle at `angle` degrees.

    The star touches the polygon in the middles of its sides; its inner corners
    are where rays of neighbouring sides meet (C. S. Kaplan, "Islamic star
    patterns from polygons in contact", 2005).
    """
    n = len(polygon)
    middles = [_middle(polygon[i], polygon[(i + 1) % n]) for i in range(n)]
    points: Polygon = []
    for i in range(n):
        points += [middles[i], _inner(polygon, middles, i, angle)]
    return points


def _inner(polygon: Polygon, middles: Polygon, i: int, angle: float) -> Point:
    """Return where the rays from side i and side i + 1 meet, on the bisector of their corner."""
    n = len(polygon)
    corner, m, after = polygon[(i + 1) % n], middles[i], middles[(i + 1) % n]
    base = _middle(m, after)
    bx, by = corner[0] - m[0], corner[1] - m[1]
    half = math.sqrt(bx * bx + by * by)
    cx, cy = base[0] - m[0], base[1] - m[1]
    flat = math.sqrt(cx * cx + cy * cy)
    # The ray leaves at `angle` from the side; the chord of both middles at `lean`.
    lean = math.degrees(math.acos(max(-1.0, min(1.0, (bx * cx + by * cy) / (half * flat)))))
    depth = flat * round(math.tan(math.radians(angle - lean)), 12)
    ux, uy = base[0] - corner[0], base[1] - corner[1]
    length = math.sqrt(ux * ux + uy * uy)
    return (base[0] + depth * ux / length, base[1] + depth * uy / length)


def _gathered(corner: Point, polygons: Sequence[Polygon], angle: float) -> Polygon:
    """Return the tile round a corner where several polygons meet: between all their stars."""
    found: dict[Point, Point] = {}
    for polygon in polygons:
        n = len(polygon)
        for i in range(n):
            if _distance(polygon[(i + 1) % n], corner) < 1e-6:
                star = star_in(polygon, angle)
                for point in (star[2 * i], star[2 * i + 1], star[(2 * i + 2) % (2 * n)]):
                    found[round(point[0], 6), round(point[1], 6)] = point
    return sorted(
        found.values(), key=lambda p: round(math.atan2(p[1] - corner[1], p[0] - corner[0]), 9)
    )


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _moved(polygon: Polygon, dx: float, dy: float) -> Polygon:
    return [(x + dx, y + dy) for x, y in polygon]


TILINGS: dict[str, Tiling] = {
    "hexagons": Tiling(hexagonal=True, tiles=hexagons, fold=6),
    "rhombs": Tiling(hexagonal=True, tiles=rhombs, fold=3),
    "triangles": Tiling(hexagonal=True, tiles=triangles, fold=3),
    "star_and_cross": Tiling(hexagonal=False, tiles=star_and_cross, fold=8),
    "basket": Tiling(hexagonal=False, tiles=basket, fold=4),
    "octagon_stars": Tiling(hexagonal=False, tiles=octagon_stars, fold=8, angles=(55.0, 70.0)),
    "dodecagon_stars": Tiling(hexagonal=True, tiles=dodecagon_stars, fold=12, angles=(60.0, 72.0)),
    "hexagon_stars": Tiling(hexagonal=True, tiles=hexagon_stars, fold=6, angles=(45.0, 66.0)),
}
