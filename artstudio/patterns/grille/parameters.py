"""What draws a grille: its style, its repeats, and how wide its strands are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Number, OneOf, keep_ranges

STYLES = ("interlaced", "gothic", "star", "lattice")


@dataclass(frozen=True, kw_only=True)
class GrilleParameters:
    """Openwork of strands inside a frame, all of one piece.

    form: "circle" is a rose of `fold` repeats in outer_mm, "panel" fills the sheet with
    columns and rows.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    form: Annotated[str, OneOf(("circle", "panel"), "A rose in a circle, or a panel.")]
    style: Annotated[str, OneOf(STYLES, "What the strands draw.")] = "interlaced"
    fold: Annotated[int, Number(3, 24, "Repeats in one turn of a rose.")] = 8
    columns: Annotated[int, Number(1, 60, "Repeats across a panel.")] = 5
    rows: Annotated[int, Number(1, 60, "Repeats down a panel.")] = 5
    outer_mm: Annotated[float, Number(0, 5000, "Diameter of a rose.")] = 0.0
    strand_mm: Annotated[float, Number(0.2, 50, "Width of the strands.")] = 1.8
    frame_mm: Annotated[float, Number(0.2, 200, "Width of the frame.")] = 3.0
    least_mm: Annotated[
        float, Number(0, 5, "Gaps and strands that are narrower are filled or widened.")
    ] = 0.5

    def __post_init__(self) -> None:
        """Refuse frames without room inside, and roses larger than their sheet."""
        keep_ranges(self)
        is_round = self.form == "circle"
        room = self.outer_mm if is_round else min(self.width_mm, self.height_mm)
        require(room > 2 * self.frame_mm + 4 * self.strand_mm, "its frame leaves no room.")
        largest = min(self.width_mm, self.height_mm) + 1e-6
        require(not is_round or self.outer_mm <= largest, "it is larger than its sheet.")
