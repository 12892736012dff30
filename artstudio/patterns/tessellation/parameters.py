"""What draws a tessellation: its tiling, its grid, its joints and the holes in its tiles."""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.patterns.family import require
from artstudio.patterns.tilings import TILINGS


@dataclass(frozen=True, kw_only=True)
class TessellationParameters:
    """A field of columns by rows cells of a tiling.

    joint_mm: the ground between tiles; hollow: how much of an answering tile is
    cut out (0 to 0.8 of its size), by role; angle: of the stars' rays, degrees;
    round: the field is a disc, made of whole tiles.
    """

    width_mm: float
    height_mm: float
    tiling: str
    columns: int
    rows: int
    joint_mm: float
    frame_mm: float
    angle: float = 0.0
    hollow: tuple[float, ...] = (0.0, 0.0, 0.0)
    round: bool = False
    outer_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse fields without room for their tiles."""
        require(self.tiling in TILINGS, f"there is no tiling {self.tiling!r}.")
        require(1 <= self.columns <= 120 and 1 <= self.rows <= 120, "1 to 120 columns and rows.")
        require(
            len(self.hollow) == 3 and max(self.hollow) <= 0.8, "hollow is three numbers to 0.8."
        )
        require(self.joint_mm > 0 and self.frame_mm >= 0, "the joint needs a width.")
