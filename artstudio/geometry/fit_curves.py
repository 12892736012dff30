"""Points to lines and cubic curves, by Philip J. Schneider's algorithm, for all strokes at once.

P. J. Schneider, An Algorithm for Automatically Fitting Digitized Curves, Graphics Gems,
1990: fit one curve with given tangents by least squares, improve the parameters by
Newton's method, split where the error is largest. Here each round fits all pieces
that are left, as sums over slices of the same arrays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.contours import CUBIC, LINE

_NEWTON_ROUNDS = 4
# Schneider: where the error is more than so many times the tolerance, no parameters help.
_HOPELESS = 4.0
_BETTER = 0.4
_TANGENT_PX = 4
# A piece becomes a line when it is straight to this part of the tolerance.
_STRAIGHT = 0.5
_ALONG = float(np.cos(np.radians(6)))


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Pieces of curve from points[first] to points[last], in the order of the points.

    curves: float[n, 4, 2], the control points. kinds: LINE or CUBIC.
    """

    first: Integers
    last: Integers
    curves: Floats
    kinds: Integers


@dataclass(frozen=True, kw_only=True)
class _Spans:
    first: Integers
    last: Integers
    start: Floats
    end: Floats
    is_new: Flags

    def chosen(self, flags: Flags) -> _Spans:
        return _Spans(**{name: value[flags] for name, value in vars(self).items()})


def fitted(
    points: Floats,
    first: Integers,
    last: Integers,
    tangents: Floats,
    *,
    tolerance: float,
    longest_arm: float = 3.0,
) -> Pieces:
    """Return curves through `points`, float[n, 2], within `tolerance`, piece by piece.

    first, last: int[pieces], each from one point that must be met to the next. tangents:
    float[pieces, 2, 2], unit directions into the piece at its start and at its end.
    longest_arm: how far a control may be from its end, in chords; below 1 no curve can
    swing out between points that are few.
    """
    spans = _Spans(
        first=first, last=last, start=tangents[:, 0], end=tangents[:, 1],
        is_new=np.ones(len(first), dtype=bool),
    )  # fmt: skip
    done: list[tuple[Integers, Integers, Floats, Integers]] = []
    while len(spans.first):
        curves, errors, worst = _fit(points, spans, tolerance, longest_arm)
        straight = _straight(points, spans, tolerance)
        good = straight | (errors <= tolerance) | (spans.last - spans.first < 2)
        kinds = np.where(straight | (spans.last - spans.first < 2), LINE, CUBIC)
        done.append((spans.first[good], spans.last[good], curves[good], kinds[good]))
        spans = _split(points, spans.chosen(~good), worst[~good])
    return _in_order(done)


def _in_order(done: list[tuple[Integers, Integers, Floats, Integers]]) -> Pieces:
    if not done:
        none = np.zeros(0, np.int64)
        return Pieces(first=none, last=none, curves=np.zeros((0, 4, 2)), kinds=none)
    first, last, curves, kinds = (np.concatenate(part) for part in zip(*done, strict=True))
    order = np.argsort(first, kind="stable")
    return Pieces(first=first[order], last=last[order], curves=curves[order], kinds=kinds[order])


def _split(points: Floats, spans: _Spans, worst: Integers) -> _Spans:
    size = spans.last - spans.first
    margin = np.minimum(3, size // 2)
    at = np.clip(worst, spans.first + margin, spans.last - margin)
    reach = np.minimum(_TANGENT_PX, np.minimum(at - spans.first, spans.last - at))
    along = _unit(points[at + reach] - points[at - reach])
    both = np.stack
    return _Spans(
        first=both([spans.first, at], axis=1).ravel(),
        last=both([at, spans.last], axis=1).ravel(),
        start=both([spans.start, along], axis=1).reshape(-1, 2),
        end=both([-along, spans.end], axis=1).reshape(-1, 2),
        is_new=np.zeros(2 * len(at), dtype=bool),
    )


def _unit(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.hypot(vectors[..., 0], vectors[..., 1]), 1e-12)[..., None]


def _straight(points: Floats, spans: _Spans, tolerance: float) -> Flags:
    """Flag spans that are straight, and whose neighbours are not bent off by that."""
    flat, owner, low = _flat(spans)
    p, q = points[spans.first], points[spans.last]
    chord = _unit(q - p)
    away = points[flat] - p[owner]
    off = np.abs(away[:, 0] * chord[owner, 1] - away[:, 1] * chord[owner, 0])
    smooth = ((spans.start * chord).sum(axis=1) > _ALONG) & (
        (spans.end * -chord).sum(axis=1) > _ALONG
    )
    # A loop back to where it began has no chord, and is not straight.
    off = np.where(chord[owner].any(axis=1), off, np.hypot(*away.T))
    near: Flags = np.maximum.reduceat(off, low) <= _STRAIGHT * tolerance
    straight: Flags = near & (spans.is_new | smooth)
    return straight


def _flat(spans: _Spans) -> tuple[Integers, Integers, Integers]:
    """Return the points of all spans, the span of each, and where each span begins among them."""
    sizes = spans.last - spans.first + 1
    low = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(owner)) - low[owner] + spans.first[owner], owner, low


def _fit(
    points: Floats, spans: _Spans, tolerance: float, longest_arm: float
) -> tuple[Floats, Floats, Integers]:
    """Return the best curve of each span, its largest error and the point that has it."""
    flat, owner, low = _flat(spans)
    p = points[flat]
    t = _by_chords(p, owner, low)
    curves = _least_squares(p, t, owner, low, spans, longest_arm)
    errors, worst = _errors(p, t, curves, owner, low)
    worst = flat[worst]
    # Of those left to improve: their numbers, and their points and parameters.
    left, rest = np.arange(len(low)), spans
    for round_ in range(_NEWTON_ROUNDS):
        # One round for what is good already: chords put the parameters of arcs a little off.
        enough = tolerance if round_ else _BETTER * tolerance
        open_ = (errors[left] > enough) & (errors[left] < _HOPELESS * tolerance)
        if not open_.any():
            break
        t, left, rest = t[open_[owner]], left[open_], rest.chosen(open_)
        flat, owner, low = _flat(rest)
        p = points[flat]
        t = _nearer(p, t, curves[left][owner])
        better = _least_squares(p, t, owner, low, rest, longest_arm)
        new_errors, new_worst = _errors(p, t, better, owner, low)
        gain = new_errors < errors[left]
        gained = left[gain]
        curves[gained], errors[gained] = better[gain], new_errors[gain]
        worst[gained] = flat[new_worst[gain]]
        if not gain.any():
            break
    return curves, errors, worst


def _by_chords(p: Floats, owner: Integers, low: Integers) -> Floats:
    steps = np.hypot(*np.diff(p, axis=0, prepend=p[:1]).T)
    steps[low] = 0
    along = np.cumsum(steps)
    along -= along[low][owner]
    total = np.maximum.reduceat(along, low)
    return along / np.maximum(total, 1e-12)[owner]


def _basis(t: Floats) -> Floats:
    s = 1 - t
    return np.stack([s**3, 3 * t * s**2, 3 * t**2 * s, t**3])


def _least_squares(
    p: Floats, t: Floats, owner: Integers, low: Integers, spans: _Spans, longest_arm: float
) -> Floats:
    """Return the curves with the given ends and tangents closest to the points.

    Schneider's 2 x 2 system for the lengths of the two arms; where it gives no
    usable ones, arms of a third of the chord (Wu and Barsky).
    """
    ends = p[low], p[np.append(low[1:], len(p)) - 1]
    b = _basis(t)
    a1, a2 = spans.start[owner] * b[1, :, None], spans.end[owner] * b[2, :, None]
    rest = p - ends[0][owner] * (b[0] + b[1])[:, None] - ends[1][owner] * (b[2] + b[3])[:, None]
    products = np.stack(
        [(u * v).sum(axis=1) for u, v in ((a1, a1), (a1, a2), (a2, a2), (a1, rest), (a2, rest))]
    )
    c11, c12, c22, x1, x2 = np.add.reduceat(products, low, axis=1)
    det = c11 * c22 - c12 * c12
    usable = det > 1e-9 * np.maximum(c11 * c22, 1e-12)
    det = np.where(usable, det, 1)
    arms = np.stack([(x1 * c22 - x2 * c12) / det, (c11 * x2 - c12 * x1) / det])
    chord = np.hypot(*(ends[1] - ends[0]).T)
    usable &= (arms > 0.01 * chord).all(axis=0)
    usable &= (arms < longest_arm * chord + 1e-9).all(axis=0)
    arms = np.where(usable, arms, chord / 3)
    controls = ends[0] + arms[0][:, None] * spans.start, ends[1] + arms[1][:, None] * spans.end
    return np.stack([ends[0], *controls, ends[1]], axis=1)


def _at(curves: Floats, basis: Floats) -> Floats:
    found: Floats = np.einsum("kn,nkd->nd", basis, curves)
    return found


def _errors(
    p: Floats, t: Floats, curves: Floats, owner: Integers, low: Integers
) -> tuple[Floats, Integers]:
    off = np.hypot(*(_at(curves[owner], _basis(t)) - p).T)
    errors = np.maximum.reduceat(off, low)
    worst = np.flatnonzero(off == errors[owner])
    return errors, worst[np.unique(owner[worst], return_index=True)[1]]


def _nearer(p: Floats, t: Floats, curves: Floats) -> Floats:
    """Return parameters closer to the points: t - f(t) f'(t) / (f'^2 + f f''), Newton's step."""
    first = 3 * np.diff(curves, axis=1)
    second = 2 * np.diff(first, axis=1)
    s = 1 - t
    off = _at(curves, _basis(t)) - p
    slope = _at(first, np.stack([s**2, 2 * s * t, t**2]))
    bend = _at(second, np.stack([s, t]))
    down = (slope**2).sum(axis=1) + (off * bend).sum(axis=1)
    step = (off * slope).sum(axis=1) / np.where(np.abs(down) > 1e-12, down, np.inf)
    nearer: Floats = np.clip(t - step, 0, 1)
    return nearer
