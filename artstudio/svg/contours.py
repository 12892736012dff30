"""Closed contours as flat arrays: thousands of nodes without a Python object for each.

A contour is a ring of segments, each a straight line or a cubic Bezier curve.
It starts where its last segment ends, so it is closed by construction.
Coordinates are SVG's: x to the right, y down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LINE = 0
CUBIC = 1


@dataclass(frozen=True)
class Contours:
    """Rings of segments.

    kinds: uint8[n], LINE or CUBIC for each segment.
    points: float64[n, 3, 2], first control, second control and end point; the
        controls of a line are its end point and carry no meaning.
    offsets: int64[rings + 1]; ring r has the segments offsets[r]:offsets[r + 1].
    """

    kinds: NDArray[np.uint8]
    points: NDArray[np.float64]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of rings."""
        return len(self.offsets) - 1

    @property
    def nodes(self) -> int:
        """Return the number of nodes, one for each segment."""
        return len(self.kinds)

    def starts(self) -> NDArray[np.float64]:
        """Return float64[n, 2]: where each segment starts."""
        starts = np.empty((len(self.kinds), 2))
        if len(self.kinds):
            starts[1:] = self.points[:-1, 2]
            starts[self.offsets[:-1]] = self.points[self.offsets[1:] - 1, 2]
        return starts

    def scaled(self, factor: float) -> Contours:
        """Return the same contours with every coordinate multiplied by `factor`."""
        return Contours(self.kinds, self.points * factor, self.offsets)

    def moved(self, x: float, y: float) -> Contours:
        """Return the same contours, `x` to the right and `y` down."""
        return Contours(self.kinds, self.points + np.array([x, y]), self.offsets)


Segment = Sequence[tuple[float, float]]
"""One point for a line, three for a cubic curve (control, control, end)."""


def contours_from_rings(rings: Iterable[Iterable[Segment]]) -> Contours:
    """Build contours from rings of segments; rings without segments are left out."""
    kinds: list[int] = []
    points: list[Sequence[tuple[float, float]]] = []
    offsets = [0]
    for ring in rings:
        for segment in ring:
            kinds.append(CUBIC if len(segment) == 3 else LINE)
            points.append(segment if len(segment) == 3 else (segment[-1],) * 3)
        if len(kinds) > offsets[-1]:
            offsets.append(len(kinds))
    return Contours(
        np.array(kinds, dtype=np.uint8),
        np.array(points, dtype=np.float64).reshape(-1, 3, 2),
        np.array(offsets, dtype=np.int64),
    )


def joined(parts: Sequence[Contours]) -> Contours:
    """Return all rings of `parts` as one, in order."""
    if not parts:
        return contours_from_rings([])
    shifts = np.cumsum([0, *(part.nodes for part in parts[:-1])])
    return Contours(
        np.concatenate([part.kinds for part in parts]),
        np.concatenate([part.points for part in parts]),
        np.concatenate(
            [
                [0],
                *(part.offsets[1:] + shift for part, shift in zip(parts, shifts, strict=True)),
            ]
        ).astype(np.int64),
    )
