"""Inside corners that a round tool cannot reach into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.polygons import (
    TOLERANCE_MM,
    Flags,
    FlatRings,
    Floats,
    Integers,
)

# A corner that turns by less leaves less than 1.5 % of the tool's radius standing.
_LEAST_TURN = np.radians(20)


@dataclass(frozen=True, kw_only=True)
class TightCorners:
    """Places (float64[n, 2], mm) of corners with a smaller radius than the tool's.

    around: where the tool runs around the ink, which is kept: corners of the light.
    within: where it clears the ink away, as for an inlay's bed: corners of the ink.
    """

    around: Floats
    within: Floats


def tight_corners(rings: FlatRings, tool_diameter_mm: float) -> TightCorners:
    """Return the corners of `rings`, which have their ink to the left (y up), tighter than a tool.

    A corner is a run of points at which the ring turns the same way and faster than
    the tool could: by more than their distance over its radius. Between longer edges
    it is a point that no curve has: chords of length L that turn by a are a L / 8 from
    their curve, and ours are never farther than the tolerance. All of a run turns by
    at least 20 degrees.
    """
    arriving = rings.points - rings.points[rings.previous()]
    leaving = arriving[rings.following()]
    turn = np.arctan2(
        arriving[:, 0] * leaving[:, 1] - arriving[:, 1] * leaving[:, 0],
        (arriving * leaving).sum(axis=1),
    )
    lengths = np.hypot(arriving[:, 0], arriving[:, 1])
    shorter = np.minimum(lengths, lengths[rings.following()])
    is_point = (np.abs(turn) > _LEAST_TURN) & (np.abs(turn) * shorter / 8 > 2 * TOLERANCE_MM)
    is_tight = is_point | (np.abs(turn) * (tool_diameter_mm / 2) > shorter)
    # Points are corners each for themselves, and so is what a long edge divides.
    alone = is_point | is_point[rings.previous()] | (lengths > tool_diameter_mm / 2)
    # Turning left is a corner of what is to the left.
    return TightCorners(
        around=_places(rings, is_tight & (turn < 0), alone, turn),
        within=_places(rings, is_tight & (turn > 0), alone, turn),
    )


def _places(rings: FlatRings, tight: Flags, alone: Flags, turn: Floats) -> Floats:
    """Return the middle of each run of tight points that turns far enough."""
    if not tight.any():
        return np.zeros((0, 2))
    begins = tight & (alone | ~tight[rings.previous()])
    low = rings.offsets[:-1]
    # A ring that is tight all around is one corner, such as a hole smaller than the tool.
    begins[low] |= tight[low] & ~np.logical_or.reduceat(begins, low)
    points = _from_a_beginning(rings, begins)
    points = points[tight[points]]
    first = np.flatnonzero(begins[points])
    total = np.abs(np.add.reduceat(turn[points], first))
    sizes = np.diff(np.append(first, len(points)))
    middle = rings.points[points[first + sizes // 2]]
    return np.asarray(middle[total >= _LEAST_TURN], dtype=np.float64)


def _from_a_beginning(rings: FlatRings, begins: Flags) -> Integers:
    """Return the order of points in which each ring starts where a run begins, if one does."""
    index = np.arange(len(begins))
    ring = rings.ring_of_points()
    start = rings.offsets[:-1].copy()
    at = np.flatnonzero(begins)[::-1]
    start[ring[at]] = at
    size, low = rings.sizes[ring], rings.offsets[ring]
    return np.asarray(low + (index - low + start[ring] - low) % size)
