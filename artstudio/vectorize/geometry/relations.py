"""Relations between pieces that a picture supports within its noise.

Concentric and equal circles; lines that are parallel, square to each other, level or
collinear; parallel lines at equal distances. The strongest piece that has no group yet
gathers those that agree with it within what noise leaves open, and all of them take what
they have in common. No piece is moved further than `_FURTHEST_PX` by any relation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.geometry.joints import Fit
from artstudio.vectorize.geometry.segments import Turned
from artstudio.vectorize.geometry.wholes import WholeCircles

# No point of a piece is moved further, in pixels, by one relation.
_FURTHEST_PX = 0.15
# What is uncertain besides noise, in pixels, and how many sigmas noise may explain.
_SYSTEMATIC_PX, _SIGMAS = 0.05, 2.5
# Arcs that turn less say too little of their circle.
_LEAST_TURN = np.radians(40)
# So many lines at the same distance are spaced evenly on purpose.
_FEWEST_SPACED = 4
_SHORTEST_PX = 6.0
# How far beyond what is expected by chance a number of lines must be, in its sigmas.
_CHANCE_SIGMAS = 3.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Related:
    """A fit with its relations, and how many there are of each."""

    fit: Fit
    wholes: WholeCircles
    found: dict[str, int]


def related(rings: Turned, fit: Fit, wholes: WholeCircles, wanted: frozenset[str]) -> Related:
    """Return the fit with those of the `wanted` relations that it shows."""
    found: dict[str, int] = {}
    if "circles" in wanted:
        fit, wholes, told = _circles(rings, fit, wholes)
        found |= told
    if wanted & {"lines", "spacing"}:
        fit, told = _lines(rings, fit, wanted)
        found |= told
    return Related(fit=fit, wholes=wholes, found=found)


@dataclass
class _Circles:
    """Circles and arcs of them. count: their points. open: 1 for a whole circle, less for arcs."""

    centres: Floats
    radii: Floats
    count: Floats
    open: Floats
    samples: Floats


def _circles(
    rings: Turned, fit: Fit, wholes: WholeCircles
) -> tuple[Fit, WholeCircles, dict[str, int]]:
    whole = np.flatnonzero(wholes.found)
    arcs = np.flatnonzero(fit.pieces.is_arc & (np.abs(fit.turn) > _LEAST_TURN))
    if len(whole) + len(arcs) < 2:
        return fit, wholes, {}
    items = _items(rings, fit, wholes, whole, arcs)
    concentric = _shared_centres(items, rings.sigma)
    equal = _shared_radii(items, rings.sigma)
    centres, radii = wholes.centres.copy(), wholes.radii.copy()
    centres[whole], radii[whole] = items.centres[: len(whole)], items.radii[: len(whole)]
    anchor, radius = fit.anchor.copy(), fit.radius.copy()
    anchor[arcs], radius[arcs] = items.centres[len(whole) :], items.radii[len(whole) :]
    return (
        replace(fit, anchor=anchor, radius=radius),
        replace(wholes, centres=centres, radii=radii),
        {"concentric": concentric, "equal_circles": equal},
    )


def _items(
    rings: Turned, fit: Fit, wholes: WholeCircles, whole: Integers, arcs: Integers
) -> _Circles:
    centres = np.concatenate([wholes.centres[whole], fit.anchor[arcs]])
    radii = np.concatenate([wholes.radii[whole], fit.radius[arcs]])
    sizes = np.diff(rings.offsets)[whole]
    lengths = (fit.pieces.last - fit.pieces.first)[arcs]
    half = np.minimum(np.abs(fit.turn[arcs]) / 2, np.pi)
    middle = rings.points[(fit.pieces.first[arcs] + fit.pieces.last[arcs]) // 2] - fit.anchor[arcs]
    first = np.concatenate([np.zeros(len(whole)), np.arctan2(middle[:, 1], middle[:, 0]) - half])
    turn = np.concatenate([np.full(len(whole), 1.5 * np.pi), 2 * half])
    angle = first[:, None] + turn[:, None] * np.linspace(0, 1, 4)
    samples = centres[:, None] + radii[:, None, None] * np.stack([np.cos(angle), np.sin(angle)], 2)
    return _Circles(
        centres=centres,
        radii=radii,
        count=np.concatenate([sizes, lengths]).astype(np.float64),
        open=np.concatenate([np.ones(len(whole)), (1 - np.cos(half)) / 2]),
        samples=samples,
    )


def _shared_centres(items: _Circles, sigma: float) -> int:
    """Give circles with a common centre that centre; return how many circles have one."""
    unsure = _SYSTEMATIC_PX + _SIGMAS * sigma * np.sqrt(2 / items.count) / items.open**2
    unsure = np.minimum(unsure, 0.1 * items.radii + _SYSTEMATIC_PX)
    weight = items.count * items.open**4
    members = []
    for group in _groups(weight, _near_centres(items, unsure)):
        if len(group) < 2:
            continue
        centre = np.average(items.centres[group], axis=0, weights=weight[group])
        away = np.hypot(*np.moveaxis(items.samples[group] - centre, 2, 0))
        radii = away.mean(axis=1)
        near = np.abs(away - radii[:, None]).max(axis=1) <= _FURTHEST_PX
        kept, radii = group[near], radii[near]
        if len(kept) < 2:
            continue
        items.centres[kept] = centre
        items.radii[kept] = np.where(items.open[kept] < 1, radii, items.radii[kept])
        members.append(_wholes_among(items, kept))
    return sum(members)


def _wholes_among(items: _Circles, group: Integers) -> int:
    """Return how many of a group are whole circles, 0 for a single one."""
    count = int((items.open[group] == 1).sum())
    return count if count > 1 else 0


def _near_centres(items: _Circles, unsure: Floats) -> Callable[[int], Flags]:
    def near(n: int) -> Flags:
        apart = np.hypot(*(items.centres - items.centres[n]).T)
        found: Flags = apart <= np.hypot(unsure, unsure[n])
        return found

    return near


def _shared_radii(items: _Circles, sigma: float) -> int:
    unsure = _SYSTEMATIC_PX + _SIGMAS * sigma / np.sqrt(items.count) / items.open**2
    unsure = np.minimum(unsure, 0.7 * _FURTHEST_PX)
    weight = items.count * items.open**4
    members = 0

    def near(n: int) -> Flags:
        found: Flags = np.abs(items.radii - items.radii[n]) <= np.hypot(unsure, unsure[n])
        return found

    for group in _groups(weight, near):
        radius = np.average(items.radii[group], weights=weight[group])
        kept = group[np.abs(items.radii[group] - radius) <= _FURTHEST_PX]
        if len(kept) > 1:
            items.radii[kept] = radius
            members += _wholes_among(items, kept)
    return members


def _groups(weight: Floats, near: Callable[[int], Flags]) -> list[Integers]:
    """Return groups of what is `near` the heaviest that has no group yet."""
    free = np.ones(len(weight), dtype=bool)
    groups = []
    for n in np.argsort(-weight, kind="stable").tolist():
        if free[n]:
            group = np.flatnonzero(near(n) & free)
            free[group] = False
            groups.append(group)
    return groups


@dataclass
class _Lines:
    """Lines. angle: of their direction, 0 to 2 pi. offset: along the normal, of their middle."""

    which: Integers
    angle: Floats
    anchor: Floats
    length: Floats
    count: Floats


def _lines(rings: Turned, fit: Fit, wanted: frozenset[str]) -> tuple[Fit, dict[str, int]]:
    pieces = fit.pieces
    ends = rings.points[pieces.last - 1] - rings.points[pieces.first]
    length = np.hypot(ends[:, 0], ends[:, 1])
    which = np.flatnonzero(~pieces.is_arc & (length >= _SHORTEST_PX))
    if len(which) < 2:
        return fit, {}
    lines = _Lines(
        which=which,
        angle=np.arctan2(fit.direction[which, 1], fit.direction[which, 0]) % (2 * np.pi),
        anchor=fit.anchor[which].copy(),
        length=length[which],
        count=(pieces.last - pieces.first)[which].astype(np.float64),
    )
    group, told = _shared_directions(lines, rings.sigma)
    found = _shared_offsets(lines, group, rings.sigma, wanted)
    if "lines" not in wanted:
        told = {}
    direction, anchor = fit.direction.copy(), fit.anchor.copy()
    direction[which] = _unit(lines.angle)
    anchor[which] = lines.anchor
    return replace(fit, direction=direction, anchor=anchor), told | found


def _unit(angle: Floats) -> Floats:
    # Exactly level where the angle says so.
    unit: Floats = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return np.where(np.abs(unit) < 1e-12, 0.0, unit)


def _shared_directions(lines: _Lines, sigma: float) -> tuple[Integers, dict[str, int]]:
    """Give lines that are parallel or square the same direction modulo 90 degrees.

    Among thousands of short lines many agree by chance: a group counts only where it has
    more lines than chance explains. Return each line's group, -1 for none.
    """
    quarter = np.pi / 2
    unsure = np.hypot(_SYSTEMATIC_PX / 2, 3 * sigma / np.sqrt(lines.count)) / lines.length
    weight = lines.length**2
    group_of = np.full(len(lines.which), -1)
    members = level = 0

    def near(n: int) -> Flags:
        apart = (lines.angle - lines.angle[n] + quarter / 2) % quarter - quarter / 2
        found: Flags = np.abs(apart) <= _SIGMAS * np.hypot(unsure, unsure[n])
        return found

    for number, group in enumerate(_groups(weight, near)):
        window = 2 * _SIGMAS * np.hypot(unsure, unsure[group[0]]) / quarter
        agree = _beyond_chance(len(group) - 1, np.delete(window, group[0]))
        base = lines.angle[group[0]]
        apart = (lines.angle[group] - base + quarter / 2) % quarter - quarter / 2
        common = base + np.average(apart, weights=weight[group])
        sure = _SIGMAS * unsure[group].min()
        nearest = round(common / quarter) * quarter
        is_level = abs(common - nearest) <= sure
        is_level = is_level and _beyond_chance(len(group), 2 * _SIGMAS * unsure / quarter)
        if is_level:
            common = nearest
        elif len(group) < 2 or not agree:
            continue
        turn = (common - lines.angle[group] + quarter / 2) % quarter - quarter / 2
        fits = np.abs(turn) * lines.length[group] / 2 <= _FURTHEST_PX
        kept = group[fits]
        if is_level or len(kept) > 1:
            lines.angle[kept] = _snapped(lines.angle[kept], common, quarter)
            group_of[kept] = number
            members += len(kept)
            level += len(kept) if is_level else 0
    return group_of, {"parallel_or_square": members, "level": level}


def _beyond_chance(count: int, chances: Floats) -> bool:
    """Tell whether so many agree that their chances of doing so by accident do not explain it."""
    expected = float(np.minimum(chances, 1).sum())
    return bool(count >= expected + _CHANCE_SIGMAS * expected**0.5)


def _snapped(angle: Floats, common: float, quarter: float) -> Floats:
    steps = np.rint((angle - common) / quarter)
    snapped: Floats = (common + steps * quarter) % (2 * np.pi)
    return snapped


def _shared_offsets(
    lines: _Lines, group: Integers, sigma: float, wanted: frozenset[str]
) -> dict[str, int]:
    """Put lines of one direction on one line, or at even distances, where they nearly are."""
    normal = _unit(lines.angle + np.pi / 2)
    quarters = np.rint(lines.angle / (np.pi / 2) * 1e6).astype(np.int64)
    found = {"collinear": 0, "evenly_spaced": 0}
    unsure = _SYSTEMATIC_PX / 2 + _SIGMAS * sigma / np.sqrt(lines.count)
    for key in np.unique(quarters[group >= 0]).tolist():
        same = np.flatnonzero((quarters == key) & (group >= 0))
        if len(same) < 2:
            continue
        axis = normal[same[0]]
        offset = lines.anchor[same] @ axis
        before = offset.copy()
        places = _collinear(offset, lines.count[same], unsure[same])
        if "lines" in wanted:
            for place in places:
                found["collinear"] += len(place) if len(place) > 1 else 0
        else:
            offset[:] = before
        if "spacing" in wanted:
            found["evenly_spaced"] += _spaced(
                offset, places, min(_FURTHEST_PX, _SYSTEMATIC_PX / 2 + unsure[same].max())
            )
        lines.anchor[same] += (offset - before)[:, None] * axis
    return found


def _collinear(offset: Floats, weight: Floats, unsure: Floats) -> list[Integers]:
    """Give lines at nearly the same offset the same; return them by offset."""

    def near(n: int) -> Flags:
        found: Flags = np.abs(offset - offset[n]) <= np.hypot(unsure, unsure[n])
        return found

    places = _groups(weight, near)
    for place in places:
        common = np.average(offset[place], weights=weight[place])
        if np.abs(offset[place] - common).max() <= _FURTHEST_PX:
            offset[place] = common
    return sorted(places, key=lambda place: float(offset[place[0]]))


def _spaced(offset: Floats, places: list[Integers], room: float) -> int:
    """Space runs of places evenly that nearly are; return how many places that are."""
    at = np.array([offset[place[0]] for place in places])
    members = 0
    first = 0
    while first + _FEWEST_SPACED <= len(at):
        end = first + 2
        while end < len(at) and _evenly(at[first : end + 1], room) is not None:
            end += 1
        even = _evenly(at[first:end], room)
        if end - first >= _FEWEST_SPACED and even is not None:
            for place, common in zip(places[first:end], even.tolist(), strict=True):
                offset[place] += common - offset[place[0]]
            members += end - first
            first = end - 1
        else:
            first += 1
    return members


def _evenly(at: Floats, room: float) -> Floats | None:
    """Return evenly spaced offsets nearest to these, None where one would move too far."""
    number = np.arange(len(at))
    step, start = np.polyfit(number, at, 1)
    even: Floats = start + step * number
    return even if np.abs(even - at).max() <= room else None
