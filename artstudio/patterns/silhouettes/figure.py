"""The room a figure is drawn in, and the mirror for figures with two like sides."""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.patterns.shapes import Ring


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The room of a figure: radius and gap in mm, its fold, and a shape number from 0 to 1.

    close: pieces come as close as the first version of the engine drew them.
    """

    radius: float
    gap: float
    fold: int
    shape: float
    close: bool = False


def both_sides(rings: list[Ring]) -> list[Ring]:
    """Return rings and their mirror images about the vertical axis."""
    return rings + [[tuple((-x, y) for x, y in segment) for segment in ring] for ring in rings]
