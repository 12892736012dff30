"""What draws a girih: how many points its stars have, where it lies, how wide its bands are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Number, OneOf, keep_ranges

PANEL_FOLDS = (8, 10, 12, 16)


@dataclass(frozen=True, kw_only=True)
class GirihParameters:
    """Stars of `fold` points in bands that hang together, inside a frame.

    form: "panel" repeats stars in columns and rows, "circle" has one star in the middle
    of outer_mm. angle: between a band and the edge of a polygon where both meet, in
    degrees; larger ones give slimmer points.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    form: Annotated[str, OneOf(("panel", "circle"), "Fills the sheet, or one star in a circle.")]
    fold: Annotated[int, Number(5, 24, "Points of a star; 8, 10, 12 or 16 in a panel.")] = 8
    columns: Annotated[int, Number(1, 40, "Stars across, in a panel.")] = 3
    rows: Annotated[int, Number(1, 40, "Stars down, in a panel.")] = 3
    outer_mm: Annotated[float, Number(0, 5000, "Diameter of a circle.")] = 0.0
    angle: Annotated[float, Number(25, 80, "Contact angle, in degrees.")] = 60.0
    band_mm: Annotated[float, Number(0.1, 50, "Width of the bands.")] = 1.2
    frame_mm: Annotated[float, Number(0.1, 100, "Width of the frame.")] = 2.0
    least_mm: Annotated[
        float, Number(0, 5, "Gaps and bands that are narrower are filled or widened.")
    ] = 0.36

    def __post_init__(self) -> None:
        """Refuse folds that no panel has, and frames without room inside."""
        keep_ranges(self)
        is_panel = self.form == "panel"
        require(not is_panel or self.fold in PANEL_FOLDS, "a panel has stars of 8, 10, 12 or 16.")
        room = min(self.width_mm, self.height_mm) if is_panel else self.outer_mm
        require(room > 2 * self.frame_mm + 2 * self.band_mm, "its frame leaves no room.")
        require(is_panel or self.outer_mm <= min(self.width_mm, self.height_mm) + 1e-6,
                "it is larger than its sheet.")  # fmt: skip
