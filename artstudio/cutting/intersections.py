"""Where contours meet: rings that cross themselves or each other, touch, overlap or repeat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.geometry.polygons import (
    Flags,
    FlatRings,
    Floats,
    Geometries,
    Integers,
)

# Outlines nearer than this all along are cut in the same kerf.
SAME_MM = 0.02
# Above these a knot takes minutes; no drawing that can be cut comes near.
MAX_MEETING_PAIRS = 3_000
MAX_SELF_MEETINGS = 20_000
# Outlines that share less than this meet in a point.
_SHARED_MM = 0.01


class TooComplex(Exception):
    """The rings meet so often that it would take minutes to tell how."""


@dataclass(frozen=True, kw_only=True)
class Intersections:
    """How the rings of a drawing meet; places are float64[n, 2] in mm.

    self_crossings: points where a ring meets itself.
    crossings: pairs of rings that cut through each other.
    overlaps: pairs that run along each other for a stretch and are no duplicates.
    duplicates: rings that repeat an earlier one.
    touches: pairs that meet in single points only.
    entangled: bool[rings], those that meet themselves or another in any way.
    """

    self_crossings: Floats
    crossings: Floats
    overlaps: Floats
    duplicates: Floats
    touches: Floats
    entangled: Flags


def find_intersections(rings: FlatRings) -> Intersections:
    """Return how `rings` meet. Raises TooTangledError, shapely.errors.GEOSException."""
    lines, areas = rings.lines(), rings.polygons()
    is_valid = shapely.is_valid(areas)
    invalid = np.flatnonzero(~is_valid)
    if _near_edges(rings.chosen(~is_valid)) > MAX_SELF_MEETINGS:
        raise TooComplex
    areas[invalid] = shapely.make_valid(areas[invalid])
    one, other = shapely.STRtree(lines).query(lines)
    one, other = one[one < other], other[one < other]
    twins = _are_twins(rings, lines, one, other)
    repeated, original = other[twins], one[twins]
    # Copies would report every meeting again.
    fresh = ~twins & ~np.isin(one, repeated) & ~np.isin(other, repeated)
    one, other = one[fresh], other[fresh]
    shapely.prepare(lines)
    meet = shapely.intersects(lines[one], lines[other])
    one, other = one[meet], other[meet]
    if len(one) > MAX_MEETING_PAIRS:
        raise TooComplex
    kinds = _kinds(lines, areas, one, other)
    return Intersections(
        self_crossings=_self_crossings(lines[invalid]),
        crossings=kinds[0],
        overlaps=kinds[1],
        touches=kinds[2],
        duplicates=rings.firsts()[np.unique(repeated)],
        entangled=np.isin(
            np.arange(len(rings)), np.concatenate([one, other, invalid, repeated, original])
        ),
    )


def _near_edges(rings: FlatRings) -> float:
    """Return about how many pairs of edges have boxes that meet, besides neighbours."""
    if not len(rings):
        return 0
    ends = np.stack([rings.points, rings.points[rings.previous()]], axis=1)
    boxes = np.asarray(shapely.box(*ends.min(axis=1).T, *ends.max(axis=1).T))
    some = boxes[:: max(1, len(boxes) // 300)]
    met: int = shapely.STRtree(boxes).query(some).shape[1]
    return (met / len(some) - 3) * len(boxes) / 2


def _are_twins(rings: FlatRings, lines: Geometries, one: Integers, other: Integers) -> Flags:
    """Tell which pairs lie within SAME_MM of each other everywhere."""
    bounds = rings.bounds()
    alike = np.flatnonzero((np.abs(bounds[one] - bounds[other]) <= SAME_MM).all(axis=1))
    apart = shapely.hausdorff_distance(lines[one[alike]], lines[other[alike]])
    twins = np.zeros(len(one), dtype=bool)
    twins[alike[apart <= SAME_MM]] = True
    return twins


def _kinds(
    lines: Geometries, areas: Geometries, one: Integers, other: Integers
) -> tuple[Floats, Floats, Floats]:
    """Return a place for each pair that crosses, that overlaps, and that touches."""
    common = shapely.intersection(lines[one], lines[other])
    crossing = shapely.overlaps(areas[one], areas[other])
    shared = (shapely.length(common) > _SHARED_MM) & ~crossing
    places = _some_point(common)
    return places[crossing], places[shared], places[~crossing & ~shared]


def _some_point(geometries: Geometries) -> Floats:
    points = shapely.point_on_surface(geometries)
    return np.stack([shapely.get_x(points), shapely.get_y(points)], axis=1)


def _self_crossings(lines: Geometries) -> Floats:
    """Return the points where more than one stretch of the same ring meet.

    Split where it crosses itself, a ring becomes stretches whose ends are those
    points; a ring that crosses nothing is one stretch with both its ends in one point.
    """
    if not len(lines):
        return np.zeros((0, 2))
    split = shapely.line_merge(shapely.union_all(lines[:, None], axis=1))
    stretches, ring = shapely.get_parts(split, return_index=True)
    ends = np.concatenate([shapely.get_point(stretches, 0), shapely.get_point(stretches, -1)])
    at = np.stack([np.tile(ring, 2), shapely.get_x(ends), shapely.get_y(ends)], axis=1)
    unique, count = np.unique(at, axis=0, return_counts=True)
    return np.asarray(unique[count > 2, 1:], dtype=np.float64)
