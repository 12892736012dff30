"""Patterns as fills: the tiles that lie on an area, as things to paint."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from artstudio.geometry.affine import IDENTITY, Affine, moved, scaled
from artstudio.svg.canonical.clips import Clips
from artstudio.svg.canonical.numbers import length
from artstudio.svg.canonical.transforms import parse_transform
from artstudio.svg.canonical.viewports import Box, fitted, is_usable, view_box
from artstudio.svg.canonical.walk import ClipArea, ClipBox, Document, Group, Placed

MAX_TILES = 1_500
#: Shapes in all tiles of one fill.
MAX_SHAPES = 6_000
_MAX_CHAIN = 32


class TooManyTiles(Exception):
    """The pattern is too fine for what it fills."""


@dataclass(frozen=True, kw_only=True)
class _Tiling:
    """The tiles of one pattern: the box of the first, in the pattern's space."""

    content: Element
    box: Box
    to_mm: Affine
    inward: Affine
    viewport: tuple[float, float]


def tiles_of(
    pattern: Element, shape: Placed, area: shapely.Geometry, clips: Clips, opacity: float
) -> Iterator[Placed]:
    """Yield what the tiles show on `area` (mm), shape by shape, bottom first.

    Raises TooManyTiles before anything is yielded.
    """
    document = clips.document
    tiling = _tiling(pattern, shape, clips)
    if tiling is None or shapely.is_empty(area) or id(pattern) in shape.uses:
        return
    places = _places(tiling, area)
    drawn = sum(1 for _ in tiling.content.iter())
    if len(places) > MAX_TILES or len(places) * drawn > MAX_SHAPES:
        raise TooManyTiles
    groups = (*shape.groups, Group(opacity=opacity)) if opacity < 1 else shape.groups
    inside = replace(
        shape,
        element=tiling.content,
        style=document.style_of(tiling.content),
        viewport=tiling.viewport,
        clips=(*shape.clips, ClipArea(area=area)),
        uses=(*shape.uses, id(pattern)),
        groups=groups,
        context=None,
    )
    for place in places:
        yield from _tile(tiling, inside, place, document)


def _tile(
    tiling: _Tiling, inside: Placed, place: tuple[float, float], document: Document
) -> Iterator[Placed]:
    to_mm = tiling.to_mm @ moved(*place)
    # Whatever its overflow says: viewers cut a tile off at its edge.
    edge = ClipBox(box=tiling.box, to_mm=to_mm)
    placed = replace(inside, to_mm=to_mm @ tiling.inward, clips=(*inside.clips, edge))
    yield from document.walk([replace(placed, element=child) for child in tiling.content])


def _tiling(pattern: Element, shape: Placed, clips: Clips) -> _Tiling | None:
    chain = list(_chain(pattern, clips.document.by_id))
    given = _Attributes(chain)
    by_box = given.get("patternUnits", "objectBoundingBox") != "userSpaceOnUse"
    square = clips.unit_square(shape) if by_box else IDENTITY
    of = (1.0, 1.0) if by_box else shape.viewport
    font = shape.style.font
    x, width = (length(given.get(n, "0"), of=of[0], font=font) for n in ("x", "width"))
    y, height = (length(given.get(n, "0"), of=of[1], font=font) for n in ("y", "height"))
    # The tile in user units: boxes are upright, so the square only moves and scales.
    low, high = square.points(np.array([[x, y], [x + width, y + height]])).tolist()
    box: Box = (low[0], low[1], high[0] - low[0], high[1] - low[1])
    content = next((each for each in chain if len(each)), None)
    if content is None or not is_usable(box):
        return None
    to_mm = shape.to_mm @ (parse_transform(given.get("patternTransform", "")) or IDENTITY)
    inner = view_box(given.get("viewBox", ""))
    # Viewers draw the content from the tile's corner on.
    inward = moved(box[0], box[1])
    if inner:
        inward = fitted(inner, into=box, aspect=given.get("preserveAspectRatio", ""))
    elif given.get("patternContentUnits", "") == "objectBoundingBox":
        square = clips.unit_square(shape)
        inward = inward @ scaled(square.a, square.d)
    return _Tiling(
        content=content,
        box=box,
        to_mm=to_mm,
        inward=inward,
        viewport=(inner or (0.0, 0.0, *shape.viewport))[2:],
    )


class _Attributes:
    """Attributes of a pattern, or of the first that it refers to that has them."""

    def __init__(self, chain: list[Element]) -> None:
        self._chain = chain

    def get(self, name: str, default: str) -> str:
        return next((each.attrib[name] for each in self._chain if name in each.attrib), default)


def _chain(pattern: Element, by_id: Mapping[str, Element]) -> Iterator[Element]:
    for _ in range(_MAX_CHAIN):
        yield pattern
        template = by_id.get((pattern.get("href") or "").strip().removeprefix("#"))
        if template is None or template.tag != "pattern":
            return
        pattern = template


def _places(tiling: _Tiling, area: shapely.Geometry) -> list[tuple[float, float]]:
    """Return by how much each tile that meets the area is moved from the first."""
    back = _inverse(tiling.to_mm)
    if back is None:
        return []
    x0, y0, x1, y1 = shapely.bounds(area).tolist()
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    low, high = (edge(back.points(corners), axis=0) for edge in (np.min, np.max))
    x, y, width, height = tiling.box
    columns = _range(low[0] - x, high[0] - x, width)
    rows = _range(low[1] - y, high[1] - y, height)
    if len(columns) * len(rows) > 4 * MAX_TILES:
        raise TooManyTiles
    shapely.prepare(area)
    return [
        (column * width, row * height)
        for row in rows
        for column in columns
        if shapely.intersects(area, _square(tiling, column * width, row * height))
    ]


def _range(low: float, high: float, step: float) -> range:
    count = (high - low) / step
    if not count < 4 * MAX_TILES:
        raise TooManyTiles
    return range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9))


def _square(tiling: _Tiling, x: float, y: float) -> shapely.Geometry:
    left, top, width, height = tiling.box
    tile = shapely.box(left + x, top + y, left + x + width, top + y + height)
    return shapely.transform(tile, tiling.to_mm.points)


def _inverse(affine: Affine) -> Affine | None:
    size = affine.a * affine.d - affine.b * affine.c
    if not size or not math.isfinite(size):
        return None
    a, b, c, d = affine.d / size, -affine.b / size, -affine.c / size, affine.a / size
    return Affine(a, b, c, d, -(a * affine.e + c * affine.f), -(b * affine.e + d * affine.f))
