"""Contours as the lines, arcs, circles, ellipses and curves that they are, for exports.

A ring is either one whole circle or ellipse, or pieces in a row. Coordinates are those of
the contours; angles are degrees, clockwise on the screen (y down), from the x axis.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arc_segments import ARC, frames_of, with_single_arcs
from artstudio.geometry.contours import CUBIC, Contours
from artstudio.geometry.elliptical_arcs import ArcFrames

Point = tuple[float, float]

# Two halves are one whole where their middles and radii differ by less than this part.
_SAME = 1e-3


@dataclass(frozen=True, kw_only=True)
class Line:
    """A straight line."""

    start: Point
    end: Point


@dataclass(frozen=True, kw_only=True)
class Cubic:
    """A cubic Bezier curve."""

    start: Point
    controls: tuple[Point, Point]
    end: Point


@dataclass(frozen=True, kw_only=True)
class EllipticalArc:
    """An arc of up to half a turn; of a circle where both radii are the same.

    rotation: of the first radius. first, turn: where it starts and how far it turns, as
    the parameter of the ellipse, which for a circle is the angle; positive is clockwise.
    """

    start: Point
    end: Point
    centre: Point
    radii: Point
    rotation: float
    first: float
    turn: float

    @property
    def is_circular(self) -> bool:
        """Whether it is an arc of a circle."""
        return math.isclose(*self.radii, rel_tol=1e-9)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A whole ellipse; a circle where both radii are the same. clockwise: on the screen."""

    centre: Point
    radii: Point
    rotation: float
    clockwise: bool

    @property
    def is_circle(self) -> bool:
        """Whether it is a circle."""
        return math.isclose(*self.radii, rel_tol=1e-9)


Piece = Line | Cubic | EllipticalArc


def ring_primitives(contours: Contours) -> Iterator[Whole | list[Piece]]:
    """Yield each ring of `contours`: a whole circle or ellipse, or its pieces in order."""
    single = with_single_arcs(contours)
    frames = frames_of(single) if single.arcs is not None else None
    starts = single.starts()
    for first, end in zip(single.offsets[:-1].tolist(), single.offsets[1:].tolist(), strict=True):
        if frames is not None and (whole := _whole(single, frames, first, end)):
            yield whole
            continue
        yield [_piece(single, starts[n], frames, n) for n in range(first, end)]


def _piece(single: Contours, start: np.ndarray, frames: ArcFrames | None, n: int) -> Piece:
    begin, c1, c2, end = (_point(p) for p in (start, *single.points[n]))
    if single.kinds[n] == CUBIC:
        return Cubic(start=begin, controls=(c1, c2), end=end)
    if single.kinds[n] != ARC or frames is None or single.arcs is None:
        return Line(start=begin, end=end)
    k = int(single.arcs.of[n])
    return EllipticalArc(
        start=begin,
        end=end,
        centre=_point(frames.centres[k]),
        radii=_point(frames.radii[k]),
        rotation=float(single.arcs.rotations[k]),
        first=math.degrees(frames.first[k]),
        turn=math.degrees(frames.angle[k]),
    )


def _whole(single: Contours, frames: ArcFrames, first: int, end: int) -> Whole | None:
    if single.arcs is None or end - first != 2 or (single.kinds[first:end] != ARC).any():
        return None
    a, b = single.arcs.of[first:end].tolist()
    size = frames.radii[a].max() * _SAME
    apart = np.abs([*(frames.centres[a] - frames.centres[b]), *(frames.radii[a] - frames.radii[b])])
    turned = single.arcs.rotations[a] != single.arcs.rotations[b]
    if apart.max() > size or turned or single.arcs.sweeps[a] != single.arcs.sweeps[b]:
        return None
    if abs(frames.angle[a] + frames.angle[b]) < 2 * math.pi * (1 - _SAME):
        return None
    return Whole(
        centre=_point(frames.centres[a]),
        radii=_point(frames.radii[a]),
        rotation=float(single.arcs.rotations[a]),
        clockwise=bool(single.arcs.sweeps[a]),
    )


def _point(xy: np.ndarray) -> Point:
    return float(xy[0]), float(xy[1])
