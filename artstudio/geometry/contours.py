"""Closed contours as flat arrays: thousands of nodes without a Python object for each.

A contour is a ring of segments, each a straight line or a cubic Bezier curve.
It starts where its last segment ends, so it is closed by construction.
Coordinates are SVG's: x to the right, y down.

Curves in a row may be known to lie on one arc of a circle or an ellipse. Whoever does
not ask for arcs sees good curves; whoever writes or exports has the arcs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LINE = 0
CUBIC = 1


@dataclass(frozen=True)
class Arcs:
    """Which curves are arcs of circles and ellipses, each of up to half a turn.

    of: int64[n], for each segment the number of its arc, -1 for none; the segments of an
        arc follow each other in one ring, and arcs are numbered in their order.
    radii: float64[k, 2]. rotations: float64[k], degrees; 0 where both radii are the same.
    sweeps: bool[k], whether the arc runs clockwise on the screen.
    """

    of: NDArray[np.int64]
    radii: NDArray[np.float64]
    rotations: NDArray[np.float64]
    sweeps: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of arcs."""
        return len(self.radii)

    @property
    def first(self) -> NDArray[np.int64]:
        """Return for each arc its first segment."""
        segments = np.flatnonzero(self.of >= 0)
        return segments[np.searchsorted(self.of[segments], np.arange(len(self)), side="left")]

    @property
    def last(self) -> NDArray[np.int64]:
        """Return for each arc its last segment."""
        segments = np.flatnonzero(self.of >= 0)
        return segments[np.searchsorted(self.of[segments], np.arange(len(self)), side="right") - 1]

    def scaled(self, factor: float) -> Arcs:
        """Return the same arcs in a drawing that is `factor` times as large."""
        return Arcs(self.of, self.radii * abs(factor), self.rotations, self.sweeps)

    def kept(self, segments: NDArray[np.bool_]) -> Arcs:
        """Return the arcs of the flagged segments; one that lost any is no arc any more."""
        lost = np.zeros(len(self), dtype=bool)
        lost[self.of[~segments & (self.of >= 0)]] = True
        number = np.where(lost, -1, np.cumsum(~lost) - 1)
        of = np.where(self.of >= 0, number[self.of] if len(self) else -1, -1)[segments]
        return Arcs(of, self.radii[~lost], self.rotations[~lost], self.sweeps[~lost])


@dataclass(frozen=True)
class Contours:
    """Rings of segments.

    kinds: uint8[n], LINE or CUBIC for each segment.
    points: float64[n, 3, 2], first control, second control and end point; the
        controls of a line are its end point and carry no meaning.
    offsets: int64[rings + 1]; ring r has the segments offsets[r]:offsets[r + 1].
    arcs: which of the curves are arcs, None where none is known to be one.
    """

    kinds: NDArray[np.uint8]
    points: NDArray[np.float64]
    offsets: NDArray[np.int64]
    arcs: Arcs | None = None

    def __len__(self) -> int:
        """Return the number of rings."""
        return len(self.offsets) - 1

    @property
    def nodes(self) -> int:
        """Return the number of nodes, one for each segment."""
        return len(self.kinds)

    @property
    def written_nodes(self) -> int:
        """Return the number of nodes as they are written, where an arc is one segment."""
        if self.arcs is None:
            return self.nodes
        return self.nodes - int((self.arcs.of >= 0).sum()) + len(self.arcs)

    def starts(self) -> NDArray[np.float64]:
        """Return float64[n, 2]: where each segment starts."""
        starts = np.empty((len(self.kinds), 2))
        if len(self.kinds):
            starts[1:] = self.points[:-1, 2]
            starts[self.offsets[:-1]] = self.points[self.offsets[1:] - 1, 2]
        return starts

    def scaled(self, factor: float) -> Contours:
        """Return the same contours with every coordinate multiplied by `factor`."""
        arcs = None if self.arcs is None else self.arcs.scaled(factor)
        return Contours(self.kinds, self.points * factor, self.offsets, arcs)

    def moved(self, x: float, y: float) -> Contours:
        """Return the same contours, `x` to the right and `y` down."""
        return Contours(self.kinds, self.points + np.array([x, y]), self.offsets, self.arcs)


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
        _joined_arcs(parts),
    )


def _joined_arcs(parts: Sequence[Contours]) -> Arcs | None:
    arcs = [part.arcs for part in parts if part.arcs is not None]
    if not arcs:
        return None
    counts = [0 if part.arcs is None else len(part.arcs) for part in parts]
    before = np.cumsum([0, *counts])
    of = [
        np.full(part.nodes, -1)
        if part.arcs is None
        else np.where(part.arcs.of >= 0, part.arcs.of + shift, -1)
        for part, shift in zip(parts, before, strict=False)
    ]
    return Arcs(
        np.concatenate(of),
        np.concatenate([a.radii for a in arcs]),
        np.concatenate([a.rotations for a in arcs]),
        np.concatenate([a.sweeps for a in arcs]),
    )
