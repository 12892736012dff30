"""Parts and holes that are as a whole narrower than a limit, by the rectangle they fit into."""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.cutting.widths import SHOWN_MM, Widths
from artstudio.geometry.arrays import Flags, Floats
from artstudio.geometry.chords import Chords
from artstudio.geometry.polygons import TOLERANCE_MM


def small_parts(
    chords: Chords, areas: Floats, reach: float
) -> tuple[Flags, Floats, Floats, Floats]:
    """Return parts and holes that fit between two lines less than `reach` apart.

    areas: the signed area of each ring. Each: whether it is ink, its width, its middle, its
    length.
    """
    middle = chords.start + chords.along / 2 + chords.sagitta
    points = np.stack([chords.start, middle], axis=1).reshape(-1, 2)
    ring = np.repeat(chords.ring, 2)
    first = np.searchsorted(ring, np.arange(len(areas)))
    sides = np.maximum.reduceat(points, first) - np.minimum.reduceat(points, first)
    short = sides.min(axis=1) <= 1.5 * reach
    kept = short[ring]
    lines = shapely.linearrings(points[kept], indices=(np.cumsum(short) - 1)[ring[kept]])
    outlines = np.atleast_1d(lines)[: int(short.sum())]
    # Points along a slanted line lead GEOS to a rectangle that does not hold them.
    boxes = shapely.oriented_envelope(shapely.simplify(outlines, SHOWN_MM))
    # The shorter side of a rectangle from its perimeter and area; 0 for a flat one.
    quarter, area = shapely.length(boxes) / 4, shapely.area(boxes)
    root = np.sqrt(np.maximum(quarter**2 - area, 0))
    width = quarter - root
    narrow = (width < reach) & (area > 0) & (area > 0.99 * np.abs(areas[short]))
    place = shapely.get_coordinates(shapely.centroid(boxes))
    is_ink = areas[short] > 0
    return is_ink[narrow], width[narrow], place[narrow], (quarter + root)[narrow]


def with_small_parts(found: Widths, width: Floats, place: Floats, length: Floats) -> Widths:
    """Return `found` and those small parts in which nothing was found yet."""
    if not len(width):
        return found
    if len(found.widths):
        tree = shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(found.places))))
        near = tree.query(shapely.buffer(shapely.points(place), length / 2 + TOLERANCE_MM))
        known = np.isin(np.arange(len(width)), near[0])
        width, place, length = width[~known], place[~known], length[~known]
    widths = np.concatenate([found.widths, width])
    order = np.argsort(widths, kind="stable")
    return Widths(
        widths[order],
        np.concatenate([found.places, place])[order],
        np.concatenate([found.lengths, length])[order],
    )
