"""What a cut card marks, repaired where it is marked; everything else is left as drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from artstudio.cutting.areas import polygons_in
from artstudio.cutting.edits import EditedLayer
from artstudio.cutting.notes import Note, note
from artstudio.cutting.offsets import moved
from artstudio.cutting.repeated_cuts import SAME_MM
from artstudio.cutting.strokes import NEARLY_CLOSED_MM
from artstudio.cutting.thin import ThinPlaces, strips, thin_places
from artstudio.geometry.arrays import Flags, Floats, Geometries
from artstudio.geometry.contours import LINE, Strokes
from artstudio.geometry.curved_rings import corners_of
from artstudio.geometry.drawing import Layer, StrokeLayer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import flattened, rings_of_polygons
from artstudio.geometry.selection import select, select_strokes

# A little more than the limit, so that the card agrees after rounding.
_SLACK_MM = 0.012
_ROUNDING_MM = 0.001
# A tip is a corner of less than this.
_TIP = np.radians(60)
#: A place is chosen by a point that is no farther from it, mm.
NEAR_MM = 1.0


@dataclass
class Repairs:
    """What was repaired, by code, and where."""

    places: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, code: str, points: Floats) -> None:
        """Write down places, float64[n, 2]."""
        if len(points):
            self.places.setdefault(code, []).extend(map(tuple, np.asarray(points).tolist()))

    def notes(self) -> list[Note]:
        """Return a note for each kind of repair."""
        return [
            note(code, np.array(points), one=_WORDS[code][0], many=_WORDS[code][1])
            for code, points in self.places.items()
        ]


_WORDS = {
    "widened": ("A thin place was widened", "{n} thin places were widened"),
    "gaps_opened": ("A narrow gap was opened", "{n} narrow gaps were opened"),
    "tips_blunted": ("A tip was blunted", "{n} tips were blunted"),
    "specks_dropped": ("A speck was dropped", "{n} specks were dropped"),
    "strokes_closed": ("A stroke was closed", "{n} strokes were closed"),
    "duplicates_dropped": ("A duplicate was dropped", "{n} duplicates were dropped"),
}


class Chosen:
    """The places that are to be repaired: all, or those near some points."""

    def __init__(self, points: Floats | None) -> None:
        """Take the points, float64[n, 2] in mm; None is everywhere."""
        self._tree = None if points is None else shapely.STRtree(np.asarray(shapely.points(points)))

    def of(self, places: Floats) -> Flags:
        """Tell which places are chosen."""
        if self._tree is None:
            return np.ones(len(places), dtype=bool)
        flags = np.zeros(len(places), dtype=bool)
        near = self._tree.query(shapely.points(places), predicate="dwithin", distance=NEAR_MM)
        flags[near[0]] = True
        return flags


def widen(layer: Layer, limit_mm: float, at: Chosen, done: Repairs) -> Layer:
    """Return the layer with its thin places as wide as `limit_mm`."""
    edited = EditedLayer(layer)
    thin = thin_places(edited.parts, limit_mm)
    added = _chosen_strips(thin, limit_mm, at)
    if not len(added):
        return layer
    touched = _meets(edited.parts, added)
    whole = shapely.union_all(np.concatenate([edited.parts[touched], added]))
    done.add("widened", thin.places[_chosen_places(thin, at)])
    return edited.with_parts(touched, polygons_in(whole))


def open_gaps(layer: Layer, limit_mm: float, at: Chosen, done: Repairs) -> Layer:
    """Return the layer with its narrow gaps as wide as `limit_mm`."""
    edited = EditedLayer(layer)
    if not len(edited.parts):
        return layer
    x0, y0, x1, y1 = shapely.total_bounds(edited.parts)
    far = 10 * limit_mm
    frame = shapely.box(x0 - far, y0 - far, x1 + far, y1 + far)
    ground = polygons_in(shapely.difference(frame, shapely.union_all(edited.parts)))
    thin = thin_places(ground, limit_mm)
    taken = _chosen_strips(thin, limit_mm, at)
    if not len(taken):
        return layer
    touched = _meets(edited.parts, taken)
    left = shapely.difference(edited.parts[touched], shapely.union_all(taken))
    done.add("gaps_opened", thin.places[_chosen_places(thin, at)])
    return edited.with_parts(touched, np.atleast_1d(left))


def blunt_tips(layer: Layer, width_mm: float, at: Chosen, done: Repairs) -> Layer:
    """Return the layer with tips sharper than 60 degrees cut back to a round of `width_mm`."""
    edited = EditedLayer(layer)
    tips = _tips(edited.parts)
    tips = tips[at.of(tips)]
    if not len(tips):
        return layer
    near = _meets(edited.parts, np.asarray(shapely.buffer(shapely.points(tips), 1e-6)))
    own = edited.parts[near]
    wide = moved(moved(own, -width_mm / 2), width_mm / 2)
    # Along straight edges nothing but rounding is left; that is not to join two ends.
    rest = shapely.buffer(shapely.difference(own, wide), -_ROUNDING_MM)
    rest, owner = shapely.get_parts(rest, return_index=True)
    tree = shapely.STRtree(rest)
    tip, piece = tree.query(shapely.points(tips), predicate="dwithin", distance=0.1 * width_mm)
    taken = np.unique(piece)
    # What is thin all along is no tip, and nothing would be left of it.
    taken = taken[~shapely.is_empty(wide[owner[taken]])]
    if not len(taken):
        return layer
    left = own.copy()
    for k in np.unique(owner[taken]):
        cut = shapely.union_all(rest[taken[owner[taken] == k]])
        cut = shapely.buffer(cut, 1.5 * _ROUNDING_MM, join_style="mitre")
        left[k] = shapely.difference(own[k], cut)
    done.add("tips_blunted", tips[np.unique(tip[np.isin(piece, taken)])])
    changed = near.copy()
    changed[near] = np.isin(np.arange(len(own)), owner[taken])
    return edited.with_parts(changed, polygons_in(left[np.unique(owner[taken])]))


def drop_specks(layer: Layer, limit_mm: float, at: Chosen, done: Repairs) -> Layer:
    """Return the layer without contours that fit between two lines less than `limit_mm` apart."""
    contours = dequantize(layer.on_grid)
    rings = flattened(contours)
    bounds = rings.bounds()
    size = (bounds[:, 2:] - bounds[:, :2]).max(axis=1)
    places = (bounds[:, 2:] + bounds[:, :2]) / 2
    specks = (size < limit_mm) & at.of(places)
    if not specks.any():
        return layer
    done.add("specks_dropped", places[specks])
    return replace(layer, contours=select(contours, ~specks))


def drop_duplicates(layer: Layer, at: Chosen, done: Repairs) -> Layer:
    """Return the layer without contours that repeat another within 0.02 mm."""
    contours = dequantize(layer.on_grid)
    rings = flattened(contours)
    lines = rings.lines()
    one, other = shapely.STRtree(lines).query(lines)
    one, other = one[one < other], other[one < other]
    bounds = rings.bounds()
    alike = (np.abs(bounds[one] - bounds[other]) <= SAME_MM).all(axis=1)
    one, other = one[alike], other[alike]
    same = shapely.hausdorff_distance(lines[one], lines[other]) <= SAME_MM
    again = np.zeros(len(rings), dtype=bool)
    again[other[same]] = True
    again &= at.of(rings.firsts())
    if not again.any():
        return layer
    done.add("duplicates_dropped", rings.firsts()[again])
    return replace(layer, contours=select(contours, ~again))


def repair_strokes(
    layer: StrokeLayer, at: Chosen, done: Repairs, *, close: bool, duplicates: bool
) -> StrokeLayer:
    """Return the layer with nearly closed strokes closed, and none drawn twice."""
    grid = layer.on_grid
    strokes = Strokes(dequantize(grid.contours), grid.open)
    last = strokes.contours.offsets[1:] - 1
    starts, ends = strokes.contours.points[last, 2], strokes.contours.starts()[last]
    if close:
        gap = np.hypot(*(ends - starts).T)
        near = strokes.open & (gap < NEARLY_CLOSED_MM) & at.of((starts + ends) / 2)
        near &= _way(strokes) > 5 * gap
        if near.any():
            done.add("strokes_closed", ((starts + ends) / 2)[near])
            strokes = Strokes(strokes.contours, strokes.open & ~near)
    if duplicates:
        again = _repeats(strokes) & at.of(strokes.contours.points[last, 2])
        if again.any():
            done.add("duplicates_dropped", starts[again])
            strokes = select_strokes(strokes, ~again)
    return replace(layer, strokes=strokes)


def _way(strokes: Strokes) -> Floats:
    contours = strokes.contours
    steps = np.hypot(*(contours.points[:, 2] - contours.starts()).T) * strokes.drawn
    lengths: Floats = np.add.reduceat(steps, contours.offsets[:-1])
    return lengths


def _repeats(strokes: Strokes) -> Flags:
    contours = strokes.contours
    ways = np.concatenate([contours.starts()[:, None], contours.points], axis=1)
    line = contours.kinds == LINE
    ways[line, 1] = ways[line, 0]
    seen: set[bytes] = set()
    again = np.zeros(len(strokes), dtype=bool)
    for k, (low, high) in enumerate(zip(contours.offsets, contours.offsets[1:], strict=False)):
        way = (ways[low:high][strokes.drawn[low:high]] + 0.0).reshape(-1, 2)
        known = min(way.tobytes(), way[::-1].tobytes())
        again[k] = known in seen
        seen.add(known)
    return again


def _chosen_strips(thin: ThinPlaces, limit_mm: float, at: Chosen) -> Geometries:
    if not len(thin.places):
        return np.empty(0, dtype=object)
    return strips(thin, limit_mm + _SLACK_MM)[_chosen_places(thin, at)]


def _chosen_places(thin: ThinPlaces, at: Chosen) -> Flags:
    """Tell which thin places are chosen, by any point of their middle lines."""
    flags = np.zeros(len(thin.places), dtype=bool)
    flags[thin.place[at.of(thin.lines.mean(axis=1))]] = True
    return flags


def _meets(parts: Geometries, areas: Geometries) -> Flags:
    flags = np.zeros(len(parts), dtype=bool)
    flags[shapely.STRtree(parts).query(areas, predicate="intersects")[1]] = True
    return flags


def _tips(parts: Geometries) -> Floats:
    """Return the points of corners of the ink sharper than 60 degrees."""
    rings = rings_of_polygons(parts)
    at = np.flatnonzero(corners_of(rings))
    arriving = rings.points[at] - rings.points[rings.previous()[at]]
    leaving = rings.points[rings.following()[at]] - rings.points[at]
    cross = arriving[:, 0] * leaving[:, 1] - arriving[:, 1] * leaving[:, 0]
    turn = np.arctan2(cross, (arriving * leaving).sum(axis=1))
    sharp: Floats = rings.points[at][turn > np.pi - _TIP]
    return sharp
