"""What draws a knot: the grid of its plait, the breaks in it, the size of its bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Many, Number, OneOf, keep_ranges

FORMS = ("panel", "ring", "triquetra")
HALF = 0.235
GAP_CELLS = 0.15


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A break at crossing (column, row): strands turn back from a "v" or "h" wall."""

    column: Annotated[int, Number(0, 400, "Column of the crossing.")]
    row: Annotated[int, Number(0, 40, "Row of the crossing; column plus row is odd.")]
    way: Annotated[str, OneOf(("v", "h"), "Upright or level.")]

    def __post_init__(self) -> None:
        """Refuse what is out of range."""
        keep_ranges(self)


@dataclass(frozen=True, kw_only=True)
class KnotParameters:
    """A plait of columns by rows cells.

    form: "panel" fills the sheet, "ring" lies between inner_mm and outer_mm
    (diameters; columns then run around). walls: where it is broken; band: the
    bands' width in cells; slit: width of a line cut out along the bands, in
    cells, 0 for none; gap: what an upper band leaves free, in cells;
    frame_mm: the lines around it.
    """

    form: Annotated[str, OneOf(FORMS, "Fills the sheet, runs around a ring, or is of three arcs.")]
    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    columns: Annotated[int, Number(4, 400, "Cells along (in a ring around); even.")]
    rows: Annotated[int, Number(2, 40, "Cells across; even.")]
    walls: Annotated[tuple[Wall, ...], Many(0, 4000, "Where strands turn back.")] = ()
    band: Annotated[float, Number(0.1, 0.56, "Width of the bands, in cells.")] = 2 * HALF
    slit: Annotated[float, Number(0, 0.5, "Line cut out along the bands, in cells; or 0.")] = 0.0
    gap: Annotated[float, Number(0.05, 0.4, "Ground beside an upper band, in cells.")] = GAP_CELLS
    frame_mm: Annotated[float, Number(0, 100, "Width of the frame's line, or 0.")] = 0.0
    space_mm: Annotated[float, Number(0, 100, "Ground between frame and knot.")] = 0.0
    outer_mm: Annotated[float, Number(0, 5000, "Outer diameter of a ring.")] = 0.0
    inner_mm: Annotated[float, Number(0, 5000, "Inner diameter of a ring.")] = 0.0

    def __post_init__(self) -> None:
        """Refuse grids that cannot be plaited."""
        keep_ranges(self)
        require(self.columns % 2 == 0 and self.rows % 2 == 0, "columns and rows must be even.")
        require(self.slit < self.band, "the slit must be narrower than its band.")
        margin = 2 * (self.frame_mm + self.space_mm)
        if self.form == "triquetra":
            require(0 < self.outer_mm <= min(self.width_mm, self.height_mm), "it has no room.")
        elif self.form == "ring":
            require(0 < self.inner_mm < self.outer_mm, "the inner diameter must be smaller.")
            largest = min(self.width_mm, self.height_mm)
            require(self.outer_mm <= largest, "it is larger than its sheet.")
            require(2 * margin < self.outer_mm - self.inner_mm, "its frame leaves no room.")
        else:
            require(margin < min(self.width_mm, self.height_mm), "its frame leaves no room.")
