"""Corners: where a stroke turns at a point and not along a way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from artstudio.geometry.arrays import Floats, Integers
from artstudio.vectorize.centerline.sampling import Samples

_TURN = float(np.radians(42))
_TURN_AT_JUNCTION = float(np.radians(25))
# A corner turns at one point; on an arc the stroke turns as much a little further on.
_CALM = 0.6


@dataclass(frozen=True, kw_only=True)
class _Arms:
    """The straight lines that come to each point and leave it, and the angle between them."""

    gaps: Integers
    spans: Integers
    before: Floats
    after: Floats
    turns: Floats


def with_corners(samples: Samples) -> Samples:
    """Return the samples with their corners marked, fixed and moved to where the arms meet.

    The skeleton of a bent line cuts its corner by a quarter of the half width, so
    the points near a corner are left out and the straight arms are made longer.
    """
    arms = _arms(samples)
    fixed = samples.fixed
    corners = fixed & (arms.turns > _TURN_AT_JUNCTION)
    found = _sharpest(samples, arms)
    if not len(found):
        return replace(samples, corners=corners)
    points, kept = samples.points.copy(), np.ones(len(samples.points), dtype=bool)
    for here in found.tolist():
        _sharpen(samples, arms, here, points, kept)
    corners[found] = True
    offsets = np.concatenate([[0], np.cumsum(kept)])[samples.offsets]
    return replace(
        samples,
        points=points[kept],
        offsets=offsets,
        fixed=(fixed | corners)[kept],
        corners=corners[kept],
    )


def _arms(samples: Samples) -> _Arms:
    half = samples.half_widths[samples.strokes]
    gaps = np.rint(0.75 * half).astype(np.int64)
    spans = np.clip(np.rint(1.5 * half), 4, 12).astype(np.int64)
    p = samples.points
    before = p[samples.neighbours(-gaps)] - p[samples.neighbours(-gaps - spans)]
    after = p[samples.neighbours(gaps + spans)] - p[samples.neighbours(gaps)]
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turns = np.abs(np.arctan2(cross, (before * after).sum(axis=1)))
    return _Arms(gaps=gaps, spans=spans, before=before, after=after, turns=turns)


def _sharpest(samples: Samples, arms: _Arms) -> Integers:
    """Return the points that turn most within their arms, of one stroke not too close."""
    stroke, here = samples.strokes, np.arange(len(samples.points))
    low, high = samples.offsets[stroke], samples.offsets[stroke + 1] - 1
    reach = arms.gaps + arms.spans
    # The first point of a closed stroke stands for the last one too, and is not sharpened.
    inner = (here - low >= np.minimum(reach, 5)) & (high - here >= np.minimum(reach, 5))
    calm = np.maximum(arms.turns[samples.neighbours(reach)], arms.turns[samples.neighbours(-reach)])
    candidates = np.flatnonzero(
        (arms.turns > _TURN) & (calm < _CALM * arms.turns) & inner & ~samples.fixed
    )
    crowded = np.zeros(len(here), dtype=bool)
    chosen: list[int] = []
    for k in candidates[np.argsort(-arms.turns[candidates], kind="stable")].tolist():
        gap, span = int(arms.gaps[k]), int(reach[k])
        if crowded[k] or samples.fixed[max(k - gap - 1, low[k]) : k + gap + 2].any():
            continue
        chosen.append(k)
        crowded[max(k - span, low[k]) : min(k + span, high[k]) + 1] = True
    return np.array(sorted(chosen), dtype=np.int64)


def _sharpen(samples: Samples, arms: _Arms, here: int, points: Floats, kept: np.ndarray) -> None:
    gap, limit = int(arms.gaps[here]), float(arms.gaps[here]) + 1.5
    a, b = samples.points[here - gap], samples.points[here + gap]
    u, v = arms.before[here], arms.after[here]
    cross = u[0] * v[1] - u[1] * v[0]
    if abs(cross) < 1e-9:
        return
    part = ((b[0] - a[0]) * v[1] - (b[1] - a[1]) * v[0]) / cross
    meeting = a + part * u
    if float(np.hypot(*(meeting - samples.points[here]))) > limit:
        return
    kept[here - gap : here + gap + 1] = False
    kept[here] = True
    points[here] = meeting
