"""Pieces cut where they may not show: along clip paths, and below white."""

from __future__ import annotations

from dataclasses import replace

import shapely

from artstudio.geometry.arrays import Flags
from artstudio.geometry.selection import (
    concat_strokes,
    select_strokes,
    strokes_of_lines,
)
from artstudio.svg.canonical.deadline import spend_on
from artstudio.svg.canonical.items import (
    Area,
    Item,
    StrokedLine,
    area_of,
    gridded_strokes,
    is_empty,
    reshaped,
)

# Less than this along the whole outline is lost to chords, not to a clip.
_CHORDS_MM = 0.005
# A stroke this thin is a line to follow; a wider one is a shape that a cut gives new ends.
THIN_MM = 0.5


def within(item: Item, clip: shapely.Geometry) -> tuple[list[Item], bool]:
    """Return what of `item` lies in `clip`, and whether that is less than all of it."""
    parts = item.parts
    spend_on(parts)
    if shapely.covers(clip, parts).all():
        return [item], False
    spend_on(parts, each_with=clip)
    left = shapely.area(shapely.intersection(parts, clip)).sum()
    if shapely.area(parts).sum() - left <= _CHORDS_MM * shapely.length(parts).sum():
        return [item], False
    return _cut(item, clip, shown=True), True


def without(item: Item, hidden: shapely.Geometry) -> list[Item]:
    """Return what of `item` lies outside of `hidden`."""
    return _cut(item, hidden, shown=False)


def _cut(item: Item, area: shapely.Geometry, *, shown: bool) -> list[Item]:
    """Return what of `item` lies in an area, with `shown`, or outside of it."""
    shapely.prepare(area)
    if isinstance(item, Area):
        return _some([reshaped(item, _left(item, area, shown=shown))])
    parts = item.parts
    inside, apart = shapely.covers(area, parts), shapely.disjoint(area, parts)
    whole = _chosen(item, inside if shown else apart)
    rest = _chosen(item, ~inside & ~apart)
    if is_empty(rest):
        return _some([whole])
    if item.width_mm <= THIN_MM:
        act = shapely.intersection if shown else shapely.difference
        pieces = [whole.strokes, strokes_of_lines(act(rest.lines, area))]
        return _some([replace(item, strokes=gridded_strokes(concat_strokes(pieces)))])
    return _some([whole, reshaped(area_of(rest), _left(rest, area, shown=shown))])


def _left(item: Item, area: shapely.Geometry, *, shown: bool) -> shapely.Geometry:
    act = shapely.intersection if shown else shapely.difference
    spend_on(item.parts, each_with=area)
    return shapely.union_all(act(item.parts, area))


def _chosen(line: StrokedLine, kept: Flags) -> StrokedLine:
    return replace(line, strokes=select_strokes(line.strokes, kept))


def _some(items: list[Item]) -> list[Item]:
    return [item for item in items if not is_empty(item)]
