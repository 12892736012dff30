"""A drawing as the large view shows it."""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.web.millimetre_grid import Grid, grid_of


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image's address, its words for who cannot see it, and its true size."""

    src: str
    alt: str
    width_mm: float
    height_mm: float

    @property
    def grid(self) -> Grid | None:
        """The grid that lies under it where there is no script to draw a finer one."""
        return grid_of(self.width_mm, self.height_mm)
