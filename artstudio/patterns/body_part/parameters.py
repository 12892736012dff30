"""What draws a part of an instrument: which one, and its measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Number, OneOf, keep_ranges

PARTS = ("f_holes", "soundhole", "end_graft", "tie_block", "torch")


@dataclass(frozen=True, kw_only=True)
class BodyPartParameters:
    """A part in the middle of its sheet.

    f_holes: a pair, length_mm from top to bottom, its upper eyes apart_mm from each other,
    the eyes upper_mm and lower_mm across, the stem stem_mm wide. soundhole: a hole of
    hole_mm, and rings of line_mm that begin space_mm outside it and lie space_mm apart.
    end_graft: a wedge of the sheet's height, as wide as the sheet at the top, foot_mm below,
    lines at both sides. tie_block: a plate in a frame of lines. torch: as high as the sheet.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    part: Annotated[str, OneOf(PARTS, "Which part.")]
    length_mm: Annotated[float, Number(0, 1000, "Length of an f-hole.")] = 0.0
    apart_mm: Annotated[float, Number(0, 1000, "Ground between the upper eyes.")] = 0.0
    upper_mm: Annotated[float, Number(0, 200, "Diameter of the upper eyes.")] = 0.0
    lower_mm: Annotated[float, Number(0, 200, "Diameter of the lower eyes.")] = 0.0
    stem_mm: Annotated[float, Number(0, 100, "Greatest width of a stem.")] = 0.0
    hole_mm: Annotated[float, Number(0, 2000, "Diameter of the soundhole.")] = 0.0
    rings: Annotated[int, Number(0, 12, "Rings around the soundhole.")] = 0
    line_mm: Annotated[float, Number(0.1, 50, "Width of rings and lines.")] = 1.0
    space_mm: Annotated[float, Number(0.1, 100, "Ground between them.")] = 1.0
    foot_mm: Annotated[float, Number(0, 500, "Width of an end graft below.")] = 0.0

    def __post_init__(self) -> None:
        """Refuse measures that do not go together."""
        keep_ranges(self)
        if self.part == "f_holes":
            eyes = self.upper_mm + self.lower_mm
            require(0 < eyes < 0.3 * self.length_mm, "its eyes are too large for its length.")
            require(0 < self.stem_mm < 0.14 * self.length_mm, "its stem is too wide.")
            require(self.apart_mm > 0, "its eyes need ground between them.")
        if self.part == "soundhole":
            reach = self.hole_mm + 2 * self.rings * (self.line_mm + self.space_mm)
            require(self.hole_mm > 0, "it needs the diameter of its hole.")
            require(reach <= min(self.width_mm, self.height_mm) + 0.01, "its rings have no room.")
        if self.part == "end_graft":
            require(0 < self.foot_mm <= self.width_mm, "its foot is wider than its head.")
            edge = 4 * (self.line_mm + self.space_mm)
            require(self.foot_mm > edge, "its lines leave no wedge.")
        if self.part == "tie_block":
            edge = 2 * (self.line_mm + self.space_mm)
            require(min(self.width_mm, self.height_mm) > edge + 1, "its frame leaves no plate.")
