"""Places thinner than a limit, by the middle line between their two walls.

Points along the walls have a Voronoi diagram; the edges between cells of opposite walls
are the middle line (medial axis) of what lies between them, and half the distance of the
two points is how thin it is there. A place counts where its walls run along each other, as
the cut card has it; from there its line goes on as far as it is thinner than the limit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix  # type: ignore[import-untyped] # scipy has no types
from scipy.sparse.csgraph import (  # type: ignore[import-untyped] # scipy has no types
    connected_components,
)
from scipy.spatial import (  # type: ignore[import-untyped] # scipy has no types
    QhullError,
    Voronoi,
)

from artstudio.cutting.errors import TooManyPairs
from artstudio.cutting.offsets import moved
from artstudio.geometry.arrays import Flags, Floats, Geometries, Integers

# Walls that face each other squarely: a corner of 40 degrees and more has none.
_FACING = 0.94
# Within 6 degrees, as the cut card's needles.
_ALONG = 0.9945
_STEPS = 6
MAX_POINTS = 120_000


@dataclass(frozen=True, kw_only=True)
class ThinPlaces:
    """The middle lines (float64[n, 2, 2], mm) of thin places, and which place each is part of.

    widths: of each line. places: float64[k, 2], where each place is thinnest; smallest:
    float64[k], how thin.
    """

    lines: Floats
    widths: Floats
    place: Integers
    places: Floats
    smallest: Floats


def thin_places(areas: Geometries, limit_mm: float) -> ThinPlaces:
    """Return the places of `areas` (polygons) that are thinner than `limit_mm`.

    Raises TooManyPairs where there are too many of them.
    """
    points, along = _wall_points(areas, limit_mm)
    if len(points) > MAX_POINTS:
        raise TooManyPairs
    if len(points) < 4:
        return _nothing()
    try:
        diagram = Voronoi(points)
    except QhullError:
        return _nothing()
    ends = np.array(diagram.ridge_vertices)
    pairs = diagram.ridge_points
    lines = diagram.vertices[ends]
    apart = points[pairs[:, 0]] - points[pairs[:, 1]]
    width = np.hypot(*apart.T)
    middle = lines.mean(axis=1)
    reach = np.hypot(*(middle - points[pairs[:, 0]]).T)
    near = (ends >= 0).all(axis=1) & (width < limit_mm) & (width > _FACING * 2 * reach)
    near[near] = _inside(areas, lines[near])
    if not near.any():
        return _nothing()
    facing = np.abs((along[pairs[near, 0]] * along[pairs[near, 1]]).sum(axis=1)) > _ALONG
    return _grouped(lines[near], ends[near], width[near], facing)


def strips(thin: ThinPlaces, width_mm: float) -> Geometries:
    """Return for each place the area within half of `width_mm` of its middle line."""
    lines = np.asarray(shapely.linestrings(thin.lines), dtype=object)
    whole = [
        shapely.buffer(
            shapely.multilinestrings(list(lines[thin.place == k])), width_mm / 2, quad_segs=24
        )
        for k in range(len(thin.places))
    ]
    return np.array(whole, dtype=object)


def _wall_points(areas: Geometries, limit: float) -> tuple[Floats, Floats]:
    """Return points along the walls of whatever is thin, and the wall's direction at each."""
    wide = moved(moved(areas, -limit / 2 + 0.002), limit / 2)
    rest = shapely.difference(areas, wide)
    near = shapely.buffer(shapely.union_all(rest), limit / 2, quad_segs=4)
    walls = shapely.intersection(shapely.boundary(areas), near)
    lines = shapely.get_parts(shapely.get_parts(shapely.line_merge(walls)))
    lines = lines[shapely.get_type_id(lines) == 1]
    if not len(lines):
        return np.zeros((0, 2)), np.zeros((0, 2))
    dense = shapely.segmentize(lines, limit / _STEPS)
    points, line = shapely.get_coordinates(dense, return_index=True)
    same = line[1:] == line[:-1]
    steps = (points[1:] - points[:-1])[same]
    first, last = points[:-1][same], points[1:][same]
    length = np.hypot(*steps.T)
    kept = length > 1e-6
    unit = steps[kept] / length[kept][:, None]
    # With their ends, so that a gap is opened up to its mouth.
    ends = [(first + last)[kept] / 2, first[kept], last[kept]]
    return _distinct(np.concatenate(ends), np.concatenate([unit] * 3))


def _distinct(points: Floats, along: Floats) -> tuple[Floats, Floats]:
    first = np.sort(np.unique(points.round(6), axis=0, return_index=True)[1])
    return points[first], along[first]


def _inside(areas: Geometries, lines: Floats) -> Flags:
    whole = shapely.union_all(areas)
    shapely.prepare(whole)
    first = shapely.contains_properly(whole, shapely.points(lines[:, 0]))
    last = shapely.contains_properly(whole, shapely.points(lines[:, 1]))
    return np.asarray(first) & np.asarray(last)


def _grouped(lines: Floats, ends: Integers, width: Floats, facing: Flags) -> ThinPlaces:
    """Return the lines of the connected groups that have walls along each other."""
    names, flat = np.unique(ends, return_inverse=True)
    flat = flat.reshape(ends.shape)
    size = len(names)
    graph = coo_matrix((np.ones(len(flat)), (flat[:, 0], flat[:, 1])), shape=(size, size))
    group = connected_components(graph, directed=False)[1][flat[:, 0]]
    counted = np.unique(group[facing])
    kept = np.isin(group, counted)
    place = np.searchsorted(counted, group[kept])
    order = np.lexsort((width[kept], place))
    first = order[np.unique(place[order], return_index=True)[1]]
    return ThinPlaces(
        lines=lines[kept],
        widths=width[kept],
        place=place,
        places=lines[kept][first].mean(axis=1),
        smallest=width[kept][first],
    )


def _nothing() -> ThinPlaces:
    none = np.zeros(0)
    return ThinPlaces(
        lines=np.zeros((0, 2, 2)),
        widths=none,
        place=np.zeros(0, np.int64),
        places=np.zeros((0, 2)),
        smallest=none,
    )
