"""The tiles of a field: shrunk by half a joint, pierced, laid on the lattice of their tiling."""

from __future__ import annotations

import math

import shapely

from artstudio.geometry.contours import Contours
from artstudio.patterns.field import Field
from artstudio.patterns.shapes import Point, Ring, contours, inset_polygon, polygon, unit
from artstudio.patterns.tessellation.parameters import TessellationParameters
from artstudio.patterns.tilings import TILINGS, Polygon
from artstudio.patterns.transforms import moved

# What is left of a tile at the edge is dropped where it is narrower.
SMALLEST_PART_MM = 0.35


def tiles_in(
    p: TessellationParameters, wide: float, high: float, field: Field, *, as_once: bool = False
) -> list[Contours]:
    """Return the tiles of every lattice point: copied inside the field, cut along its rim.

    as_once: cut as the first version of the engine did.
    """
    tiling = TILINGS[p.tiling]
    sx, sy = wide / p.columns, high / p.rows / tiling.high
    shapes = []
    for tile in tiling.tiles(p.angle):
        points = [(x * sx, y * sy) for x, y in tile.points]
        if shape := _pierced(points, p.hollow[tile.role], p.joint_mm):
            shapes.append(shape)
    whole = contours(polygon(outline) for shape in shapes for outline in shape)
    extent = (
        max((abs(v) for shape in shapes for point in shape[0] for v in point), default=0) * 1.42
    )
    parts, cut = [], []
    for x, y in _lattice(p, tiling.hexagonal):
        at = (x * sx, y * sy * tiling.high)
        if field.holds(at, extent):
            parts.append(moved(whole, *at))
        elif field.near(at, extent):
            for shape in shapes:
                cut += _cut(p, field, shape, at, as_once=as_once)
    return [*parts, contours(cut)]


def _cut(
    p: TessellationParameters, field: Field, shape: list[Polygon], at: Point, *, as_once: bool
) -> list[Ring]:
    if as_once:
        return field.cut_as_once(shape, at, p.joint_mm * 0.8)
    smallest = max(p.joint_mm * 0.9, SMALLEST_PART_MM)
    return field.cut(shape, at, smallest, wall_mm=max(_wall(shape), SMALLEST_PART_MM))


def _wall(shape: list[Polygon]) -> float:
    """Return how far a tile's hole is from its edge, in mm; 0 where it has none."""
    if len(shape) == 1:
        return 0.0
    edge, hole = (shapely.LinearRing(ring) for ring in shape)
    return round(float(shapely.distance(edge, hole)), 6)


def nodes_in(p: TessellationParameters) -> int:
    """Return about how many nodes the tiles have, as if all were pierced and none outside."""
    tiles = sum(len(tile.points) for tile in TILINGS[p.tiling].tiles(p.angle))
    return 2 * tiles * len(_lattice(p, TILINGS[p.tiling].hexagonal))


def _lattice(p: TessellationParameters, hexagonal: bool) -> list[Point]:  # noqa: FBT001 - a fact
    """Return the lattice points in cells from the middle of the field, one ring too many."""
    ox, oy = p.columns / 2, p.rows / 2
    if p.round:
        # The middle of a tile belongs into the middle of a round.
        ox, oy = math.ceil(ox), math.ceil(oy)
    reach = 2 if p.round else 1
    points = [
        (i - ox, j - oy)
        for j in range(-reach, p.rows + reach + 1)
        for i in range(-reach, p.columns + reach + 1)
    ]
    return points + ([(x + 0.5, y + 0.5) for x, y in points] if hexagonal else [])


def _pierced(points: Polygon, share: float, joint: float) -> list[Polygon]:
    """Return a tile less half a joint all round, and its hole where that can be cut.

    The hole is the outline scaled by `share` about the tile's middle.
    """
    n = len(points)
    cx, cy = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    inner = inset_polygon(points, joint / 2)
    if any(_turned_over(points, inner, i) for i in range(n)):
        return []
    depth = min(_depth((cx, cy), inner[i - 1], inner[i]) for i in range(n))
    if depth < 0.2:
        return []
    share = min(share, 1 - max(0.4, joint) / max(depth, 0.01))
    if share * depth < 0.4:
        return [inner]
    return [inner, [(cx + (x - cx) * share, cy + (y - cy) * share) for x, y in inner]]


def _turned_over(points: Polygon, inner: Polygon, i: int) -> bool:
    """Tell whether side i has shrunk to nothing: the tile is too small for its joint."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[i - 1], points[i], inner[i - 1], inner[i]
    return (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) < 0.01


def _depth(centre: Point, a: Point, b: Point) -> float:
    """Return how far a side's line lies from the centre."""
    ux, uy = unit(b[0] - a[0], b[1] - a[1])
    return abs((centre[0] - a[0]) * uy - (centre[1] - a[1]) * ux)
