"""Sharp corners of an inlay kept, with the tool sent beyond them: dog-bones and T-bones."""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.cutting.areas import geometries, polygons_in
from artstudio.cutting.offsets import moved, quarter_chords
from artstudio.geometry.arrays import Floats, Geometries, Integers
from artstudio.geometry.curved_rings import corners_of
from artstudio.geometry.polygons import FlatRings, rings_of_polygons

KINDS = ("dog-bone", "t-bone")
# Where a corner is flatter, what the tool leaves is nothing to fit.
_LEAST_TURN = np.radians(30)
# An end from which the tool stays farther than this, in radii, is gone and not a corner.
_FARTHEST = 4.0


def relieved_pair(
    ink: Geometries, parts: Geometries, owner: Integers, *, radius: float, gap: float, kind: str
) -> tuple[Geometries, Geometries]:
    """Return pocket and insert with corners as sharp as drawn, cleared by discs of the tool.

    parts: what the tool reaches of the ink, and of which polygon of it each is. A dog-bone
    goes out along the middle of the corner until its edge meets the point; a T-bone goes
    along the shorter wall, so that only the longer one is cut into.
    """
    kept = np.unique(owner)
    reach = moved(ink[kept], -radius)
    rings = rings_of_polygons(ink[kept])
    corners = _corners(rings)
    inner = _sweeps(corners, corners.turn > 0, reach, radius, kind)
    pocket = polygons_in(shapely.union_all(np.concatenate([parts, inner])))
    seat = polygons_in(shapely.intersection(shapely.union_all(ink[kept]), _all(pocket)))
    insert = moved(seat, -gap, sharp=True)
    x0, y0, x1, y1 = shapely.total_bounds(ink)
    far = 8 * radius
    outside = shapely.box(x0 - far, y0 - far, x1 + far, y1 + far)
    free = moved(geometries(shapely.difference(outside, _all(polygons_in(insert)))), -radius)
    outer = _sweeps(_corners(rings_of_polygons(polygons_in(insert))), None, free, radius, kind)
    if len(outer):
        insert = shapely.difference(polygons_in(insert), shapely.union_all(outer))
    return pocket, polygons_in(insert)


class _Corners:
    """Corners of rings: their points, the directions in and out, how far they turn to the left."""

    def __init__(self, rings: FlatRings, at: Integers) -> None:
        before, after = rings.previous()[at], rings.following()[at]
        self.points = rings.points[at]
        arriving, leaving = self.points - rings.points[before], rings.points[after] - self.points
        self.lengths = np.stack([np.hypot(*arriving.T), np.hypot(*leaving.T)])
        self.arriving = arriving / self.lengths[0][:, None]
        self.leaving = leaving / self.lengths[1][:, None]
        cross = self.arriving[:, 0] * self.leaving[:, 1] - self.arriving[:, 1] * self.leaving[:, 0]
        self.turn = np.arctan2(cross, (self.arriving * self.leaving).sum(axis=1))


def _corners(rings: FlatRings) -> _Corners:
    return _Corners(rings, np.flatnonzero(corners_of(rings)))


def _sweeps(
    corners: _Corners, chosen: object, reach: Geometries, radius: float, kind: str
) -> Geometries:
    """Return what the tool clears on its way into each corner.

    chosen: which corners; None is those that turn to the right. reach: where its middle may be.
    """
    flags = corners.turn < 0 if chosen is None else np.asarray(chosen)
    flags = flags & (np.abs(corners.turn) > _LEAST_TURN)
    at = np.flatnonzero(flags)
    if not len(at):
        return np.empty(0, dtype=object)
    tips = shapely.points(corners.points[at])
    lines = shapely.shortest_line(_all(polygons_in(reach)), tips)
    starts = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 0]
    near = np.hypot(*(starts - corners.points[at]).T) < _FARTHEST * radius
    at, starts = at[near], starts[near]
    ends = _ends(corners, at, radius, kind)
    ways = shapely.linestrings(np.stack([starts, ends], axis=1))
    return np.asarray(shapely.buffer(ways, radius, quad_segs=quarter_chords(radius)), dtype=object)


def _ends(corners: _Corners, at: Integers, radius: float, kind: str) -> Floats:
    """Return where the tool's middle ends so that its edge meets each corner's point."""
    side = np.sign(corners.turn[at])[:, None]
    arriving, leaving = corners.arriving[at], corners.leaving[at]
    if kind == "t-bone":
        shorter_is_first = corners.lengths[0][at] <= corners.lengths[1][at]
        along = np.where(shorter_is_first[:, None], arriving, leaving)
        inward = side * np.stack([-along[:, 1], along[:, 0]], axis=1)
        beside: Floats = corners.points[at] + radius * inward
        return beside
    middle = leaving - arriving
    middle /= np.hypot(*middle.T)[:, None]
    ends: Floats = corners.points[at] + radius * middle
    return ends


def _all(polygons: Geometries) -> shapely.MultiPolygon:
    whole: shapely.MultiPolygon = shapely.multipolygons(list(polygons))
    return whole
