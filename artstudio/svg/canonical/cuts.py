"""Pieces cut where they may not show: along clip paths, and below white."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from artstudio.svg.canonical.items import Area, Item, Line, area_of, gridded_strokes, reshaped
from artstudio.svg.canonical.rings import chosen_strokes, joined_strokes, strokes_of_lines

# Less than this along the whole outline is lost to chords, not to a clip.
_CHORDS_MM = 0.005
# A stroke this thin is a line to follow; a wider one is a shape that a clip gives new ends.
THIN_MM = 0.5


def within(item: Item, clip: shapely.Geometry) -> tuple[Item | None, bool]:
    """Return what of `item` lies in `clip`, None for nothing, and whether that is less."""
    parts = item.parts
    if shapely.covers(clip, parts).all():
        return item, False
    left = shapely.intersection(parts, clip)
    lost = shapely.area(parts).sum() - shapely.area(left).sum()
    if lost <= _CHORDS_MM * shapely.length(parts).sum():
        return item, False
    if shapely.area(left).sum() <= 0:
        return None, True
    if isinstance(item, Line) and item.width_mm <= THIN_MM:
        return _line_cut(item, clip, shown=True), True
    return reshaped(area_of(item), shapely.union_all(left)), True


def without(item: Item, hidden: shapely.Geometry) -> Item:
    """Return what of `item` lies outside of `hidden`."""
    if isinstance(item, Line):
        return _line_cut(item, hidden, shown=False)
    return reshaped(item, shapely.union_all(shapely.difference(item.parts, hidden)))


def with_holes(area: Area, holes: Area) -> Area | None:
    """Return `area` with the outlines of `holes` added; None where they do not lie inside of it."""
    shapely.prepare(area.parts)
    tree = shapely.STRtree(holes.parts)
    inside = tree.query(area.parts, predicate="contains_properly")[1]
    if len(np.unique(inside)) < len(holes.parts):
        return None
    return area.with_contours(holes.contours)


def is_empty(item: Item) -> bool:
    """Return whether nothing of an item is left."""
    return not len(item.contours if isinstance(item, Area) else item.strokes)


def _line_cut(line: Line, area: shapely.Geometry, *, shown: bool) -> Line:
    """Return the strokes of `line` inside an area, or outside; those that are cut become chords."""
    shapely.prepare(area)
    lines = line.lines
    inside, apart = shapely.covers(area, lines), shapely.disjoint(area, lines)
    cut = lines[~inside & ~apart]
    left = shapely.intersection(cut, area) if shown else shapely.difference(cut, area)
    fresh = strokes_of_lines(left)
    kept = chosen_strokes(line.strokes, inside if shown else apart)
    return replace(line, strokes=gridded_strokes(joined_strokes([kept, fresh])))
