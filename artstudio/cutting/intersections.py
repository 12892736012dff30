"""Where contours meet: rings that cross themselves or each other, touch, overlap or repeat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.cutting.errors import TooManyPairs
from artstudio.cutting.near_chords import near_chords
from artstudio.cutting.repeated_cuts import SAME_MM
from artstudio.geometry.arrays import Flags, Floats, Geometries, Integers
from artstudio.geometry.chords import straight_chords
from artstudio.geometry.polygons import FlatRings

# Above these a knot takes minutes; no drawing that can be cut comes near.
MAX_MEETING_PAIRS = 5_000
MAX_SELF_MEETINGS = 20_000
# Outlines that share less than this meet in a point.
_SHARED_MM = 0.01


@dataclass(frozen=True, kw_only=True)
class Intersections:
    """How the rings of a drawing meet; places are float64[n, 2] in mm.

    self_crossings: points where a ring meets itself.
    crossings: pairs of rings that cut through each other.
    overlaps: pairs that run along each other for a stretch and are no duplicates.
    duplicates: rings that repeat an earlier one.
    touches: pairs that meet in single points only.
    along: int64[2, n], the pairs of rings of duplicates and overlaps.
    entangled: bool[rings], those that meet themselves or another in any way.
    """

    self_crossings: Floats
    crossings: Floats
    overlaps: Floats
    duplicates: Floats
    touches: Floats
    along: Integers
    entangled: Flags


def near_rings(rings: FlatRings) -> tuple[Integers, Integers]:
    """Return pairs of rings that come near each other, a ring and itself among them.

    A ring is paired with itself as often as its own chords come near each other.
    """
    longest = max(4 * rings.length() / max(1, len(rings.points)), SAME_MM)
    chords = straight_chords(rings, longest)
    one, other = near_chords(chords, SAME_MM)
    return chords.ring[one], chords.ring[other]


def find_intersections(
    rings: FlatRings, near: tuple[Integers, Integers] | None = None
) -> Intersections:
    """Return how `rings` meet. Raises TooManyPairs, shapely.errors.GEOSException.

    near: pairs of rings as `near_rings` gives them; no others are looked at.
    """
    first, second = near_rings(rings) if near is None else near
    lines, areas = rings.lines(), rings.polygons()
    one, other = _distinct_pairs(first, second, len(rings))
    suspects = np.unique(first[first == second])
    invalid = suspects[~shapely.is_valid(areas[suspects])]
    own = np.bincount(first[first == second], minlength=len(rings))
    if int(own[invalid].sum()) > MAX_SELF_MEETINGS:
        raise TooManyPairs
    areas[invalid] = shapely.make_valid(areas[invalid])
    twins = _are_twins(rings, lines, one, other)
    repeated, original = other[twins], one[twins]
    # Copies would report every meeting again.
    fresh = ~twins & ~np.isin(one, repeated) & ~np.isin(other, repeated)
    one, other = one[fresh], other[fresh]
    shapely.prepare(lines[np.unique(one)])
    meet = shapely.intersects(lines[one], lines[other])
    one, other = one[meet], other[meet]
    if len(one) + len(repeated) > MAX_MEETING_PAIRS:
        raise TooManyPairs
    crossing, shared, places = _kinds(lines, areas, one, other)
    return Intersections(
        self_crossings=_self_crossings(lines[invalid]),
        crossings=places[crossing],
        overlaps=places[shared],
        touches=places[~crossing & ~shared],
        duplicates=rings.firsts()[np.unique(repeated)],
        along=np.stack(
            [np.concatenate([original, one[shared]]), np.concatenate([repeated, other[shared]])]
        ),
        entangled=np.isin(
            np.arange(len(rings)), np.concatenate([one, other, invalid, repeated, original])
        ),
    )


def _distinct_pairs(first: Integers, second: Integers, count: int) -> tuple[Integers, Integers]:
    """Return each pair of different rings once, the earlier ring first."""
    apart = first != second
    low, high = np.minimum(first, second)[apart], np.maximum(first, second)[apart]
    one, other = np.divmod(np.unique(low * np.int64(max(1, count)) + high), max(1, count))
    return one, other


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
) -> tuple[Flags, Flags, Floats]:
    """Tell which pairs cross and which overlap, and return a place for each."""
    common = shapely.intersection(lines[one], lines[other])
    crossing = shapely.overlaps(areas[one], areas[other])
    shared = (shapely.length(common) > _SHARED_MM) & ~crossing
    return crossing, shared, _some_point(common)


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
