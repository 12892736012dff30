"""Smooth runs of arcs that are better told as cubic curves: free hand, letters, petals.

Where pieces run on smoothly, a cubic curve may stand for several of them. The cheapest
way through the run is found like the pieces themselves: a curve costs more than an arc,
and less than two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.geometry.joints import Fit, Joints
from artstudio.vectorize.geometry.segments import Turned, misses, piece_costs
from artstudio.vectorize.geometry.wholes import inward

_CUBIC = 15.0
_LEFT_OUT = 1.2
# A curve stands for so many pieces at most.
_MOST_PIECES = 8
_SAMPLES = 40
# How many samples' worth a curve's end is held by its node.
_SMOOTH_HOLD, _CORNER_HOLD = 60.0, 400.0
# What smoothness at both ends may cost, in units of half of chi-square.
_SMOOTH_WORTH = 8.0
_ROUNDS = 4
_STIFF = 1e-4

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Cubic curves in place of pieces.

    covers: int64[pieces], for each piece how many from it on one curve stands for; 0
    where the piece stays, -1 for those that a curve before them stands for.
    controls: float64[pieces, 4, 2], of the curve that begins with the piece.
    """

    covers: Integers
    controls: Floats


@dataclass(frozen=True, kw_only=True)
class _Candidates:
    """Runs of pieces that a curve may stand for, by their first piece and how many."""

    piece: Integers
    count: Integers
    controls: Floats
    costs: Floats


def smooth_curves(rings: Turned, fit: Fit, meets: Joints, blur: float) -> Curves:
    """Return the curves that cost less than the pieces they stand for."""
    count = len(fit.pieces.ring)
    covers = np.zeros(count, dtype=np.int64)
    controls = np.zeros((count, 4, 2))
    found = _candidates(rings, fit, meets, blur)
    if not len(found.piece):
        return Curves(covers=covers, controls=controls)
    single, _ = piece_costs(rings, fit.pieces.first, fit.pieces.last)
    table = np.full((count, _MOST_PIECES + 1), np.inf)
    table[:, 1] = single
    table[found.piece, found.count] = found.costs
    which = np.full((count, _MOST_PIECES + 1), -1)
    which[found.piece, found.count] = np.arange(len(found.piece))
    for start, size in _chosen(table):
        covers[start] = size
        covers[start + 1 : start + size] = -1
        controls[start] = found.controls[which[start, size]]
    controls = _smoothed(rings, fit, meets, blur, covers, controls)
    return Curves(covers=covers, controls=controls)


def _smoothed(
    rings: Turned, fit: Fit, meets: Joints, blur: float, covers: Integers, controls: Floats
) -> Floats:
    """Return curves that end in the nodes, and along the directions there where smooth.

    A curve that misses more by that keeps the directions that it had.
    """
    heads = np.flatnonzero(covers > 0)
    if not len(heads):
        return controls
    tails = heads + covers[heads] - 1
    before = np.empty(len(covers), dtype=np.int64)
    before[meets.after] = np.arange(len(covers))
    free = controls[heads]
    free[:, 1] += meets.nodes[before[heads]] - free[:, 0]
    free[:, 2] += meets.nodes[tails] - free[:, 3]
    free[:, 0], free[:, 3] = meets.nodes[before[heads]], meets.nodes[tails]
    ways = _node_tangents(fit, meets)
    own = [_unit(free[:, 1] - free[:, 0]), _unit(free[:, 3] - free[:, 2])]
    smooth = [meets.smooth[at][:, None] for at in (before[heads], tails)]
    first = np.where(smooth[0], ways[before[heads]], own[0])
    last = np.where(smooth[1], ways[tails], own[1])
    runs = fit.pieces.first[heads], fit.pieces.last[tails]
    points = _unblurred(rings, fit, blur)
    tied, places = _along(points, runs, free, (first, last))
    left = np.minimum(rings.trim, (runs[1] - runs[0]) // 8)
    used = runs[0] + left, runs[1] - left
    spent = [
        misses(rings, _squares(points, used, runs, shape, places), used[1] - used[0])
        for shape in (free, tied)
    ]
    better = spent[1] <= spent[0] + _SMOOTH_WORTH
    controls[heads] = np.where(better[:, None, None], tied, free)
    return controls


def _unit(arms: Floats) -> Floats:
    unit: Floats = arms / np.maximum(np.hypot(arms[:, 0], arms[:, 1]), 1e-9)[:, None]
    return unit


def _node_tangents(fit: Fit, meets: Joints) -> Floats:
    """Return the direction at each node: the mean of both sides, where they run on smoothly."""
    one = np.arange(len(meets.after))
    return _unit(fit.tangents(one, meets.nodes) + fit.tangents(meets.after, meets.nodes))


def _along(
    points: Floats,
    runs: tuple[Integers, Integers],
    free: Floats,
    ways: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Return curves between the ends of `free` along `ways`, and where samples lie on them."""
    samples = _samples(points, runs)
    p0, p3 = free[:, 0], free[:, 3]
    lengths = np.stack(
        [((free[:, 1] - p0) * ways[0]).sum(axis=1), ((p3 - free[:, 2]) * ways[1]).sum(axis=1)], 1
    )
    least = 0.02 * np.maximum(np.hypot(*(p3 - p0).T), 1e-6)[:, None]
    t = _chord_places(samples, p0, p3)
    for _ in range(_ROUNDS):
        lengths = np.maximum(lengths, least)
        controls = np.stack(
            [p0, p0 + lengths[:, :1] * ways[0], p3 - lengths[:, 1:] * ways[1], p3], 1
        )
        t = _nearer(samples, _nearer(samples, t, controls[:, None]), controls[:, None])
        at, along, _ = _derivatives(t, controls[:, None])
        normal = _unit(along.reshape(-1, 2)).reshape(along.shape)[..., ::-1] * [-1.0, 1.0]
        rows = [
            (normal * ways[0][:, None]).sum(axis=2) * 3 * (1 - t) ** 2 * t,
            -(normal * ways[1][:, None]).sum(axis=2) * 3 * (1 - t) * t * t,
        ]
        off = ((samples - at) * normal).sum(axis=2)
        aa, ab, bb = ((m * n).sum(1) for m, n in ((rows[0],) * 2, rows, (rows[1],) * 2))
        x, y = (rows[0] * off).sum(1), (rows[1] * off).sum(1)
        aa, bb = aa + _STIFF, bb + _STIFF
        det = np.maximum(aa * bb - ab * ab, 1e-12)
        lengths = lengths + np.stack([(x * bb - y * ab) / det, (y * aa - x * ab) / det], axis=1)
    lengths = np.maximum(lengths, least)
    controls = np.stack([p0, p0 + lengths[:, :1] * ways[0], p3 - lengths[:, 1:] * ways[1], p3], 1)
    return controls, _nearer(samples, t, controls[:, None])


def _chosen(table: Floats) -> list[tuple[int, int]]:
    """Return the first pieces and sizes of the curves on the cheapest way through all pieces."""
    count = len(table)
    best = np.concatenate([[0.0], np.full(count, np.inf)])
    back = np.zeros(count + 1, dtype=np.int64)
    costs = table.tolist()
    for n in range(count):
        row, here = costs[n], best[n]
        for size in range(1, min(_MOST_PIECES, count - n) + 1):
            total = here + row[size]
            if total < best[n + size]:
                best[n + size], back[n + size] = total, size
    chosen = []
    at = count
    while at > 0:
        size = int(back[at])
        at -= size
        if size > 1:
            chosen.append((at, size))
    return chosen


def _candidates(rings: Turned, fit: Fit, meets: Joints, blur: float) -> _Candidates:
    count = len(fit.pieces.ring)
    heads: list[Integers] = []
    sizes: list[Integers] = []
    goes_on = meets.smooth & (meets.after == np.arange(count) + 1)
    run = np.arange(count)
    alive = np.ones(count, dtype=bool)
    for pieces in range(2, _MOST_PIECES + 1):
        last = run + pieces - 2
        alive &= (last < count) & goes_on[np.minimum(last, count - 1)]
        heads.append(run[alive])
        sizes.append(np.full(int(alive.sum()), pieces))
    piece, size = np.concatenate(heads), np.concatenate(sizes)
    last = piece + size - 1
    has_arc = np.cumsum(np.concatenate([[0], fit.pieces.is_arc]))
    useful = has_arc[last + 1] > has_arc[piece]
    piece, size, last = piece[useful], size[useful], last[useful]
    if not len(piece):
        return _Candidates(piece=piece, count=size, controls=np.zeros((0, 4, 2)), costs=np.zeros(0))
    before = np.empty(count, dtype=np.int64)
    before[meets.after] = np.arange(count)
    starts, ends = meets.nodes[before[piece]], meets.nodes[last]
    a, b = fit.pieces.first[piece], fit.pieces.last[last]
    points = _unblurred(rings, fit, blur)
    # Nodes of corners are where they are; where it runs on smoothly they may give a little.
    holds = [np.where(meets.smooth[at], _SMOOTH_HOLD, _CORNER_HOLD) for at in (before[piece], last)]
    controls, places = _fit(points, (a, b), (starts, ends), (holds[0], holds[1]))
    left = np.minimum(rings.trim, (b - a) // 8)
    squares = _squares(points, (a + left, b - left), (a, b), controls, places)
    costs = _CUBIC + misses(rings, squares, b - a - 2 * left) + 2 * left * _LEFT_OUT
    return _Candidates(piece=piece, count=size, controls=controls, costs=costs)


def _unblurred(rings: Turned, fit: Fit, blur: float) -> Floats:
    """Return the points of arcs where they were before the picture was blurred."""
    points = rings.points.copy()
    sizes = fit.pieces.last - fit.pieces.first
    of = np.repeat(np.arange(len(sizes)), sizes)
    at = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + fit.pieces.first[of]
    arm = points[at] - fit.anchor[of]
    length = np.maximum(np.hypot(arm[:, 0], arm[:, 1]), 1e-9)
    bias = np.where(fit.pieces.is_arc[of], inward(fit.radius[of], blur), 0)
    points[at] += arm / length[:, None] * bias[:, None]
    return points


def _fit(
    points: Floats,
    runs: tuple[Integers, Integers],
    ends: tuple[Floats, Floats],
    holds: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Return the controls, float64[m, 4, 2], and where samples lie, float64[m, 40].

    P. J. Schneider, An algorithm for automatically fitting digitized curves, 1990, with
    all curves at once and controls that are free, but for the weights `holds` by which
    their ends stay at `ends`.
    """
    samples = _samples(points, runs)
    t = _chord_places(samples, *ends)
    controls = _controls(samples, t, ends, holds)
    for _ in range(_ROUNDS):
        t = _nearer(samples, t, controls[:, None])
        controls = _squeezed(samples, t, controls, ends, holds)
    return controls, _nearer(samples, t, controls[:, None])


def _samples(points: Floats, runs: tuple[Integers, Integers]) -> Floats:
    a, b = runs
    at = np.rint(a[:, None] + (b - 1 - a)[:, None] * np.linspace(0, 1, _SAMPLES))
    samples: Floats = points[at.astype(np.int64)]
    return samples


def _chord_places(samples: Floats, start: Floats, end: Floats) -> Floats:
    """Return where samples lie, 0 to 1, by the length of the way past them."""
    path = np.concatenate([start[:, None], samples, end[:, None]], axis=1)
    steps = np.hypot(*np.moveaxis(np.diff(path, axis=1), 2, 0))
    places: Floats = np.cumsum(steps, axis=1)[:, :-1] / np.maximum(steps.sum(axis=1), 1e-6)[:, None]
    return places


def _squeezed(
    samples: Floats,
    t: Floats,
    controls: Floats,
    ends: tuple[Floats, Floats],
    holds: tuple[Floats, Floats],
) -> Floats:
    """Return controls that are nearer to the samples across the curve, wherever along it.

    One step of Gauss and Newton: only the distance along the normal counts.
    """
    _, along, _ = _derivatives(t, controls[:, None])
    length = np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-9)
    normal = along[..., ::-1] * [-1.0, 1.0] / length[..., None]
    s = 1 - t
    basis = np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=2)
    rows = (basis[..., None] * normal[:, :, None, :]).reshape(*t.shape, 8)
    matrix = np.einsum("mki,mkj->mij", rows, rows)
    right = np.einsum("mki,mk->mi", rows, (normal * samples).sum(axis=2))
    flat = controls.reshape(-1, 8)
    for corner, end, hold in ((0, ends[0], holds[0]), (6, ends[1], holds[1])):
        for axis in (0, 1):
            matrix[:, corner + axis, corner + axis] += hold
            right[:, corner + axis] += hold * end[:, axis]
    # What the distances leave open stays as it is.
    matrix[:, range(8), range(8)] += _STIFF
    right += _STIFF * flat
    found: Floats = np.linalg.solve(matrix, right[..., None])[..., 0].reshape(-1, 4, 2)
    return found


def _controls(
    samples: Floats, t: Floats, ends: tuple[Floats, Floats], holds: tuple[Floats, Floats]
) -> Floats:
    s = 1 - t
    basis = np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=2)
    normal = np.einsum("mki,mkj->mij", basis, basis)
    right = np.einsum("mki,mkd->mid", basis, samples)
    for corner, end, hold in ((0, ends[0], holds[0]), (3, ends[1], holds[1])):
        normal[:, corner, corner] += hold
        right[:, corner] += hold[:, None] * end
    normal[:, range(4), range(4)] += 1e-9
    controls: Floats = np.linalg.solve(normal, right)
    return controls


def _nearer(points: Floats, t: Floats, controls: Floats) -> Floats:
    """Return parameters one step of Newton's method nearer to the feet of `points`."""
    x, y = (_along_axis(t, controls[..., axis]) for axis in (0, 1))
    off = x.at - points[..., 0], y.at - points[..., 1]
    down = (x.first * x.first + y.first * y.first) + (off[0] * x.second + off[1] * y.second)
    step = (off[0] * x.first + off[1] * y.first) / np.where(np.abs(down) < 1e-9, 1e-9, down)
    nearer: Floats = np.clip(t - np.clip(step, -0.2, 0.2), 0, 1)
    return nearer


class _Axis(NamedTuple):
    """One coordinate of curves at some places, and its first and second derivative."""

    at: Floats
    first: Floats
    second: Floats


def _along_axis(t: Floats, controls: Floats) -> _Axis:
    # One coordinate at a time: arrays whose last axis has two entries are slow.
    p0, p1, p2, p3 = (controls[..., k] for k in range(4))
    s = 1 - t
    return _Axis(
        s * s * s * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t * t * t * p3,
        3 * (s * s * (p1 - p0) + 2 * s * t * (p2 - p1) + t * t * (p3 - p2)),
        6 * (s * (p2 - 2 * p1 + p0) + t * (p3 - 2 * p2 + p1)),
    )


def _derivatives(t: Floats, controls: Floats) -> tuple[Floats, Floats, Floats]:
    x, y = (_along_axis(t, controls[..., axis]) for axis in (0, 1))
    at, first, second = (np.stack(pair, axis=-1) for pair in zip(x, y, strict=True))
    return at, first, second


def _squares(
    points: Floats,
    used: tuple[Integers, Integers],
    fitted: tuple[Integers, Integers],
    controls: Floats,
    places: Floats,
) -> Floats:
    """Return the sums of squared distances of points `used` of curves through `fitted` ones."""
    (first, last), (a, b) = used, fitted
    sizes = last - first
    of = np.repeat(np.arange(len(sizes)), sizes)
    at = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + first[of]
    place = (at - a[of]) / np.maximum(b - 1 - a, 1)[of] * (_SAMPLES - 1)
    k = np.minimum(place.astype(np.int64), _SAMPLES - 2)
    part = place - k
    t = places[of, k] * (1 - part) + places[of, k + 1] * part
    spread = controls[of]
    t = _nearer(points[at], t, spread)
    x, y = (_along_axis(t, spread[..., axis]) for axis in (0, 1))
    off = points[at, 0] - x.at, points[at, 1] - y.at
    length = np.maximum(np.hypot(x.first, y.first), 1e-9)
    away = (x.first * off[1] - y.first * off[0]) / length
    squares: Floats = np.bincount(of, away**2, minlength=len(sizes)).astype(np.float64)
    return squares
