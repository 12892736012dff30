"""What draws a tessellation: its tiling, its grid, its joints and the holes in its tiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Many,
    Number,
    OneOf,
    YesNo,
    keep_ranges,
)
from artstudio.patterns.tilings import TILINGS

Share = Annotated[float, Number(0, 0.8, "How much of a tile is cut out.")]


@dataclass(frozen=True, kw_only=True)
class TessellationParameters:
    """A field of columns by rows cells of a tiling.

    joint_mm: the ground between tiles; hollow: how much of an answering tile is
    cut out (0 to 0.8 of its size), by role; angle: of the stars' rays, degrees;
    round: the field is a disc, made of whole tiles.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    tiling: Annotated[str, OneOf(tuple(TILINGS), "Which tiles.")]
    columns: Annotated[int, Number(1, 120, "Cells across.")]
    rows: Annotated[int, Number(1, 120, "Cells down.")]
    joint_mm: Annotated[float, Number(0.01, 100, "Ground between tiles.")]
    frame_mm: Annotated[float, Number(0, 100, "Width of the frame's line, or 0.")]
    angle: Annotated[float, Number(0, 90, "Of the rays of star tilings, in degrees.")] = 0.0
    hollow: Annotated[tuple[Share, ...], Many(3, 3, "Of leading, answering and filling tiles.")] = (
        0.0,
        0.0,
        0.0,
    )
    round: Annotated[bool, YesNo("The field is a disc of outer_mm.")] = False
    outer_mm: Annotated[float, Number(0, 5000, "Diameter of a round field.")] = 0.0

    def __post_init__(self) -> None:
        """Refuse fields without room for their tiles."""
        keep_ranges(self)
        low, high = TILINGS[self.tiling].angles
        rays = f"the angle of {self.tiling} is from {low:g} to {high:g} degrees."
        require(low - 0.001 <= self.angle <= high + 0.001, rays)
        smallest = min(self.width_mm, self.height_mm)
        require(not self.round or 0 < self.outer_mm <= smallest, "the disc must fit its sheet.")
        room = (self.outer_mm if self.round else smallest) - 2 * self.frame_mm
        require(room > 2 * self.joint_mm, "its frame leaves no room.")
