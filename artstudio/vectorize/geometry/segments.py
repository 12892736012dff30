"""Rings of edge points cut into lines and arcs where that costs least.

A piece costs what it is (a line less than an arc), what it misses (half of chi-square,
by the noise of the picture), and its ends: corners are blunt, so a few points at each end
need not fit, for a price. The cheapest cut is found by dynamic programming over places
where the outline bends and some between (J. C. Perez and E. Vidal, Optimum polygonal
approximation of digitized curves, 1994, with arcs besides).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.geometry.edge_points import EdgePoints
from artstudio.vectorize.geometry.moments import RunningSums, circles, lines, running_sums

# Costs in units of half of chi-square.
_LINE, _ARC, _QUARTER = 8.0, 11.0, 7.0
_LEFT_OUT = 1.2
_FLAT_ARC, _FLAT_SAGITTA_PX = 25.0, 0.15
# The least scatter, the part of it that does not average out, and how much it counts for.
LEAST_NOISE_PX = 0.05
_SYSTEMATIC_PX, _SYSTEMATIC_RUN, _SYSTEMATIC_MOST = 0.03, 16.0, 8.0
# Places to cut at: the spans over which bends are seen, and the most points between two.
_SPAN, _SPAN_NOISY = 4, 6
_GAP = 11
# A ring whose largest bend is less has no corner to begin at.
_NO_CORNER_PX = 1.6
_FEWEST = 3
# A run of more places than this is not looked at as a whole.
_MOST_PLACES = 120
_NOISY_PX = 0.06

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Pieces of rings in order.

    ring: the ring of each. first, last: the points that it was fitted to are
    first to last - 1, places in `Turned.points`. is_arc: else it is a line.
    """

    ring: Integers
    first: Integers
    last: Integers
    is_arc: Flags


@dataclass(frozen=True, kw_only=True)
class Turned:
    """The points of rings, each from its strongest corner on, the first one again at its end.

    sums: of these points. trim: how many at each end of a piece need not fit. starts,
    bends: for each ring where it begins among the edge's points, and its largest bend.
    """

    points: Floats
    offsets: Integers
    ring: Integers
    sums: RunningSums
    sigma: float
    trim: int
    starts: Integers
    bends: Floats


def sigma_of(points: EdgePoints) -> float:
    """Return the scatter to reckon with, in pixels."""
    return points.slack * max(LEAST_NOISE_PX, 1.05 * points.noise)


def turned(edge: EdgePoints) -> Turned:
    """Return the rings of `edge`, each from its strongest corner on."""
    starts, bends = _strongest(edge)
    return _from(edge, starts, bends)


def from_bounds(edge: EdgePoints, rings: Turned, pieces: Pieces) -> tuple[Turned, Pieces]:
    """Return rings and pieces so that a ring without a corner begins between two pieces.

    Where it began before, in the middle of something smooth, one piece is made of two
    if that costs less.
    """
    firsts = np.flatnonzero(np.append(True, pieces.ring[1:] != pieces.ring[:-1]))
    counts = np.diff(np.append(firsts, len(pieces.ring)))
    which = pieces.ring[firsts] if len(pieces.ring) else pieces.ring
    moves = (rings.bends[which] < _NO_CORNER_PX) & (counts > 1)
    if not moves.any():
        return rings, pieces
    shift = np.zeros(len(rings.starts), dtype=np.int64)
    shift[which[moves]] = pieces.last[firsts[moves]] - rings.offsets[which[moves]]
    fresh = _from(edge, rings.starts + shift, rings.bends)
    size = np.diff(rings.offsets)[pieces.ring] - 1
    begin = pieces.first - rings.offsets[pieces.ring] - shift[pieces.ring]
    begin += np.where(begin < 0, size, 0)
    order = np.lexsort((begin, pieces.ring))
    length = (pieces.last - pieces.first)[order]
    at = begin[order] + rings.offsets[pieces.ring]
    shifted = Pieces(ring=pieces.ring, first=at, last=at + length, is_arc=pieces.is_arc[order])
    tails = (firsts + counts - 1)[moves]
    return fresh, _merged(fresh, shifted, tails)


def _merged(rings: Turned, pieces: Pieces, tails: Integers) -> Pieces:
    """Return pieces in which `tails` and those before them are one where that costs less."""
    ones = tails - 1
    together, is_arc = piece_costs(rings, pieces.first[ones], pieces.last[tails])
    apart = [piece_costs(rings, pieces.first[k], pieces.last[k])[0] for k in (ones, tails)]
    merge = together <= apart[0] + apart[1]
    last, arcs = pieces.last.copy(), pieces.is_arc.copy()
    last[ones[merge]] = pieces.last[tails[merge]]
    arcs[ones[merge]] = is_arc[merge]
    keep = np.ones(len(last), dtype=bool)
    keep[tails[merge]] = False
    return Pieces(
        ring=pieces.ring[keep], first=pieces.first[keep], last=last[keep], is_arc=arcs[keep]
    )


def _strongest(edge: EdgePoints) -> tuple[Integers, Floats]:
    """Return for each ring the place of its largest bend, and that bend in pixels."""
    sizes = np.diff(edge.offsets)
    ring = np.repeat(np.arange(len(sizes)), sizes)
    bend = _bends(edge.points, edge.offsets, ring, _SPAN_NOISY)
    # The place of the largest bend of each ring, the first of them.
    order = np.lexsort((np.arange(len(bend)), -bend, ring))
    best = order[edge.offsets[:-1][sizes > 0]] if len(bend) else order
    start, most = np.zeros(len(sizes), dtype=np.int64), np.zeros(len(sizes))
    start[sizes > 0] = best - edge.offsets[:-1][sizes > 0]
    most[sizes > 0] = bend[best]
    return start, most


def _from(edge: EdgePoints, start: Integers, bends: Floats) -> Turned:
    sizes = np.diff(edge.offsets)
    more = np.where(sizes > 0, sizes + 1, 0)
    offsets = np.concatenate([[0], np.cumsum(more)])
    of = np.repeat(np.arange(len(sizes)), more)
    at = np.arange(len(of)) - offsets[of] + start[of]
    points = edge.points[edge.offsets[of] + at % np.maximum(sizes[of], 1)]
    noisy = edge.noise > _NOISY_PX
    return Turned(
        points=points,
        offsets=offsets,
        ring=of,
        sums=running_sums(points, of),
        sigma=sigma_of(edge),
        trim=4 if noisy else 2,
        starts=start,
        bends=bends,
    )


def _bends(points: Floats, offsets: Integers, ring: Integers, span: int) -> Floats:
    """Return how far each point is from the chord between those `span` before and after."""
    sizes = np.diff(offsets)[ring]
    at = np.arange(len(points)) - offsets[ring]
    step = np.minimum(span, np.maximum(sizes // 4, 1))
    a = points[offsets[ring] + (at - step) % sizes]
    b = points[offsets[ring] + (at + step) % sizes]
    chord, arm = b - a, points - a
    length = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-9)
    away: Floats = np.abs(chord[:, 0] * arm[:, 1] - chord[:, 1] * arm[:, 0]) / length
    return away


def cut(rings: Turned, chosen: Flags) -> Pieces:
    """Return the pieces of the flagged rings that cost least."""
    found: list[tuple[int, Integers, Flags]] = []
    places = _places(rings)
    bounds = np.searchsorted(places, rings.offsets)
    batch: list[int] = []
    pairs = 0
    for ring in np.flatnonzero(chosen).tolist():
        count = int(bounds[ring + 1] - bounds[ring])
        batch.append(ring)
        pairs += min(count, _MOST_PLACES) * count // 2
        if pairs > 400_000:
            found += _cut_batch(rings, places, bounds, batch)
            batch, pairs = [], 0
    found += _cut_batch(rings, places, bounds, batch)
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return Pieces(ring=nothing, first=nothing, last=nothing, is_arc=np.zeros(0, dtype=bool))
    return Pieces(
        ring=np.concatenate([np.full(len(arc), ring) for ring, _, arc in found]),
        first=np.concatenate([at[:-1] for _, at, _ in found]),
        last=np.concatenate([at[1:] for _, at, _ in found]),
        is_arc=np.concatenate([arc for _, _, arc in found]),
    )


def _places(rings: Turned) -> Integers:
    """Return the points at which rings may be cut: where they bend, and some between."""
    span = _SPAN_NOISY if rings.trim > 2 else _SPAN
    first, last = rings.offsets[:-1], rings.offsets[1:] - 1
    sizes = np.diff(rings.offsets)
    bend = np.zeros(len(rings.points))
    inner = np.arange(len(bend))
    at = inner - first[rings.ring]
    room = np.minimum(at, last[rings.ring] - inner)
    step = np.minimum(span, np.maximum(room, 1))
    a = rings.points[np.maximum(inner - step, first[rings.ring])]
    b = rings.points[np.minimum(inner + step, last[rings.ring])]
    chord, arm = b - a, rings.points - a
    length = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-9)
    bend = np.abs(chord[:, 0] * arm[:, 1] - chord[:, 1] * arm[:, 0]) / length
    padded = np.pad(bend, 2)
    around = [padded[k : k + len(bend)] for k in (0, 1, 3, 4)]
    peak = (bend >= max(0.3, 2.0 * rings.sigma)) & (bend >= np.maximum.reduce(around))
    peak[first[sizes > 0]] = True
    peak[last[sizes > 0]] = True
    near_end = (room < 3) & (room > 0)
    peak &= ~near_end
    marks = np.flatnonzero(peak)
    # Fill the gaps evenly.
    steps = np.diff(marks)
    steps[rings.ring[marks[1:]] != rings.ring[marks[:-1]]] = 1
    parts = np.maximum(-(-steps // _GAP), 1)
    of = np.repeat(np.arange(len(steps)), parts)
    part = np.arange(len(of)) - np.repeat(np.cumsum(parts) - parts, parts)
    filled = marks[:-1][of] + (steps[of] * part) // parts[of]
    return np.unique(np.concatenate([filled, marks[-1:]]))


def _cut_batch(
    rings: Turned, places: Integers, bounds: Integers, batch: list[int]
) -> list[tuple[int, Integers, Flags]]:
    counts = [int(bounds[ring + 1] - bounds[ring]) for ring in batch]
    firsts, lasts, spans = [], [], []
    for ring, count in zip(batch, counts, strict=True):
        i, j = _pairs(count)
        firsts.append(i + bounds[ring])
        lasts.append(j + bounds[ring])
        spans.append(len(i))
    if not spans:
        return []
    a, b = places[np.concatenate(firsts)], places[np.concatenate(lasts)]
    costs, is_arc = piece_costs(rings, a, b)
    found = []
    start = 0
    for ring, count, span in zip(batch, counts, spans, strict=True):
        part = slice(start, start + span)
        start += span
        if count < 2:
            continue
        at, arc = _cheapest(costs[part], is_arc[part], count)
        found.append((ring, places[bounds[ring] + at], arc))
    return found


def _pairs(count: int) -> tuple[Integers, Integers]:
    """Return all pairs of places i < j, by j and then by i."""
    j = np.repeat(np.arange(count), np.minimum(np.arange(count), _MOST_PLACES))
    heads = np.minimum(np.arange(count), _MOST_PLACES)
    within = np.arange(len(j)) - np.repeat(np.cumsum(heads) - heads, heads)
    return j - heads[j] + within, j


def _cheapest(costs: Floats, is_arc: Flags, count: int) -> tuple[Integers, Flags]:
    """Return the places of the cheapest cut from the first to the last, and which are arcs."""
    best = np.zeros(count)
    back = np.zeros(count, dtype=np.int64)
    pair = np.zeros(count, dtype=np.int64)
    start = 0
    for j in range(1, count):
        heads = min(j, _MOST_PLACES)
        total = best[j - heads : j] + costs[start : start + heads]
        k = int(total.argmin())
        best[j], back[j], pair[j] = total[k], j - heads + k, start + k
        start += heads
    at = [count - 1]
    arcs = []
    while at[-1] > 0:
        arcs.append(bool(is_arc[pair[at[-1]]]))
        at.append(int(back[at[-1]]))
    return np.array(at[::-1], dtype=np.int64), np.array(arcs[::-1], dtype=bool)


def piece_costs(rings: Turned, a: Integers, b: Integers) -> tuple[Floats, Flags]:
    """Return what runs of points a to b - 1 cost as a line or an arc, and which is cheaper."""
    line = np.full(len(a), np.inf)
    for trim in (0, rings.trim):
        left = np.minimum(trim, (b - a) // 4)
        line = np.minimum(line, _line_cost(rings, a + left, b - left) + 2 * left * _LEFT_OUT)
    arc = np.full(len(a), np.inf)
    may = np.flatnonzero((line > _ARC + 1) & (b - a >= 5))
    for trim in (0, rings.trim):
        left = np.minimum(trim, (b - a)[may] // 5)
        cost = _arc_cost(rings, a[may] + left, b[may] - left) + 2 * left * _LEFT_OUT
        arc[may] = np.minimum(arc[may], cost)
    return np.minimum(line, arc), arc < line


def misses(rings: Turned, squares: Floats, count: Integers) -> Floats:
    """Return half of chi-square of runs of `count` points with these sums of squares."""
    run = np.minimum(count / _SYSTEMATIC_RUN, _SYSTEMATIC_MOST)
    variance = rings.sigma**2 + _SYSTEMATIC_PX**2 * run
    half: Floats = squares / (2 * variance)
    return half


def _line_cost(rings: Turned, a: Integers, b: Integers) -> Floats:
    fit = lines(rings.sums.between(a, b))
    return _LINE + misses(rings, fit.squares, b - a)


def _arc_cost(rings: Turned, a: Integers, b: Integers) -> Floats:
    fit = circles(rings.sums.between(a, b))
    middle = rings.points[(a + b) // 2]
    chords = [np.hypot(*(middle - rings.points[end]).T) for end in (a, b - 1)]
    # Twice the angle under each half of the chord, seen from the circle.
    turn = sum(2 * np.arcsin(np.clip(c / (2 * fit.radii), 0, 1)) for c in chords)
    sagitta = (chords[0] + chords[1]) ** 2 / (8 * fit.radii)
    cost = _ARC + misses(rings, fit.squares, b - a)
    cost += _QUARTER * np.maximum(turn / (np.pi / 2) - 1, 0)
    cost += np.where(sagitta < _FLAT_SAGITTA_PX, _FLAT_ARC, 0)
    return np.where(np.isfinite(fit.radii), cost, np.inf)
