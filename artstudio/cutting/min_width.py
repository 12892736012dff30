"""How thin the ink of a drawing is, how narrow its gaps are, where, and how far along.

The width at a point of an outline is the diameter of the largest circle that
touches it there and fits between it and an edge that runs against it by less than
22.5 degrees (the medial axis, seen from the outline: Ma, Bae and Choi, 3D medial
axis point approximation using nearest neighbors and the normal field, 2012). Where
a corner comes nearer to an edge than any of its neighbours, the width is their
distance. A part or hole is never wider than the rectangle it fits into.

Widths are those of curves, not of chords, and right to 0.002 mm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import coo_array  # type: ignore[import-untyped] # scipy has no types
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from artstudio.cutting.small_parts import small_parts, with_small_parts
from artstudio.cutting.widths import SHOWN_MM, Widths
from artstudio.geometry.arrays import Flags, Floats, Integers, cross
from artstudio.geometry.chords import Chords
from artstudio.geometry.pairs import facing_pairs
from artstudio.geometry.polygons import TOLERANCE_MM, FlatRings

# About half a second for the search that is always done, and 40 ms for what is only nice to know.
MAX_PAIRS = 4_000_000
MAX_MORE_PAIRS = 400_000
# A hundred bytes for each are held at once.
_PAIRS_AT_ONCE = 250_000
# cos 22.5°: edges that run against each other by less face each other.
_FACING = 0.92388
# cos 5°
_OPPOSITE = 0.9962
# cos 20°: a curve that turns by more in one point has a corner there.
_SMOOTH = 0.9397
_TOUCHING_MM = 1e-4
# How far widths across curves may be off.
ACCURACY_MM = 0.002
# Places where less than a quarter of the limit is too thin are corners, unless they are necks.
_LEAST_LENGTH = 0.25
# So many of the thinnest places are measured again between the points that were looked at.
_MOST_REFINED = 300


@dataclass(frozen=True, kw_only=True)
class NarrowPlaces:
    """Widths of ink and of gaps, and up to which width (mm) every place was looked for.

    compared: how many pairs of points and chords that took.
    """

    ink: Widths = field(default_factory=Widths)
    gaps: Widths = field(default_factory=Widths)
    searched_mm: float
    compared: int = 0

    @property
    def complete(self) -> bool:
        """Return whether the narrowest of both kinds is known."""
        return len(self.ink.widths) > 0 and len(self.gaps.widths) > 0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Below which width ink is too thin and a gap too narrow, mm."""

    ink: float
    gaps: float

    @property
    def largest(self) -> float:
        """Return the larger of both."""
        return max(self.ink, self.gaps)


ChordsFor = Callable[[float], Chords]
"""The outlines as chords of at most so many mm, which have their ink to the left, y up."""


def narrow_places(chords_for: ChordsFor, rings: FlatRings, limits: Limits) -> NarrowPlaces:
    """Return all places narrower than `limits`, and the narrowest wherever it is cheap.

    `rings` are the same outlines as polygons. Where too many chords are near each
    other only smaller widths are looked for, and `searched_mm` says up to which.
    """
    if not len(rings):
        return NarrowPlaces(searched_mm=limits.largest)
    # A little farther than asked, because the narrowest is wanted too where none is too narrow.
    reach = 1.5 * limits.largest
    search = _Search(chords_for, rings, limits)
    found = search.within(reach, most=MAX_PAIRS)
    for _attempt in range(3):
        if isinstance(found, int):
            # Pairs grow as the square of the reach, roughly.
            reach = min(limits.largest, 0.7 * reach * (MAX_PAIRS / found) ** 0.5)
            found = search.within(reach, most=MAX_PAIRS)
    if isinstance(found, int):
        return NarrowPlaces(searched_mm=0.0)
    if reach < limits.largest:
        return found
    return _widened(search, found, reach)


def _widened(search: _Search, found: NarrowPlaces, reach: float) -> NarrowPlaces:
    """Return the narrowest of both kinds too, as far as that costs little."""
    extent = float(np.ptp(search.rings.points, axis=0).max())
    budget = MAX_MORE_PAIRS
    # Twice the reach has four times the pairs.
    while not found.complete and reach < extent and 4 * found.compared < budget:
        reach *= 2
        wider = search.within(reach, most=budget)
        if isinstance(wider, int):
            break
        found = replace(
            wider,
            searched_mm=reach,
            ink=found.ink if len(found.ink.widths) else wider.ink,
            gaps=found.gaps if len(found.gaps.widths) else wider.gaps,
        )
        budget -= wider.compared
    return found


@dataclass(frozen=True)
class _Search:
    chords_for: ChordsFor
    rings: FlatRings
    limits: Limits

    def within(self, reach: float, *, most: int) -> NarrowPlaces | int:
        """Return every place narrower than `reach`, or the number of pairs above `most`."""
        chords = self.chords_for(reach / 2)
        longest = float(chords.length.max(initial=0))
        # A chord that comes within reach has its middle at most half its length farther away.
        pairs = facing_pairs(chords, reach + longest / 2 + TOLERANCE_MM, most=most)
        if isinstance(pairs, int):
            return pairs
        point, chord = pairs
        slices = [slice(k, k + _PAIRS_AT_ONCE) for k in range(0, len(point) or 1, _PAIRS_AT_ONCE)]
        strict = reach > 2 * self.limits.largest
        parts = [_near(chords, point[part], chord[part], reach, strict=strict) for part in slices]
        near = _Near(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
        small = small_parts(chords, self.rings.areas(), reach)
        kinds = []
        for is_ink, limit in ((True, self.limits.ink), (False, self.limits.gaps)):
            # What is wider than the limit is looked at by the reach itself.
            places = _places(chords, near, is_ink=is_ink, limit=min(limit, reach), reach=reach)
            kinds.append(with_small_parts(places, *(a[small[0] == is_ink] for a in small[1:])))
        return NarrowPlaces(ink=kinds[0], gaps=kinds[1], searched_mm=reach, compared=len(point))


@dataclass(frozen=True)
class _Near:
    """Points and chords that face each other.

    point, chord: indices. side: 0 for the direction in which the curve arrives at the
    point, 1 for that in which it leaves, 2 for a corner that is nearest of all its
    neighbours. is_ink: whether ink is between them. width, place: mm.
    """

    point: Integers
    chord: Integers
    side: Integers
    is_ink: Flags
    width: Floats
    place: Floats


def _near(
    chords: Chords, point: Integers, chord: Integers, reach: float, *, strict: bool
) -> tuple[Integers, Integers, Integers, Flags, Floats, Floats]:
    """Return the fields of `_Near` for those of the pairs that are closer than `reach`.

    strict: whether curves must be all but parallel, as across a large circle, where
    a hair's breadth in direction is tenths of a millimetre in width.
    """
    unit, start = chords.unit[chord], chords.start
    towards = start[chord] - start[point]
    at = np.clip(-_dot(towards, unit), 0, chords.length[chord])
    towards += at[:, None] * unit
    near = np.flatnonzero(_dot(towards, towards) < (reach + TOLERANCE_MM) ** 2)
    point, chord, at, towards, unit = point[near], chord[near], at[near], towards[near], unit[near]
    part = at / chords.length[chord]
    towards += (4 * part * (1 - part))[:, None] * chords.sagitta[chord]
    apart = np.hypot(towards[:, 0], towards[:, 1])
    kept = np.flatnonzero((apart < reach) & (apart > _TOUCHING_MM))
    point, chord, part, apart = point[kept], chord[kept], part[kept], apart[kept]
    towards, unit = towards[kept] / apart[:, None], unit[kept]
    arriving, leaving = chords.arriving[chords.before[point]], chords.leaving[point]
    smooth = _dot(arriving, leaving) > _SMOOTH
    middle = arriving + leaving
    middle /= np.maximum(np.hypot(middle[:, 0], middle[:, 1]), 1e-9)[:, None]
    is_bent = chords.is_bent[chord]
    found = []
    # Both sides of a smooth point are the same.
    for side, own, here in ((0, arriving, None), (1, leaving, ~smooth)):
        tangent = np.where(smooth[:, None], middle, own)
        looked_at = np.ones(len(point), dtype=bool) if here is None else here
        straight, bent = np.flatnonzero(~is_bent & looked_at), np.flatnonzero(is_bent & looked_at)
        for chosen, fits, least in (
            (straight, _circles_at_lines, _FACING),
            (bent, _circles_at_nearest, _OPPOSITE if strict else _FACING),
            (bent, _circles_at_opposite, _OPPOSITE if strict else _FACING),
        ):
            p, f, along = point[chosen], chord[chosen], tangent[chosen]
            width, across, against = fits(chords, p, f, along, (towards, apart, part, chosen))
            rise = cross(along, across)
            faces = (against > least) & (width < reach) & (apart[chosen] <= width + TOLERANCE_MM)
            kept = np.flatnonzero(faces)
            place = start[p[kept]] + across[kept] / 2
            sides = np.full(len(kept), side)
            found.append((p[kept], f[kept], sides, rise[kept] > 0, width[kept], place))
    corner = np.flatnonzero(~smooth)
    found.append(
        _necks(chords, point[corner], chord[corner], part[corner], apart[corner], towards[corner])
    )
    merged = [np.concatenate(arrays) for arrays in zip(*found, strict=True)]
    return merged[0], merged[1], merged[2], merged[3], merged[4], merged[5]


_Nearest = tuple[Floats, Floats, Floats, Integers]
"""Directions to the nearest points of chords, distances, parts of the chords, and which to use."""


def _circles_at_lines(
    chords: Chords, _point: Integers, chord: Integers, tangent: Floats, nearest: _Nearest
) -> tuple[Floats, Floats, Floats]:
    """Return the diameters of circles that touch points and lines.

    Then the ways from the points to what is nearest, and how far both run against each other.
    """
    towards, apart, part, chosen = nearest
    towards, apart, part = towards[chosen], apart[chosen], part[chosen]
    against = -_dot(chords.unit[chord], tangent)
    is_inside = (part > 0) & (part < 1)
    sine = np.maximum(np.abs(cross(tangent, towards)), 1e-9)
    divisor = np.where(is_inside, np.maximum(1 + against, 1e-9) / 2, sine)
    return apart / divisor, towards * apart[:, None], against


def _circles_at_nearest(
    chords: Chords, _point: Integers, chord: Integers, tangent: Floats, nearest: _Nearest
) -> tuple[Floats, Floats, Floats]:
    """Return the same for curves, at their nearest points: between two that bend apart."""
    towards, apart, part, chosen = nearest
    towards, apart, part = towards[chosen], apart[chosen], part[chosen]
    speed = chords.along[chord] + (4 * (1 - 2 * part))[:, None] * chords.sagitta[chord]
    against = -_dot(speed, tangent) / np.maximum(np.hypot(speed[:, 0], speed[:, 1]), 1e-12)
    sine = np.maximum(np.abs(cross(tangent, towards)), 1e-9)
    return apart / sine, towards * apart[:, None], against


def _circles_at_opposite(
    chords: Chords, point: Integers, chord: Integers, tangent: Floats, _nearest: _Nearest
) -> tuple[Floats, Floats, Floats]:
    """Return the same where curves run against the tangent, if they do: across round shapes."""
    along, bow = chords.along[chord], chords.sagitta[chord]
    turn = 8 * cross(tangent, bow)
    turn = np.where(np.abs(turn) < 1e-12, 1e-12, turn)
    part = np.clip(0.5 + cross(tangent, along) / turn, 0, 1)
    speed = along + (4 * (1 - 2 * part))[:, None] * bow
    across = chords.start[chord] - chords.start[point]
    across = across + part[:, None] * along + (4 * part * (1 - part))[:, None] * bow
    against = -_dot(speed, tangent) / np.maximum(np.hypot(speed[:, 0], speed[:, 1]), 1e-12)
    sine = np.maximum(np.abs(cross(tangent, across)), 1e-9)
    return _dot(across, across) / sine, across, against


def _necks(
    chords: Chords, point: Integers, chord: Integers, part: Floats, apart: Floats, towards: Floats
) -> tuple[Integers, Integers, Integers, Flags, Floats, Floats]:
    """Return corners that come nearer to a chord than the curve does on either side of them."""
    slack = 1e-6
    arriving, leaving = chords.arriving[chords.before[point]], chords.leaving[point]
    here = (_dot(towards, arriving) >= -slack) & (_dot(towards, leaving) <= slack)
    coming = np.where(
        (part <= 0)[:, None], chords.arriving[chords.before[chord]], chords.unit[chord]
    )
    going = np.where((part >= 1)[:, None], chords.leaving[chords.after[chord]], chords.unit[chord])
    # Where the nearest point is an end of the chord, its neighbour must not come nearer either.
    there = (_dot(towards, coming) <= slack) | ((part > 0) & (part < 1))
    there &= (_dot(towards, going) >= -slack) | ((part > 0) & (part < 1))
    left, right = cross(arriving + leaving, towards), -cross(coming + going, towards)
    kept = np.flatnonzero(here & there & (left * right > 0))
    point, chord, apart, towards = point[kept], chord[kept], apart[kept], towards[kept]
    place = chords.start[point] + towards * (apart / 2)[:, None]
    return point, chord, np.full(len(kept), 2), left[kept] > 0, apart, place


def _places(chords: Chords, near: _Near, *, is_ink: bool, limit: float, reach: float) -> Widths:
    """Return the places of one kind, all that are narrower than `reach`."""
    mine = np.flatnonzero(near.is_ink == is_ink)
    tips = _tips(chords, is_ink=is_ink)
    if not len(mine) and not len(tips):
        return Widths()
    sample = near.point[mine] * 2 + (near.side[mine] == 1)
    width, partner = near.width[mine], near.chord[mine]
    neck = near.side[mine] == 2
    count = 2 * len(chords)
    narrowest = np.full(count, np.inf)
    np.minimum.at(narrowest, sample[~neck], width[~neck])
    smooth = _dot(chords.arriving[chords.before], chords.leaving) > _SMOOTH
    narrowest[1::2][smooth] = narrowest[::2][smooth]
    narrowest[2 * tips] = narrowest[2 * tips + 1] = 0.0
    # Where the width along a side is the same, its corner is no neck.
    along = np.minimum(narrowest[2 * near.point[mine]], narrowest[2 * near.point[mine] + 1])
    neck &= width < along - _TOUCHING_MM
    # What is too narrow is one place as far as it is too narrow; else all of it is looked at.
    narrow = width < limit - SHOWN_MM
    bound = limit - SHOWN_MM if len(tips) or narrow.any() else reach
    is_least = (near.side[mine] != 2) & (width <= narrowest[sample])
    best = np.flatnonzero((neck | is_least) & (width < bound))
    both = best[smooth[sample[best] // 2] & (near.side[mine][best] == 0)]
    place_of = _components(
        chords,
        np.concatenate([sample[best], sample[both] + 1]),
        np.concatenate([partner[best], partner[both]]),
        tips,
    )
    found = np.concatenate([sample[best] // 2, tips])
    group = place_of[_chord_of(chords, np.concatenate([sample[best], 2 * tips]))]
    widths = np.concatenate([width[best], np.zeros(len(tips))])
    places = np.concatenate([near.place[mine][best], chords.start[tips]])
    is_neck = np.concatenate([neck[best], np.zeros(len(tips), dtype=bool)])
    other = np.concatenate([partner[best], tips])
    lengths = _lengths(chords, narrowest, place_of, limit=limit, reach=reach)
    order = np.lexsort((widths, group))
    first = order[np.concatenate([[True], np.diff(group[order]) != 0])] if len(order) else order
    necks = np.bincount(group, weights=is_neck, minlength=len(lengths)) > 0
    length = lengths[group[first]]
    wide = widths[first] >= limit - SHOWN_MM
    real = necks[group[first]] | (length >= _LEAST_LENGTH * limit) | wide
    first, length = first[real], length[real]
    refined = _refined(chords, found[first], other[first], widths[first], is_ink=is_ink)
    order = np.argsort(refined, kind="stable")
    return Widths(refined[order], places[first][order], length[order])


def _tips(chords: Chords, *, is_ink: bool) -> Integers:
    """Return points where the outline turns back by nearly all of a half turn: width zero."""
    arriving, leaving = chords.arriving[chords.before], chords.leaving
    turn = cross(arriving, leaving)
    sharp = (_dot(arriving, leaving) < -_FACING) & ((turn > 0) == is_ink)
    return np.flatnonzero(sharp)


def _chord_of(chords: Chords, sample: Integers) -> Integers:
    """Return the chord that a sample lies on: that before or that after its point."""
    point = sample // 2
    return np.where(sample % 2 == 1, point, chords.before[point])


def _components(chords: Chords, sample: Integers, partner: Integers, tips: Integers) -> Integers:
    """Return for each chord the number of the place that it belongs to; -1 for none.

    Chords that are narrow belong together where they face or follow each other.
    """
    count = len(chords)
    own = _chord_of(chords, sample)
    marked = np.zeros(count, dtype=bool)
    marked[own] = marked[partner] = True
    marked[tips] = marked[chords.before[tips]] = True
    follows = np.flatnonzero(marked & marked[chords.after])
    one = np.concatenate([own, follows])
    other = np.concatenate([partner, chords.after[follows]])
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    _total, label = connected_components(graph, directed=False)
    return np.where(marked, label, -1).astype(np.int64)


def _lengths(
    chords: Chords, narrowest: Floats, place_of: Integers, *, limit: float, reach: float
) -> Floats:
    """Return how long each place is narrower than `limit`: half of what both its sides are."""
    index = np.arange(len(chords))
    a = np.minimum(narrowest[2 * index + 1], reach)
    b = np.minimum(narrowest[2 * chords.after], reach)
    low, high = np.minimum(a, b), np.maximum(a, b)
    part = np.clip((limit - low) / np.maximum(high - low, 1e-9), 0, 1)
    inside = (place_of >= 0) & (low < limit)
    size = int(place_of.max(initial=-1)) + 1
    share = (part * chords.length)[inside] / 2
    return np.bincount(place_of[inside], weights=share, minlength=size).astype(np.float64)


def _refined(
    chords: Chords, point: Integers, other: Integers, width: Floats, *, is_ink: bool
) -> Floats:
    """Return the widths where places are narrowest, between the points that were looked at."""
    bent = chords.is_bent
    before = chords.before
    curved = bent[point] | bent[before[point]] | bent[other]
    chosen = np.flatnonzero(curved & (width > _TOUCHING_MM))
    chosen = chosen[np.argsort(width[chosen], kind="stable")[:_MOST_REFINED]]
    if not len(chosen):
        return width
    p, f = point[chosen], other[chosen]
    steps = np.linspace(0, 1, 9)
    own = np.stack([before[p], p], axis=1)
    at, tangent = _along(chords, own, steps)
    facing = np.stack([before[f], f, chords.after[f]], axis=1)
    seen, there = _along(chords, facing, steps)
    towards = seen[:, None] - at[:, :, None]
    normal = np.stack([-tangent[..., 1], tangent[..., 0]], axis=-1)[:, :, None]
    rise = _dot(towards, normal) * (1 if is_ink else -1)
    square = _dot(towards, towards)
    against = -_dot(tangent[:, :, None], there[:, None])
    fits = (rise > 1e-6) & (against > _OPPOSITE)
    circle = np.where(fits, square / np.where(fits, rise, 1.0), np.inf).min(axis=2).min(axis=1)
    refined = width.copy()
    # Beyond the end of a chord the curve may turn away: only what is near is better.
    better = (circle < width[chosen]) & (circle > width[chosen] / 2)
    refined[chosen[better]] = circle[better]
    return refined


def _along(chords: Chords, index: Integers, steps: Floats) -> tuple[Floats, Floats]:
    """Return points and directions at `steps` of each chord: float64[n, chords x steps, 2]."""
    t = steps[:, None]
    start, along, bow = (a[index][:, :, None] for a in (chords.start, chords.along, chords.sagitta))
    at = start + t * along + 4 * t * (1 - t) * bow
    speed = along + 4 * (1 - 2 * t) * bow
    direction = speed / np.maximum(np.hypot(speed[..., 0], speed[..., 1]), 1e-12)[..., None]
    return at.reshape(len(index), -1, 2), direction.reshape(len(index), -1, 2)


def _dot(a: Floats, b: Floats) -> Floats:
    return a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1]
