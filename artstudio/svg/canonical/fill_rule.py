"""Filling by winding number as filling by the even-odd rule, with as few changes as possible.

Rings that meet nothing stay as they are or are left out, whichever makes
even-odd filling look the same; curves are kept. Only rings that meet, and look
different by the two rules, are replaced by the outline of what they cover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.errors import GEOSException

from artstudio.geometry.arrays import Floats, Geometries, Integers
from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.polygons import FlatRings, concat, flattened, rings_of_polygons
from artstudio.geometry.selection import as_contours, select
from artstudio.svg.canonical.deadline import TooManyIntersections, spend

# Between contours that all but coincide nothing can be seen.
_SLIVER_MM = 0.01
# Units of work.
_EACH_POINT = 2
_EACH_MEETING = 10
_EACH_FACE = 50
_EACH_WINDING = 30
# Above these a knot takes minutes.
MAX_NEAR_EDGES = 60_000
MAX_MEETING_PAIRS = 20_000
_MAX_WINDING_TESTS = 50_000_000


@dataclass(frozen=True, kw_only=True)
class ResolvedFill:
    """What a shape fills, by the even-odd rule.

    contours: in mm. outlines: the same without crossings, as chords. is_flattened: whether
    curves had to be given up. is_exact: False where the rings were too tangled to look at.
    """

    contours: Contours
    outlines: FlatRings
    is_flattened: bool = False
    is_exact: bool = True


def resolve_fill(contours: Contours, *, even_odd: bool) -> ResolvedFill:
    """Return what `contours` (mm, nothing degenerate) fill by either rule of SVG."""
    rings = flattened(contours)
    spend(_EACH_POINT * len(rings.points))
    if not len(rings):
        return ResolvedFill(contours=contours, outlines=rings)
    if len(rings) == 1 and bool(shapely.is_simple(rings.lines())[0]):
        return ResolvedFill(contours=contours, outlines=rings)
    try:
        return _Rings(contours, rings).filled(even_odd=even_odd)
    except (TooManyIntersections, GEOSException):
        return ResolvedFill(contours=contours, outlines=_box_around(rings), is_exact=False)


class _Rings:
    def __init__(self, contours: Contours, rings: FlatRings) -> None:
        self.contours = contours
        self.rings = rings
        self.lines = rings.lines()
        self.simple = np.asarray(shapely.is_simple(self.lines))
        check_edges(rings.chosen(~self.simple))
        self.groups = self._groups()

    def filled(self, *, even_odd: bool) -> ResolvedFill:
        """Return what the rings fill; Green's sign tells which way each runs."""
        outside = np.zeros(len(self.rings), np.int64) if even_odd else self._windings_around()
        plain = np.bincount(self.groups)[self.groups] == 1
        plain &= self.simple
        inside = outside + np.where(self.rings.areas() > 0, 1, -1)
        keep = plain & (even_odd | ((outside != 0) != (inside != 0)))
        outlines, replaced = [self.rings.chosen(keep)], []
        for group in np.unique(self.groups[~plain]):
            members = np.flatnonzero(self.groups == group)
            outline, looks_same = self._tangle(members, int(outside[members[0]]), even_odd)
            outlines.append(outline)
            keep[members] = looks_same
            if not looks_same:
                replaced.append(as_contours(outline))
        kept = select(self.contours, keep)
        return ResolvedFill(
            contours=joined([kept, *replaced]),
            outlines=concat(outlines),
            is_flattened=any(len(part) for part in replaced),
        )

    def _groups(self) -> Integers:
        """Return for each ring a number that it shares with those it meets, directly or not."""
        groups = np.arange(len(self.rings))
        tree, some = shapely.STRtree(self.lines), self.lines[:: max(1, len(self.lines) // 50)]
        met = tree.query(some, predicate="intersects").shape[1] / len(some) - 1
        if met * len(self.lines) / 2 > MAX_MEETING_PAIRS:
            raise TooManyIntersections
        one, other = tree.query(self.lines, predicate="intersects")
        spend(_EACH_MEETING * len(one))
        one, other = one[one < other], other[one < other]
        check_edges(self.rings.chosen(np.isin(np.arange(len(groups)), [one, other])))
        while len(one):
            # Everyone takes the least number among those it meets, until nothing changes.
            least = groups.copy()
            np.minimum.at(least, one, groups[other])
            np.minimum.at(least, other, groups[one])
            if (least == groups).all():
                break
            groups = least
        return groups

    def _windings_around(self) -> Integers:
        """Return for each ring how often the rings of other groups go round it."""
        areas, firsts = self.rings.polygons(), np.asarray(shapely.points(self.rings.firsts()))
        result = np.zeros(len(self.rings), np.int64)
        sign = np.where(self.rings.areas() > 0, 1, -1)
        nested = np.flatnonzero(self.simple)
        point, around = shapely.STRtree(areas[nested]).query(firsts, predicate="within")
        around = nested[around]
        other = self.groups[point] != self.groups[around]
        np.add.at(result, point[other], sign[around[other]])
        for knot in np.flatnonzero(~self.simple):
            others = np.flatnonzero(self.groups != self.groups[knot])
            only = self.rings.chosen(np.arange(len(self.rings)) == knot)
            result[others] += winding_numbers(self.rings.firsts()[others], only)
        return result

    def _tangle(self, members: Integers, outside: int, even_odd: bool) -> tuple[FlatRings, bool]:  # noqa: FBT001 - a rule
        """Return the outline of what rings that meet fill, and whether even-odd shows the same."""
        rings = self.rings.chosen(np.isin(np.arange(len(self.rings)), members))
        faces = shapely.get_parts(shapely.polygonize([shapely.union_all(self.lines[members])]))
        spend(_EACH_FACE * len(faces))
        points = shapely.get_coordinates(shapely.point_on_surface(faces))
        around = winding_numbers(points, rings)
        odd = around % 2 == 1
        dark = odd if even_odd else ((outside + around != 0) != (outside != 0))
        width = 2 * shapely.area(faces) / shapely.length(faces)
        looks_same = bool((dark == odd)[width > _SLIVER_MM].all())
        return polygon_rings(shapely.union_all(faces[dark])), looks_same


def polygon_rings(area: shapely.Geometry) -> FlatRings:
    """Return the outlines of the polygons in any geometry; lines and points have none."""
    parts = shapely.get_parts(shapely.get_parts([area]))
    return rings_of_polygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def polygons(outlines: FlatRings) -> Geometries:
    """Return the polygons, with their holes, that rings without crossings fill by even-odd."""
    if len(outlines) < 2:
        return outlines.polygons()
    try:
        area = shapely.build_area(shapely.multilinestrings(outlines.lines()))
    except GEOSException:
        # Rings that touch in a point only nearly; slower, and more forgiving.
        area = shapely.make_valid(shapely.multipolygons(outlines.polygons()))
    parts = shapely.get_parts(shapely.get_parts(np.array([area], dtype=object)))
    return np.asarray(parts[shapely.area(parts) > 0], dtype=object)


def winding_numbers(points: Floats, rings: FlatRings) -> Integers:
    """Return how often `rings` go round each point: up-crossings to its right less down-crossings.

    The same direction counts as `FlatRings.areas` does. (Sunday, the winding number.)
    """
    ends = rings.points
    starts = ends[rings.previous()]
    if len(points) * len(ends) > _MAX_WINDING_TESTS:
        raise TooManyIntersections
    spend(len(points) * (_EACH_WINDING + len(ends) / 50))
    result = np.zeros(len(points), np.int64)
    (x0, y0), (x1, y1) = starts.T, ends.T
    for i, (x, y) in enumerate(points):
        up, down = (y0 <= y) & (y1 > y), (y1 <= y) & (y0 > y)
        side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        result[i] = np.count_nonzero(up & (side > 0)) - np.count_nonzero(down & (side < 0))
    return result


def check_edges(rings: FlatRings, most: float = MAX_NEAR_EDGES) -> None:
    """Raise TooManyIntersections for more than `most` pairs of near edges."""
    if not len(rings):
        return
    ends = np.stack([rings.points, rings.points[rings.previous()]], axis=1)
    boxes = np.asarray(shapely.box(*ends.min(axis=1).T, *ends.max(axis=1).T))
    some = boxes[:: max(1, len(boxes) // 300)]
    met = shapely.STRtree(boxes).query(some).shape[1]
    if (met / len(some) - 3) * len(boxes) / 2 > most:
        raise TooManyIntersections


def _box_around(rings: FlatRings) -> FlatRings:
    low, high = rings.points.min(axis=0), rings.points.max(axis=0)
    corners = np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    return FlatRings(corners, np.array([0, 4]))
