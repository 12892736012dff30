"""Clip paths, masks and the edges of nested viewports as areas in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from artstudio.geometry.affine import (
    IDENTITY,
    Affine,
    moved,
    scaled,
)
from artstudio.svg.canonical.clip_extent import clip_to_limit, is_beyond_limit
from artstudio.svg.canonical.colours import Colour
from artstudio.svg.canonical.deadline import spend, spend_on
from artstudio.svg.canonical.fill_rule import polygons, resolve_fill
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.items import gridded
from artstudio.svg.canonical.masks import MaskArea
from artstudio.svg.canonical.outlines import SHAPES
from artstudio.svg.canonical.paints import paint_of
from artstudio.svg.canonical.stroking import stroked_area
from artstudio.svg.canonical.text import text_outline
from artstudio.svg.canonical.transforms import parse_transform
from artstudio.svg.canonical.walk import (
    Clip,
    ClipArea,
    ClipBox,
    ClipPathUse,
    Document,
    MaskUse,
    Placed,
    outline_of,
)

# Units of work.
_EACH_SHAPE = 300
_LARGEST_MM = 40_000.0
_UNUSABLE_MM = 1e9
_MAX_DEPTH = 8
_NOTHING = shapely.Polygon()
_CHILDREN = SHAPES | {"use", "text"}


class Clips:
    """The areas of clips; each is worked out once for all that is in it."""

    def __init__(self, document: Document, findings: ConversionWarnings | None = None) -> None:
        self.document = document
        self._findings = findings
        # The clips are kept with their areas, as only that keeps their ids theirs.
        self._known: dict[tuple[int, ...], tuple[tuple[Clip, ...], shapely.Geometry]] = {}

    def area(self, clips: tuple[Clip, ...], depth: int = 0) -> shapely.Geometry | None:
        """Return where something with all of `clips` in force may show; None for everywhere."""
        if not clips:
            return None
        key = tuple(map(id, clips))
        if key not in self._known:
            area = self._one(clips[-1], depth)
            around = self.area(clips[:-1], depth)
            if around is not None:
                spend_on(area, around)
                area = shapely.intersection(area, around)
            shapely.prepare(area)
            self._known[key] = (clips, area)
        return self._known[key][1]

    def _one(self, clip: Clip, depth: int) -> shapely.Geometry:
        if isinstance(clip, ClipArea):
            return clip.area
        if isinstance(clip, ClipBox):
            return _rectangle(clip)
        if depth >= _MAX_DEPTH:
            return _NOTHING
        return self._mask(clip, depth) if isinstance(clip, MaskUse) else self._path(clip, depth)

    def _mask(self, use: MaskUse, depth: int) -> shapely.Geometry:
        mask = MaskArea(self, use, depth)
        area = mask.area()
        spend_on(area)
        if mask.is_rounded and self._findings is not None:
            self._findings.add("mask_rounded")
        around = self.area(self._own_clips(replace(use.placed, element=use.mask)), depth + 1)
        return area if around is None else shapely.intersection(area, around)

    def _path(self, clip: ClipPathUse, depth: int) -> shapely.Geometry:
        element, placed = clip.clip_path, clip.placed
        own = parse_transform(element.get("transform")) or IDENTITY
        inside = replace(
            placed,
            element=element,
            style=self.document.style_of(element),
            to_mm=placed.to_mm @ own,
            clips=(),
            groups=(),
            uses=(),
        )
        around = self.area(self._own_clips(inside), depth + 1)
        if (element.get("clipPathUnits") or "").strip() == "objectBoundingBox":
            inside = replace(inside, to_mm=inside.to_mm @ self.unit_square(placed))
        area = shapely.union_all(
            [
                self._shape(shape, depth + 1)
                for child in element
                if child.tag in _CHILDREN and self._is_direct(child)
                for shape in self.document.walk([replace(inside, element=child)])
            ]
        )
        return area if around is None else shapely.intersection(area, around)

    def _is_direct(self, child: Element) -> bool:
        """Return whether a child of a clipPath is, or refers to, a shape and no group."""
        if child.tag != "use":
            return True
        link = (child.get("href") or "").strip().removeprefix("#")
        target = self.document.by_id.get(link)
        return target is not None and target.tag in SHAPES | {"text"}

    def _own_clips(self, place: Placed) -> tuple[Clip, ...]:
        return self.document.clipped(replace(place, clips=())).clips

    def _shape(self, shape: Placed, depth: int) -> shapely.Geometry:
        """Return what a shape of a clipPath covers: its fill alone, whatever its paint."""
        spend(_EACH_SHAPE)
        if not shape.style.is_visible:
            return _NOTHING
        area = self.filled_area(shape, rule="clip-rule")
        around = self.area(shape.clips, depth)
        return area if around is None else shapely.intersection(area, around)

    def filled_area(self, shape: Placed, *, rule: str = "fill-rule") -> shapely.Geometry:
        """Return what the fill of a shape covers, in mm, without its clips."""
        drawn = text_outline(shape) if shape.element.tag == "text" else outline_of(shape)
        contours = shape.to_mm.strokes(drawn.strokes).contours
        if not (np.abs(contours.points) < _UNUSABLE_MM).all():
            return _NOTHING
        contours = gridded(clip_to_limit(contours) if is_beyond_limit(contours) else contours)
        even_odd = shape.style.get(rule, "nonzero") == "evenodd"
        area = shapely.union_all(polygons(resolve_fill(contours, even_odd=even_odd).outlines))
        spend_on(area)
        return area

    def painted(self, shape: Placed, depth: int) -> Iterator[tuple[shapely.Geometry, Colour]]:
        """Yield area and colour of what a shape paints, its clips and its groups applied."""
        spend(_EACH_SHAPE)
        if not shape.style.is_visible or shape.element.tag not in SHAPES:
            return
        around = self.area(shape.clips, depth)
        opacity = float(np.prod([group.opacity for group in shape.groups]))
        for name in ("fill", "stroke"):
            paint = paint_of(shape, name, self.document)
            if paint is None:
                continue
            area = self.filled_area(shape) if name == "fill" else self._stroked(shape)
            area = area if around is None else shapely.intersection(area, around)
            yield area, paint.colour.faded(opacity)

    def _stroked(self, shape: Placed) -> shapely.Geometry:
        area = stroked_area(shape, outline_of(shape))
        spend_on(area)
        return area

    def unit_square(self, placed: Placed) -> Affine:
        """Return the map from the unit square to the box of an element, in its user space."""
        box = self.document.box(placed)
        if box is None:
            return scaled(0, 0)
        return moved(box[0], box[1]) @ scaled(box[2], box[3])

    def square(self, to_mm: Affine) -> shapely.Geometry:
        """Return the unit square of a space in mm."""
        return _rectangle(ClipBox(box=(0, 0, 1, 1), to_mm=to_mm))


def _rectangle(clip: ClipBox) -> shapely.Geometry:
    x, y, width, height = clip.box
    corners = np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    points = clip.to_mm.points(corners)
    if not (np.abs(points) < _LARGEST_MM).all():
        points = np.clip(np.nan_to_num(points), -_LARGEST_MM, _LARGEST_MM)
    return shapely.make_valid(shapely.Polygon(points))
