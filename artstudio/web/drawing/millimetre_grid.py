"""Ruled paper for a drawing: lines at true millimetres, coarser where the drawing is large."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST_LINES = 140
STRONG_EVERY = 10


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Lines in drawing units, one unit per mm, as SVG path text.

    fine_mm and strong_mm are the distances between lines; width and height are
    whole tenths of a millimetre, for the picture's shape before it is loaded.
    """

    view_box: str
    fine: str
    strong: str
    fine_mm: int
    strong_mm: int
    width: int
    height: int
    is_tall: bool


def grid_of(width_mm: float | None, height_mm: float | None) -> Grid | None:
    """Return the grid of a drawing's size, or None where the size is not known."""
    if not width_mm or not height_mm:
        return None
    step = _step(max(width_mm, height_mm))
    strong = step * STRONG_EVERY
    return Grid(
        view_box=f"0 0 {width_mm:g} {height_mm:g}",
        fine=_lines(width_mm, height_mm, step),
        strong=_lines(width_mm, height_mm, strong),
        fine_mm=step,
        strong_mm=strong,
        width=max(1, round(width_mm * 10)),
        height=max(1, round(height_mm * 10)),
        is_tall=height_mm > width_mm * 1.2,
    )


def _step(longest_mm: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, ... mm that keeps the lines few."""
    needed = max(longest_mm / MOST_LINES, 1)
    decade = 10 ** math.floor(math.log10(needed))
    return next(int(n * decade) for n in (1, 2, 5, 10) if n * decade >= needed)


def _lines(width_mm: float, height_mm: float, step: int) -> str:
    across = [f"M{x} 0V{height_mm:g}" for x in range(0, math.floor(width_mm) + 1, step)]
    down = [f"M0 {y}H{width_mm:g}" for y in range(0, math.floor(height_mm) + 1, step)]
    return "".join(across + down)
