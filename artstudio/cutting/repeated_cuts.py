"""Where a line lies on another, so that the tool would cut the same place twice."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from artstudio.cutting.near_chords import Pairs
from artstudio.geometry.arrays import Flags, Floats, Integers, cross
from artstudio.geometry.chords import Chords

# Lines nearer than this are cut in the same kerf.
SAME_MM = 0.02
# The two sides of a needle are one line only where nothing is between them.
_SAME_RING_MM = 0.002
# sin 15°: lines that meet at a larger angle cross each other.
_PARALLEL = 0.26
# Shorter stretches are where lines cross at a small angle.
_LEAST_MM = 0.2


@dataclass(frozen=True)
class Stretches:
    """Parts of lines: places (float64[n, 2], mm), where each is, and lengths, mm."""

    places: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    lengths: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def length(self) -> float:
        """Return the length of all of them, mm."""
        return float(self.lengths.sum())


@dataclass(frozen=True)
class Repeats:
    """Parts of chords that lie on other chords.

    chord: the later one of each pair; other: the one it lies on. low, high: from where
    to where on the chord, 0 to 1.
    """

    chord: Integers
    other: Integers
    low: Floats
    high: Floats

    def chosen(self, flags: Flags) -> Repeats:
        """Return the flagged ones."""
        return Repeats(self.chord[flags], self.other[flags], self.low[flags], self.high[flags])


def repeats_of(chords: Chords, pairs: Pairs) -> Repeats:
    """Return which parts of chords lie on others; `pairs` are all that are near each other."""
    other, chord = pairs
    sine = (
        chords.unit[chord, 0] * chords.unit[other, 1]
        - chords.unit[chord, 1] * chords.unit[other, 0]
    )
    flat = np.flatnonzero(np.abs(sine) < _PARALLEL)
    chord, other, sine = chord[flat], other[flat], sine[flat]
    unit, across = chords.unit[other], chords.start[chord] - chords.start[other]
    length = chords.length[chord]
    # Along the chord (0 to 1): how far from the other's line it is, and how far along it.
    off = cross(unit, across)
    drift = cross(unit, chords.unit[chord]) * length
    at = _dot(unit, across)
    step = _dot(unit, chords.unit[chord]) * length
    same = np.where(chords.ring[chord] == chords.ring[other], _SAME_RING_MM, SAME_MM)
    low, high = _where_between(off, drift, -same, same)
    begin, end = _where_between(at, step, np.zeros(len(at)), chords.length[other])
    low = np.clip(np.maximum(low, begin), 0, 1)
    high = np.clip(np.minimum(high, end), 0, 1)
    found = high - low > 1e-9
    return Repeats(chord[found], other[found], low[found], high[found])


def stretches_of(chords: Chords, repeats: Repeats) -> Stretches:
    """Return the stretches of line that repeat others, each counted as often as it is repeated too.

    What lies on two lines at once is one stretch: the second of three equal lines
    lies on the first, the third on both.
    """
    if not len(repeats.chord):
        return Stretches()
    order = np.lexsort((repeats.low, repeats.chord))
    chord, low, high = repeats.chord[order], repeats.low[order], repeats.high[order]
    reached = np.maximum.accumulate(high + 2.0 * chord) - 2.0 * chord
    before = np.concatenate([[-1.0], reached[:-1]])
    before[np.concatenate([[True], np.diff(chord) != 0])] = 0
    part = np.maximum(high - np.maximum(low, before), 0)
    return runs_of(chords, parts_of(chords, chord, high - part, high), _LEAST_MM)


@dataclass(frozen=True)
class Parts:
    """How much of each chord is concerned (0 to 1), and where on it the middle of that is."""

    share: Floats
    middle: Floats


def parts_of(chords: Chords, chord: Integers, low: Floats, high: Floats) -> Parts:
    """Return parts of chords from `low` to `high`, which do not overlap, as one of each chord."""
    size = high - low
    share = np.bincount(chord, size, minlength=len(chords)).astype(np.float64)
    weighted = np.bincount(chord, size * (low + high) / 2, minlength=len(chords))
    return Parts(share, weighted / np.maximum(share, 1e-12))


def runs_of(chords: Chords, parts: Parts, least_mm: float) -> Stretches:
    """Return runs of neighbouring chords that are concerned, the longest first."""
    share = parts.share
    marked = np.flatnonzero(share > 1e-9)
    if not len(marked):
        return Stretches()
    # A run begins where the chord before it is not concerned, or belongs to another ring.
    begins = share[chords.before[marked]] <= 1e-9
    begins |= np.concatenate([[True], chords.ring[marked[1:]] != chords.ring[marked[:-1]]])
    run = np.cumsum(begins) - 1
    length = share[marked] * chords.curve_length[marked]
    total = np.bincount(run, length).astype(np.float64)
    first = np.flatnonzero(np.concatenate([[True], np.diff(run) != 0]))
    ends = np.cumsum(length)
    half = (ends - length)[first] + total / 2
    at = np.clip(np.searchsorted(ends, half), first, np.append(first[1:], len(run)) - 1)
    inside = (half - (ends - length)[at]) / np.maximum(length[at], 1e-12) - 0.5
    chord = marked[at]
    where = parts.middle[chord] + inside * share[chord]
    places = chords.start[chord] + where[:, None] * chords.along[chord]
    places = places + (4 * where * (1 - where))[:, None] * chords.sagitta[chord]
    kept = np.flatnonzero(total >= least_mm)
    kept = kept[np.argsort(-total[kept], kind="stable")]
    return Stretches(places[kept], total[kept])


def _where_between(value: Floats, step: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return from where to where (in steps) value + t * step is between low and high."""
    still = np.abs(step) < 1e-12
    by = np.where(still, 1.0, step)
    a, b = (low - value) / by, (high - value) / by
    inside = (value >= low) & (value <= high)
    first = np.where(still, np.where(inside, 0.0, 1.0), np.minimum(a, b))
    last = np.where(still, np.where(inside, 1.0, 0.0), np.maximum(a, b))
    return first, last


def _dot(a: Floats, b: Floats) -> Floats:
    return a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1]
