"""Rings of straight lines, close enough to the curves they stand for to be measured instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Floats, Geometries, Integers
from artstudio.geometry.contours import CUBIC, Contours

# How far a chord may be from its curve; few machines hold as much.
TOLERANCE_MM = 0.01
MAX_POINTS = 400_000
_MAX_CHORDS = 256


@dataclass(frozen=True)
class FlatRings:
    """Closed rings of chords.

    points: float64[n, 2], mm; the last point of a ring is joined to its first.
    offsets: int64[rings + 1]; ring r has the points offsets[r]:offsets[r + 1].
    """

    points: Floats
    offsets: Integers

    def __len__(self) -> int:
        """Return the number of rings."""
        return len(self.offsets) - 1

    @property
    def sizes(self) -> Integers:
        """Return the number of points of each ring."""
        return np.diff(self.offsets)

    def ring_of_points(self) -> Integers:
        """Return for each point the ring it belongs to."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def previous(self) -> Integers:
        """Return for each point the index of the one before it on its ring."""
        before = np.arange(len(self.points)) - 1
        before[self.offsets[:-1]] = self.offsets[1:] - 1
        return before

    def following(self) -> Integers:
        """Return for each point the index of the one after it on its ring."""
        after = np.arange(len(self.points)) + 1
        after[self.offsets[1:] - 1] = self.offsets[:-1]
        return after

    def length(self) -> float:
        """Return the length of all rings in mm."""
        edges = self.points - self.points[self.previous()]
        return float(np.hypot(edges[:, 0], edges[:, 1]).sum())

    def areas(self) -> Floats:
        """Return the signed area of each ring: positive with the inside to the left, y up."""
        if not len(self):
            return np.zeros(0)
        origin = self.points[self.offsets[:-1]][self.ring_of_points()]
        a, b = self.points[self.previous()] - origin, self.points - origin
        doubled = np.add.reduceat(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0], self.offsets[:-1])
        return np.asarray(doubled / 2, dtype=np.float64)

    def bounds(self) -> Floats:
        """Return float64[rings, 4]: x0, y0, x1, y1 of each ring."""
        if not len(self):
            return np.zeros((0, 4))
        low = np.minimum.reduceat(self.points, self.offsets[:-1])
        high = np.maximum.reduceat(self.points, self.offsets[:-1])
        return np.hstack([low, high])

    def firsts(self) -> Floats:
        """Return the first point of each ring."""
        return self.points[self.offsets[:-1]]

    def turned(self, rings: Flags) -> FlatRings:
        """Return the same rings, the flagged ones run the other way."""
        index = np.arange(len(self.points))
        ring = self.ring_of_points()
        mirrored = self.offsets[ring] + self.offsets[ring + 1] - 1 - index
        return FlatRings(self.points[np.where(rings[ring], mirrored, index)], self.offsets)

    def chosen(self, rings: Flags) -> FlatRings:
        """Return the flagged rings."""
        kept = self.points[np.repeat(rings, self.sizes)]
        return FlatRings(kept, np.concatenate([[0], np.cumsum(self.sizes[rings])]))

    def lines(self) -> Geometries:
        """Return the rings as shapely's linear rings."""
        if not len(self):
            return np.empty(0, dtype=object)
        return np.asarray(shapely.linearrings(self.points, indices=self.ring_of_points()))

    def polygons(self) -> Geometries:
        """Return what each ring encloses; not valid where a ring crosses itself."""
        return np.asarray(shapely.polygons(self.lines()))


def rings_of_polygons(polygons: Geometries) -> FlatRings:
    """Return the outlines and holes of polygons, each with the polygon to its left, y up."""
    upright = np.atleast_1d(shapely.orient_polygons(polygons, exterior_cw=False))
    rings = shapely.get_rings(upright)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    # shapely repeats the first point at the end.
    is_last = np.concatenate([ring[1:] != ring[:-1], [True]]) if len(ring) else ring == 0
    sizes = np.bincount(ring, minlength=len(rings)) - 1
    return FlatRings(points[~is_last], np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


def concat(parts: Sequence[FlatRings]) -> FlatRings:
    """Return all rings of `parts` as one, in order."""
    sizes = np.concatenate([part.sizes for part in parts])
    points = np.concatenate([part.points for part in parts])
    return FlatRings(points, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


def flattened(contours: Contours, *, tolerance_mm: float = TOLERANCE_MM) -> FlatRings:
    """Return `contours` (mm) as chords that stay within `tolerance_mm` of their curves.

    A cubic cut into n equal parts is at most M / (8 n²) from its chords, where M
    bounds its second derivative: 6 times the larger second difference of its
    controls (Farin, Curves and Surfaces for CAGD, on the distance to the chord).
    Above 400,000 points or 256 chords to a curve the chords get longer instead.
    """
    starts, points = contours.starts(), contours.points
    counts = chord_counts(contours, tolerance_mm)
    segment = np.repeat(np.arange(contours.nodes), counts)
    ends = np.cumsum(counts)
    step = np.arange(len(segment)) - np.repeat(ends - counts, counts) + 1
    t = (step / counts[segment])[:, None]
    s = 1 - t
    p1, p2, p3 = (points[segment, i] for i in range(3))
    flat = s**3 * starts[segment] + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t**3 * p3
    flat[ends - 1] = points[:, 2]
    return FlatRings(flat, np.concatenate([[0], ends])[contours.offsets])


def chord_counts(contours: Contours, tolerance_mm: float) -> Integers:
    """Return into how many chords `flattened` cuts each segment."""
    counts = _chords(contours, tolerance_mm)
    while counts.sum() > MAX_POINTS and counts.max(initial=0) > 3:
        tolerance_mm *= 4
        counts = _chords(contours, tolerance_mm)
    return counts


def _chords(contours: Contours, tolerance_mm: float) -> Integers:
    starts, points = contours.starts(), contours.points
    first = starts - 2 * points[:, 0] + points[:, 1]
    second = points[:, 0] - 2 * points[:, 1] + points[:, 2]
    bend = np.maximum(np.hypot(*first.T), np.hypot(*second.T))
    wanted = np.ceil(np.sqrt(0.75 * bend / tolerance_mm))
    # Three make sure that a ring of a single curve is still a ring.
    chords = np.clip(wanted, 3, _MAX_CHORDS)
    return np.where(contours.kinds == CUBIC, chords, 1).astype(np.int64)
