"""Rings cut and joined on chords, with what was not touched put back as it was drawn.

Chords know which segment they come from. A ring that comes out as it went in is the
drawn ring again; of one that was cut, whole segments are kept, cut ones are cut by
de Casteljau's construction, and only what is new is fitted.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats, Geometries, Integers
from artstudio.geometry.contours import CUBIC, Contours, Segment, contours_from_rings, joined
from artstudio.geometry.curved_rings import curved
from artstudio.geometry.polygons import FlatRings, chord_counts, flattened

# New points in a row that are fewer than this are corners, not a curve.
_FEWEST_FOR_A_CURVE = 5


class Chords:
    """Contours (mm) as chords that remember the segments they stand for."""

    def __init__(self, contours: Contours, *, tolerance_mm: float) -> None:
        """Flatten the contours."""
        self.contours = contours
        self.rings: FlatRings = flattened(contours, tolerance_mm=tolerance_mm)
        counts = chord_counts(contours, tolerance_mm)
        self._segment = np.repeat(np.arange(len(counts)), counts)
        first = np.cumsum(counts) - counts
        self._step = np.arange(len(self._segment)) - np.repeat(first, counts) + 1
        self._counts = counts
        self._ring = self.rings.ring_of_points()
        self._before, self._after = self.rings.previous(), self.rings.following()
        self._order = np.lexsort((self.rings.points[:, 1], self.rings.points[:, 0]))
        self._sorted = self.rings.points[self._order]

    def ids(self, points: Floats) -> Integers:
        """Return for each point the chord that ends there, or -1."""
        keys = self._sorted[:, 0] + 1j * self._sorted[:, 1]
        wanted = points[:, 0] + 1j * points[:, 1]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, self._order[at], -1) if len(keys) else at * 0 - 1

    def rings_of(self, polygons: Geometries) -> Integers:
        """Return int64[n, 2]: a polygon, and the number of a drawn ring that it has points of."""
        points, polygon = shapely.get_coordinates(polygons, return_index=True)
        ids = self.ids(points)
        pairs = np.stack([polygon, self._ring[ids]], axis=1)[ids >= 0]
        return np.unique(pairs, axis=0)

    def spliced(self, polygons: Geometries) -> Contours:
        """Return the outlines and holes of polygons that were cut from these chords."""
        parts = [self._ring_again(np.asarray(ring.coords)[:-1, :2]) for ring in _rings(polygons)]
        return joined(parts) if parts else contours_from_rings([])

    def _ring_again(self, points: Floats) -> Contours:
        ids = self.ids(points)
        following = np.roll(ids, -1)
        known = (ids >= 0) & (following >= 0)
        forward = known & (self._after[ids] == following)
        backward = known & (self._before[ids] == following)
        if forward.all() or backward.all():
            ring = self._ring[ids[0]]
            if len(ids) == self.rings.sizes[ring]:
                return self._drawn(int(ring))
        is_own = forward | backward
        if not is_own.any():
            return curved(FlatRings(points, np.array([0, len(points)])))
        new = np.flatnonzero(~is_own & np.roll(is_own, 1))
        start = int(new[0]) if len(new) else 0
        order = (np.arange(len(points)) + start) % len(points)
        segments = list(self._segments(points[order], ids[order], forward[order], is_own[order]))
        return contours_from_rings([segments])

    def _drawn(self, ring: int) -> Contours:
        contours = self.contours
        keep = np.zeros(contours.nodes, dtype=bool)
        keep[contours.offsets[ring] : contours.offsets[ring + 1]] = True
        arcs = None if contours.arcs is None else contours.arcs.kept(keep)
        return Contours(
            contours.kinds[keep], contours.points[keep], np.array([0, keep.sum()]), arcs
        )

    def _segments(
        self, points: Floats, ids: Integers, forward: np.ndarray, is_own: np.ndarray
    ) -> Iterator[Segment]:
        """Yield the segments of a ring that begins with a chord that is new."""
        count = len(points)
        chord = np.where(forward, np.roll(ids, -1), ids)
        run = np.where(is_own, self._segment[chord] * 2 + forward, -1)
        at = 0
        while at < count:
            end = at + 1
            while end < count and run[end] == run[at]:
                end += 1
            if run[at] < 0:
                yield from _new(points[np.arange(at, end + 1) % count])
            else:
                yield self._part(chord[at:end], bool(forward[at]), points[end % count])
            at = end

    def _part(self, chords: Integers, forward: bool, to: Floats) -> Segment:  # noqa: FBT001
        """Return a drawn segment from the first of its chords to the last."""
        segment = int(self._segment[chords[0]])
        end = (float(to[0]), float(to[1]))
        if self.contours.kinds[segment] != CUBIC:
            return (end,)
        count = self._counts[segment]
        steps = self._step[chords]
        low, high = (steps.min() - 1) / count, steps.max() / count
        t0, t1 = (low, high) if forward else (high, low)
        curve = np.vstack([self.contours.starts()[segment], self.contours.points[segment]])
        _p0, p1, p2, _p3 = _cut(curve, t0, t1)
        return ((float(p1[0]), float(p1[1])), (float(p2[0]), float(p2[1])), end)


def _rings(polygons: Geometries) -> list[shapely.LinearRing]:
    return list(shapely.get_rings(shapely.orient_polygons(polygons, exterior_cw=False)))


def _new(points: Floats) -> Iterator[Segment]:
    """Yield lines, or curves where many points in a row say that it is one."""
    points = shapely.get_coordinates(shapely.simplify(shapely.LineString(points), 0.0002))
    if len(points) < _FEWEST_FOR_A_CURVE:
        for x, y in points[1:]:
            yield ((float(x), float(y)),)
        return
    # Closed by a line back, which is a corner at both ends and is left out again.
    ring = curved(FlatRings(points, np.array([0, len(points)])))
    starts = ring.starts()
    at = int(np.argmin(np.hypot(*(starts - points[0]).T)))
    for k in range(ring.nodes):
        segment = (at + k) % ring.nodes
        p1, p2, p3 = ((float(x), float(y)) for x, y in ring.points[segment])
        yield (p1, p2, p3) if ring.kinds[segment] == CUBIC else (p3,)
        if np.hypot(p3[0] - points[-1][0], p3[1] - points[-1][1]) < 1e-9:
            return


def _cut(curve: Floats, t0: float, t1: float) -> Floats:
    """Return the part of a cubic between two parameters, by its blossom."""

    def blossom(a: float, b: float, c: float) -> Floats:
        points = curve
        for t in (a, b, c):
            points = points[:-1] * (1 - t) + points[1:] * t
        found: Floats = points[0]
        return found

    return np.stack(
        [blossom(t0, t0, t0), blossom(t0, t0, t1), blossom(t0, t1, t1), blossom(t1, t1, t1)]
    )
