"""What is painted, piece by piece, in millimetres on the grid of whole micrometres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats, Geometries
from artstudio.geometry.contours import Contours, Strokes, joined
from artstudio.geometry.drawing import Layer, StrokeLayer
from artstudio.geometry.grid import dequantize, quantize, quantize_strokes
from artstudio.geometry.polygons import FlatRings, flattened
from artstudio.geometry.polylines import flat_lines, strokes_in_mm
from artstudio.geometry.selection import as_contours, concat_strokes, select
from artstudio.svg.canonical.deadline import TooManyIntersections, spend_on
from artstudio.svg.canonical.fill_rule import (
    polygon_rings,
    polygons,
    resolve_fill,
)
from artstudio.svg.canonical.stroke_outlines import stroke_area

Paint = tuple[str | float, ...]


@dataclass(frozen=True)
class Area:
    """A filled piece; `contours` by the even-odd rule, nothing degenerate.

    given: the outlines without crossings, where they are known already.
    """

    contours: Contours
    colour: str
    name: str = ""
    given: FlatRings | None = None

    @property
    def paint(self) -> Paint:
        """What two pieces must have in common to be one layer."""
        return ("fill", self.colour)

    @cached_property
    def parts(self) -> Geometries:
        """The polygons it covers, as chords."""
        return polygons(self.given or resolve_fill(self.contours, even_odd=True).outlines)

    def with_contours(self, more: list[Contours]) -> Area:
        """Return the piece with more contours, which are holes where they lie inside."""
        return Area(joined([self.contours, *more]), self.colour, self.name)

    @property
    def room(self) -> Geometries:
        """The polygons it covers."""
        return self.parts

    def layer(self) -> Layer:
        """Return the piece as a layer."""
        return Layer(self.contours, self.colour, self.name)


@dataclass(frozen=True)
class StrokedLine:
    """Strokes of one width in mm; nothing degenerate."""

    strokes: Strokes
    colour: str
    width_mm: float
    cap: str
    join: str
    name: str = ""

    @property
    def paint(self) -> Paint:
        """What two pieces must have in common to be one layer."""
        return ("stroke", self.colour, self.width_mm, self.cap, self.join)

    @cached_property
    def lines(self) -> Geometries:
        """The lines that the tool follows, as chords."""
        return flat_lines(self.strokes)

    @cached_property
    def parts(self) -> Geometries:
        """The polygons that its lines cover, which may overlap. May raise TooManyIntersections."""
        return stroke_area(self.strokes, self.width_mm, self.cap, self.join)

    @cached_property
    def room(self) -> Geometries:
        """Polygons that hold what its lines cover, and no more than that where it can be told."""
        try:
            return self.parts
        except TooManyIntersections:
            return np.array([shapely.box(*shapely.total_bounds(self.lines))])

    def layer(self) -> StrokeLayer:
        """Return the piece as a layer."""
        return StrokeLayer(
            self.strokes, self.colour, self.width_mm, self.name, cap=self.cap, join=self.join
        )


Item = Area | StrokedLine


def gridded(contours: Contours) -> Contours:
    """Return `contours` (mm) as they are written: whole micrometres, nothing degenerate."""
    return dequantize(quantize(contours))


def gridded_strokes(strokes: Strokes) -> Strokes:
    """Return `strokes` (mm) as they are written: whole micrometres, nothing degenerate."""
    return strokes_in_mm(quantize_strokes(strokes))


def is_empty(item: Item) -> bool:
    """Return whether nothing of an item is left."""
    return not len(item.contours if isinstance(item, Area) else item.strokes)


def bounds(item: Item) -> Floats:
    """Return x0, y0, x1, y1 of what an item covers; NaN for nothing."""
    room = item.room
    return np.asarray(shapely.total_bounds(room)) if len(room) else np.full(4, np.nan)


def merged(items: list[Item]) -> Item:
    """Return items of the same paint as one; it has a name where there is only one."""
    if len(items) == 1:
        return items[0]
    first = items[0]
    if isinstance(first, Area):
        return Area(joined([i.contours for i in items if isinstance(i, Area)]), first.colour)
    strokes = concat_strokes([item.strokes for item in items if isinstance(item, StrokedLine)])
    return replace(first, strokes=strokes, name="")


def area_of(item: Item) -> Area:
    """Return what an item covers as a filled piece."""
    if isinstance(item, Area):
        return item
    spend_on(item.parts, item.parts)
    return reshaped(Area(joined([]), item.colour, item.name), shapely.union_all(item.parts))


def reshaped(area: Area, covered: shapely.Geometry) -> Area:
    """Return `area` with other outlines; rings that it had before keep their curves."""
    outlines = polygon_rings(covered)
    contours = gridded(_recurved(outlines, area.contours))
    return Area(contours, area.colour, area.name)


def _recurved(outlines: FlatRings, before: Contours) -> Contours:
    """Return `outlines` with the curves of those rings of `before` that are among them.

    A ring that a cut did not touch has all of its chords still, so the same bounds,
    number of points and area.
    """
    flat = flattened(before)
    known = {key: ring for ring, key in enumerate(_keys(flat))}
    found = [known.pop(key, -1) for key in _keys(outlines)]
    fresh = outlines.chosen(np.array([ring < 0 for ring in found], dtype=bool))
    kept = np.zeros(len(before), dtype=bool)
    kept[[ring for ring in found if ring >= 0]] = True
    return joined([select(before, kept), as_contours(fresh)])


def _keys(rings: FlatRings) -> list[tuple[float, ...]]:
    if not len(rings):
        return []
    facts = np.column_stack([rings.bounds(), np.abs(rings.areas()).round(6), rings.sizes])
    return [tuple(row) for row in facts.tolist()]
