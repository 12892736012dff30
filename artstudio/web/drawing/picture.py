"""A drawing as the large view shows it."""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.web.drawing.millimetre_grid import Grid, grid_of

MM_PER_INCH = 25.4


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image's address, its words for who cannot see it, and its true size."""

    src: str
    alt: str
    width_mm: float
    height_mm: float

    @property
    def true_size(self) -> str:
        """Its size in both units that machines are set to."""
        sides = (self.width_mm, self.height_mm)
        mm = " \N{MULTIPLICATION SIGN} ".join(f"{side:.7g}" for side in sides)
        inches = " \N{MULTIPLICATION SIGN} ".join(f"{side / MM_PER_INCH:.2f}" for side in sides)
        return f"{mm} mm ({inches} in)"

    def pixels(self, dpi: int) -> str:
        """How many pixels it has at so many for each inch."""
        return " \N{MULTIPLICATION SIGN} ".join(
            f"{max(1, round(side / MM_PER_INCH * dpi)):,}"
            for side in (self.width_mm, self.height_mm)
        )

    @property
    def grid(self) -> Grid | None:
        """The grid that lies under it where there is no script to draw a finer one."""
        return grid_of(self.width_mm, self.height_mm)
