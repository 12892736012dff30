"""Narrow places: how narrow each is, where, and how far along."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from artstudio.geometry.arrays import Floats

#: Half of what is shown: 0.2996 is 0.3.
SHOWN_MM = 0.0005


@dataclass(frozen=True)
class Widths:
    """Places that are narrower than was looked for, the narrowest first.

    widths: float64[n], mm, the smallest of each place. places: float64[n, 2], where that
    is, mm. lengths: float64[n], mm, how far along the place is narrower than the limit.
    """

    widths: Floats = field(default_factory=lambda: np.zeros(0))
    places: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    lengths: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def smallest(self) -> float | None:
        """Return the smallest width in mm, or None where none was found."""
        return float(self.widths[0]) if len(self.widths) else None

    def below(self, limit_mm: float) -> Widths:
        """Return those narrower than `limit_mm` by what is shown, whole micrometres."""
        narrow = self.widths.round(3) < limit_mm
        return Widths(self.widths[narrow], self.places[narrow], self.lengths[narrow])
