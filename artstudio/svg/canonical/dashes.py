"""Dashed strokes cut up into single lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np

from artstudio.geometry.arrays import Floats
from artstudio.geometry.contours import (
    CUBIC,
    Segment,
    Strokes,
    strokes_from_lines,
)

MAX_DASHES = 20_000
# Points at which a curve's length is sampled; between them it is taken as straight.
_SAMPLES = np.linspace(0, 1, 65)

Point = tuple[float, float]


class TooManyDashes(Exception):
    """The pattern is too fine for the length of the strokes."""


def dashed(strokes: Strokes, pattern: list[float], *, offset: float, dot: float) -> Strokes:
    """Return the dashes of `strokes`, all in one unit.

    pattern: lengths of dash and gap in turn, all at least 0 and some above; an odd
    count is repeated to be even. offset: how far into the pattern each stroke starts.
    dot: how long a dash of no length becomes, of which only the caps are seen.
    Raises TooManyDashes.
    """
    pattern = pattern if len(pattern) % 2 == 0 else pattern * 2
    pieces = [_Pieces(strokes, ring) for ring in range(len(strokes))]
    total = sum(piece.length for piece in pieces)
    if not total / sum(pattern) * len(pattern) <= MAX_DASHES:
        raise TooManyDashes
    return strokes_from_lines(
        (start, segments, True)
        for piece in pieces
        for begin, end in _spans(pattern, offset, piece.length, dot)
        for start, segments in piece.between(begin, end)
    )


def total_length(strokes: Strokes) -> float:
    """Return how long all strokes are together, in their unit."""
    return sum(_Pieces(strokes, ring).length for ring in range(len(strokes)))


def _spans(
    pattern: list[float], offset: float, length: float, dot: float
) -> Iterator[tuple[float, float]]:
    """Yield where each dash begins and ends along a stroke of `length`."""
    at = -(offset % sum(pattern))
    for i, size in islice(enumerate(cycle(pattern)), 2 * MAX_DASHES + 2 * len(pattern)):
        if at >= length:
            return
        if i % 2 == 0 and at + size >= 0:
            end = min(max(at + size, dot), length)
            yield max(min(at, end - dot), 0.0), end
        at += size


class _Pieces:
    """The drawn segments of one stroke with the length along it."""

    def __init__(self, strokes: Strokes, ring: int) -> None:
        contours = strokes.contours
        low, high = contours.offsets[ring], contours.offsets[ring + 1] - strokes.open[ring]
        starts = contours.starts()[low:high]
        self._controls = np.concatenate([starts[:, None], contours.points[low:high]], axis=1)
        self._cubic = contours.kinds[low:high] == CUBIC
        self._along = [self._lengths(i) for i in range(len(starts))]
        self._ends = np.cumsum([0.0, *(along[-1] for along in self._along)])
        self.length = float(self._ends[-1])

    def _lengths(self, i: int) -> Floats:
        """Return the length up to each sample of a segment."""
        points = _at(self._controls[i], _SAMPLES) if self._cubic[i] else self._controls[i, [0, 3]]
        steps = np.hypot(*np.diff(points, axis=0).T)
        return np.concatenate([[0.0], np.cumsum(steps)])

    def between(self, begin: float, end: float) -> Iterator[tuple[Point, list[Segment]]]:
        """Yield the line from `begin` to `end`, lengths along the stroke, if it is one."""
        first = max(int(np.searchsorted(self._ends, begin, side="right")) - 1, 0)
        start: Point | None = None
        segments: list[Segment] = []
        for i in range(first, len(self._along)):
            if self._ends[i] >= end:
                break
            low, high = (self._share(i, at - self._ends[i]) for at in (begin, end))
            if high > low:
                points = [(x, y) for x, y in self._part(i, low, high).tolist()]
                start = start or points[0]
                segments.append(points[1:])
        if start is not None:
            yield start, segments

    def _share(self, i: int, length: float) -> float:
        """Return the parameter of a segment at a length along it."""
        along = self._along[i]
        return float(np.interp(length, along, np.linspace(0, 1, len(along))))

    def _part(self, i: int, low: float, high: float) -> Floats:
        """Return start, controls and end of a part of a segment, by de Casteljau's blossom."""
        controls = self._controls[i]
        if not self._cubic[i]:
            a, d = controls[0], controls[3]
            return np.stack([a + (d - a) * low, a + (d - a) * high])
        return np.stack([_blossom(controls, *t) for t in _ends_of(low, high)])


def _ends_of(low: float, high: float) -> list[tuple[float, float, float]]:
    return [(low, low, low), (low, low, high), (low, high, high), (high, high, high)]


def _blossom(controls: Floats, r: float, s: float, t: float) -> Floats:
    for u in (r, s, t):
        controls = controls[:-1] + (controls[1:] - controls[:-1]) * u
    point: Floats = controls[0]
    return point


def _at(controls: Floats, t: Floats) -> Floats:
    s = 1 - t
    weights = np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=1)
    points: Floats = weights @ controls
    return points


def is_pattern(pattern: list[float] | None) -> bool:
    """Return whether a list of dashes asks for any gap."""
    return bool(
        pattern
        and all(length >= 0 for length in pattern)
        and 0 < sum(pattern) < math.inf
        and any(gap > 0 for gap in pattern[1::2] + (pattern[::2] if len(pattern) % 2 else []))
    )
