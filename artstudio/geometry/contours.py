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


@dataclass(frozen=True)
class Strokes:
    """Lines that a tool follows once, each a ring of `contours`.

    open: bool[rings]; where it is set, the last segment of the ring is a straight
        line back to its start that is not drawn.
    """

    contours: Contours
    open: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of strokes."""
        return len(self.contours)

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """Return bool[n]: the segments that are drawn."""
        drawn = np.ones(self.contours.nodes, dtype=bool)
        drawn[self.contours.offsets[1:][self.open] - 1] = False
        return drawn

    def scaled(self, factor: float) -> Strokes:
        """Return the same strokes with every coordinate multiplied by `factor`."""
        return Strokes(self.contours.scaled(factor), self.open)

    def moved(self, x: float, y: float) -> Strokes:
        """Return the same strokes, `x` to the right and `y` down."""
        return Strokes(self.contours.moved(x, y), self.open)


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


def strokes_from_lines(
    lines: Iterable[tuple[tuple[float, float], Sequence[Segment], bool]],
) -> Strokes:
    """Build strokes from (start, segments, is open); those without segments are left out.

    A closed one whose last segment ends elsewhere gets a straight line back.
    """
    given = [(start, list(segments), is_open) for start, segments, is_open in lines if segments]
    rings = [
        [*segments, (start,)] if is_open or tuple(segments[-1][-1]) != tuple(start) else segments
        for start, segments, is_open in given
    ]
    is_open = np.array([is_open for _, _, is_open in given], dtype=bool)
    return Strokes(contours_from_rings(rings), is_open)


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
