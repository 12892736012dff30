"""All lines of a drawing as chords: which layer and colour each belongs to, and which are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from artstudio.cutting.crossing_chords import Crossings, crossings_of
from artstudio.cutting.near_chords import Pairs, near_chords
from artstudio.cutting.repeated_cuts import SAME_MM, Repeats, repeats_of
from artstudio.geometry.arrays import Flags, Integers
from artstudio.geometry.chords import Chords, chord_counts, chords_of
from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.grid import dequantize


@dataclass(frozen=True)
class DrawnLines:
    """The outlines of areas and the strokes of a drawing, in the order in which they are drawn.

    contours: all of them, in mm. layer: which layer each ring belongs to. colour: number of
    its colour, the same for areas and strokes. is_area, is_open: of each ring.
    """

    contours: Contours
    layer: Integers
    colour: Integers
    is_area: Flags
    is_open: Flags

    def __len__(self) -> int:
        """Return the number of rings and strokes."""
        return len(self.layer)

    @cached_property
    def chords(self) -> Chords:
        """Return chords of which none is much longer than the others."""
        steps = np.diff(
            np.concatenate([self.contours.starts()[:, None], self.contours.points], axis=1), axis=1
        )
        length = float(np.hypot(steps[..., 0], steps[..., 1]).sum())
        count = int(chord_counts(self.contours, max(length, SAME_MM)).sum())
        return chords_of(self.contours, max(2 * length / max(1, count), SAME_MM), shape=False)

    @cached_property
    def drawn(self) -> Flags:
        """Return which chords are drawn: those that close an open stroke in memory are not."""
        last = self.contours.offsets[1:][self.is_open] - 1
        return ~np.isin(self.chords.segment, last)

    @cached_property
    def near(self) -> Pairs:
        """Return the pairs of drawn chords that are near each other. Raises TooManyPairs."""
        one, other = near_chords(self.chords, SAME_MM)
        kept = self.drawn[one] & self.drawn[other]
        return one[kept], other[kept]

    @cached_property
    def repeats(self) -> Repeats:
        """Return which parts of chords lie on others."""
        return repeats_of(self.chords, self.near)

    @cached_property
    def crossings(self) -> Crossings:
        """Return where chords meet in points."""
        return crossings_of(self.chords, self.near)


def drawn_lines(drawing: Drawing) -> DrawnLines:
    """Return the lines of all layers that show something, bottom first."""
    layers = [layer for layer in drawing.layers if not layer.is_empty]
    colours = {name: number for number, name in enumerate(dict.fromkeys(map(colour_of, layers)))}
    parts = [_contours(layer) for layer in layers]
    counts = [len(part) for part in parts]

    def of_rings(values: Sequence[int]) -> Integers:
        return np.repeat(np.array(values, dtype=np.int64), counts)

    is_open = [
        layer.on_grid.open if isinstance(layer, StrokeLayer) else np.zeros(count, dtype=bool)
        for layer, count in zip(layers, counts, strict=True)
    ]
    return DrawnLines(
        contours=dequantize(joined(parts)),
        layer=of_rings(range(len(layers))),
        colour=of_rings([colours[colour_of(layer)] for layer in layers]),
        is_area=of_rings([isinstance(layer, Layer) for layer in layers]).astype(bool),
        is_open=np.concatenate([np.zeros(0, dtype=bool), *is_open]),
    )


def colour_of(layer: Layer | StrokeLayer) -> str:
    """Return the colour of a layer, `#rrggbb`."""
    return layer.fill if isinstance(layer, Layer) else layer.stroke


def _contours(layer: Layer | StrokeLayer) -> Contours:
    return layer.on_grid if isinstance(layer, Layer) else layer.on_grid.contours
