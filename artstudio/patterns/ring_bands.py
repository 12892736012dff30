"""A motif of a band, bent into a ring."""

from __future__ import annotations

import math
from collections.abc import Callable

from artstudio.geometry.contours import Contours
from artstudio.patterns.bands import MOTIFS, Run
from artstudio.patterns.shapes import contours
from artstudio.patterns.transforms import repeat_polar, to_polar

RingPen = Callable[[str, int, float, float, float], Contours]
"""Draws a motif, so many cells, from an inner radius outward, a width, a gap; all in mm."""


def ring_of(motif: str, cells: int, inner: float, width: float, gap: float) -> Contours:
    """Return a motif around the origin, from radius `inner` outward, `cells` times.

    gap: what pieces keep between them, at the inner side too, where the ring is shortest.
    """
    middle = inner + width / 2
    pitch = round(2 * math.pi * middle / cells, 9)
    wide = min(gap * min(3.0, middle / max(inner, 0.1)), pitch * 0.3)
    if whole := MOTIFS[motif].whole:
        run = Run(cells=cells, pitch=pitch, height=width, gap=wide, endless=True)
        return to_polar(contours(whole(run)), circumference=cells * pitch, inner_radius=inner)
    cell = contours(MOTIFS[motif].draw(pitch, width, wide))
    return repeat_polar(to_polar(cell, circumference=cells * pitch, inner_radius=inner), cells)


def ring_of_engine_1(motif: str, cells: int, inner: float, width: float, gap: float) -> Contours:
    """Return the ring as the first version of the engine drew it."""
    middle = inner + width / 2
    pitch = 2 * math.pi * middle / cells
    wide = gap * min(1.6, middle / max(inner, 0.1))
    cell = contours(MOTIFS[motif].first(round(pitch, 9), width, min(wide, pitch * 0.3)))
    return repeat_polar(to_polar(cell, circumference=cells * pitch, inner_radius=inner), cells)
