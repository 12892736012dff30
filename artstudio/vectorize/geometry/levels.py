"""How dark ink and how light paper are, everywhere in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.threshold import Ink

_BLOCK_PX = 32
# So many pixels from the edge, ink is all ink.
_INSIDE_PX = 3

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Levels:
    """The picture's levels, with the levels of paper and ink by blocks.

    levels: float32[height, width]. paper, ink: float64[rows, columns].
    """

    levels: NDArray[np.float32]
    paper: Floats
    ink: Floats

    def ink_part(self, line: Integers, place: Integers, *, vertical: Flags) -> Floats:
        """Return how much of pixels is ink, 0 to 1 and a little beyond.

        line, place: row and column where `vertical`, else column and row; those
        outside of the picture are as the nearest inside.
        """
        height, width = self.levels.shape
        row = np.clip(np.where(vertical, line, place), 0, height - 1)
        column = np.clip(np.where(vertical, place, line), 0, width - 1)
        found = self.levels[row, column]
        paper, ink = (self._at(tone, row, column) for tone in (self.paper, self.ink))
        part: Floats = (paper - found) / (paper - ink)
        return part

    def _at(self, tone: Floats, row: Integers, column: Integers) -> Floats:
        """Return the level between the middles of blocks, bilinear."""
        rows, columns = tone.shape
        y = np.clip((row + 0.5) / _BLOCK_PX - 0.5, 0, rows - 1)
        x = np.clip((column + 0.5) / _BLOCK_PX - 0.5, 0, columns - 1)
        j = np.minimum(y.astype(np.int64), max(rows - 2, 0))
        i = np.minimum(x.astype(np.int64), max(columns - 2, 0))
        y, x = y - j, x - i
        below, beside = min(1, rows - 1), min(1, columns - 1)
        upper = tone[j, i] * (1 - x) + tone[j, i + beside] * x
        lower = tone[j + below, i] * (1 - x) + tone[j + below, i + beside] * x
        at: Floats = upper * (1 - y) + lower * y
        return at


def tone_levels(ink: Ink) -> Levels:
    """Return the levels of a picture with those of its paper and ink; ink is dark."""
    levels = np.asarray(ink.levels, dtype=np.float32)
    if ink.inverted:
        levels = 255 - levels
    return Levels(
        levels=levels,
        paper=_by_blocks(levels, ~ink.bitmap),
        ink=_by_blocks(levels, ink.bitmap),
    )


def _by_blocks(levels: NDArray[np.float32], tone: Flags) -> Floats:
    """Return the mean level of a tone in each block, away from edges; smoothed 3 x 3."""
    inside = _eroded(tone)
    if not inside.any():
        inside = tone
    rows, columns = (-(-n // _BLOCK_PX) for n in levels.shape)
    pad = ((0, rows * _BLOCK_PX - levels.shape[0]), (0, columns * _BLOCK_PX - levels.shape[1]))
    sums, counts = (
        _block_sums(np.pad(part, pad)) for part in (np.where(inside, levels, 0), inside)
    )
    mean = sums.sum() / counts.sum()
    for _ in range(2):
        sums, counts = _around(sums), _around(counts)
    # A little of the whole picture's mean stands in where there is nothing near.
    blocks: Floats = (sums + 0.5 * mean) / (counts + 0.5)
    return blocks


def _block_sums(values: NDArray[np.float32] | Flags) -> Floats:
    # Whole rows are added first: sums along short rows are slow.
    height, width = values.shape
    in_rows = values.reshape(-1, _BLOCK_PX, width).sum(axis=1, dtype=np.float64)
    sums: Floats = in_rows.reshape(height // _BLOCK_PX, -1, _BLOCK_PX).sum(axis=2)
    return sums


def _around(blocks: Floats) -> Floats:
    padded = np.pad(blocks, 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    around: Floats = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    return around


def _eroded(tone: Flags) -> Flags:
    inside = tone.copy()
    for _ in range(_INSIDE_PX):
        kept = inside.copy()
        kept[1:] &= inside[:-1]
        kept[:-1] &= inside[1:]
        kept[:, 1:] &= inside[:, :-1]
        kept[:, :-1] &= inside[:, 1:]
        inside = kept
    return inside
