"""White on top of ink: a hole, because a cutter would cut both outlines."""

from __future__ import annotations

import shapely

from artstudio.svg.canonical.boxes import Boxes, overlap
from artstudio.svg.canonical.cuts import is_empty, with_holes, without
from artstudio.svg.canonical.findings import Findings
from artstudio.svg.canonical.items import Area, Item, bounds


class Ink:
    """The pieces painted so far, bottom first, with nothing white among them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._items: list[Item] = []
        self._boxes = Boxes()

    def paint(self, item: Item) -> None:
        """Put a piece on top."""
        self._boxes.add(shapely.bounds(item.parts), len(self._items))
        self._items.append(item)

    def knock_out(self, white: Item, *, is_ground: bool) -> None:
        """Take a white piece away from all that lies below it.

        is_ground: it is the sheet's own white, which is left out without a word.
        """
        covered = shapely.union_all(white.parts)
        hits = [
            i
            for i in self._boxes.owners(bounds(white)).tolist()
            if overlap(white.parts, self._items[i].parts)
        ]
        exact = [self._cut(i, white, covered) for i in hits]
        if hits:
            self._findings.add("white_cut_out" if all(exact) else "white_subtracted")
        elif not is_ground:
            self._findings.add("white_dropped")

    def _cut(self, i: int, white: Item, covered: shapely.Geometry) -> bool:
        """Cut `white` out of one piece; return whether no curve was lost by that."""
        item = self._items[i]
        if isinstance(item, Area) and isinstance(white, Area):
            holed = with_holes(item, white)
            if holed is not None:
                self._items[i] = holed
                return True
        self._items[i] = without(item, covered)
        return is_empty(self._items[i])

    def items(self) -> list[Item]:
        """Return what is left, bottom first."""
        return [item for item in self._items if not is_empty(item)]
