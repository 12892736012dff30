"""Motifs put where they belong: moved, turned, mirrored, repeated, bent into a ring.

A motif is drawn once and its copies are made by exact arithmetic, so that a
symmetry holds to the last written decimal.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import CUBIC, LINE, Contours, joined
from artstudio.patterns.shapes import cosine, sine

STRAIGHT_ENOUGH_MM = 0.003


def _with_points(motif: Contours, points: NDArray[np.float64]) -> Contours:
    return Contours(motif.kinds, points, motif.offsets)


def moved(motif: Contours, dx: float, dy: float) -> Contours:
    """Return the motif shifted by (dx, dy) mm."""
    return _with_points(motif, motif.points + np.array((dx, dy)))


def stretched(motif: Contours, fx: float, fy: float) -> Contours:
    """Return the motif scaled by fx and fy; -1 mirrors."""
    return _with_points(motif, motif.points * np.array((fx, fy)))


def upright(motif: Contours) -> Contours:
    """Return a strip that ran to the right running down instead: the axes change places."""
    return _with_points(motif, motif.points[..., ::-1])


def turned(motif: Contours, turns: float) -> Contours:
    """Return the motif turned clockwise about the origin."""
    c, s = cosine(turns), sine(turns)
    x, y = motif.points[..., 0], motif.points[..., 1]
    return _with_points(motif, np.stack((x * c - y * s, x * s + y * c), axis=-1))


def mirrored(motif: Contours) -> Contours:
    """Return the motif and its mirror image about the vertical axis."""
    return joined([motif, stretched(motif, -1, 1)])


def repeat_polar(motif: Contours, n: int, start: float = 0.0) -> Contours:
    """Return n copies about the origin, the first turned by `start` steps of 1/n."""
    return joined([turned(motif, (i + start) / n) for i in range(n)])


def along(motif: Contours, n: int, pitch: float, start: float = 0.0) -> Contours:
    """Return n copies to the right, `pitch` mm apart, the first at `start` mm."""
    return joined([moved(motif, start + i * pitch, 0.0) for i in range(n)])


def _as_curves(
    motif: Contours, circumference: float | None = None
) -> tuple[NDArray[np.float64], ...]:
    """Return starts, both handles and ends; those of a line lie at its thirds.

    circumference: of a ring, whose lines go the short way round.
    """
    starts, ends = motif.starts(), motif.points[:, 2]
    third = (ends - starts) / 3
    if circumference is not None:
        third = _short_way(ends - starts, circumference) / 3
    lines = (motif.kinds == LINE)[:, None]
    first = np.where(lines, starts + third, motif.points[:, 0])
    second = np.where(lines, ends - third, motif.points[:, 1])
    return starts, first, second, ends


def taper(motif: Contours, *, height: float, inner_radius: float) -> Contours:
    """Space a strip's heights so that, bent, its cells keep their shape from rim to rim.

    The heights 0 to `height` stay fixed; between them they grow with the radius
    (the conformal map of a strip to a ring, r = r0 exp(y)).
    """
    rate = math.log((inner_radius + height) / inner_radius) / height
    starts, first, second, ends = _as_curves(motif)

    def grown(y: NDArray[np.float64]) -> NDArray[np.float64]:
        powers = np.array([round(math.exp(rate * float(v)), 12) for v in y])
        return inner_radius * (powers - 1)

    def slope(y: NDArray[np.float64]) -> NDArray[np.float64]:
        return rate * (inner_radius + grown(y))

    points = np.stack((first, second, ends), axis=1)
    y0, y3 = starts[:, 1], ends[:, 1]
    points[:, 0, 1] = grown(y0) + slope(y0) * (first[:, 1] - y0)
    points[:, 1, 1] = grown(y3) + slope(y3) * (second[:, 1] - y3)
    points[:, 2, 1] = grown(y3)
    return Contours(np.full_like(motif.kinds, CUBIC), points, motif.offsets)


def to_polar(motif: Contours, *, circumference: float, inner_radius: float) -> Contours:
    """Bend a strip into a ring about the origin.

    In the strip x runs along the ring (from the top, clockwise; `circumference`
    mm are one turn) and y is the height above `inner_radius`. Straight lines
    become curves unless the eye and the machine could not tell.
    """
    starts, first, second, ends = _as_curves(motif, circumference)
    lines = motif.kinds == LINE
    per_mm = 2 * math.pi / circumference
    swing = per_mm * _short_way(ends - starts, circumference)[:, 0]
    # A circle's handles are tan(a/4)/(a/4) longer than the derivative says.
    longer = 1 + (swing / 4) ** 2 / 3
    p0 = _ring_points(starts, circumference, inner_radius)
    p3 = _ring_points(ends, circumference, inner_radius)
    points = np.empty_like(motif.points)
    points[:, 0] = p0[0] + _pushed(
        _short_way(first - starts, circumference), starts, p0, per_mm, inner_radius, longer
    )
    points[:, 1] = p3[0] + _pushed(
        _short_way(second - ends, circumference), ends, p3, per_mm, inner_radius, longer
    )
    points[:, 2] = p3[0]
    rise = np.maximum(inner_radius + starts[:, 1], inner_radius + ends[:, 1]) * swing**2 / 8
    straight = lines & (rise < STRAIGHT_ENOUGH_MM)
    points[straight] = points[straight][:, 2:3]
    kinds = np.where(straight, LINE, CUBIC).astype(np.uint8)
    return Contours(kinds, points, motif.offsets)


def _short_way(steps: NDArray[np.float64], circumference: float) -> NDArray[np.float64]:
    """Return steps along the strip that do not go round the ring: its two ends are one place."""
    turns = np.round(steps[:, 0] / circumference)
    return steps - np.stack((turns * circumference, np.zeros_like(turns)), axis=-1)


Frame = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _ring_points(strip: NDArray[np.float64], circumference: float, inner_radius: float) -> Frame:
    """Return the points, and the directions outward and along the ring there."""
    sines = np.array([sine(float(x) / circumference) for x in strip[:, 0]])
    cosines = np.array([cosine(float(x) / circumference) for x in strip[:, 0]])
    outward = np.stack((sines, -cosines), axis=-1)
    onward = np.stack((cosines, sines), axis=-1)
    return (inner_radius + strip[:, 1:2]) * outward, outward, onward


def _pushed(
    handle: NDArray[np.float64],
    at: NDArray[np.float64],
    frame: Frame,
    per_mm: float,
    inner_radius: float,
    longer: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return a strip's handle as the ring sees it (the derivative of the bending)."""
    _, outward, onward = frame
    along_ring = handle[:, 0] * per_mm * (inner_radius + at[:, 1]) * longer
    return handle[:, 1:2] * outward + along_ring[:, None] * onward
