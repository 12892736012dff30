"""Which points of curves are near which chords that run against them.

A drawing has tens of thousands of chords, and nearly all of them are near none
that faces them. They are sorted by cell and direction, so that each point
looks only at those that could run against its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.chords import Chords

_DIRECTIONS = 8
_MAX_CELLS = 3_000_000
# Turns of less than 20, less than 90 and up to 180 degrees (as cosines), and octants for them.
_TURNS = ((0.9397, 2.0, 2), (-1e-9, 0.9397, 4), (-2.0, -1e-9, 8))


Faced = tuple[Integers, NDArray[np.int32]]
"""Indices of points, and for each the octants of directions that it faces."""
Turns = Sequence[tuple[float, float, int]]


def facing_pairs(chords: Chords, reach_mm: float, *, most: int) -> tuple[Integers, Integers] | int:
    """Return (points, chords), points being indices of the chords that start there.

    Where there are more than `most` pairs, how many there are is returned instead.
    Every pair of a point and a chord whose middle is within `reach_mm` and which runs
    against the curve at the point by 22.5 degrees or less is among them, and
    many that do not.
    """
    points = np.arange(len(chords))
    faced = octants_faced(points, chords.leaving, chords.arriving[chords.before], _TURNS)
    return pairs_in_octants(chords, faced, reach_mm, most=most)


class Lines(Protocol):
    """Straight pieces: where they start, how far they go, their directions; float64[n, 2]."""

    @property
    def start(self) -> Floats:
        """Where each starts, mm."""

    @property
    def along(self) -> Floats:
        """How far each goes, mm."""

    @property
    def unit(self) -> Floats:
        """The direction of each."""


def pairs_in_octants(
    lines: Lines, faced: Iterable[Faced], reach_mm: float, *, most: int
) -> tuple[Integers, Integers] | int:
    """Return (points, lines), points being indices of the lines that start there.

    Every pair is among them of a point and a line whose middle is within `reach_mm` and
    whose direction is in one of the octants that the point faces, and many that are not.
    Where there are more than `most` pairs, how many there are is returned instead.
    """
    middle = lines.start + lines.along / 2
    origin = middle.min(axis=0) - 2 * reach_mm
    extent = middle.max(axis=0) + 2 * reach_mm - origin
    # Larger cells only mean that more pairs are looked at.
    side = max(reach_mm, float(np.sqrt(extent.prod() * _DIRECTIONS / _MAX_CELLS)))
    rows = int(extent[1] / side) + 3
    cells = ((middle - origin) / side).astype(np.int32)
    key = (cells[:, 0] * _DIRECTIONS + _octants(lines.unit)) * rows + cells[:, 1]
    order = np.argsort(key, kind="stable")
    first = np.zeros(int(key.max()) + 3 * rows, dtype=np.int32)
    np.cumsum(np.bincount(key, minlength=len(first) - 1), out=first[1:])
    runs = [
        _runs(points, (lines.start[points] - origin) / side, octants, rows, first)
        for points, octants in faced
    ]
    points, low, counts = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    if (total := int(counts.sum())) > most:
        return total
    skipped = np.repeat(low - (np.cumsum(counts) - counts), counts)
    return np.repeat(points, counts), order[np.arange(len(skipped)) + skipped]


def _octants(direction: Floats) -> NDArray[np.int32]:
    turn = np.arctan2(direction[:, 1], direction[:, 0]) * (_DIRECTIONS / (2 * np.pi))
    return np.floor(turn).astype(np.int32) % _DIRECTIONS


def octants_faced(
    points: Integers, leaving: Floats, arriving: Floats, turns: Turns
) -> Iterator[Faced]:
    """Yield points with the octants of the lines that they could face.

    leaving, arriving: float64[n, 2], how the outline leaves each point and arrives there.
    Where it turns by an angle, it faces directions against its own within half of that. The
    n octants about a direction hold all within n * 22.5 - 22.5 degrees. turns: the cosines
    of the turns from and below which there are n octants.
    """
    against = -(leaving + arriving)
    nearest = np.rint(np.arctan2(against[:, 1], against[:, 0]) * (_DIRECTIONS / (2 * np.pi)))
    turn = leaving[:, 0] * arriving[:, 0] + leaving[:, 1] * arriving[:, 1]
    for lowest, highest, octants in turns:
        chosen = np.flatnonzero((turn >= lowest) & (turn < highest))
        about = nearest[chosen, None].astype(np.int32) + np.arange(-octants // 2, octants // 2)
        yield points[chosen], about % _DIRECTIONS


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
