"""A whole run of a band, for ornament that does not fall into cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, closed


@dataclass(frozen=True, kw_only=True)
class Run:
    """So many cells of a band, in mm, from x = 0; endless: the last cell meets the first.

    gap: what pieces keep between them, and how wide they are at least.
    """

    cells: int
    pitch: float
    height: float
    gap: float
    endless: bool

    @property
    def length(self) -> float:
        """The length of all cells."""
        return self.cells * self.pitch

    def between(self, level: float, edge: Sequence[Segment]) -> list[Ring]:
        """Return what lies between a straight line at `level` and an edge above or below it.

        The edge runs from x = 0 to the end of the run. In a ring both are circles of
        their own; in a strip they are joined at its ends.
        """
        if not self.endless:
            start: Point = (0.0, edge[-1][-1][1])
            return [closed(start, [*edge, ((self.length, level),), ((0.0, level),)])]
        step = self.pitch
        rim: Ring = [
            (
                (i * step + step / 3, level),
                ((i + 1) * step - step / 3, level),
                ((i + 1) * step, level),
            )
            for i in range(self.cells)
        ]
        return [rim, list(edge)]
