"""Which points of curves are near which chords that run against them.

A drawing has tens of thousands of chords, and nearly all of them are near none
that faces them. They are sorted by cell and direction, so that each point
looks only at those that could run against its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.chords import Chords

_DIRECTIONS = 8
_MAX_CELLS = 3_000_000
# Turns of less than 20, less than 90 and up to 180 degrees (as cosines), and octants for them.
_WIDE_AND_NARROW = ((0.9397, 2.0, 2), (-1e-9, 0.9397, 4), (-2.0, -1e-9, 8))


def facing_pairs(chords: Chords, reach_mm: float, *, most: int) -> tuple[Integers, Integers] | int:
    """Return (points, chords), points being indices of the chords that start there.

    Where there are more than `most` pairs, how many there are is returned instead.
    Every pair of a point and a chord whose middle is within `reach_mm` and which runs
    against the curve at the point by 22.5 degrees or less is among them, and
    many that do not.
    """
    middle = chords.start + chords.along / 2
    origin = middle.min(axis=0) - 2 * reach_mm
    extent = middle.max(axis=0) + 2 * reach_mm - origin
    # Larger cells only mean that more pairs are looked at.
    side = max(reach_mm, float(np.sqrt(extent.prod() * _DIRECTIONS / _MAX_CELLS)))
    rows = int(extent[1] / side) + 3
    cells = ((middle - origin) / side).astype(np.int32)
    key = (cells[:, 0] * _DIRECTIONS + _octants(chords.unit)) * rows + cells[:, 1]
    order = np.argsort(key, kind="stable")
    first = np.zeros(int(key.max()) + 3 * rows, dtype=np.int32)
    np.cumsum(np.bincount(key, minlength=len(first) - 1), out=first[1:])
    runs = [
        _runs(points, (chords.start[points] - origin) / side, octants, rows, first)
        for points, octants in _octants_faced(chords)
    ]
    points, low, counts = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    if (total := int(counts.sum())) > most:
        return total
    skipped = np.repeat(low - (np.cumsum(counts) - counts), counts)
    return np.repeat(points, counts), order[np.arange(len(skipped)) + skipped]


def _octants(direction: Floats) -> NDArray[np.int32]:
    turn = np.arctan2(direction[:, 1], direction[:, 0]) * (_DIRECTIONS / (2 * np.pi))
    return np.floor(turn).astype(np.int32) % _DIRECTIONS


def _octants_faced(chords: Chords) -> Iterator[tuple[Integers, NDArray[np.int32]]]:
    """Yield points with the octants of the chords that they could face.

    Where the curve turns by an angle, it faces directions against its own within
    half of that. The n octants about a direction hold all within n * 22.5 - 22.5 degrees.
    """
    leaving, arriving = chords.leaving, chords.arriving[chords.before]
    against = -(leaving + arriving)
    nearest = np.rint(np.arctan2(against[:, 1], against[:, 0]) * (_DIRECTIONS / (2 * np.pi)))
    turn = leaving[:, 0] * arriving[:, 0] + leaving[:, 1] * arriving[:, 1]
    for lowest, highest, octants in _WIDE_AND_NARROW:
        chosen = np.flatnonzero((turn >= lowest) & (turn < highest))
        about = nearest[chosen, None].astype(np.int32) + np.arange(-octants // 2, octants // 2)
        yield chosen, about % _DIRECTIONS


def _runs(
    points: Integers,
    cells: Floats,
    octants: NDArray[np.int32],
    rows: int,
    first: NDArray[np.int32],
) -> tuple[Integers, NDArray[np.int32], NDArray[np.int32]]:
    """Return points, where runs of chords near them begin, and how long those are.

    The three cells above each other lie in one run: rows are the key's last digit.
    """
    cell = cells.astype(np.int32)
    key = (octants - _DIRECTIONS + cell[:, :1] * _DIRECTIONS) * rows + cell[:, 1:] - 1
    low, counts = [], []
    for column in range(3):
        at = np.clip(key + column * _DIRECTIONS * rows, 0, len(first) - 4)
        low.append(first[at].ravel())
        counts.append(first[at + 3].ravel() - low[-1])
    everyone = np.tile(np.repeat(points, octants.shape[1]), 3)
    used = np.flatnonzero(found := np.concatenate(counts))
    return everyone[used], np.concatenate(low)[used], found[used]
