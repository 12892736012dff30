"""Inside corners that a round tool cannot reach into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.polygons import TOLERANCE_MM, FlatRings

# A corner that turns by less leaves less than 1.5 % of the tool's radius standing.
_LEAST_TURN = np.radians(20)
# A corner that leaves less than this standing is as good as cut.
_LEAST_LEFT_MM = 0.005
# What is left of a corner is told by its first third of a turn.
_MOST_TURN = np.radians(120)


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
    at least 20 degrees, and at least 0.005 mm stay standing: of a corner with a radius
    r that turns by a, a tool of radius t leaves (t - r) (1 / cos(a / 2) - 1).
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
    # A point has no radius; else the curve turns along half the chords beside it.
    along = np.where(is_point, 0.0, (lengths + lengths[rings.following()]) / 2)
    corners = _Corners(rings, alone, turn, along, tool_diameter_mm / 2)
    # Turning left is a corner of what is to the left.
    return TightCorners(
        around=corners.places(is_tight & (turn < 0)),
        within=corners.places(is_tight & (turn > 0)),
    )


@dataclass(frozen=True)
class _Corners:
    """Rings, where their corners are parted, and how their points turn along which length."""

    rings: FlatRings
    alone: Flags
    turn: Floats
    along: Floats
    tool_radius: float

    def places(self, tight: Flags) -> Floats:
        """Return the middle of each run of tight points that leaves enough standing."""
        rings = self.rings
        if not tight.any():
            return np.zeros((0, 2))
        begins = tight & (self.alone | ~tight[rings.previous()])
        low = rings.offsets[:-1]
        # A ring that is tight all around is one corner, such as a hole smaller than the tool.
        begins[low] |= tight[low] & ~np.logical_or.reduceat(begins, low)
        points = _from_a_beginning(rings, begins)
        points = points[tight[points]]
        first = np.flatnonzero(begins[points])
        total = np.abs(np.add.reduceat(self.turn[points], first))
        radius = np.add.reduceat(self.along[points], first) / np.maximum(total, 1e-9)
        half = np.minimum(total, _MOST_TURN) / 2
        left = (self.tool_radius - radius) * (1 / np.cos(half) - 1)
        sizes = np.diff(np.append(first, len(points)))
        middle = rings.points[points[first + sizes // 2]]
        kept = (total >= _LEAST_TURN) & (left > _LEAST_LEFT_MM)
        return np.asarray(middle[kept], dtype=np.float64)


def _from_a_beginning(rings: FlatRings, begins: Flags) -> Integers:
    """Return the order of points in which each ring starts where a run begins, if one does."""
    index = np.arange(len(begins))
    ring = rings.ring_of_points()
    start = rings.offsets[:-1].copy()
    at = np.flatnonzero(begins)[::-1]
    start[ring[at]] = at
    size, low = rings.sizes[ring], rings.offsets[ring]
    return np.asarray(low + (index - low + start[ring] - low) % size)
