"""Points on the edge, found where the tracer's outlines cross the middles of rows or columns.

There is one for each row or column that an outline crosses steeply, so that neighbours
share no pixel along the line on which they are measured. Two measures are taken and the
one with less noise in the picture at hand is used: the coverage summed between the ink and
the paper beside the edge, which is exact where levels are clean, and where the levels cross
the middle between ink and paper, which noise disturbs less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.geometry.polygons import flattened
from artstudio.vectorize.geometry.levels import Levels, tone_levels
from artstudio.vectorize.threshold import Ink

# How many pixels to both sides of the outline are looked at.
_REACH = 4
_WINDOW = 7
# Variance of a residual to a parabola through 15 evenly spaced points, in the middle.
_PARABOLA = 1 - 501 / 3315
_LEAST_CONTRAST = 0.35
_FLAT = 0.15
_TO_SIGMA = 1.4826
_CHORDS_PX = 0.05
_HARD_BLUR, _STEP_NOISE = 0.25, 0.3

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class EdgePoints:
    """Points in the order of their rings.

    points: float64[n, 2]. offsets: int64[rings + 1]. noise: their scatter across the
    edge. blur: the width of the edge as the sigma of a Gaussian. by_coverage: which
    measure was used. slack: by how much more than the noise points may be off.
    """

    points: Floats
    offsets: Integers
    noise: float
    blur: float
    by_coverage: bool
    slack: float = 1.0


@dataclass(frozen=True, kw_only=True)
class _Crossings:
    """Where outlines cross the middles of rows (`vertical`: the edge runs up or down) or columns.

    line: the row or column. at: where on it. ink_after: ink lies at larger places.
    steep: cosine between that line and the normal of the outline.
    """

    vertical: NDArray[np.bool_]
    line: Integers
    at: Floats
    ink_after: NDArray[np.bool_]
    steep: Floats
    ring: Integers


def edge_points(contours: Contours, ink: Ink) -> EdgePoints:
    """Return the edge beside `contours` (pixels of `ink.levels`)."""
    crossings = _crossings(contours)
    levels = tone_levels(ink)
    profiles = _profiles(levels, crossings)
    covered, crossed = _by_coverage(profiles), _by_crossing(profiles)
    measures = [_placed(crossings, found) for found in (covered, crossed)]
    noises = [_noise(crossings, found) for found in (covered, crossed)]
    best = int(noises[1] < noises[0])
    good = np.isfinite(measures[best]).all(axis=1)
    counts = np.bincount(crossings.ring[good], minlength=len(contours))
    blur = _blur(profiles, crossings)
    # Hard steps say where the edge is to half a pixel only, evenly spread.
    least = _STEP_NOISE if blur <= _HARD_BLUR else 0.0
    return EdgePoints(
        points=measures[best][good],
        offsets=np.concatenate([[0], np.cumsum(counts)]),
        noise=max(noises[best], least),
        blur=blur,
        by_coverage=best == 0,
    )


def _crossings(contours: Contours) -> _Crossings:
    chords = flattened(contours, tolerance_mm=_CHORDS_PX)
    b, a = chords.points, chords.points[chords.previous()]
    step = b - a
    vertical = np.abs(step[:, 1]) > np.abs(step[:, 0])
    across = np.arange(2)[None, :] == np.where(vertical, 1, 0)[:, None]
    u0, u1 = a[across], b[across]
    v0, v1 = a[~across], b[~across]
    first, last = np.ceil(np.minimum(u0, u1) - 0.5), np.ceil(np.maximum(u0, u1) - 0.5)
    counts = np.maximum(last - first, 0).astype(np.int64)
    of = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    forward = u1 >= u0
    line = np.where(forward[of], first[of] + number, last[of] - 1 - number)
    t = (line + 0.5 - u0[of]) / np.where(u1 == u0, 1, u1 - u0)[of]
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-12)
    rising = np.where(vertical, -step[:, 1], step[:, 0]) > 0
    steep = np.abs(np.where(vertical, step[:, 1], step[:, 0])) / length
    return _Crossings(
        vertical=vertical[of],
        line=line.astype(np.int64),
        at=v0[of] + t * (v1 - v0)[of],
        ink_after=rising[of],
        steep=steep[of],
        ring=chords.ring_of_points()[of],
    )


@dataclass(frozen=True, kw_only=True)
class _Profile:
    """Levels across the edge, paper 0 to ink 1, ordered from paper to ink.

    levels: float[2 reach + 1, n]. start: where the first of them begins, counted towards
    the ink. before, after: the row of the last one on either side until the levels turn.
    """

    levels: Floats
    start: Floats
    before: Integers
    after: Integers

    @property
    def contrast(self) -> Floats:
        at = np.arange(self.levels.shape[1])
        contrast: Floats = self.levels[self.after, at] - self.levels[self.before, at]
        return contrast


def _profiles(levels: Levels, crossings: _Crossings) -> _Profile:
    way = np.where(crossings.ink_after, 1, -1)
    base = np.floor(crossings.at).astype(np.int64)
    steps = np.arange(-_REACH, _REACH + 1)[:, None]
    place = base + steps * way
    ink = levels.ink_part(crossings.line, place, vertical=crossings.vertical)
    # A mirrored profile counts towards the ink: its pixel `k` then begins at -(k + 1).
    start = np.where(crossings.ink_after, base, -(base + 1)) - _REACH
    before, after = _ends(ink)
    return _Profile(levels=ink, start=start.astype(np.float64), before=before, after=after)


def _ends(levels: Floats) -> tuple[Integers, Integers]:
    """Return the rows up to which levels fall towards the paper and rise towards the ink."""
    at = np.arange(levels.shape[1])
    before = np.full(levels.shape[1], _REACH)
    after = before.copy()
    falls, rises = np.ones(len(at), dtype=bool), np.ones(len(at), dtype=bool)
    for step in range(1, _REACH + 1):
        falls &= levels[_REACH - step] <= levels[_REACH - step + 1]
        rises &= levels[_REACH + step] >= levels[_REACH + step - 1]
        before[falls] = _REACH - step
        after[rises] = _REACH + step
    return before, after


def _by_coverage(profile: _Profile) -> Floats:
    at = np.arange(profile.levels.shape[1])
    low = profile.levels[profile.before, at]
    contrast = profile.contrast
    row = np.arange(len(profile.levels))[:, None]
    inside = (row >= profile.before) & (row <= profile.after)
    part = np.where(inside, profile.levels - low, 0).sum(axis=0)
    part /= np.where(contrast > _LEAST_CONTRAST, contrast, np.nan)
    found: Floats = profile.start + profile.after + 1 - part
    return found


def _by_crossing(profile: _Profile) -> Floats:
    """Return where the levels cross one half, nearest to the outline."""
    best = np.full(profile.levels.shape[1], np.nan)
    nearest = np.full(profile.levels.shape[1], np.inf)
    for row in range(1, 2 * _REACH):
        low, high = profile.levels[row], profile.levels[row + 1]
        crosses = (low < 0.5) & (high >= 0.5)
        place = row + (0.5 - low) / np.where(crosses, high - low, 1)
        away = np.where(crosses, np.abs(place - _REACH), np.inf)
        closer = away < nearest
        best = np.where(closer, place, best)
        nearest = np.minimum(away, nearest)
    best[(nearest > 2) | (profile.contrast < _LEAST_CONTRAST)] = np.nan
    found: Floats = profile.start + best + 0.5
    return found


def _placed(crossings: _Crossings, along: Floats) -> Floats:
    place = np.where(crossings.ink_after, along, -along)
    line = crossings.line + 0.5
    x = np.where(crossings.vertical, place, line)
    y = np.where(crossings.vertical, line, place)
    points: Floats = np.stack([x, y], axis=1)
    return points


def _noise(crossings: _Crossings, along: Floats) -> float:
    """Return the scatter across the edge: the residual to a parabola through 15 neighbours."""
    count = 2 * _WINDOW + 1
    if len(along) <= count:
        return 0.05
    place = np.where(crossings.ink_after, along, -along)
    windows = np.lib.stride_tricks.sliding_window_view(place, count)
    k = np.arange(-_WINDOW, _WINDOW + 1)
    lines = np.abs(crossings.line[count - 1 :] - crossings.line[: -count + 1]) == count - 1
    same = (crossings.ring[count - 1 :] == crossings.ring[: -count + 1]) & lines
    run = np.cumsum(crossings.vertical)
    changed = run[count - 1 :] - run[: -count + 1] + crossings.vertical[: -count + 1]
    same &= (changed == 0) | (changed == count)
    weights = (3 * _WINDOW**2 + 3 * _WINDOW - 1 - 5 * k * k) * 3 / 3315
    residual = (windows[:, _WINDOW] - windows @ weights) * crossings.steep[_WINDOW:-_WINDOW]
    found = np.abs(residual[same & np.isfinite(residual)])
    if len(found) < 8:
        return 0.05
    return float(_TO_SIGMA * np.median(found) / np.sqrt(_PARABOLA))


def _blur(profile: _Profile, crossings: _Crossings) -> float:
    """Return the width of the edge: the root of the variance of its rise, across the edge.

    The mean over edges that have clear ink and clear paper beside them; what noise adds
    has no mean.
    """
    clear = (np.abs(profile.levels[:2]) < _FLAT).all(axis=0) & (crossings.steep > 0.2)
    clear &= (np.abs(profile.levels[-2:] - 1) < _FLAT).all(axis=0)
    if not clear.any():
        return 0.4
    rise = np.diff(profile.levels[:, clear], axis=0)
    place = np.arange(len(rise))[:, None] - (len(rise) - 1) / 2
    total = rise.sum(axis=0)
    mean = (rise * place).sum(axis=0) / total
    variance = (rise * place**2).sum(axis=0) / total - mean**2
    across = variance * crossings.steep[clear] ** 2
    return float(np.sqrt(np.clip(across.mean(), 0.04, 9.0)))
