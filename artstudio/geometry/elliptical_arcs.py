"""Arcs of circles and ellipses, many at once: their middles, and cubic curves along them.

An arc is written as in SVG: from a start to an end, by two radii, a rotation and a
direction. It turns by half a circle at most. Radii that are too small for the two points
are enlarged (SVG 2, appendix B.2.5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers

# How far a curve may be from its arc. The best cubic for an angle is off by about
# 2.7e-4 of the radius for a quarter turn, falling with the sixth power.
TOLERANCE_MM = 0.003
_QUARTER_ERROR = 2.7e-4
_MAX_PIECES = 64
_SMALL = 0.5


@dataclass(frozen=True, kw_only=True)
class ArcFrames:
    """Arcs by their middles.

    centres: float64[n, 2]. radii: float64[n, 2], as drawn. rotations: float64[n], radians.
    first, angle: float64[n], radians in the frame of the unit circle: where the arc
    starts and how far it turns, positive clockwise on the screen.
    """

    centres: Floats
    radii: Floats
    rotations: Floats
    first: Floats
    angle: Floats

    def points(self, at: Floats, of: Integers) -> Floats:
        """Return float64[m, 2]: the points of arcs `of` at angles `at` of their unit circles."""
        return self.placed(np.stack([np.cos(at), np.sin(at)], axis=-1), of)

    def placed(self, unit: Floats, of: Integers) -> Floats:
        """Return points of the unit circle's frame where arcs `of` have them."""
        scaled = unit * self.radii[of]
        cos, sin = np.cos(self.rotations[of]), np.sin(self.rotations[of])
        x = cos * scaled[..., 0] - sin * scaled[..., 1]
        y = sin * scaled[..., 0] + cos * scaled[..., 1]
        return np.stack([x, y], axis=-1) + self.centres[of]


def reaches(starts: Floats, ends: Floats, radii: Floats, rotations: Floats) -> Floats:
    """Return by how much the radii would have to grow to span start and end; up to 1 they do.

    rotations: radians.
    """
    u, v = _half_chords(starts, ends, radii, rotations)
    return np.asarray(np.hypot(u, v), dtype=np.float64)


def arc_frames(
    starts: Floats, ends: Floats, radii: Floats, rotations: Floats, sweeps: Flags
) -> ArcFrames:
    """Return the arcs between `starts` and `ends`, float64[n, 2], by their middles.

    radii: float64[n, 2]. rotations: float64[n], radians. sweeps: bool[n], SVG's flag:
    clockwise on the screen. Formulas of SVG 2, B.2.4, for arcs of up to half a turn.
    """
    u, v = _half_chords(starts, ends, radii, rotations)
    reach = np.maximum(np.hypot(u, v), 1e-300)
    grow = np.maximum(reach, 1)
    u, v, radii = u / grow, v / grow, radii * grow[:, None]
    size = np.minimum(u * u + v * v, 1.0)
    side = np.sqrt((1 - size) / np.maximum(size, 1e-300)) * np.where(sweeps, 1, -1)
    cx, cy = side * v, -side * u
    first = np.arctan2(v - cy, u - cx)
    angle = np.arctan2(-v - cy, -u - cx) - first
    wrong = sweeps != (angle > 0)
    angle = np.where(wrong, angle + np.where(angle < 0, 2 * np.pi, -2 * np.pi), angle)
    frames = ArcFrames(
        centres=(starts + ends) / 2, radii=radii, rotations=rotations, first=first, angle=angle
    )
    middles = frames.placed(np.stack([cx, cy], axis=1), np.arange(len(u)))
    return ArcFrames(centres=middles, radii=radii, rotations=rotations, first=first, angle=angle)


def _half_chords(
    starts: Floats, ends: Floats, radii: Floats, rotations: Floats
) -> tuple[Floats, Floats]:
    half = (starts - ends) / 2
    cos, sin = np.cos(rotations), np.sin(rotations)
    u = (cos * half[:, 0] + sin * half[:, 1]) / radii[:, 0]
    v = (cos * half[:, 1] - sin * half[:, 0]) / radii[:, 1]
    return u, v


def arc_cubics(frames: ArcFrames, ends: Floats, *, mm_per_unit: float) -> tuple[Floats, Integers]:
    """Return cubic curves along arcs: float64[m, 3, 2], and how many each arc has.

    The last one of each ends exactly at its end. Curves are within 3 micrometres.
    """
    counts = _pieces(np.abs(frames.angle), frames.radii.max(axis=1) * mm_per_unit)
    of = np.repeat(np.arange(len(counts)), counts)
    piece = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    step = (frames.angle / counts)[of]
    k = np.copysign(_handles(np.abs(step)), step)
    a = frames.first[of] + piece * step
    b = a + step
    cos_a, sin_a, cos_b, sin_b = np.cos(a), np.sin(a), np.cos(b), np.sin(b)
    unit = np.stack(
        [cos_a - k * sin_a, sin_a + k * cos_a, cos_b + k * sin_b, sin_b - k * cos_b, cos_b, sin_b],
        axis=1,
    ).reshape(-1, 3, 2)
    points = np.stack([frames.placed(unit[:, i], of) for i in range(3)], axis=1)
    points[np.cumsum(counts) - 1, 2] = ends
    return points, counts


def _pieces(angles: Floats, radii_mm: Floats) -> Integers:
    quarters = angles / (np.pi / 2)
    least = np.maximum(np.ceil(quarters - 1e-9), 1)
    error = np.minimum(_QUARTER_ERROR * radii_mm / TOLERANCE_MM, 1e9)
    wanted = np.ceil(quarters * np.power(error, 1 / 6) - 1e-9)
    return np.minimum(np.maximum(least, wanted), _MAX_PIECES).astype(np.int64)


def _handles(sizes: Floats) -> Floats:
    """Return the length of handles with which a curve encloses the area of its arc.

    Green's theorem over the cubic gives -3 s k² + 12 (1 - c) k + 10 (s - angle) = 0,
    where c and s are the angle's cosine and sine; for small ones 4/3 tan(angle / 4).
    """
    linear, sine = 12 * (1 - np.cos(sizes)), np.sin(sizes)
    root = np.sqrt(np.maximum(linear * linear - 120 * sine * (sizes - sine), 0))
    exact = (linear - root) / np.maximum(6 * sine, 1e-12)
    return np.where(sizes < _SMALL, 4 / 3 * np.tan(sizes / 4), exact)
