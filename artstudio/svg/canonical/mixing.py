"""What lets through, mixed with what it lies on; groups painted as a whole.

A tool cuts or does not cut: what hides at least half of what is below becomes an
opaque colour, part by part; what hides less is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import shapely

from artstudio.geometry.contours import joined
from artstudio.svg.canonical.colours import Colour, over
from artstudio.svg.canonical.cuts import THIN_MM
from artstudio.svg.canonical.deadline import TooManyIntersections, spend_on
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.items import (
    Area,
    Item,
    StrokedLine,
    area_of,
    reshaped,
)
from artstudio.svg.canonical.walk import Group

#: What lets less than this through is as good as opaque.
OPAQUE = 0.95
#: What hides less than this is left out.
LEAST = 0.5
NOTHING_MM2 = 1e-3


class Surface(Protocol):
    """Something to paint on."""

    def put(self, item: Item, colour: Colour) -> None:
        """Paint a piece in a colour, which may let through."""


@dataclass
class GroupSurface:
    """The pieces of a group, which let through together what lies below the group."""

    group: Group
    below: Surface
    findings: ConversionWarnings
    pieces: list[tuple[Item, Colour]] = field(default_factory=list)

    def put(self, item: Item, colour: Colour) -> None:
        """Keep a piece until the group is closed."""
        self.pieces.append((item, colour))

    def close(self) -> None:
        """Paint the group on what is below it."""
        opacity = self.group.opacity
        if opacity >= OPAQUE:
            pieces = self.pieces
        elif opacity < LEAST:
            code = "clear_parts_dropped" if opacity > 0 else "invisible_parts_dropped"
            self.findings.add(code, len(self.pieces))
            return
        else:
            pieces = self._as_seen() if len(self.pieces) > 1 else self.pieces
            pieces = [(item, colour.faded(opacity)) for item, colour in pieces]
        for item, colour in pieces:
            self.below.put(item, colour)

    def _as_seen(self) -> list[tuple[Item, Colour]]:
        """Return the pieces without what is hidden by others of the group."""
        seen: list[tuple[Item, Colour]] = []
        hidden: shapely.Geometry = shapely.Polygon()
        for item, colour in reversed(self.pieces):
            left = _without(item, hidden)
            if left is not None:
                seen.append((left, colour))
            if colour.alpha >= OPAQUE:
                hidden = shapely.union(hidden, covered_by_item(item))
        return seen[::-1]


def covered_by_item(item: Item) -> shapely.Geometry:
    """Return what an item covers; nothing for strokes too tangled to tell."""
    try:
        spend_on(item.parts)
        return shapely.union_all(item.parts)
    except TooManyIntersections:
        return shapely.Polygon()


def _without(item: Item, hidden: shapely.Geometry) -> Item | None:
    covered = covered_by_item(item)
    if not shapely.intersects(covered, hidden):
        return item
    left = shapely.difference(covered, hidden)
    if shapely.area(left) <= NOTHING_MM2:
        return None
    return reshaped(_as_area(item), left)


def _as_area(item: Item) -> Area:
    return item if isinstance(item, Area) else Area(joined([]), item.colour, item.name)


def is_hairline(item: Item) -> bool:
    """Return whether an item is a line to follow, whose colour is all that can be kept."""
    return isinstance(item, StrokedLine) and item.width_mm <= THIN_MM


def mixed_parts(
    item: Item, colour: Colour, below: list[tuple[shapely.Geometry, Colour]]
) -> list[tuple[Area, Colour, Colour | None]]:
    """Return the parts of an item by what they lie on, each with its mixed colour and its ground.

    The ground is None for the bare sheet. below: what is there, topmost first, with its colours.
    """
    whole = area_of(item)
    rest = covered_by_item(whole)
    parts: list[tuple[Area, Colour, Colour | None]] = []
    for area, ground in below:
        spend_on(area, rest)
        common = shapely.intersection(rest, area)
        if shapely.area(common) <= NOTHING_MM2:
            continue
        rest = shapely.difference(rest, area)
        parts.append((reshaped(whole, common), over(colour, ground), ground))
    if shapely.area(rest) > NOTHING_MM2:
        left = whole if not parts else reshaped(whole, rest)
        parts.append((left, over(colour, Colour(1, 1, 1)), None))
    return parts
