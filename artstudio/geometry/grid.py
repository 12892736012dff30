"""Contours on the grid of whole micrometres, cleaned of what cannot be cut.

Everything that is written or measured goes through here first, so a drawing
measures the same before it is written and after it is read back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arc_segments import with_curves, with_single_arcs
from artstudio.geometry.arrays import Flags, cross
from artstudio.geometry.contours import CUBIC, LINE, Arcs, Contours, Strokes
from artstudio.geometry.elliptical_arcs import reaches

MICROMETRES_PER_MM = 1000
LARGEST_MM = 99_999
# An arc whose chord is shorter than this, in micrometres, is left as curves.
_SHORTEST_ARC = 8
# Where radii span their two points but for so many micrometres, the arc is half a turn.
_HALF_TURN = 1.5


def quantize(contours: Contours) -> Contours:
    """Return `contours` (mm) in whole micrometres, still as float64.

    Left out: segments that rounding made a single point, and rings that enclose
    nothing because all their points lie on one line. Cubic curves whose controls
    lie on their ends become lines. Raises ValueError for coordinates that are
    not finite or lie more than 99,999 mm from the origin.
    """
    return _without_flat_rings(_without_points(_straightened(_rounded(contours))))


def quantize_strokes(strokes: Strokes) -> Strokes:
    """Return `strokes` (mm) in whole micrometres, still as float64.

    Left out: segments that rounding made a single point, and strokes of which
    nothing is left. A stroke that ends where it starts is closed. Raises ValueError
    like `quantize`.
    """
    contours = _straightened(_rounded(strokes.contours))
    moves = _moves(contours)
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
    rounded = Contours(contours.kinds, points, contours.offsets, contours.arcs)
    return rounded if contours.arcs is None else _with_rounded_arcs(rounded, contours.arcs)


def _with_rounded_arcs(contours: Contours, arcs: Arcs) -> Contours:
    """Return contours with their arcs between whole micrometres, and the curves that follow."""
    starts, ends = contours.starts()[arcs.first], contours.points[arcs.last, 2]
    radii = np.rint(arcs.radii * MICROMETRES_PER_MM)
    rotations = np.round(arcs.rotations % 180, 3) % 180
    rotations[radii[:, 0] == radii[:, 1]] = 0.0
    chords = np.hypot(*(ends - starts).T)
    good = (chords >= _SHORTEST_ARC) & (radii.min(axis=1) >= _SHORTEST_ARC / 2)
    good &= radii.max(axis=1) < LARGEST_MM * MICROMETRES_PER_MM
    reach = reaches(starts, ends, np.maximum(radii, 1), np.radians(rotations))
    # Half a turn stays one: radii that are too small are enlarged by every reader, and the
    # middle is between both points; with radii a little too large it would be far off.
    half = ((1 - reach) * radii.min(axis=1) <= _HALF_TURN) & (reach < 1 - 1e-12)
    radii = np.where(half[:, None], np.ceil(radii * reach[:, None]) - 1, radii)
    known = Arcs(arcs.of, radii, rotations, arcs.sweeps)
    if not good.all():
        keep = good[arcs.of] | (arcs.of < 0)
        number = np.where(good, np.cumsum(good) - 1, -1)
        of = np.where(keep & (arcs.of >= 0), number[arcs.of], -1)
        known = Arcs(of, radii[good], rotations[good], arcs.sweeps[good])
    single = with_single_arcs(Contours(contours.kinds, contours.points, contours.offsets, known))
    curved = with_curves(single, mm_per_unit=1 / MICROMETRES_PER_MM)
    return Contours(curved.kinds, np.rint(curved.points), curved.offsets, curved.arcs)


def dequantize(contours: Contours) -> Contours:
    """Return contours in micrometres in millimetres; `quantize` gives back the same integers."""
    arcs = None if contours.arcs is None else contours.arcs.scaled(1 / MICROMETRES_PER_MM)
    return Contours(contours.kinds, contours.points / MICROMETRES_PER_MM, contours.offsets, arcs)


def _straightened(contours: Contours) -> Contours:
    """Turn curves that are exactly a chord into lines, and give lines their end as controls."""
    points, starts = contours.points, contours.starts()
    chord = (points[:, 0] == starts).all(axis=1) & (points[:, 1] == points[:, 2]).all(axis=1)
    if contours.arcs is not None:
        chord &= contours.arcs.of < 0
    kinds = np.where(chord, LINE, contours.kinds).astype(np.uint8)
    line = kinds == LINE
    if line.any():
        points[line, :2] = points[line, 2:]
    return Contours(kinds, points, contours.offsets, contours.arcs)


def _without_points(contours: Contours) -> Contours:
    moves = _moves(contours)
    return contours if moves.all() else _kept(contours, moves)


def _moves(contours: Contours) -> Flags:
    """Return which segments are more than a point; those of an arc stay together."""
    moves: Flags = (contours.points != contours.starts()[:, None]).any(axis=(1, 2))
    return moves if contours.arcs is None else moves | (contours.arcs.of >= 0)


def _kept(contours: Contours, segments: Flags) -> Contours:
    """Return the flagged segments; rings left without any are left out."""
    ends = np.concatenate([[0], np.cumsum(segments)])[contours.offsets]
    arcs = None if contours.arcs is None else contours.arcs.kept(segments)
    return Contours(contours.kinds[segments], contours.points[segments], np.unique(ends), arcs)


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
        6 * cross(p0, p1)
        + 3 * (cross(p0, p2) + cross(p1, p2) + cross(p1, p3))
        + 6 * cross(p2, p3)
        + cross(p0, p3)
    ) / 20
    areas = np.where(contours.kinds == CUBIC, curve, cross(p0, p3) / 2)
    return np.add.reduceat(areas, contours.offsets[:-1])
