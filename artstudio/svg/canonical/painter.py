"""One shape after the other: outline, fill, stroke and markers to pieces on the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely

from artstudio.geometry.contours import Strokes
from artstudio.geometry.path_data import PathData
from artstudio.svg.canonical.clip_extent import clip_to_limit, is_beyond_limit
from artstudio.svg.canonical.clips import Clips
from artstudio.svg.canonical.colours import Colour
from artstudio.svg.canonical.cuts import within
from artstudio.svg.canonical.deadline import spend
from artstudio.svg.canonical.fill_rule import resolve_fill
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.gradients import Geometry, part_where
from artstudio.svg.canonical.items import Area, Item, gridded, is_empty
from artstudio.svg.canonical.markers import has_markers, markers_of
from artstudio.svg.canonical.mixing import LEAST, GroupSurface, Surface, covered_by_item
from artstudio.svg.canonical.page import Page
from artstudio.svg.canonical.paints import Paint, paint_of
from artstudio.svg.canonical.patterns import TooManyTiles, tiles_of
from artstudio.svg.canonical.stroking import pen_for
from artstudio.svg.canonical.subtract_white import Extent, Ink
from artstudio.svg.canonical.text import text_outlines
from artstudio.svg.canonical.walk import Document, Group, Placed, outline_of

_UNUSABLE_MM = 1e9
# Units of work: what reading, placing and writing take.
_EACH_SHAPE = 700
_EACH_SEGMENT = 5
# Ends nearer than this were meant to meet.
_GAP_MM = 0.01
_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)
_ORDER = ("fill", "stroke", "markers")
_DARK = 0.5
_WHITE = Colour(1, 1, 1)


class _Piece(NamedTuple):
    """Something to paint in one colour."""

    item: Item
    colour: Colour


class Painter:
    """Paints the shapes of a document on a sheet.

    by_tone: a gradient becomes what is dark in it, and not its mean colour.
    """

    def __init__(
        self, document: Document, page: Page, findings: ConversionWarnings, *, by_tone: bool = False
    ) -> None:
        self._document = document
        self._page = page
        self._findings = findings
        self._by_tone = by_tone
        self._clips = Clips(document, findings)
        self._sheet = shapely.box(0, 0, page.width_mm, page.height_mm)
        self._names: set[str] = set()
        self._ink = Ink(self._sheet, findings)
        self._open: list[GroupSurface] = []

    @property
    def extent(self) -> Extent | None:
        """The box of everything that was painted, also beyond the sheet; after `items`."""
        return self._ink.extent

    def items(self) -> list[Item]:
        """Return what is left on the sheet once everything is painted, bottom first."""
        self._enter(())
        return self._ink.items()

    def paint(self, shape: Placed) -> None:
        """Paint one shape on top of those before it."""
        spend(_EACH_SHAPE)
        if shape.element.tag == "text":
            self._paint_text(shape)
        else:
            self._paint_outline(shape, outline_of(shape))

    def _paint_text(self, shape: Placed) -> None:
        """Paint a text as the outlines of a font at hand; what no font has is left out."""
        outlines = text_outlines(shape)
        if not outlines:
            self._findings.add("text_dropped", int(bool("".join(shape.element.itertext()).strip())))
            return
        self._findings.add("text_outlined")
        for run, drawn in outlines:
            self._paint_outline(run, drawn)

    def _paint_outline(self, shape: Placed, drawn: PathData) -> None:
        fill, stroke = (self._seen(shape, name) for name in ("fill", "stroke"))
        marked = shape.style.is_visible and has_markers(shape)
        if fill is None and stroke is None and not marked:
            self._findings.add("invisible_parts_dropped")
            return
        spend(_EACH_SEGMENT * len(drawn.strokes.contours.points))
        if not drawn.is_complete:
            self._findings.add("path_in_error")
        if not _is_usable(shape, drawn):
            self._findings.add("unusable_coordinates_dropped")
            return
        acts: dict[str, Callable[[], bool]] = {
            "fill": lambda: fill is not None and self._paint_fill(shape, drawn, fill),
            "stroke": lambda: stroke is not None and self._paint_stroke(shape, drawn, stroke),
            "markers": lambda: marked and self._paint_markers(shape),
        }
        done = [acts[name]() for name in _paint_order(shape)]
        if not any(done):
            self._findings.add("zero_area_parts_dropped")

    def _seen(self, shape: Placed, name: str) -> Paint | None:
        return paint_of(shape, name, self._document) if shape.style.is_visible else None

    def _paint_fill(self, shape: Placed, drawn: PathData, paint: Paint) -> bool:
        area = self._area(shape, drawn, paint.colour.hex())
        if area is not None:
            self._lay(area, paint, shape)
        return area is not None

    def _paint_stroke(self, shape: Placed, drawn: PathData, paint: Paint) -> bool:
        pen = pen_for(shape, drawn, mm_per_px=self._page.mm_per_px, findings=self._findings)
        pieces = pen.stroke(shape.to_mm, paint.colour.hex(), self._sheet) if pen else []
        for piece in pieces:
            if isinstance(piece, Area):
                self._findings.add("stroke_outlined")
            self._lay(piece, paint, shape)
        return bool(pieces)

    def _paint_markers(self, shape: Placed) -> bool:
        for part in markers_of(shape, self._document):
            self.paint(part)
        return True

    def _area(self, shape: Placed, drawn: PathData, colour: str) -> Area | None:
        strokes = shape.to_mm.strokes(drawn.strokes)
        contours = strokes.contours
        contours = gridded(clip_to_limit(contours) if is_beyond_limit(contours) else contours)
        if not len(contours):
            return None
        self._tell_gaps(strokes)
        even_odd = shape.style.get("fill-rule", "nonzero") == "evenodd"
        full = resolve_fill(contours, even_odd=even_odd)
        if full.is_flattened:
            self._findings.add("overlap_united")
        if not full.is_exact and not even_odd:
            self._findings.add("overlap_kept")
        contours = gridded(full.contours) if full.is_flattened else full.contours
        return Area(contours, colour, given=full.outlines)

    def _tell_gaps(self, strokes: Strokes) -> None:
        ends = strokes.contours.offsets[1:][strokes.open] - 1
        gaps = strokes.contours.points[ends, 2] - strokes.contours.starts()[ends]
        self._findings.add("open_paths_closed", int((np.hypot(*gaps.T) > _GAP_MM).sum()))

    def _lay(self, item: Item, paint: Paint, shape: Placed) -> None:
        """Paint a piece with whatever its paint is."""
        if paint.pattern is not None:
            self._lay_pattern(item, paint, shape)
            return
        for piece in self._of_paint(item, paint, shape):
            self._put(piece, shape)

    def _lay_pattern(self, item: Item, paint: Paint, shape: Placed) -> None:
        assert paint.pattern is not None
        try:
            tiles = tiles_of(
                paint.pattern, shape, covered_by_item(item), self._clips, paint.colour.alpha
            )
            for part in tiles:
                self.paint(part)
        except TooManyTiles:
            self._findings.add("pattern_flattened")
            self._put(_Piece(item, paint.colour), shape)
        else:
            self._findings.add("pattern_drawn")

    def _of_paint(self, item: Item, paint: Paint, shape: Placed) -> Iterator[_Piece]:
        """Yield a piece in its colour; of a gradient only what is opaque, or dark."""
        if paint.gradient is None:
            yield _Piece(item, paint.colour)
        elif self._by_tone:
            yield _Piece(item, replace_alpha(_WHITE, paint.colour.alpha))
            yield from self._part(item, paint, shape, _is_dark, "gradient_traced")
        elif paint.fades:
            yield from self._part(item, paint, shape, _is_shown, "gradient_faded")
        else:
            self._findings.add("gradient_flattened")
            yield _Piece(item, paint.colour)

    def _part(
        self,
        item: Item,
        paint: Paint,
        shape: Placed,
        holds: Callable[[Colour], bool],
        code: str,
    ) -> Iterator[_Piece]:
        """Yield the part of a piece in which something holds for the gradient's colour."""
        self._findings.add(code)
        part = part_where(paint.stops, holds)
        if part is None or paint.gradient is None:
            return
        geometry = Geometry(paint.gradient, self._document.by_id, shape.viewport)
        area = geometry.area(part.intervals, shape.to_mm, lambda: self._clips.unit_square(shape))
        left, _ = within(item, area)
        for piece in left:
            yield _Piece(replace(piece, colour=part.colour.hex()), part.colour)

    def _put(self, piece: _Piece, shape: Placed) -> None:
        """Clip a piece and put it on what is open: the sheet, or the group it is in."""
        clip = self._clips.area(shape.clips)
        left, is_less = within(piece.item, clip) if clip is not None else ([piece.item], False)
        if is_less:
            self._findings.add("clip_applied")
        surface = self._enter(shape.groups)
        for item in left:
            if not is_empty(item):
                surface.put(self._named(item, shape), piece.colour)

    def _enter(self, groups: tuple[Group, ...]) -> Surface:
        """Close the groups that are left, open those that are entered; return the innermost."""
        same = 0
        while same < min(len(groups), len(self._open)) and self._open[same].group is groups[same]:
            same += 1
        while len(self._open) > same:
            self._open.pop().close()
        for group in groups[same:]:
            below: Surface = self._open[-1] if self._open else self._ink
            self._open.append(GroupSurface(group, below, self._findings))
        return self._open[-1] if self._open else self._ink

    def _named(self, item: Item, shape: Placed) -> Item:
        name = shape.element.get("id", "")
        if not _NAME.fullmatch(name) or name in self._names:
            return item
        self._names.add(name)
        return replace(item, name=name)


def replace_alpha(colour: Colour, alpha: float) -> Colour:
    """Return a colour with another opacity."""
    return Colour(*colour[:3], alpha)


def _is_shown(colour: Colour) -> bool:
    return colour.alpha >= LEAST


def _is_dark(colour: Colour) -> bool:
    red, green, blue, _ = colour.on_white()
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < _DARK


def _paint_order(shape: Placed) -> list[str]:
    words = shape.style.get("paint-order", "normal").split()
    first = [word for word in words if word in _ORDER]
    return [*first, *(word for word in _ORDER if word not in first)]


def _is_usable(shape: Placed, drawn: PathData) -> bool:
    points = shape.to_mm.strokes(drawn.strokes).contours.points
    dots = shape.to_mm.points(np.array(drawn.dots).reshape(-1, 2))
    return bool((np.abs(points) < _UNUSABLE_MM).all() and (np.abs(dots) < _UNUSABLE_MM).all())
