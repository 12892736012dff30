"""Masks that are made of plain shapes, as areas: what is light (or opaque) shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from artstudio.geometry.affine import IDENTITY, moved, scaled
from artstudio.svg.canonical.colours import Colour
from artstudio.svg.canonical.numbers import length
from artstudio.svg.canonical.style import own_opacity
from artstudio.svg.canonical.walk import MaskUse, Placed

if TYPE_CHECKING:
    from artstudio.svg.canonical.clips import Clips

#: A part shows where it lets at least half through.
SHOWN_FROM = 0.5
_CLEAR, _FULL = 0.02, 0.98
_NOTHING_MM2 = 1e-3
#: Where a mask says nothing: the box and a tenth around it.
_AROUND = {"x": "-10%", "y": "-10%", "width": "120%", "height": "120%"}


class MaskArea:
    """The area that a mask lets show, and whether parts of it were neither light nor dark."""

    def __init__(self, clips: Clips, use: MaskUse, depth: int) -> None:
        self._clips = clips
        self._use = use
        self._depth = depth
        self._by_alpha = use.mask.get("mask-type") == "alpha"
        self.is_rounded = False

    def area(self) -> shapely.Geometry:
        """Return what shows, in mm."""
        levels: list[tuple[shapely.Geometry, float]] = []
        for area, level in self._layers():
            levels = [(shapely.difference(other, area), was) for other, was in levels]
            levels.append((area, level))
        for area, level in levels:
            if shapely.area(area) > _NOTHING_MM2 and _CLEAR < level < _FULL:
                self.is_rounded = True
        lit = [area for area, level in levels if level >= SHOWN_FROM]
        shown = shapely.union_all(lit)
        return shapely.intersection(shown, self._region())

    def _layers(self) -> Iterator[tuple[shapely.Geometry, float]]:
        """Yield area and light of each shape, bottom first; what lets through is mixed before."""
        painted: list[tuple[shapely.Geometry, float, float]] = []
        for shape in self._clips.document.walk(self._contents()):
            for area, colour in self._clips.painted(shape, self._depth + 1):
                alpha = colour.alpha
                light = alpha if self._by_alpha else alpha * _luminance(colour)
                painted.append((area, light, alpha))
        yield from _composed(painted)

    def _contents(self) -> list[Placed]:
        use, mask = self._use, self._use.mask
        style = self._clips.document.style_of(mask)
        to_mm = use.placed.to_mm
        if (mask.get("maskContentUnits") or "").strip() == "objectBoundingBox":
            to_mm = to_mm @ self._clips.unit_square(use.placed)
        inside = replace(
            use.placed, to_mm=to_mm, style=style, clips=(), groups=(), uses=(), context=None
        )
        if own_opacity(mask) < SHOWN_FROM:
            return []
        return [replace(inside, element=child) for child in mask]

    def _region(self) -> shapely.Geometry:
        mask, placed = self._use.mask, self._use.placed
        in_user_space = (mask.get("maskUnits") or "").strip() == "userSpaceOnUse"
        square = IDENTITY if in_user_space else self._clips.unit_square(placed)
        of = placed.viewport if in_user_space else (1.0, 1.0)
        given = {name: mask.get(name) or usual for name, usual in _AROUND.items()}
        font = placed.style.font
        x, width = (length(given[name], of=of[0], font=font) for name in ("x", "width"))
        y, height = (length(given[name], of=of[1], font=font) for name in ("y", "height"))
        if width <= 0 or height <= 0:
            return shapely.Polygon()
        to_mm = placed.to_mm @ square @ moved(x, y) @ scaled(width, height)
        return self._clips.square(to_mm)


def _luminance(colour: Colour) -> float:
    return 0.2125 * colour.red + 0.7154 * colour.green + 0.0721 * colour.blue


def _composed(
    painted: list[tuple[shapely.Geometry, float, float]],
) -> Iterator[tuple[shapely.Geometry, float]]:
    """Yield areas with their light on top of what is below them."""
    below: list[tuple[shapely.Geometry, float]] = []
    for area, light, alpha in painted:
        added = [(area, light)]
        if alpha < _FULL:
            # What lets through adds to each part that it lies on.
            added += [
                (common, light + was * (1 - alpha))
                for other, was in below
                if shapely.area(common := shapely.intersection(area, other)) > _NOTHING_MM2
            ]
        below += added
        yield from added
