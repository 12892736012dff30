"""Strokes as evenly spaced points, smoothed, with the places that must stay where they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.vectorize.centerline.junctions import Polylines

_STEP_PX = 1.0
# Each pass is a filter (1, 2, 1) / 4; so many take out the stairs of the pixels.
_PASSES = 4
# A closed stroke begins where it bends least between points so far apart.
_BEND_PX = 12


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Points about a pixel apart.

    points: float[n, 2]; stroke s has points[offsets[s]:offsets[s + 1]], the last one of
    a closed stroke equal to its first. fixed: bool[n], ends and points that others end at.
    corners: bool[n], the fixed ones where a stroke turns. closed: bool[strokes].
    half_widths: float[strokes].
    """

    points: Floats
    offsets: Integers
    fixed: Flags
    corners: Flags
    closed: Flags
    half_widths: Floats

    @property
    def strokes(self) -> Integers:
        """Return the stroke of each point."""
        return np.repeat(np.arange(len(self.closed)), np.diff(self.offsets))

    def neighbours(self, steps: Integers | int) -> Integers:
        """Return the point so many steps along the stroke, around closed ones; else the end."""
        stroke = self.strokes
        low, high = self.offsets[stroke], self.offsets[stroke + 1] - 1
        there = np.arange(len(self.points)) + steps
        # The first and the last point of a closed stroke are one.
        around = low + (there - low) % np.maximum(high - low, 1)
        found: Integers = np.where(self.closed[stroke], around, np.clip(there, low, high))
        return found


def resampled(lines: Polylines) -> Samples:
    """Return points one pixel apart; fixed points are among them exactly."""
    points, offsets, fixed = _with_closing_points(_begun_where_straight(lines))
    if not len(points):
        return _as_they_are(lines)
    last = offsets[1:] - 1
    marks = fixed.copy()
    marks[offsets[:-1]] = marks[last] = True
    along = _lengths(points, offsets)
    stops = np.flatnonzero(marks)
    starts, ends = stops[:-1], stops[1:]
    # Two marks in a row are a leg unless one is the end of a stroke and the other a start.
    is_leg = ~np.isin(starts, last)
    counts = np.ones(len(stops), dtype=np.int64)
    lengths = along[ends] - along[starts]
    counts[:-1][is_leg] = np.maximum(np.rint(lengths[is_leg] / _STEP_PX), 1)
    firsts = np.cumsum(counts) - counts
    leg = np.repeat(np.arange(len(stops)), counts)
    part = (np.arange(len(leg)) - firsts[leg]) / counts[leg]
    where = along[stops[leg]] + part * np.append(np.where(is_leg, lengths, 0), 0)[leg]
    even = np.stack([np.interp(where, along, points[:, axis]) for axis in (0, 1)], axis=1)
    even[firsts] = points[stops]
    new_fixed = np.zeros(len(even), dtype=bool)
    new_fixed[firsts] = fixed[stops]
    ends_at = firsts[np.searchsorted(stops, last)]
    return Samples(
        points=even,
        offsets=np.concatenate([[0], ends_at + 1]).astype(np.int64),
        fixed=new_fixed,
        corners=np.zeros(len(even), dtype=bool),
        closed=lines.closed,
        half_widths=lines.half_widths,
    )


def _begun_where_straight(lines: Polylines) -> Polylines:
    """Return the same lines, closed ones turned so that they do not begin at a corner."""
    points, fixed = lines.points.copy(), lines.fixed.copy()
    for stroke in np.flatnonzero(lines.closed).tolist():
        run = slice(lines.offsets[stroke], lines.offsets[stroke + 1])
        here = lines.points[run]
        reach = max(1, min(_BEND_PX, len(here) // 8))
        bend = np.roll(here, reach, axis=0) + np.roll(here, -reach, axis=0) - 2 * here
        first = -int(np.argmin(np.hypot(*bend.T)))
        points[run], fixed[run] = np.roll(here, first, axis=0), np.roll(lines.fixed[run], first)
    return replace(lines, points=points, fixed=fixed)


def _as_they_are(lines: Polylines) -> Samples:
    return Samples(
        points=lines.points,
        offsets=lines.offsets,
        fixed=lines.fixed,
        corners=lines.fixed,
        closed=lines.closed,
        half_widths=lines.half_widths,
    )


def _with_closing_points(lines: Polylines) -> tuple[Floats, Integers, Flags]:
    """Repeat the first point of closed strokes at their end; fix the ends of open ones."""
    fixed = lines.fixed.copy()
    fixed[lines.offsets[:-1][~lines.closed]] = True
    fixed[lines.offsets[1:][~lines.closed] - 1] = True
    at, first = lines.offsets[1:][lines.closed], lines.offsets[:-1][lines.closed]
    points = np.insert(lines.points, at, lines.points[first], axis=0)
    offsets = lines.offsets + np.concatenate([[0], np.cumsum(lines.closed)])
    return points, offsets, np.insert(fixed, at, fixed[first])


def _lengths(points: Floats, offsets: Integers) -> Floats:
    """Return how far along all strokes each point is; between strokes lies one pixel."""
    steps = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
    steps[offsets[1:-1]] = 1
    # Interpolation needs numbers that grow.
    return np.cumsum(np.maximum(steps, 1e-9))


def smoothed(samples: Samples) -> Samples:
    """Return the samples with the stairs of the pixels taken out; fixed points stay."""
    points = samples.points
    before, after = samples.neighbours(-1), samples.neighbours(1)
    moving = ~samples.fixed[:, None]
    for _ in range(_PASSES):
        mean = (points[before] + 2 * points + points[after]) / 4
        points = np.where(moving, mean, points)
    return replace(samples, points=points)
