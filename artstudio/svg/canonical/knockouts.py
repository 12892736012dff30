"""White on top of ink: a hole, because a cutter would cut both outlines."""

from __future__ import annotations

import shapely

from artstudio.svg.canonical.boxes import Boxes, overlap
from artstudio.svg.canonical.cuts import with_holes, without
from artstudio.svg.canonical.findings import Findings
from artstudio.svg.canonical.items import Area, Item, bounds


class Ink:
    """The pieces painted so far, bottom first, with nothing white among them."""

    def __init__(self, sheet: shapely.Geometry, findings: Findings) -> None:
        self._sheet = sheet
        self._findings = findings
        # What is left of each piece that was painted, and what it covered then.
        self._left: list[list[Item]] = []
        self._boxes = Boxes()

    def paint(self, item: Item) -> None:
        """Put a piece on top."""
        self._boxes.add(shapely.bounds(item.parts), len(self._left))
        self._left.append([item])

    def knock_out(self, white: Item) -> None:
        """Take a white piece away from all that lies below it."""
        covered = shapely.union_all(white.parts)
        is_exact = [
            self._cut(i, white, covered)
            for i in self._boxes.owners(bounds(white)).tolist()
            if any(overlap(white.parts, item.parts) for item in self._left[i])
        ]
        if is_exact:
            self._findings.add("white_cut_out" if all(is_exact) else "white_subtracted")
        elif not shapely.covers(covered, self._sheet):
            # The sheet's own ground is left out without a word.
            self._findings.add("white_dropped")

    def _cut(self, i: int, white: Item, covered: shapely.Geometry) -> bool:
        """Cut `white` out of what is left of one piece; return whether all curves are left."""
        items, self._left[i] = self._left[i], []
        for item in items:
            holed = None
            if isinstance(item, Area) and isinstance(white, Area):
                holed = with_holes(item, white)
            self._left[i] += [holed] if holed else without(item, covered)
        return not self._left[i] or self._left[i] == [holed]

    def items(self) -> list[Item]:
        """Return what is left on the sheet, bottom first."""
        items = [item for left in self._left for item in left]
        seen = [item for item in items if shapely.intersects(self._sheet, item.parts).any()]
        for _ in range(len(items) - len(seen)):
            self._findings.add("outside_parts_dropped")
        return seen
