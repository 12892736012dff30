"""Clip paths and the edges of nested viewports as areas in millimetres."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from artstudio.geometry.affine import (
    IDENTITY,
    Affine,
    moved,
    scaled,
)
from artstudio.geometry.polygons import Floats, flattened
from artstudio.svg.canonical.clip_extent import clip_to_limit, is_beyond_limit
from artstudio.svg.canonical.deadline import spend, spend_on
from artstudio.svg.canonical.fill_rule import polygons, resolve_fill
from artstudio.svg.canonical.items import gridded
from artstudio.svg.canonical.outlines import SHAPES, outline
from artstudio.svg.canonical.style import Style
from artstudio.svg.canonical.transforms import parse_transform
from artstudio.svg.canonical.walk import ClipBox, ClipPathUse, Document, Placed

# Units of work.
_EACH_SHAPE = 300
_LARGEST_MM = 40_000.0
_UNUSABLE_MM = 1e9
_ANYWHERE = 1e12
_MAX_DEPTH = 8
_NOTHING = shapely.Polygon()
_CHILDREN = SHAPES | {"use"}

Clip = ClipBox | ClipPathUse


class Clips:
    """The areas of clips; each is worked out once for all that is in it."""

    def __init__(self, document: Document) -> None:
        self._document = document
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
        if isinstance(clip, ClipBox):
            return _rectangle(clip)
        if depth >= _MAX_DEPTH:
            return _NOTHING
        element, placed = clip.clip_path, clip.placed
        inside = replace(
            placed,
            element=element,
            style=Style().inside(element),
            to_mm=placed.to_mm @ self._units(clip) @ _own(element.get("transform")),
            clips=(),
            uses=(),
        )
        area = shapely.union_all(
            [
                self._shape(shape, depth + 1)
                for child in element
                if child.tag in _CHILDREN
                for shape in self._document.walk([replace(inside, element=child)])
            ]
        )
        around = self.area(self._document.clipped(inside).clips, depth + 1)
        return area if around is None else shapely.intersection(area, around)

    def _shape(self, shape: Placed, depth: int) -> shapely.Geometry:
        spend(_EACH_SHAPE)
        if shape.element.tag not in SHAPES or not shape.style.is_visible:
            return _NOTHING
        drawn = outline(
            shape.element, viewport=shape.viewport, mm_per_unit=shape.to_mm.scale
        ).strokes
        contours = shape.to_mm.strokes(drawn).contours
        if not (np.abs(contours.points) < _UNUSABLE_MM).all():
            return _NOTHING
        contours = gridded(clip_to_limit(contours) if is_beyond_limit(contours) else contours)
        even_odd = shape.style.get("clip-rule", "nonzero") == "evenodd"
        area = shapely.union_all(polygons(resolve_fill(contours, even_odd=even_odd).outlines))
        spend_on(area)
        around = self.area(shape.clips, depth)
        return area if around is None else shapely.intersection(area, around)

    def _units(self, clip: ClipPathUse) -> Affine:
        if (clip.clip_path.get("clipPathUnits") or "").strip() != "objectBoundingBox":
            return IDENTITY
        box = self.box(clip.placed)
        if box is None:
            return scaled(0, 0)
        return moved(box[0], box[1]) @ scaled(box[2] - box[0], box[3] - box[1])

    def box(self, placed: Placed) -> tuple[float, float, float, float] | None:
        """Return x0, y0, x1, y1 of an element's shapes in its user space; None for none."""
        inside = replace(placed, to_mm=IDENTITY, clips=())
        points = [np.zeros((0, 2))]
        for shape in self._document.entered(inside):
            spend(_EACH_SHAPE)
            points.append(_points(shape))
        return _around(np.concatenate(points))


def _around(points: Floats) -> tuple[float, float, float, float] | None:
    if not len(points):
        return None
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (low[0], low[1], high[0], high[1])


def _points(shape: Placed) -> Floats:
    """Return points all along a shape's outline, none where it lies nowhere."""
    if shape.element.tag not in SHAPES:
        return np.zeros((0, 2))
    drawn = outline(shape.element, viewport=shape.viewport, mm_per_unit=1.0).strokes
    contours = shape.to_mm.strokes(drawn).contours
    if not (np.abs(contours.points) < _ANYWHERE).all():
        return np.zeros((0, 2))
    return flattened(contours).points


def _own(transform: str | None) -> Affine:
    return parse_transform(transform) or IDENTITY


def _rectangle(clip: ClipBox) -> shapely.Geometry:
    x, y, width, height = clip.box
    corners = np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    points = clip.to_mm.points(corners)
    if not (np.abs(points) < _LARGEST_MM).all():
        points = np.clip(np.nan_to_num(points), -_LARGEST_MM, _LARGEST_MM)
    return shapely.make_valid(shapely.Polygon(points))
