"""Contours on the grid of whole micrometres, cleaned of what cannot be cut.

Everything that is written or measured goes through here first, so a drawing
measures the same before it is written and after it is read back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import CUBIC, LINE, Contours, Strokes

MICROMETRES_PER_MM = 1000
LARGEST_MM = 99_999

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def on_grid(contours: Contours) -> Contours:
    """Return `contours` (mm) in whole micrometres, still as float64.

    Left out: segments that rounding made a single point, and rings that enclose
    nothing because all their points lie on one line. Cubic curves whose controls
    lie on their ends become lines. Raises ValueError for coordinates that are
    not finite or lie more than 99,999 mm from the origin.
    """
    return _without_flat_rings(_without_points(_straightened(_rounded(contours))))


def strokes_on_grid(strokes: Strokes) -> Strokes:
    """Return `strokes` (mm) in whole micrometres, still as float64.

    Left out: segments that rounding made a single point, and strokes of which
    nothing is left. A stroke that ends where it starts is closed. Raises ValueError
    like `on_grid`.
    """
    contours = _straightened(_rounded(strokes.contours))
    moves = (contours.points != contours.starts()[:, None]).any(axis=(1, 2))
    virtual = np.zeros(contours.nodes, dtype=bool)
    last = contours.offsets[1:] - 1
    virtual[last] = strokes.open
    is_left = np.add.reduceat(moves & ~virtual, contours.offsets[:-1]) > 0 if len(last) else moves
    keep = moves & np.repeat(is_left, np.diff(contours.offsets))
    return Strokes(_kept(contours, keep), (strokes.open & moves[last])[is_left])


def _rounded(contours: Contours) -> Contours:
    points = np.rint(contours.points * MICROMETRES_PER_MM)
    # One comparison for both: NaN is not smaller than anything.
    if points.size and not np.abs(points).max() < LARGEST_MM * MICROMETRES_PER_MM:
        raise ValueError("Coordinates must be finite and within 99,999 mm of the origin.")
    return Contours(contours.kinds, points, contours.offsets)


def in_mm(contours: Contours) -> Contours:
    """Return contours in micrometres in millimetres; `on_grid` gives back the same integers."""
    return Contours(contours.kinds, contours.points / MICROMETRES_PER_MM, contours.offsets)


def _straightened(contours: Contours) -> Contours:
    """Turn curves that are exactly a chord into lines, and give lines their end as controls."""
    points, starts = contours.points, contours.starts()
    chord = (points[:, 0] == starts).all(axis=1) & (points[:, 1] == points[:, 2]).all(axis=1)
    kinds = np.where(chord, LINE, contours.kinds).astype(np.uint8)
    line = kinds == LINE
    if line.any():
        points[line, :2] = points[line, 2:]
    return Contours(kinds, points, contours.offsets)


def _without_points(contours: Contours) -> Contours:
    moves = (contours.points != contours.starts()[:, None]).any(axis=(1, 2))
    return contours if moves.all() else _kept(contours, moves)


def _kept(contours: Contours, segments: Flags) -> Contours:
    """Return the flagged segments; rings left without any are left out."""
    ends = np.concatenate([[0], np.cumsum(segments)])[contours.offsets]
    return Contours(contours.kinds[segments], contours.points[segments], np.unique(ends))


def _without_flat_rings(contours: Contours) -> Contours:
    if not len(contours):
        return contours
    suspects = np.flatnonzero(np.abs(ring_areas(contours)) < 0.01)
    flat = [r for r in suspects if _is_flat(contours, int(r))]
    if not flat:
        return contours
    keep = np.ones(len(contours), dtype=bool)
    keep[flat] = False
    return _kept(contours, np.repeat(keep, np.diff(contours.offsets)))


def _is_flat(contours: Contours, ring: int) -> bool:
    """Tell a ring on one line from one whose lobes cancel out, such as a figure of eight."""
    points = contours.points[contours.offsets[ring] : contours.offsets[ring + 1]].reshape(-1, 2)
    arms = (points - points[0]).astype(np.int64)
    longest = arms[np.argmax(np.abs(arms).sum(axis=1))]
    return not (arms[:, 0] * longest[1] - arms[:, 1] * longest[0]).any()


def ring_areas(contours: Contours) -> NDArray[np.float64]:
    """Return the signed area of each ring: positive when it runs clockwise on the screen.

    Green's theorem over each segment, exact for cubic Bezier curves:
    A = 3/20 [2 P0xP1 + P0xP2 + P1xP2 + P1xP3 + 2 P2xP3] + 1/20 P0xP3, where AxB is the
    cross product. Points are taken relative to the ring's end, which keeps digits.
    """
    if not len(contours):
        return np.zeros(0)
    sizes = np.diff(contours.offsets)
    origin = np.repeat(contours.points[contours.offsets[1:] - 1, 2], sizes, axis=0)
    p0 = contours.starts() - origin
    p1, p2, p3 = (contours.points[:, i] - origin for i in range(3))
    curve = (
        6 * _cross(p0, p1)
        + 3 * (_cross(p0, p2) + _cross(p1, p2) + _cross(p1, p3))
        + 6 * _cross(p2, p3)
        + _cross(p0, p3)
    ) / 20
    areas = np.where(contours.kinds == CUBIC, curve, _cross(p0, p3) / 2)
    return np.add.reduceat(areas, contours.offsets[:-1])


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
