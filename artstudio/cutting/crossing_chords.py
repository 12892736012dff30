"""Where chords cross each other or touch with an end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.cutting.near_chords import Pairs
from artstudio.geometry.arrays import Flags, Floats, Integers, cross
from artstudio.geometry.chords import Chords

# What is nearer to a line than this lies on it.
_ON_LINE_MM = 1e-3


@dataclass(frozen=True)
class Crossings:
    """Pairs of chords with a common point.

    one, other: the chords. at, on: where on each of them, 0 to 1. places: float64[n, 2], mm.
    through: whether both go on beyond it; else one of them ends there.
    """

    one: Integers
    other: Integers
    at: Floats
    on: Floats
    places: Floats
    through: Flags

    def chosen(self, flags: Flags) -> Crossings:
        """Return the flagged ones."""
        return Crossings(
            self.one[flags],
            self.other[flags],
            self.at[flags],
            self.on[flags],
            self.places[flags],
            self.through[flags],
        )


def crossings_of(chords: Chords, pairs: Pairs) -> Crossings:
    """Return where the pairs meet in a point; parallel ones do not."""
    one, other = pairs
    a, b = chords.along[one], chords.along[other]
    across = chords.start[other] - chords.start[one]
    turn = cross(a, b)
    slanted = np.abs(turn) > 1e-9 * chords.length[one] * chords.length[other]
    turn = np.where(slanted, turn, 1.0)
    at, on = cross(across, b) / turn, cross(across, a) / turn
    slack_at = _ON_LINE_MM / chords.length[one]
    slack_on = _ON_LINE_MM / chords.length[other]
    meet = slanted & (at > -slack_at) & (at < 1 + slack_at) & (on > -slack_on) & (on < 1 + slack_on)
    inside = (at > slack_at) & (at < 1 - slack_at) & (on > slack_on) & (on < 1 - slack_on)
    kept = np.flatnonzero(meet)
    places = chords.start[one[kept]] + at[kept, None] * a[kept]
    return Crossings(one[kept], other[kept], at[kept], on[kept], places, inside[kept])


def distinct(places: Floats) -> Floats:
    """Return places that differ by a hundredth of a millimetre, in order of x and y."""
    if not len(places):
        return places
    cells = np.unique(np.rint(places * 100).astype(np.int64), axis=0)
    return cells / 100.0
