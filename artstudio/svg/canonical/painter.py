"""One shape after the other: outline, fill and stroke to pieces on the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely

from artstudio.geometry.contours import Strokes
from artstudio.geometry.path_data import PathData
from artstudio.svg.canonical.clip_extent import clip_to_limit, is_beyond_limit
from artstudio.svg.canonical.clips import Clips
from artstudio.svg.canonical.cuts import within
from artstudio.svg.canonical.deadline import spend
from artstudio.svg.canonical.fill_rule import resolve_fill
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.items import Area, Item, gridded
from artstudio.svg.canonical.outlines import outline
from artstudio.svg.canonical.page import Page
from artstudio.svg.canonical.paints import Paint, paint_of
from artstudio.svg.canonical.stroking import pen_for
from artstudio.svg.canonical.subtract_white import Ink
from artstudio.svg.canonical.walk import Document, Placed

_UNUSABLE_MM = 1e9
# Units of work: what reading, placing and writing take.
_EACH_SHAPE = 700
_EACH_SEGMENT = 5
# Ends nearer than this were meant to meet.
_GAP_MM = 0.01
# White that lets more than half of what is below through hides nothing.
_HIDES = 0.5
_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)


class Painter:
    """Paints the shapes of a document on a sheet."""

    def __init__(self, document: Document, page: Page, findings: ConversionWarnings) -> None:
        self._document = document
        self._page = page
        self._findings = findings
        self._clips = Clips(document)
        self._sheet = shapely.box(0, 0, page.width_mm, page.height_mm)
        self._names: set[str] = set()
        self.ink = Ink(self._sheet, findings)

    def paint(self, shape: Placed) -> None:
        """Paint one shape on top of those before it."""
        spend(_EACH_SHAPE)
        if shape.element.tag == "text":
            self._findings.add("text_dropped")
            return
        fill, stroke = (self._seen(shape, name) for name in ("fill", "stroke"))
        if fill is None and stroke is None:
            self._findings.add("invisible_parts_dropped")
            return
        drawn = outline(shape.element, viewport=shape.viewport, mm_per_unit=shape.to_mm.scale)
        spend(_EACH_SEGMENT * len(drawn.strokes.contours.points))
        if not drawn.is_complete:
            self._findings.add("path_in_error")
        if not _is_usable(shape, drawn):
            self._findings.add("unusable_coordinates_dropped")
            return
        pieces = [
            *(self._fill(shape, drawn, fill) if fill else ()),
            *(self._stroke(shape, drawn, stroke) if stroke else ()),
        ]
        self._stack(pieces, shape)

    def _stack(self, pieces: list[tuple[Item, Paint]], shape: Placed) -> None:
        if not pieces:
            self._findings.add("zero_area_parts_dropped")
        if shape.style.get("paint-order", "normal").split()[:1] == ["stroke"]:
            pieces.reverse()
        for piece, paint in pieces:
            self._put(piece, paint, shape)

    def _seen(self, shape: Placed, name: str) -> Paint | None:
        if not shape.style.is_visible:
            return None
        paint = paint_of(shape.style, name, self._document.by_id)
        if paint is None or paint.colour.alpha <= 0:
            return None
        if paint.colour.is_white and paint.colour.alpha < _HIDES:
            return None
        return paint

    def _fill(self, shape: Placed, drawn: PathData, paint: Paint) -> Iterator[tuple[Item, Paint]]:
        strokes = shape.to_mm.strokes(drawn.strokes)
        contours = strokes.contours
        contours = gridded(clip_to_limit(contours) if is_beyond_limit(contours) else contours)
        if not len(contours):
            return
        self._tell_gaps(strokes)
        even_odd = shape.style.get("fill-rule", "nonzero") == "evenodd"
        full = resolve_fill(contours, even_odd=even_odd)
        if full.is_flattened:
            self._findings.add("overlap_united")
        if not full.is_exact and not even_odd:
            self._findings.add("overlap_kept")
        contours = gridded(full.contours) if full.is_flattened else full.contours
        yield Area(contours, paint.colour.hex(), given=full.outlines), paint

    def _tell_gaps(self, strokes: Strokes) -> None:
        ends = strokes.contours.offsets[1:][strokes.open] - 1
        gaps = strokes.contours.points[ends, 2] - strokes.contours.starts()[ends]
        self._findings.add("open_paths_closed", int((np.hypot(*gaps.T) > _GAP_MM).sum()))

    def _stroke(self, shape: Placed, drawn: PathData, paint: Paint) -> Iterator[tuple[Item, Paint]]:
        pen = pen_for(shape, drawn, self._page, self._findings)
        if pen is None:
            return
        for piece in pen.stroke(shape.to_mm, paint.colour.hex(), self._sheet):
            if isinstance(piece, Area):
                self._findings.add("stroke_outlined")
            yield piece, paint

    def _put(self, item: Item, paint: Paint, shape: Placed) -> None:
        """Clip a piece, and put it on the sheet or take it away from what is there."""
        if paint.is_flattened:
            self._findings.add("gradient_flattened")
        elif paint.colour.alpha < 1:
            self._findings.add("transparency_flattened")
        clip = self._clips.area(shape.clips)
        left, is_less = within(item, clip) if clip is not None else ([item], False)
        if is_less:
            self._findings.add("clip_applied")
        for piece in left:
            if paint.colour.is_white:
                self.ink.knock_out(piece)
            else:
                self.ink.paint(self._named(piece, shape))

    def _named(self, item: Item, shape: Placed) -> Item:
        name = shape.element.get("id", "")
        if not _NAME.fullmatch(name) or name in self._names:
            return item
        self._names.add(name)
        return replace(item, name=name)


def _is_usable(shape: Placed, drawn: PathData) -> bool:
    points = shape.to_mm.strokes(drawn.strokes).contours.points
    dots = shape.to_mm.points(np.array(drawn.dots).reshape(-1, 2))
    return bool((np.abs(points) < _UNUSABLE_MM).all() and (np.abs(dots) < _UNUSABLE_MM).all())
