"""Lines that would be cut though nobody sees them: below a later area, or beyond the sheet."""

from __future__ import annotations

import numpy as np

from artstudio.cutting.crossing_chords import Crossings
from artstudio.cutting.repeated_cuts import Stretches, parts_of, runs_of
from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.chords import Chords
from artstudio.geometry.point_in_rings import chord_edges, paths_around

# What stands over the edge by less is not worth a word.
_LEAST_BEYOND_MM = 0.01
_LEAST_COVERED_MM = 0.05
_EDGE_MM = 0.0005


def beyond_sheet(chords: Chords, drawn: Flags, size_mm: tuple[float, float]) -> Stretches:
    """Return the stretches of the drawn chords that are not on the sheet."""
    first, last = np.zeros(len(chords)), np.ones(len(chords))
    for axis, most in enumerate(size_mm):
        start, along = chords.start[:, axis], chords.along[:, axis]
        low, high = _between(start, along, -_EDGE_MM, most + _EDGE_MM)
        first, last = np.maximum(first, low), np.minimum(last, high)
    # On the sheet from first to last; what is before that and what is after it is not.
    inside = last > first
    first, last = np.where(inside, first, 1.0), np.where(inside, last, 1.0)
    index = np.arange(len(chords))[drawn]
    low = np.concatenate([np.zeros(len(index)), last[drawn]])
    high = np.concatenate([first[drawn], np.ones(len(index))])
    parts = parts_of(chords, np.concatenate([index, index]), low, high)
    return runs_of(chords, parts, _LEAST_BEYOND_MM)


def _between(start: Floats, along: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    still = np.abs(along) < 1e-12
    by = np.where(still, 1.0, along)
    a, b = (low - start) / by, (high - start) / by
    inside = (start >= low) & (start <= high)
    first = np.where(still, np.where(inside, 0.0, 1.0), np.minimum(a, b))
    return first, np.where(still, np.where(inside, 1.0, 0.0), np.maximum(a, b))


def covered_cuts(
    chords: Chords,
    drawn: Flags,
    layer: Integers,
    is_area: Flags,
    crossings: Crossings,
    repeated: Flags,
) -> Stretches:
    """Return stretches of lines that lie below an area drawn later.

    layer: which layer each ring belongs to, bottom first. is_area: of each ring. repeated:
    chords that lie on other lines, which are told as such. A line enters or leaves an
    area only where it crosses the area's outline, so one point decides between two crossings.
    """
    chord, low, high = _cut_at(chords, crossings, layer, is_area)
    kept = np.flatnonzero(drawn[chord] & ~repeated[chord] & (high - low > 1e-6))
    chord, low, high = chord[kept], low[kept], high[kept]
    group = _groups(chords, chord, low, high)
    size = (high - low) * chords.length[chord]
    order = np.lexsort((-size, group))
    first = order[np.concatenate([[True], np.diff(group[order]) != 0])] if len(order) else order
    at = (low[first] + high[first]) / 2
    points = chords.start[chord[first]] + at[:, None] * chords.along[chord[first]]
    own = layer[chords.ring[chord[first]]]
    hidden = _below(points, own, chords.chosen(is_area), layer[is_area])
    below = hidden[group]
    parts = parts_of(chords, chord[below], low[below], high[below])
    return runs_of(chords, parts, _LEAST_COVERED_MM)


def _below(points: Floats, own: Integers, areas: Chords, layer: Integers) -> Flags:
    """Tell which points lie in an area of a later layer than their own."""
    point, around = paths_around(points, chord_edges(areas), layer)
    return np.bincount(point[around > own[point]], minlength=len(points)) > 0


def _cut_at(
    chords: Chords, crossings: Crossings, layer: Integers, is_area: Flags
) -> tuple[Integers, Floats, Floats]:
    """Return the chords, those that cross the outline of a later area cut there."""
    ring = chords.ring
    of_one, of_other = layer[ring[crossings.one]], layer[ring[crossings.other]]
    by_other = (of_other > of_one) & is_area[ring[crossings.other]]
    by_one = (of_one > of_other) & is_area[ring[crossings.one]]
    chord = np.concatenate([crossings.one[by_other], crossings.other[by_one]])
    at = np.concatenate([crossings.at[by_other], crossings.on[by_one]])
    # A crossing at the end of a chord parts what is before it from what is after it too.
    at = np.clip(at, 1e-6, 1 - 1e-6)
    every = np.concatenate([np.arange(len(chords)), chord])
    begin = np.concatenate([np.zeros(len(chords)), at])
    order = np.lexsort((begin, every))
    every, begin = every[order], begin[order]
    end = np.append(begin[1:], 1.0)
    end[np.append(np.diff(every) != 0, True)] = 1.0
    return every, begin, end


def _groups(chords: Chords, chord: Integers, low: Floats, high: Floats) -> Integers:
    """Return the number of the run between crossings that each part belongs to."""
    goes_on = np.zeros(len(chord), dtype=bool)
    follows = chords.after[chord[:-1]] == chord[1:]
    goes_on[1:] = follows & (low[1:] == 0) & (high[:-1] == 1)
    goes_on[1:] &= chords.ring[chord[1:]] == chords.ring[chord[:-1]]
    group: Integers = np.cumsum(~goes_on) - 1
    return group
