"""Choosing and joining rings and strokes."""

from __future__ import annotations

import numpy as np

from artstudio.svg.contours import LINE, Contours, Strokes, joined
from artstudio.svg.flat_rings import Flags, FlatRings


def chosen(contours: Contours, rings: Flags) -> Contours:
    """Return the flagged rings, bool[rings]."""
    sizes = np.diff(contours.offsets)
    segments = np.repeat(rings, sizes)
    offsets = np.concatenate([[0], np.cumsum(sizes[rings])]).astype(np.int64)
    return Contours(contours.kinds[segments], contours.points[segments], offsets)


def chosen_strokes(strokes: Strokes, kept: Flags) -> Strokes:
    """Return the flagged strokes, bool[strokes]."""
    return Strokes(chosen(strokes.contours, kept), strokes.open[kept])


def joined_strokes(parts: list[Strokes]) -> Strokes:
    """Return all strokes of `parts` as one, in order."""
    opened = np.concatenate([np.zeros(0, dtype=bool), *(part.open for part in parts)])
    return Strokes(joined([part.contours for part in parts]), opened)


def as_contours(rings: FlatRings) -> Contours:
    """Return rings of chords as contours of lines."""
    kinds = np.full(len(rings.points), LINE, dtype=np.uint8)
    return Contours(kinds, np.repeat(rings.points[:, None], 3, axis=1), rings.offsets)
