"""Shapes that reach far beyond any sheet, cut off where nobody sees it.

The canonical form has a largest number. Inside of the limits everything stays
where it is and is filled as before.
"""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats
from artstudio.geometry.contours import Contours, Strokes
from artstudio.geometry.polygons import FlatRings, flattened
from artstudio.geometry.polylines import flat_lines
from artstudio.geometry.selection import as_contours, strokes_of_lines

# Two coordinates are at most twice as far apart, and the tips of the widest strokes
# a little more, which can still be written.
LIMIT_MM = 35_000.0
NEAR = shapely.box(-LIMIT_MM, -LIMIT_MM, LIMIT_MM, LIMIT_MM)


def is_beyond_limit(contours: Contours) -> bool:
    """Return whether anything lies beyond the limit."""
    return not bool((np.abs(contours.points) < LIMIT_MM).all())


def clip_to_limit(contours: Contours) -> Contours:
    """Return rings with what lies beyond the limit moved to it.

    Each side of the limit is cut with Sutherland and Hodgman's way of clipping a
    polygon, which keeps how often a ring goes round any point inside.
    """
    rings = flattened(contours)
    cut = [
        _cut_ring(rings.points[low:high])
        for low, high in zip(rings.offsets[:-1], rings.offsets[1:], strict=True)
    ]
    cut = [points for points in cut if len(points) > 2]
    offsets = np.cumsum([0, *map(len, cut)]).astype(np.int64)
    return as_contours(FlatRings(np.concatenate([np.zeros((0, 2)), *cut]), offsets))


def clip_strokes_to_limit(strokes: Strokes) -> Strokes:
    """Return the parts of strokes within the limit, as chords."""
    return strokes_of_lines(shapely.intersection(flat_lines(strokes), NEAR))


def _cut_ring(points: Floats) -> Floats:
    for axis in (0, 1):
        for side in (1.0, -1.0):
            points = _cut_half(points, axis, side)
    return points


def _cut_half(points: Floats, axis: int, side: float) -> Floats:
    """Return a ring without what lies beyond the limit on one side of one axis."""
    if not len(points):
        return points
    before = np.roll(points, 1, axis=0)
    depth, depth_before = (LIMIT_MM - side * p[:, axis] for p in (points, before))
    crosses = (depth >= 0) != (depth_before >= 0)
    share = depth_before / np.where(crosses, depth_before - depth, 1)
    crossings = before + (points - before) * share[:, None]
    crossings[:, axis] = side * LIMIT_MM
    # For each point: where its edge crosses the limit, then the point itself.
    both = np.stack([crossings, points], axis=1)
    return np.asarray(both[np.stack([crosses, depth >= 0], axis=1)])
