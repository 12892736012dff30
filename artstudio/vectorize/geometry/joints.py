"""Pieces of rings with their lines and circles, and the nodes where they meet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.geometry.moments import circles, lines
from artstudio.vectorize.geometry.segments import Pieces, Turned
from artstudio.vectorize.geometry.wholes import inward

# Pieces that bend less than this where they meet run on smoothly, unless both are lines.
_CORNER = np.radians(17)
# Lines that meet at less than this have no place to meet.
_SAME_WAY = np.radians(0.7)
# A bound moves by up to so many points to where both pieces fit best.
_SHIFT = 6
_ROUNDS = 2
# How far from the contour the corner of two pieces may lie.
_BLUNT_PX, _BLUNT_BLUR = 0.8, 1.2

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Pieces with what they are; all arrays have one entry for each piece.

    direction: unit, along the ring. anchor: a point of the line, or the centre of the
    circle. radius: of arcs. sweep: 1 for arcs that run clockwise on the screen, else -1.
    """

    pieces: Pieces
    anchor: Floats
    direction: Floats
    radius: Floats
    turn: Floats
    sweep: Floats

    def residuals(self, which: Integers, points: Floats) -> Floats:
        """Return how far points are from pieces `which`, signed."""
        arm = points - self.anchor[which]
        way = self.direction[which]
        off_line = way[..., 0] * arm[..., 1] - way[..., 1] * arm[..., 0]
        off_arc = np.hypot(arm[..., 0], arm[..., 1]) - self.radius[which]
        away: Floats = np.where(self.pieces.is_arc[which], off_arc, off_line)
        return away

    def tangents(self, which: Integers, points: Floats) -> Floats:
        """Return the unit directions of pieces at points, along the ring."""
        arm = points - self.anchor[which]
        length = np.maximum(np.hypot(arm[:, 0], arm[:, 1]), 1e-12)[:, None]
        round_ = np.stack([-arm[:, 1], arm[:, 0]], axis=1) / length * self.sweep[which][:, None]
        return np.where(self.pieces.is_arc[which][:, None], round_, self.direction[which])


@dataclass(frozen=True, kw_only=True)
class Joints:
    """Where each piece ends and its follower begins.

    after: the follower. nodes: float64[n, 2]. smooth: whether they run on smoothly.
    sound: whether the node lies near the contour.
    """

    after: Integers
    nodes: Floats
    smooth: Flags
    sound: Flags


def fitted(rings: Turned, pieces: Pieces, blur: float) -> Fit:
    """Return the lines and circles of pieces, their bounds moved to where both sides fit best.

    Radii are as they were before the picture was blurred.
    """
    fit = _fit(rings, pieces, blur)
    for _ in range(_ROUNDS):
        pieces = _shifted(rings, fit)
        fit = _fit(rings, pieces, blur)
    return fit


def followers(pieces: Pieces) -> Integers:
    """Return for each piece the next one of its ring."""
    after = np.arange(len(pieces.ring)) + 1
    if len(after):
        is_last = np.append(pieces.ring[1:] != pieces.ring[:-1], True)
        starts = np.concatenate([[0], np.flatnonzero(is_last)[:-1] + 1])
        after[is_last] = starts
    return after


def _fit(rings: Turned, pieces: Pieces, blur: float) -> Fit:
    count = pieces.last - pieces.first
    left = np.minimum(rings.trim, count // np.where(pieces.is_arc, 5, 4))
    a, b = pieces.first + left, pieces.last - left
    sums = rings.sums.between(a, b)
    origin = rings.sums.centres[pieces.first]
    line, circle = lines(sums), circles(sums)
    chord = rings.points[b - 1] - rings.points[a]
    way = line.directions * np.where((line.directions * chord).sum(axis=1) < 0, -1, 1)[:, None]
    is_arc = pieces.is_arc & np.isfinite(circle.radii)
    middle = rings.points[(a + b) // 2] - rings.points[a]
    turn = np.sign(chord[:, 1] * middle[:, 0] - chord[:, 0] * middle[:, 1])
    radius = np.where(is_arc, circle.radii, 1.0)
    halves = (np.hypot(*(rings.points[end] - rings.points[(a + b) // 2]).T) for end in (a, b - 1))
    turned_by = sum(2 * np.arcsin(np.clip(half / (2 * radius), 0, 1)) for half in halves)
    return Fit(
        pieces=replace(pieces, is_arc=is_arc),
        anchor=np.where(is_arc[:, None], circle.centres, line.points) + origin,
        direction=way,
        radius=radius + np.where(is_arc, inward(radius, blur), 0),
        turn=np.where(is_arc, turned_by, 0.0),
        sweep=np.where(turn > 0, 1.0, -1.0),
    )


def _shifted(rings: Turned, fit: Fit) -> Pieces:
    """Return pieces with each bound, but that where the ring begins, where both sides fit best."""
    pieces = fit.pieces
    inner = np.flatnonzero(pieces.ring[1:] == pieces.ring[:-1])
    if not len(inner):
        return pieces
    bound = pieces.last[inner]
    low = np.maximum(-_SHIFT, -((bound - pieces.first[inner]) // 2) + 1)
    high = np.minimum(_SHIFT, (pieces.last[inner + 1] - bound) // 2 - 1)
    steps = np.arange(-_SHIFT, _SHIFT)
    points = rings.points[np.clip(bound[:, None] + steps, 0, len(rings.points) - 1)]
    both = [
        fit.residuals(np.repeat(which[:, None], len(steps), axis=1), points) ** 2
        for which in (inner, inner + 1)
    ]
    inside = (steps >= low[:, None]) & (steps < high[:, None])
    gain = np.where(inside, both[0] - both[1], 0.0)
    # The sum for a bound at `k`: points before it are of the first piece.
    total = np.concatenate([np.zeros((len(inner), 1)), np.cumsum(gain, axis=1)], axis=1)
    place = np.arange(-_SHIFT, _SHIFT + 1)
    total = np.where((place >= low[:, None]) & (place <= high[:, None]), total, np.inf)
    moved = np.where(high >= low, place[total.argmin(axis=1)], 0)
    # Corners of two lines need no bound: their lines meet where they meet.
    moved[~(pieces.is_arc[inner] | pieces.is_arc[inner + 1])] = 0
    first, last = pieces.first.copy(), pieces.last.copy()
    last[inner] += moved
    first[inner + 1] += moved
    return replace(pieces, first=first, last=last)


def joints(rings: Turned, fit: Fit, blur: float) -> Joints:
    """Return the nodes of a fit."""
    pieces = fit.pieces
    one = np.arange(len(pieces.ring))
    two = followers(pieces)
    bound = rings.points[pieces.last]
    ways = fit.tangents(one, bound), fit.tangents(two, bound)
    bend = np.arccos(np.clip((ways[0] * ways[1]).sum(axis=1), -1, 1))
    any_arc = pieces.is_arc | pieces.is_arc[two]
    smooth = any_arc & (bend < _CORNER)
    nodes = np.where(
        smooth[:, None], _smooth_nodes(fit, one, two, bound), _corners(fit, one, two, bound)
    )
    straight_on = ~any_arc & (bend < _SAME_WAY)
    nodes = np.where(straight_on[:, None] | ~np.isfinite(nodes), bound, nodes)
    near = _distance_to_contour(rings, pieces.last, pieces.ring, nodes)
    room = (_BLUNT_PX + _BLUNT_BLUR * blur) / np.maximum(np.cos(bend / 2), 0.1)
    return Joints(after=two, nodes=nodes, smooth=smooth, sound=near <= room)


def _distance_to_contour(rings: Turned, bound: Integers, ring: Integers, nodes: Floats) -> Floats:
    first, last = rings.offsets[ring], rings.offsets[ring + 1] - 1
    size = np.maximum(last - first, 1)
    steps = np.arange(-8, 9)
    at = first[:, None] + (bound - first)[:, None] + steps
    at = first[:, None] + (at - first[:, None]) % size[:, None]
    away = rings.points[at] - nodes[:, None]
    distance: Floats = np.hypot(away[..., 0], away[..., 1]).min(axis=1)
    return distance


def _corners(fit: Fit, one: Integers, two: Integers, bound: Floats) -> Floats:
    """Return where pieces cross, nearest to `bound`; NaN where they do not."""
    arcs = fit.pieces.is_arc[one], fit.pieces.is_arc[two]
    line_line = _line_line(fit.anchor[one], fit.direction[one], fit.anchor[two], fit.direction[two])
    line_arc = _line_arc(
        fit.anchor[one], fit.direction[one], fit.anchor[two], fit.radius[two], bound
    )
    arc_line = _line_arc(
        fit.anchor[two], fit.direction[two], fit.anchor[one], fit.radius[one], bound
    )
    arc_arc = _arc_arc(fit.anchor[one], fit.radius[one], fit.anchor[two], fit.radius[two], bound)
    kinds = [~arcs[0] & ~arcs[1], ~arcs[0] & arcs[1], arcs[0] & ~arcs[1], arcs[0] & arcs[1]]
    found: Floats = np.select(
        [kind[:, None] for kind in kinds], [line_line, line_arc, arc_line, arc_arc]
    )
    return found


def _line_line(p: Floats, u: Floats, q: Floats, v: Floats) -> Floats:
    cross = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    arm = q - p
    along = (arm[:, 0] * v[:, 1] - arm[:, 1] * v[:, 0]) / np.where(cross == 0, np.nan, cross)
    at: Floats = p + along[:, None] * u
    return at


def _line_arc(p: Floats, u: Floats, centre: Floats, radius: Floats, bound: Floats) -> Floats:
    foot = p + ((centre - p) * u).sum(axis=1)[:, None] * u
    off = np.hypot(*(centre - foot).T)
    half = np.sqrt(np.maximum(radius**2 - off**2, 0))[:, None] * u
    return _nearer(foot - half, foot + half, bound)


def _arc_arc(c: Floats, r: Floats, d: Floats, s: Floats, bound: Floats) -> Floats:
    arm = d - c
    apart = np.maximum(np.hypot(arm[:, 0], arm[:, 1]), 1e-9)
    unit = arm / apart[:, None]
    along = (apart**2 + r**2 - s**2) / (2 * apart)
    # Where the circles do not reach each other, the middle of the gap.
    touching = np.abs(along) > r
    along = np.where(
        touching, np.where(apart > r + s, (apart + r - s) / 2, np.sign(along) * r), along
    )
    half = np.sqrt(np.maximum(r**2 - along**2, 0))[:, None] * unit[:, ::-1] * [-1, 1]
    foot = c + along[:, None] * unit
    return _nearer(foot - half, foot + half, bound)


def _nearer(one: Floats, other: Floats, to: Floats) -> Floats:
    closer = ((one - to) ** 2).sum(axis=1) <= ((other - to) ** 2).sum(axis=1)
    return np.where(closer[:, None], one, other)


def _smooth_nodes(fit: Fit, one: Integers, two: Integers, bound: Floats) -> Floats:
    """Return where smooth pieces touch: the foot of the centre on a line, else between both."""
    arcs = fit.pieces.is_arc[one], fit.pieces.is_arc[two]
    on = []
    for which in (one, two):
        arm = bound - fit.anchor[which]
        length = np.maximum(np.hypot(arm[:, 0], arm[:, 1]), 1e-9)
        on.append(fit.anchor[which] + arm / length[:, None] * fit.radius[which][:, None])
    feet = []
    for line, arc in ((one, two), (two, one)):
        u, p = fit.direction[line], fit.anchor[line]
        feet.append(p + ((fit.anchor[arc] - p) * u).sum(axis=1)[:, None] * u)
    both = arcs[0] & arcs[1]
    nodes: Floats = np.where(
        both[:, None], (on[0] + on[1]) / 2, np.where(arcs[1][:, None], feet[0], feet[1])
    )
    # The foot of a flat arc may be far along the line.
    far = np.hypot(*(nodes - bound).T) > np.maximum(
        8.0, 0.3 * fit.radius[np.where(arcs[0], one, two)]
    )
    between = np.where(arcs[0][:, None], on[0], on[1])
    return np.where(far[:, None], between, nodes)
