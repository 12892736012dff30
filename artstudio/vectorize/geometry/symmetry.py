"""Symmetry that a drawing shows: outlines that a turn or a mirror takes onto one another.

Nodes, arcs and curves are compared with their images under each candidate. Where every
piece of an outline has an image, and no node lies further from the mean of those that
correspond than noise explains, all of them become exact images of that mean. Outlines
with another part that differs, be it one longer tip of a star, stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree  # type: ignore[import-untyped] # scipy has no types

# Images of pieces are looked for so near, in pixels; nodes of smooth joints lie anywhere
# along their line, which is allowed for by this.
_NEAR_PX, _ALONG_PX = 1.0, 6.0
# How far a node may be from the mean of its images, clean and noisy, in pixels.
_OFF_PX, _OFF_SIGMAS, _OFF_MOST_PX = 0.1, 3.0, 0.25

LINE, ARC, CURVE = 0, 1, 2

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass
class Shapes:
    """What is moved: pieces with two nodes, and whole circles.

    start, end: nodes. kind: 0 line, 1 arc, 2 curve. inner: float64[n, 2, 2], the handles of
    a curve; the centre of an arc, twice. middle: about the middle of each. radius,
    turn, sweep: of arcs. ring: the outline of each.
    corner: whether the node at the end is one. sharp: how many times the noise a corner's
    node scatters. circle_*: the same of whole circles.
    """

    start: Floats
    end: Floats
    kind: Integers
    inner: Floats
    middle: Floats
    radius: Floats
    turn: Floats
    sweep: Floats
    ring: Integers
    corner: Flags
    sharp: Floats
    way: Floats
    circle_ring: Integers
    circle_centre: Floats
    circle_radius: Floats
    circle_sharp: Floats


@dataclass(frozen=True)
class Motion:
    """Points p go to centre + matrix (p - centre). flips: whether it is a reflection."""

    matrix: Floats
    centre: Floats
    flips: bool = False

    def of(self, points: Floats) -> Floats:
        """Return where points go."""
        moved: Floats = (points - self.centre) @ self.matrix.T + self.centre
        return moved

    def back(self, points: Floats) -> Floats:
        """Return where points come from."""
        moved: Floats = (points - self.centre) @ self.matrix + self.centre
        return moved


def rotation(angle: float, centre: Floats) -> Motion:
    """Return the turn by `angle`, clockwise on the screen."""
    cos, sin = np.cos(angle), np.sin(angle)
    return Motion(np.array([[cos, -sin], [sin, cos]]), centre)


def reflection(angle: float, centre: Floats) -> Motion:
    """Return the reflection in the line through `centre` at `angle`."""
    cos, sin = np.cos(2 * angle), np.sin(2 * angle)
    return Motion(np.array([[cos, sin], [sin, -cos]]), centre, flips=True)


@dataclass(frozen=True)
class Image:
    """For each piece and circle that of which it is the image under a motion, -1 for none."""

    piece: Integers
    circle: Integers


def image_of(shapes: Shapes, motion: Motion) -> Image:
    """Return which piece each piece goes to; all of an outline or nothing of it."""
    piece, circle = _pieces(shapes, motion), _circles(shapes, motion)
    return _of_whole_outlines(shapes, piece, circle)


def _key(start: Floats, end: Floats, kind: Integers, middle: Floats) -> Floats:
    # Curves lie far from the rest; the middle tells two pieces between the same nodes apart.
    # A flat arc may well have been taken for a line elsewhere.
    return np.concatenate([start, end, middle, (kind[:, None] == CURVE) * 1e6], axis=1)


def _pieces(shapes: Shapes, motion: Motion) -> Integers:
    if not len(shapes.kind):
        return np.zeros(0, dtype=np.int64)
    ends = motion.of(shapes.start), motion.of(shapes.end)
    if motion.flips:
        ends = ends[1], ends[0]
    tree = cKDTree(_key(shapes.start, shapes.end, shapes.kind, shapes.middle))
    wanted = _key(*ends, shapes.kind, motion.of(shapes.middle))
    apart, found = tree.query(wanted, distance_upper_bound=_ALONG_PX)
    return _one_to_one(np.where(np.isfinite(apart), found, -1).astype(np.int64))


def _circles(shapes: Shapes, motion: Motion) -> Integers:
    if not len(shapes.circle_radius):
        return np.zeros(0, dtype=np.int64)
    have = np.column_stack([shapes.circle_centre, shapes.circle_radius])
    want = np.column_stack([motion.of(shapes.circle_centre), shapes.circle_radius])
    apart, found = cKDTree(have).query(want, distance_upper_bound=_NEAR_PX)
    return _one_to_one(np.where(np.isfinite(apart), found, -1).astype(np.int64))


def _one_to_one(found: Integers) -> Integers:
    """Return `found` without those that two go to."""
    counts = np.bincount(found[found >= 0], minlength=len(found))
    return np.where((found >= 0) & (counts[np.maximum(found, 0)] == 1), found, -1)


def _of_whole_outlines(shapes: Shapes, piece: Integers, circle: Integers) -> Image:
    """Return images of outlines alone that go to one outline each, and are gone to."""
    rings = int(max(shapes.ring.max(initial=-1), shapes.circle_ring.max(initial=-1))) + 1
    target = np.full(rings, -1)
    target[shapes.circle_ring] = np.where(circle >= 0, shapes.circle_ring[circle], -1)
    good = np.ones(rings, dtype=bool)
    good[shapes.circle_ring] = circle >= 0
    if len(piece):
        to = np.where(piece >= 0, shapes.ring[piece], -1)
        low, high = np.full(rings, rings), np.full(rings, -1)
        np.minimum.at(low, shapes.ring, to)
        np.maximum.at(high, shapes.ring, to)
        has = np.bincount(shapes.ring, minlength=rings) > 0
        good[has] = (low == high)[has] & (low >= 0)[has]
        sizes = np.bincount(shapes.ring, minlength=rings)
        target[has] = np.where(good, high, -1)[has]
        good[has] &= (sizes == sizes[np.maximum(target, 0)])[has]
    # What a good outline goes to must be good itself, until nothing changes.
    while True:
        onto = good & (target >= 0) & good[np.maximum(target, 0)]
        hit = np.zeros(rings, dtype=bool)
        hit[target[onto]] = True
        onto &= hit
        if (onto == good).all():
            break
        good = onto
    return Image(
        np.where(good[shapes.ring], piece, -1) if len(piece) else piece,
        np.where(good[shapes.circle_ring], circle, -1) if len(circle) else circle,
    )


def orbits(image: Integers, fold: int) -> Integers:
    """Return int64[k, fold]: those that go to one another in turn, the same again where sooner.

    Cycles whose length does not divide `fold` are left out.
    """
    free = image >= 0
    rows = []
    for first in np.flatnonzero(free).tolist():
        if not free[first]:
            continue
        row = [first]
        free[first] = False
        while (after := int(image[row[-1]])) != first and after >= 0 and free[after]:
            free[after] = False
            row.append(after)
        if after == first and fold % len(row) == 0:
            rows.append(row * (fold // len(row)))
    return np.array(rows, dtype=np.int64).reshape(-1, fold)


def room_of(shapes: Shapes, sigma: float) -> Floats:
    """Return how far the node at each piece's end may be from the mean of its images."""
    return np.minimum(_OFF_PX + _OFF_SIGMAS * sigma * shapes.sharp, _OFF_MOST_PX + sigma)


def refined(shapes: Shapes, image: Image, fold: int, centre: Floats) -> Floats:
    """Return the mean of all that goes round `centre`, which is where the middle really is."""
    parts = []
    for number, points in ((image.piece, shapes.end), (image.circle, shapes.circle_centre)):
        rows = orbits(number, fold)
        # A shorter cycle is one piece that goes onto itself, or a part of a turn.
        rows = rows[rows[:, 0] != rows[:, -1]] if len(rows) else rows
        if len(rows):
            parts.append(points[rows.ravel()])
    mean: Floats = np.concatenate(parts).mean(axis=0) if parts else centre
    return mean


def turned_alike(
    shapes: Shapes, motion: Motion, fold: int, sigma: float, *, image: Image
) -> tuple[Shapes, Flags]:
    """Return shapes in which those that are images of one another exactly are, and which rings.

    The rings that differ by more than noise explains are left as they are.
    """
    rows = orbits(image.piece, fold)
    circles = orbits(image.circle, fold)
    rings = int(max(shapes.ring.max(initial=-1), shapes.circle_ring.max(initial=-1))) + 1
    good = np.zeros(rings, dtype=bool)
    good[shapes.ring[rows.ravel()]] = True
    good[shapes.circle_ring[circles.ravel()]] = True
    good[np.unique(shapes.ring[image.piece < 0])] = False
    missing = np.setdiff1d(np.flatnonzero(image.piece >= 0), rows.ravel())
    good[shapes.ring[missing]] = False
    means = _means(shapes, motion, rows)
    off = _off(shapes, means, rows)
    room = room_of(shapes, sigma)
    bad = (_alone(off, fold) > room[rows].max(axis=1, initial=0)[:, None]).any(axis=1)
    good[np.unique(shapes.ring[rows[bad].ravel()])] = False
    at, radii, shift = _mean_circles(shapes, motion, circles)
    limit = _OFF_PX + _OFF_SIGMAS * sigma * shapes.circle_sharp[circles].max(axis=1, initial=0)
    good[np.unique(shapes.circle_ring[circles[_alone(shift, fold) > limit].ravel()])] = False
    good = _closed(shapes, rows, circles, good)
    return _put(shapes, means, rows, (at, radii), circles, good), good


def _alone(off: Floats, fold: int) -> Floats:
    """Return how far one of `fold` is off the others that is so far off the mean of all."""
    away: Floats = off * (fold / (fold - 1))
    return away


def _closed(shapes: Shapes, rows: Integers, circles: Integers, good: Flags) -> Flags:
    """Return the good rings without those that go to a bad one."""
    while True:
        kept = good.copy()
        for which, of in ((rows, shapes.ring), (circles, shapes.circle_ring)):
            if len(which):
                broken = ~kept[of[which]].all(axis=1)
                kept[of[which[broken].ravel()]] = False
        if (kept == good).all():
            return good
        good = kept


@dataclass
class _Means:
    """The mean of each row of images, and where each of them is in turn: float64[k, fold, ...]."""

    start: Floats
    end: Floats
    inner: Floats
    radius: Floats
    turn: Floats
    sweep: Floats
    kind: Integers


def _powers(motion: Motion, fold: int) -> list[Motion]:
    found, matrix = [], np.eye(2)
    for _ in range(fold):
        found.append(Motion(matrix, motion.centre))
        matrix = motion.matrix @ matrix
    return found


def _means(shapes: Shapes, motion: Motion, rows: Integers) -> _Means:
    fold = rows.shape[1]
    # Of arcs among lines the arcs alone say where their centre is.
    share = (shapes.kind[rows] != LINE).astype(np.float64)
    share[share.sum(axis=1) == 0] = 1.0
    share /= share.sum(axis=1, keepdims=True)
    sums = [np.zeros((len(rows), 2)), np.zeros((len(rows), 2)), np.zeros((len(rows), 2, 2))]
    middle, ends = np.zeros((len(rows), 2)), np.zeros((2, len(rows), 2))
    powers = _powers(motion, fold)
    for k, power in enumerate(powers):
        start, end = shapes.start[rows[:, k]], shapes.end[rows[:, k]]
        inner = shapes.inner[rows[:, k]]
        if motion.flips and k % 2:
            start, end = end, start
            curve = (shapes.kind[rows[:, k]] == CURVE)[:, None, None]
            inner = np.where(curve, inner[:, ::-1], inner)
        sums[0] += power.back(start) / fold
        sums[1] += power.back(end) / fold
        ends[0] += power.back(start) * share[:, k, None]
        ends[1] += power.back(end) * share[:, k, None]
        back = power.back(inner.reshape(-1, 2)).reshape(-1, 2, 2)
        sums[2] += back * share[:, k, None, None]
        middle += power.back(shapes.middle[rows[:, k]]) * share[:, k, None]
    start, end, inner = sums
    kind = _common_kind(shapes.kind[rows])
    circle = _through(ends[0], middle, ends[1])
    arcs = kind == ARC
    inner[arcs] = circle.centre[arcs, None]
    found = _Means(
        start=np.empty((len(rows), fold, 2)),
        end=np.empty((len(rows), fold, 2)),
        inner=np.empty((len(rows), fold, 2, 2)),
        radius=circle.radius,
        turn=circle.turn,
        sweep=np.where((shapes.sweep[rows] * share).sum(axis=1) > 0, 1.0, -1.0),
        kind=kind,
    )
    for k, power in enumerate(powers):
        a, b = power.of(start), power.of(end)
        c = power.of(inner.reshape(-1, 2)).reshape(-1, 2, 2)
        if motion.flips and k % 2:
            a, b = b, a
            c = np.where((shapes.kind[rows[:, k]] == CURVE)[:, None, None], c[:, ::-1], c)
        found.start[:, k], found.end[:, k], found.inner[:, k] = a, b, c
    return found


class _Arcs(NamedTuple):
    centre: Floats
    radius: Floats
    turn: Floats


def _through(start: Floats, middle: Floats, end: Floats) -> _Arcs:
    """Return the arcs from `start` by `middle` to `end`; turn: 0 to 2 pi."""
    a, b = middle - start, end - start
    cross = 2 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    cross = np.where(np.abs(cross) < 1e-9, 1e-9, cross)
    aa, bb = (a**2).sum(axis=1), (b**2).sum(axis=1)
    x = (b[:, 1] * aa - a[:, 1] * bb) / cross
    y = (a[:, 0] * bb - b[:, 0] * aa) / cross
    radius = np.maximum(np.hypot(x, y), 1e-9)
    halves = np.sqrt(aa), np.hypot(*(end - middle).T)
    turn = sum(2 * np.arcsin(np.clip(half / (2 * radius), 0, 1)) for half in halves)
    return _Arcs(start + np.stack([x, y], axis=1), radius, np.asarray(turn))


def _common_kind(kinds: Integers) -> Integers:
    """Return what each row is: arcs where a third are, as flat ones are easily missed."""
    arcs = 3 * (kinds == ARC).sum(axis=1) >= kinds.shape[1]
    curves = (kinds == CURVE).any(axis=1)
    kind: Integers = np.where(curves, CURVE, np.where(arcs, ARC, LINE))
    return kind


def _off(shapes: Shapes, means: _Means, rows: Integers) -> Floats:
    """Return how far each node at an end is from the mean; across the edge where it is smooth."""
    if not len(rows):
        return np.zeros((0, 1))
    off = shapes.end[rows] - means.end
    way = shapes.way[rows]
    across = np.abs(off[..., 0] * way[..., 1] - off[..., 1] * way[..., 0])
    return np.where(shapes.corner[rows], np.hypot(off[..., 0], off[..., 1]), across)


def _mean_circles(
    shapes: Shapes, motion: Motion, circles: Integers
) -> tuple[Floats, Floats, Floats]:
    fold = circles.shape[1]
    powers = _powers(motion, fold)
    if not len(circles):
        return np.zeros((0, fold, 2)), np.zeros(0), np.zeros(0)
    back = [power.back(shapes.circle_centre[circles[:, k]]) for k, power in enumerate(powers)]
    mean = np.mean(back, axis=0)
    at = np.stack([power.of(mean) for power in powers], axis=1)
    radii = shapes.circle_radius[circles].mean(axis=1)
    shift = np.hypot(*np.moveaxis(shapes.circle_centre[circles] - at, 2, 0)).max(axis=1)
    shift += np.abs(shapes.circle_radius[circles] - radii[:, None]).max(axis=1)
    return at, radii, shift


def _put(
    shapes: Shapes,
    means: _Means,
    rows: Integers,
    round_: tuple[Floats, Floats],
    circles: Integers,
    good: Flags,
) -> Shapes:
    fresh = replace(
        shapes,
        start=shapes.start.copy(),
        end=shapes.end.copy(),
        inner=shapes.inner.copy(),
        radius=shapes.radius.copy(),
        turn=shapes.turn.copy(),
        sweep=shapes.sweep.copy(),
        kind=shapes.kind.copy(),
        circle_centre=shapes.circle_centre.copy(),
        circle_radius=shapes.circle_radius.copy(),
    )
    use = good[shapes.ring[rows[:, 0]]] if len(rows) else np.zeros(0, dtype=bool)
    which = rows[use]
    fresh.start[which], fresh.end[which] = means.start[use], means.end[use]
    fresh.inner[which], fresh.kind[which] = means.inner[use], means.kind[use][:, None]
    fresh.radius[which], fresh.turn[which] = means.radius[use][:, None], means.turn[use][:, None]
    fresh.sweep[which] = means.sweep[use][:, None]
    use = good[shapes.circle_ring[circles[:, 0]]] if len(circles) else np.zeros(0, dtype=bool)
    which = circles[use]
    fresh.circle_centre[which], fresh.circle_radius[which] = round_[0][use], round_[1][use][:, None]
    return fresh
