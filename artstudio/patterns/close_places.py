"""Where two edges of a drawing come closest: how thin its ink is, and how narrow its gaps.

A width is the distance between two points of the boundary that are locally
closest to each other: neither can move along its edge and come nearer. Necks,
bars and slots have such points, corners have none, unless they are as sharp as
needles: less than 6 degrees. A part or hole is never wider than the rectangle
it fits into, which finds dots. Widths are right to the hundredth by which chords
may differ from curves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Floats, Integers, cross
from artstudio.geometry.polygons import TOLERANCE_MM, FlatRings
from artstudio.patterns.close_edges import Edges, cut_edges, facing_pairs

# About half a second for the search that is always done, and 40 ms for what is only nice to know.
MAX_PAIRS = 4_000_000
MAX_MORE_PAIRS = 400_000
# Edges are cut to the reach, but a large sheet is not cut to dust.
_MAX_EDGES = 200_000
# A hundred bytes for each are held at once.
_PAIRS_AT_ONCE = 250_000
# sin 6° and cos 6°
_SLACK = 0.105
_NEEDLE_COSINE = 0.9945
# Two places in the same 5 mm between the same contours are one.
_SAME_PLACE_MM = 5.0
_TOUCHING_MM = 1e-4


@dataclass(frozen=True)
class Widths:
    """Distances found, the smallest of each place, smallest first.

    widths: float64[n], mm. places: float64[n, 2], their middles, mm.
    """

    widths: Floats = field(default_factory=lambda: np.zeros(0))
    places: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    @property
    def smallest(self) -> float | None:
        """Return the smallest width in mm, or None where none was found."""
        return float(self.widths[0]) if len(self.widths) else None

    def below(self, limit_mm: float) -> Widths:
        """Return those narrower than `limit_mm`, and by more than chords may differ from curves."""
        narrow = self.widths < limit_mm - TOLERANCE_MM / 2
        return Widths(self.widths[narrow], self.places[narrow])


@dataclass(frozen=True, kw_only=True)
class NarrowPlaces:
    """Widths of ink and of gaps, and up to which width (mm) every place was looked for.

    compared: how many pairs of points and edges that took.
    """

    ink: Widths = field(default_factory=Widths)
    gaps: Widths = field(default_factory=Widths)
    searched_mm: float
    compared: int = 0

    @property
    def complete(self) -> bool:
        """Return whether the narrowest of both kinds is known."""
        return len(self.ink.widths) > 0 and len(self.gaps.widths) > 0


def narrow_places(rings: FlatRings, limit_mm: float) -> NarrowPlaces:
    """Return all places narrower than `limit_mm`, and the narrowest wherever it is cheap.

    `rings` have their ink to the left, y up. Where too many edges are near each
    other only smaller widths are looked for, and `searched_mm` says up to which.
    """
    if not len(rings):
        return NarrowPlaces(searched_mm=limit_mm)
    # A little farther than asked, because the narrowest is wanted too where none is too narrow.
    reach = 1.5 * limit_mm
    found = _search(rings, reach, most=MAX_PAIRS)
    for _attempt in range(3):
        if isinstance(found, int):
            # Pairs grow as the square of the reach, roughly.
            reach = min(limit_mm, 0.7 * reach * (MAX_PAIRS / found) ** 0.5)
            found = _search(rings, reach, most=MAX_PAIRS)
    if isinstance(found, int):
        return NarrowPlaces(searched_mm=0.0)
    if reach < limit_mm:
        return found
    extent = float(np.ptp(rings.points, axis=0).max())
    budget = MAX_MORE_PAIRS
    while not found.complete and reach < extent:
        reach *= 2
        wider = _search(rings, reach, most=budget)
        if isinstance(wider, int):
            break
        found, budget = wider, budget - wider.compared
    return found


def _search(rings: FlatRings, reach_mm: float, *, most: int) -> NarrowPlaces | int:
    """Return every place narrower than `reach_mm`, or the number of pairs above `most`."""
    longest = max(reach_mm / 2, rings.length() / _MAX_EDGES)
    edges = cut_edges(rings, longest)
    # An edge that comes within reach has its middle at most half its length farther away.
    pairs = facing_pairs(edges, reach_mm + longest / 2, most=most)
    if isinstance(pairs, int):
        return pairs
    point, edge = pairs
    slices = [slice(k, k + _PAIRS_AT_ONCE) for k in range(0, len(point), _PAIRS_AT_ONCE)]
    found = [
        *(_closest(edges, point[part], edge[part], reach_mm) for part in slices),
        _needles(edges, reach_mm),
        _small_parts(rings, reach_mm),
    ]
    is_ink, width, place, between = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return NarrowPlaces(
        ink=_by_place(width[is_ink], place[is_ink], between[is_ink]),
        gaps=_by_place(width[~is_ink], place[~is_ink], between[~is_ink]),
        searched_mm=reach_mm,
        compared=len(point),
    )


_Candidates = tuple[Flags, Floats, Floats, Integers]
"""Whether across ink, width in mm, place in mm, and a number for the contours between."""


def _closest(edges: Edges, point: Integers, edge: Integers, reach_mm: float) -> _Candidates:
    """Return which points and edges are locally closest to each other."""
    unit = edges.unit[edge]
    towards = edges.start[edge] - edges.start[point]
    at = np.clip(-_dot(towards, unit), 0, edges.length[edge])
    towards += at[:, None] * unit
    width = np.hypot(towards[:, 0], towards[:, 1])
    near = np.flatnonzero((width < reach_mm) & (width > _TOUCHING_MM))
    point, edge, at, width = point[near], edge[near], at[near], width[near]
    towards = towards[near] / width[:, None]
    leaving, arriving = edges.unit[point], edges.unit[edges.before[point]]
    here = cross(leaving + arriving, towards)
    local = _is_local(_dot(towards, arriving), _dot(towards, leaving))
    kept = np.flatnonzero(local)
    point, edge, at, width = point[kept], edge[kept], at[kept], width[kept]
    towards, here = towards[kept], here[kept]
    # The nearest point of the edge may be a corner, which has two edges.
    coming = edges.unit[np.where(at <= 0, edges.before[edge], edge)]
    going = edges.unit[np.where(at >= edges.length[edge], edges.after[edge], edge)]
    there = -cross(coming + going, towards)
    local = _is_local(-_dot(towards, coming), -_dot(towards, going))
    kept = np.flatnonzero(local & (here * there > 0))
    point, edge, width, towards = point[kept], edge[kept], width[kept], towards[kept]
    place = edges.start[point] + towards * (width / 2)[:, None]
    return here[kept] > 0, width, place, _between(edges.ring[point], edges.ring[edge])


def _is_local(arriving: Floats, leaving: Floats) -> Flags:
    """Tell which points come no nearer on either of their edges, or run along the other side.

    The arguments are how fast the edge before and the edge after go towards it.
    """
    stays = (leaving <= _SLACK) & (arriving >= -_SLACK)
    return stays | (np.abs(leaving) <= _SLACK) | (np.abs(arriving) <= _SLACK)


def _needles(edges: Edges, reach_mm: float) -> _Candidates:
    """Return points where the ring turns back along itself: there its width is zero.

    A needle is counted where both its edges are longer than a fraction of the reach.
    """
    before = edges.before[edges.corners]
    leaving, arriving = edges.unit[edges.corners], edges.unit[before]
    long = np.minimum(edges.length[edges.corners], edges.length[before]) >= reach_mm / 4
    sharp = np.flatnonzero((_dot(leaving, arriving) < -_NEEDLE_COSINE) & long)
    at = edges.corners[sharp]
    is_ink = cross(arriving[sharp], leaving[sharp]) > 0
    ring = edges.ring[at]
    return is_ink, np.zeros(len(at)), edges.start[at], _between(ring, ring)


def _small_parts(rings: FlatRings, reach_mm: float) -> _Candidates:
    """Return parts and holes that fit between two lines less than `reach_mm` apart."""
    bounds = rings.bounds()
    short = (bounds[:, 2:] - bounds[:, :2]).min(axis=1) <= 1.5 * reach_mm
    small = rings.chosen(short)
    boxes = shapely.oriented_envelope(small.lines())
    # The shorter side of a rectangle from its perimeter and area; 0 for a flat one.
    quarter, area = shapely.length(boxes) / 4, shapely.area(boxes)
    width = quarter - np.sqrt(np.maximum(quarter**2 - area, 0))
    narrow = (width < reach_mm) & (area > 0)
    place = shapely.get_coordinates(shapely.centroid(boxes))
    ring = np.flatnonzero(short)[narrow]
    return (small.areas() > 0)[narrow], width[narrow], place[narrow], _between(ring, ring)


def _between(ring: Integers, other: Integers) -> Integers:
    """Return a number for each pair of rings, the same for either order."""
    return np.minimum(ring, other) << 32 | np.maximum(ring, other)


def _by_place(width: Floats, place: Floats, between: Integers) -> Widths:
    """Return the narrowest of each place, narrowest first."""
    order = np.argsort(width, kind="stable")
    width, place, between = width[order], place[order], between[order]
    cell = np.floor(place / _SAME_PLACE_MM).astype(np.int64)
    key = np.stack([between, cell[:, 0], cell[:, 1]], axis=1)
    first = np.sort(np.unique(key, axis=0, return_index=True)[1])
    return Widths(width[first], place[first])


def _dot(a: Floats, b: Floats) -> Floats:
    return a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1]
