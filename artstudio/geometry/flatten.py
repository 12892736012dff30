"""Curves to straight lines that stay within a tolerance of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import CUBIC, Contours
from rmos_runs.errors import InvalidRequest

Points = NDArray[np.float64]
#: More than any cutter's program opens with pleasure: about 25 MB of DXF.
MAX_CORNERS = 1_000_000


def flattened(contours: Contours, tolerance: float) -> tuple[Points, NDArray[np.int64]]:
    """Return float64[n, 2] corners and int64[rings + 1] offsets of closed polygons.

    Ring r has the corners offsets[r]:offsets[r + 1], the last of which is where the ring
    starts; it is joined to the first.
    `tolerance` is in the unit of the contours. Every curve is cut into as few
    equal steps of its parameter as keep it, by Wang's bound for a cubic Bezier curve:
    n = sqrt(6/8 · max(|P0 - 2 P1 + P2|, |P1 - 2 P2 + P3|) / tolerance)
    (G. Wang, The subdivision method for finding the intersection between two
    Bezier curves or surfaces, Zhejiang University Journal, 1984).
    Raises InvalidRequest for `tolerance_mm` when there would be over a million.
    """
    counts = _steps(contours, tolerance)
    if (total := int(counts.sum())) > MAX_CORNERS:
        message = f"{total:,} corners are too many. Give a larger tolerance_mm."
        raise InvalidRequest(message, fields={"tolerance_mm": [message]})
    segments = np.repeat(np.arange(contours.nodes), counts)
    ends = np.cumsum(counts)
    # The parameter at the end of each step; exactly 1 at the end of a segment.
    t = (np.arange(len(segments)) - (ends - counts)[segments] + 1) / counts[segments]
    corners = _at(contours, segments, t[:, None])
    return corners, np.concatenate([[0], ends])[contours.offsets]


def _steps(contours: Contours, tolerance: float) -> NDArray[np.int64]:
    bends = _bends(contours)
    counts = np.maximum(np.ceil(np.sqrt(0.75 * bends / tolerance)), 1).astype(np.int64)
    cubic = contours.kinds == CUBIC
    counts[~cubic] = 1
    # A polygon needs three corners; a ring with fewer lines encloses nothing.
    rings = np.repeat(np.arange(len(contours)), np.diff(contours.offsets))
    thin = np.bincount(rings, counts, minlength=len(contours)) < 3
    counts[thin[rings] & cubic] = 3
    return counts


def _bends(contours: Contours) -> NDArray[np.float64]:
    """Return how far each curve's controls are from those of a straight line, evenly run."""
    p0 = contours.starts()
    p1, p2, p3 = (contours.points[:, i] for i in range(3))
    first, second = p0 - 2 * p1 + p2, p1 - 2 * p2 + p3
    bends: NDArray[np.float64] = np.maximum(
        np.hypot(first[:, 0], first[:, 1]), np.hypot(second[:, 0], second[:, 1])
    )
    return bends


def _at(contours: Contours, segments: NDArray[np.int64], t: Points) -> Points:
    """Return the points of `segments` at `t`; a line has its only one at its end."""
    p0 = contours.starts()[segments]
    p1, p2, p3 = (contours.points[segments, i] for i in range(3))
    s = 1 - t
    points: Points = s**3 * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t**3 * p3
    return points
