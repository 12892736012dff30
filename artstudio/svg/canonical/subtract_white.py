"""White on top of ink: a hole, because a cutter would cut both outlines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Floats, Geometries
from artstudio.svg.canonical.boxes import Boxes, crowd, overlap
from artstudio.svg.canonical.colours import Colour, from_hex
from artstudio.svg.canonical.cuts import within, without
from artstudio.svg.canonical.deadline import spend_on
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.items import Area, Item, StrokedLine, area_of, bounds
from artstudio.svg.canonical.mixing import (
    LEAST,
    OPAQUE,
    covered_by_item,
    is_hairline,
    mixed_parts,
)

# More pairs of white pieces on one piece are united without a look at each.
_MAX_PAIRS = 100_000
# Of more pieces below one that lets through, those at the bottom count as bare sheet.
_MAX_GROUNDS = 60
# Nearer to the edge of the sheet than this is on it.
_EDGE_MM = 0.0006


Extent = tuple[float, float, float, float]


@dataclass
class _Slot:
    """A piece of ink and the white that lies on it."""

    ink: Item
    whites: list[Area] = field(default_factory=list)

    def visible(self) -> shapely.Geometry:
        """Return what it covers, without the white on it."""
        covered = covered_by_item(self.ink)
        if not self.whites:
            return covered
        white = shapely.union_all([part for area in self.whites for part in area.parts])
        return shapely.difference(covered, white)


class Ink:
    """The pieces painted so far, bottom first, with nothing white among them.

    White is taken away in the end, from each piece all at once: the order of what
    lies on it does not matter then.
    """

    def __init__(self, sheet: shapely.Geometry, findings: ConversionWarnings) -> None:
        self._sheet = sheet
        self._findings = findings
        self._slots: list[_Slot] = []
        self._boxes = Boxes()
        #: The box of all pieces before the sheet cuts them off: x0, y0, x1, y1 in mm.
        self.extent: Extent | None = None

    def put(self, item: Item, colour: Colour) -> None:
        """Put a piece on top, in a colour that may let through.

        White is taken away from what is below. What lets through is mixed with what it
        lies on, unless it hides too little.
        """
        if colour.alpha < LEAST:
            self._findings.add("clear_parts_dropped")
        elif colour.alpha >= OPAQUE:
            self._put_opaque(item, colour)
        elif is_hairline(item):
            self._findings.add("transparency_mixed")
            if not colour.is_white:
                self.paint(replace(item, colour=colour.hex()))
        else:
            self._findings.add("transparency_mixed")
            self._put_mixed(item, colour)

    def _put_opaque(self, item: Item, colour: Colour) -> None:
        if colour.is_white:
            self.knock_out(item)
        else:
            self.paint(item if item.colour == colour.hex() else replace(item, colour=colour.hex()))

    def _put_mixed(self, item: Item, colour: Colour) -> None:
        below = [self._slots[i] for i in self._boxes.owners(bounds(item)).tolist()]
        grounds = [
            (slot.visible(), from_hex(slot.ink.colour)) for slot in below[-_MAX_GROUNDS:][::-1]
        ]
        name = item.name
        for part, mixed, ground in mixed_parts(item, colour, grounds):
            if mixed.is_white:
                # On the bare sheet it is nothing, and on ink it takes the ink away.
                if ground is not None:
                    self.knock_out(part)
                continue
            self.paint(replace(part, colour=mixed.hex(), name=name))
            name = ""

    def paint(self, item: Item) -> None:
        """Put a piece on top."""
        self._boxes.add(shapely.bounds(item.room), len(self._slots))
        self._slots.append(_Slot(item))

    def knock_out(self, white: Item) -> None:
        """Have a white piece taken away from all that lies below it."""
        white = area_of(white)
        below = [self._slots[i] for i in self._boxes.owners(bounds(white)).tolist()]
        below = [slot for slot in below if overlap(white.parts, slot.ink.room)]
        for slot in below:
            slot.whites.append(white)
        # The sheet's own ground is left out without a word.
        if not below and not shapely.covers(white.parts, self._sheet).any():
            self._findings.add("white_dropped")

    def items(self) -> list[Item]:
        """Return what is left on the sheet, bottom first."""
        items: list[Item] = []
        for slot in self._slots:
            items += self._left(slot)
        self.extent = _extent(items)
        seen = [item for item in items if shapely.intersects(self._sheet, item.room).any()]
        self._findings.add("outside_parts_dropped", len(items) - len(seen))
        return [part for item in seen for part in self._on_sheet(item)]

    def _on_sheet(self, item: Item) -> list[Item]:
        """Return what of an item lies on the sheet; the rest is told with its place."""
        # The sheet cuts off what is beyond it of a line that lies on it.
        x0, y0, x1, y1 = _reach(item).tolist()
        left, top, right, bottom = shapely.bounds(self._sheet).tolist()
        if max(left - x0, top - y0, x1 - right, y1 - bottom) < _EDGE_MM:
            return [item]
        parts, is_less = within(item, self._sheet)
        if is_less:
            x = left if x0 < left - _EDGE_MM else right if x1 > right + _EDGE_MM else (x0 + x1) / 2
            y = top if y0 < top - _EDGE_MM else bottom if y1 > bottom + _EDGE_MM else (y0 + y1) / 2
            place = (min(max(x, left), right), min(max(y, top), bottom))
            self._findings.add_place("beyond_sheet_cut", place)
        return parts

    def _left(self, slot: _Slot) -> list[Item]:
        """Return a piece without the white on it; white in the midst of it becomes a hole."""
        if not slot.whites:
            return [slot.ink]
        for white in slot.whites:
            spend_on(white.parts, white.parts)
        areas = np.array([shapely.union_all(white.parts) for white in slot.whites], dtype=object)
        hidden, holes = _classify(areas, _inside(slot))
        left = [slot.ink]
        if hidden.any():
            self._findings.add("white_subtracted")
            left = without(slot.ink, shapely.union_all(areas[hidden]))
        if holes.any():
            self._findings.add("white_cut_out")
            cut = [slot.whites[i].contours for i in np.flatnonzero(holes).tolist()]
            left = [item.with_contours(cut) for item in left if isinstance(item, Area)]
        return left


def _extent(items: list[Item]) -> Extent | None:
    boxes = np.array([_reach(item) for item in items]).reshape(-1, 4)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return None
    low, high = boxes.min(axis=0).tolist(), boxes.max(axis=0).tolist()
    return (low[0], low[1], high[2], high[3])


def _reach(item: Item) -> Floats:
    """Return the box of an item, of a stroke that of the lines that a tool follows."""
    if isinstance(item, StrokedLine) and len(item.lines):
        return np.asarray(shapely.total_bounds(item.lines))
    return bounds(item)


def _inside(slot: _Slot) -> Flags:
    """Tell which white pieces lie in the midst of the ink, so that their outline is a hole."""
    if not isinstance(slot.ink, Area):
        return np.zeros(len(slot.whites), dtype=bool)
    ink, whites = slot.ink.parts, [white.parts for white in slot.whites]
    owner = np.repeat(np.arange(len(whites)), [len(parts) for parts in whites])
    parts = np.concatenate(whites)
    one, around = shapely.STRtree(ink).query(parts, predicate="within")
    shapely.prepare(ink)
    # Within, but not along the outline either.
    one = one[shapely.contains_properly(ink[around], parts[one])]
    is_outside = np.ones(len(parts), dtype=bool)
    is_outside[one] = False
    return np.asarray(np.bincount(owner[is_outside], minlength=len(whites)) == 0)


def _classify(areas: Geometries, inside: Flags) -> tuple[Flags, Flags]:
    """Return which areas have to be subtracted, and which are holes that meet no other."""
    needed = np.ones(len(areas), dtype=bool)
    tree = shapely.STRtree(areas)
    if crowd(tree, areas) > _MAX_PAIRS:
        return needed, ~needed
    one, other = tree.query(areas, predicate="intersects")
    one, other = one[one != other], other[one != other]
    spend_on(areas[one], areas[other])
    covered = shapely.covers(areas[one], areas[other])
    # Of two that are the same, the first is kept.
    mutual = covered & shapely.covers(areas[other], areas[one])
    needed[other[covered & ~(mutual & (one > other))]] = False
    meets = np.zeros(len(areas), dtype=bool)
    meets[one[needed[one] & needed[other]]] = True
    holes = needed & inside & ~meets
    return needed & ~holes, holes
