"""What draws a knot: the grid of its plait, the breaks in it, the size of its bands."""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.patterns.family import require

HALF = 0.235
GAP_CELLS = 0.15


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A break at crossing (column, row): strands turn back from a "v" or "h" wall."""

    column: int
    row: int
    way: str


@dataclass(frozen=True, kw_only=True)
class KnotParameters:
    """A plait of columns by rows cells.

    form: "panel" fills the sheet, "ring" lies between inner_mm and outer_mm
    (diameters; columns then run around). walls: where it is broken; band: the
    bands' width in cells; slit: width of a line cut out along the bands, in
    cells, 0 for none; gap: what an upper band leaves free, in cells;
    frame_mm: the lines around it.
    """

    form: str
    width_mm: float
    height_mm: float
    columns: int
    rows: int
    walls: tuple[Wall, ...] = ()
    band: float = 2 * HALF
    slit: float = 0.0
    gap: float = GAP_CELLS
    frame_mm: float = 0.0
    space_mm: float = 0.0
    outer_mm: float = 0.0
    inner_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse grids that cannot be plaited."""
        require(self.form in {"panel", "ring"}, "form is panel or ring.")
        require(self.columns % 2 == 0 and self.rows % 2 == 0, "columns and rows must be even.")
        require(2 <= self.rows <= 40 and 4 <= self.columns <= 400, "the grid is out of range.")
        require(0.1 <= self.band <= 0.56 and 0 <= self.slit < self.band, "bands are too wide.")
        require(0.05 <= self.gap <= 0.4, "gap must be from 0.05 to 0.4 cells.")
        if self.form == "ring":
            require(0 < self.inner_mm < self.outer_mm, "the inner diameter must be smaller.")
            largest = min(self.width_mm, self.height_mm)
            require(self.outer_mm <= largest, "it is larger than its sheet.")
