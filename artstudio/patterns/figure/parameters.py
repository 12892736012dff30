"""What draws a plain figure: which one, its counts, its widths, and a seed where it needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Number,
    OneOf,
    YesNo,
    keep_ranges,
)

FIGURES = (
    "polygon", "star", "circle", "rectangle", "ellipse", "heart", "moon", "gear", "spiral",
    "sunburst", "snowflake", "yin_yang", "flower_of_life", "chequerboard", "dots", "halftone",
    "honeycomb", "fish_scale", "cairo", "penrose_kites", "penrose_rhombs", "maze", "round_maze",
)  # fmt: skip
#: Figures made of columns by rows; the others have a count, or nothing to count.
GRIDS = frozenset({"chequerboard", "dots", "halftone", "honeycomb", "fish_scale", "cairo", "maze"})
#: How few and how many a count may be, by figure.
COUNTS = {
    "polygon": (3, 72),
    "star": (3, 72),
    "gear": (5, 360),
    "spiral": (1, 60),
    "sunburst": (3, 180),
    "snowflake": (3, 16),
    "penrose_kites": (2, 7),
    "penrose_rhombs": (2, 7),
    "round_maze": (2, 40),
}
#: Figures that may have a round hole in the middle.
PIERCED = frozenset({"polygon", "star", "circle", "gear"})


@dataclass(frozen=True, kw_only=True)
class FigureParameters:
    """A plain figure, as large as its sheet allows where outer_mm is 0."""

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    figure: Annotated[str, OneOf(FIGURES, "What is drawn.")]
    count: Annotated[
        int, Number(1, 360, "Sides, points, teeth, turns, rays, arms, rings or subdivisions.")
    ] = 6
    columns: Annotated[int, Number(1, 120, "Cells across, in a grid.")] = 8
    rows: Annotated[int, Number(1, 120, "Cells down, in a grid.")] = 8
    outer_mm: Annotated[float, Number(0, 5000, "Diameter around it, or 0: as the sheet.")] = 0.0
    hole_mm: Annotated[float, Number(0, 5000, "Diameter of a hole in the middle, or 0.")] = 0.0
    line_mm: Annotated[float, Number(0.01, 1000, "Width of lines, walls and bands.")] = 1.0
    gap_mm: Annotated[float, Number(0.01, 100, "Ground between pieces.")] = 0.5
    depth: Annotated[
        float, Number(0.05, 0.95, "Size of a star's core, a moon's breadth, a sun's disc.")
    ] = 0.5
    linear: Annotated[bool, YesNo("Half-tone dots shrink downwards, not outwards.")] = False
    seed: Annotated[int, Number(0, 2**32 - 1, "Chooses a maze's way, a snowflake's arms.")] = 0

    def __post_init__(self) -> None:
        """Refuse counts that the figure cannot have, and figures larger than their sheet."""
        keep_ranges(self)
        low, high = COUNTS.get(self.figure, (1, 360))
        title = self.figure.replace("_", " ")
        require(low <= self.count <= high, f"a {title} has a count from {low} to {high}.")
        largest = max(self.width_mm, self.height_mm) * 1.5
        require(self.outer_mm <= largest, "it is larger than its sheet.")
