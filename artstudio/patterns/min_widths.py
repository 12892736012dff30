"""Ink and gaps that are too narrow to cut, made wide enough where they are found.

For outlines that nobody computed for a tool: letters of a font, shapes that overlap. A
gap is filled, thin ink gets wider; parts without narrow places keep their curves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely

from artstudio.geometry.polygons import rings_of_polygons
from artstudio.patterns.areas import area_of, rings_of_area
from artstudio.patterns.close_places import Widths, narrow_places
from artstudio.patterns.shapes import Ring

_ROUNDS = 6
_OVERLAP_MM = 0.012
_NEAR_MM = 0.12
_SMALLEST_MM2 = 1e-5
_LIMIT_MM = 0.315
_SAME_MM2 = 1e-9
_SPUR_MM = 0.16


def widen_narrow(rings: Sequence[Ring], least_mm: float) -> list[Ring]:
    """Return rings (mm) whose ink and gaps are 0.3 mm wide wherever that could be reached.

    least_mm: how wide narrow places are made.
    """
    area = area_of(rings)
    before = list(shapely.get_parts(area))
    for _ in range(_ROUNDS):
        patches = list(_patches(area, least_mm))
        if not patches:
            break
        area = shapely.union_all([area, *patches])
    return _replaced(rings, before, _without_spurs(area, _LIMIT_MM))


def _without_spurs(area: shapely.Geometry, least: float) -> shapely.Geometry:
    """Return an area without what stands out of it narrower than `least`; corners stay."""
    wide = shapely.buffer(shapely.buffer(area, -least / 2), least / 2, quad_segs=24)
    lost = shapely.get_parts(shapely.difference(area, wide))
    far = shapely.hausdorff_distance(lost, shapely.intersection(lost, shapely.buffer(wide, 1e-6)))
    spurs = [part for part, mm in zip(lost, far, strict=True) if mm > _SPUR_MM]
    return shapely.difference(area, shapely.union_all(spurs)) if spurs else area


def thicken(rings: Sequence[Ring], by_mm: float) -> list[Ring]:
    """Return rings with every edge moved outward, corners rounded."""
    return rings_of_area(shapely.buffer(area_of(rings), by_mm, quad_segs=24))


def round_tips(rings: Sequence[Ring], least_mm: float) -> list[Ring]:
    """Return rings without tips and clefts that are narrower than `least_mm`.

    A disc of that diameter fits into all ink and into all clefts: corners become as round.
    """
    radius = least_mm / 2
    blunt = shapely.buffer(shapely.buffer(area_of(rings), -radius), radius, quad_segs=24)
    return _with_clefts_filled(blunt, radius)


def fill_clefts(rings: Sequence[Ring], least_mm: float) -> list[Ring]:
    """Return rings without clefts that are narrower than `least_mm`; as wide and as high."""
    return _with_clefts_filled(area_of(rings), least_mm / 2)


def _with_clefts_filled(area: shapely.Geometry, radius: float) -> list[Ring]:
    whole = shapely.buffer(shapely.buffer(area, radius, quad_segs=24), -radius, quad_segs=24)
    return [ring for part in shapely.get_parts(whole) for ring in rings_of_area(part)]


def _replaced(
    rings: Sequence[Ring], before: Sequence[shapely.Geometry], area: shapely.Geometry
) -> list[Ring]:
    """Return the rings of parts that are as before, and new outlines for the others."""
    parts = list(shapely.get_parts(area))
    old = [part for part in parts if any(part.equals_exact(b, _SAME_MM2) for b in before)]
    fresh = [part for part in parts if not any(part is one for one in old)]
    if not fresh:
        return list(rings)
    kept = shapely.union_all(old).buffer(_OVERLAP_MM)
    unchanged = [r for r in rings if kept.contains(shapely.MultiPoint([s[-1] for s in r]))]
    return [*unchanged, *(ring for part in fresh for ring in rings_of_area(part))]


def _patches(area: shapely.Geometry, least: float) -> Iterator[shapely.Geometry]:
    """Yield what must be added: fillings of gaps, and broader ink."""
    polygons = shapely.orient_polygons(shapely.get_parts(area))
    found = narrow_places(rings_of_polygons(polygons), _LIMIT_MM)
    for x, y, _ in _places(found.gaps):
        around = shapely.Point(x, y).buffer(6 * least)
        local = shapely.intersection(area, around.buffer(4 * least))
        closed = local.buffer(least / 2).buffer(-least / 2).difference(local).intersection(around)
        yield from _near(closed, (x, y), _OVERLAP_MM)
    for x, y, width in _places(found.ink):
        around = shapely.Point(x, y).buffer(6 * least)
        local = shapely.intersection(area, around.buffer(4 * least))
        opened = local.buffer(-least / 2).buffer(least * 0.51)
        thin = local.difference(opened).intersection(around)
        yield from _near(thin, (x, y), max(least - width, 0.0) / 2 + _OVERLAP_MM)


def _places(widths: Widths) -> Iterator[tuple[float, float, float]]:
    narrow = widths.below(_LIMIT_MM)
    for (x, y), width in zip(narrow.places, narrow.widths, strict=True):
        yield float(x), float(y), float(width)


def _near(
    shape: shapely.Geometry, at: tuple[float, float], by: float
) -> Iterator[shapely.Geometry]:
    """Yield the parts of a shape at a place, larger on all sides."""
    point = shapely.Point(at)
    for part in shapely.get_parts(shape):
        if part.area > _SMALLEST_MM2 and part.distance(point) < _NEAR_MM:
            yield part.buffer(by, quad_segs=12)
