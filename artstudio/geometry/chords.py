"""Contours as short chords that know the curves they stand for.

The ends of a chord lie on its curve, with the curve's own directions there, and its
sagitta says how far the curve is from the middle of the chord. So widths can be
measured between curves, not between chords.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.contours import CUBIC, Contours
from artstudio.geometry.polygons import TOLERANCE_MM, FlatRings

_MOST_CHORDS = 256
_TINY = 1e-12
_STRAIGHT_MM = 1e-6


@dataclass(frozen=True)
class Chords:
    """Chords of closed rings, in the order of the rings.

    start, along: float64[n, 2], mm. length: float64[n]. unit: directions of the chords.
    sagitta: float64[n, 2], from the middle of each chord to its curve.
    leaving, arriving: float64[n, 2], directions of the curve at both ends.
    ring: which ring each belongs to. segment: which segment of the contours it is part of.
    before, after: its neighbours on the ring.
    """

    start: Floats
    along: Floats
    length: Floats
    unit: Floats
    sagitta: Floats
    leaving: Floats
    arriving: Floats
    ring: Integers
    segment: Integers
    before: Integers
    after: Integers

    def __len__(self) -> int:
        """Return the number of chords."""
        return len(self.start)

    @cached_property
    def is_bent(self) -> Flags:
        """Return which chords stand for curves."""
        bow = np.abs(self.sagitta)
        return np.asarray(np.maximum(bow[:, 0], bow[:, 1]) > _STRAIGHT_MM)

    @cached_property
    def curve_length(self) -> Floats:
        """Return the length of the curve along each chord, as that of a parabola: c + 8 h² / 3c."""
        bow = (self.sagitta[:, 0] ** 2 + self.sagitta[:, 1] ** 2) / self.length
        return np.asarray(self.length + np.minimum(8 / 3 * bow, self.length), dtype=np.float64)

    def turned(self, rings: Flags) -> Chords:
        """Return the same chords, those of the flagged rings run the other way."""
        turned = rings[self.ring]
        flag = turned[:, None]
        sign = np.where(flag, -1.0, 1.0)
        return Chords(
            np.where(flag, self.start + self.along, self.start),
            self.along * sign,
            self.length,
            self.unit * sign,
            self.sagitta,
            np.where(flag, -self.arriving, self.leaving),
            np.where(flag, -self.leaving, self.arriving),
            self.ring,
            self.segment,
            np.where(turned, self.after, self.before),
            np.where(turned, self.before, self.after),
        )

    def chosen(self, rings: Flags) -> Chords:
        """Return the chords of the flagged rings, which are counted anew."""
        kept = rings[self.ring]
        index = np.cumsum(kept) - 1
        number = np.cumsum(rings) - 1
        names = ("start", "along", "length", "unit", "sagitta", "leaving", "arriving")
        start, along, length, unit, sagitta, leaving, arriving = (
            getattr(self, name)[kept] for name in names
        )
        return Chords(
            start,
            along,
            length,
            unit,
            sagitta,
            leaving,
            arriving,
            number[self.ring[kept]],
            self.segment[kept],
            index[self.before[kept]],
            index[self.after[kept]],
        )


def longest_chord(contours: Contours, longest_mm: float, *, most: int) -> float:
    """Return `longest_mm`, or so much that lengths alone make no more than `most` chords."""
    steps = np.diff(np.concatenate([contours.starts()[:, None], contours.points], axis=1), axis=1)
    total = float(np.hypot(steps[..., 0], steps[..., 1]).sum())
    return max(longest_mm, total / most)


def chords_of(
    contours: Contours,
    longest_mm: float,
    *,
    tolerance_mm: float = TOLERANCE_MM,
    shape: bool = True,
) -> Chords:
    """Return `contours` (mm) as chords of about `longest_mm` at most.

    A cubic cut into n equal parts is at most M / (8 n²) from its chords, where M
    bounds its second derivative: 6 times the larger second difference of its controls.
    shape: whether the curves are looked at too; else the chords are taken for straight,
    which is half the work.
    """
    counts = chord_counts(contours, longest_mm, tolerance_mm)
    segment = np.repeat(np.arange(contours.nodes), counts)
    ends = np.cumsum(counts)
    begins = ends - counts
    size = (1.0 / counts)[segment]
    t = ((np.arange(len(segment)) - begins[segment] + 1) * size)[:, None]
    # Each segment as a polynomial: d + t (c + t (b + t a)).
    p0, (p1, p2, p3) = contours.starts(), (contours.points[:, i] for i in range(3))
    line = (contours.kinds != CUBIC)[:, None]
    c = np.where(line, p3 - p0, 3 * (p1 - p0))
    b = np.where(line, 0.0, 3 * (p2 - 2 * p1 + p0))
    a = np.where(line, 0.0, p3 - 3 * p2 + 3 * p1 - p0)
    a_of, b_of, c_of, d_of = a[segment], b[segment], c[segment], p0[segment]
    to = d_of + t * (c_of + t * (b_of + t * a_of))
    to[ends - 1] = p3
    before, after = _neighbours(np.concatenate([[0], ends])[contours.offsets])
    start = to[before]
    along = to - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), _TINY)
    unit = along / length[:, None]
    ring = np.repeat(np.arange(len(contours)), np.diff(contours.offsets))[segment]
    if not shape or not len(segment):
        nothing = np.zeros_like(unit)
        return Chords(start, along, length, unit, nothing, unit, unit, ring, segment, before, after)
    u = t - size[:, None] / 2
    sagitta = d_of + u * (c_of + u * (b_of + u * a_of)) - start - along / 2
    sagitta[~(contours.kinds == CUBIC)[segment]] = 0.0
    arriving = _direction(c_of + t * (2 * b_of + 3 * t * a_of), unit)
    # A chord leaves as the one before it arrives, but where a segment begins.
    leaving = arriving[before]
    leaving[begins] = _direction(c, unit[begins])
    shapes = start, along, length, unit, sagitta, leaving, arriving
    return Chords(*shapes, ring, segment, before, after)


def straight_chords(rings: FlatRings, longest_mm: float) -> Chords:
    """Return the sides of polygons as chords of at most `longest_mm`."""
    count = len(rings.points)
    points = np.repeat(rings.points[:, None], 3, axis=1)
    kinds = np.zeros(count, dtype=np.uint8)
    return chords_of(Contours(kinds, points, rings.offsets), longest_mm)


def joined_chords(parts: Sequence[Chords]) -> Chords:
    """Return the chords of all `parts` as one, in order."""
    counts = np.cumsum([0, *(len(part) for part in parts)])
    rings = np.cumsum([0, *(int(part.ring.max(initial=-1)) + 1 for part in parts)])
    segments = np.cumsum([0, *(int(part.segment.max(initial=-1)) + 1 for part in parts)])
    names = ("start", "along", "length", "unit", "sagitta", "leaving", "arriving")
    arrays = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
    shifted = [
        np.concatenate([getattr(part, name) + by for part, by in zip(parts, shifts, strict=False)])
        for name, shifts in (
            ("ring", rings),
            ("segment", segments),
            ("before", counts),
            ("after", counts),
        )
    ]
    return Chords(*arrays, *shifted)


def _neighbours(offsets: Integers) -> tuple[Integers, Integers]:
    index = np.arange(int(offsets[-1]))
    before, after = index - 1, index + 1
    before[offsets[:-1]] = offsets[1:] - 1
    after[offsets[1:] - 1] = offsets[:-1]
    return before, after


def chord_counts(
    contours: Contours, longest_mm: float, tolerance_mm: float = TOLERANCE_MM
) -> Integers:
    """Return into how many chords each segment is cut."""
    starts, points = contours.starts(), contours.points
    chord = points[:, 2] - starts
    length = np.hypot(chord[:, 0], chord[:, 1])
    counts = np.ceil(length / longest_mm - 1e-9)
    cubic = np.flatnonzero(contours.kinds == CUBIC)
    p0, (p1, p2, p3) = starts[cubic], (points[cubic, i] for i in range(3))
    first, second = p0 - 2 * p1 + p2, p1 - 2 * p2 + p3
    bend = np.maximum(np.hypot(first[:, 0], first[:, 1]), np.hypot(second[:, 0], second[:, 1]))
    bent = np.ceil(np.sqrt(0.75 * bend / tolerance_mm))
    steps = np.diff(np.stack([p0, p1, p2, p3]), axis=0)
    way = np.hypot(steps[..., 0], steps[..., 1]).sum(axis=0)
    # Three make sure that a ring of a single curve is still a ring.
    curved = np.maximum(np.clip(bent, 3, _MOST_CHORDS), np.ceil(way / longest_mm - 1e-9))
    counts[cubic] = curved
    return np.maximum(counts, 1).astype(np.int64)


def _direction(speed: Floats, otherwise: Floats) -> Floats:
    """Return the directions of speeds; that of the chord where the curve stands still."""
    size = np.hypot(speed[:, 0], speed[:, 1])[:, None]
    moves = size > 1e-9
    direction: Floats = np.where(moves, speed / np.where(moves, size, 1.0), otherwise)
    return direction
