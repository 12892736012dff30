"""How a drawing will cut: what a maker wants to know before the machine starts.

Areas of each colour are looked at by themselves, as if they were cut from a stock
of their own, and the counts are summed; so islands and loose parts of stacked
tones are those of each sheet. Where there are several colours, all of them are looked
at together too, as if they were cut from one sheet. Strokes are followed, not
cut out: widths, corners and pieces are those of areas, and what strokes cut loose is
counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.errors import GEOSException

from artstudio.cutting.colour_cut import LayerCut, layer_cut
from artstudio.cutting.drawn_lines import DrawnLines, colour_of, drawn_lines
from artstudio.cutting.errors import TooManyPairs
from artstudio.cutting.limits import DEFAULT_LIMIT_MM, CutLimits
from artstudio.cutting.line_faults import LineFaults, line_faults
from artstudio.cutting.strokes import StrokeFaults, stroke_faults
from artstudio.cutting.widths import Widths
from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.selection import select

__all__ = ["DEFAULT_LIMIT_MM", "CutCard", "CutLimits", "LayerCut", "cut_card", "merged"]

#: Goes up whenever the same drawing would get other figures; cards before 2 do not say it.
CARD_VERSION = 2
# The card takes about a second there; above it only what costs nothing is stated.
MAX_NODES = 60_000
# Each costs six milliseconds and more, however little there is of it.
MAX_COLOURS = 64


@dataclass(frozen=True, kw_only=True)
class CutCard:
    """The findings of each colour; none of them where the drawing is too much for it.

    together: the areas of all colours on one sheet, where there are several and it can
    be told. lines: what was found in all lines. strokes: what was found in strokes,
    always known. cut_time_s: the cut length at the feed, without travel between contours.
    """

    limits: CutLimits
    layers: tuple[LayerCut, ...] | None
    together: LayerCut | None
    lines: LineFaults
    strokes: StrokeFaults
    bytes: int
    cut_time_s: float | None

    @property
    def area_mm2(self) -> float | None:
        """Return what all areas fill together, or None where that is not known."""
        if self.layers is None:
            return None
        if len(self.layers) > 1:
            return self.together.area_mm2 if self.together else None
        return sum((layer.area_mm2 for layer in self.layers), 0.0)

    def as_dict(self) -> dict[str, Any]:
        """Return the card as JSON values; what was not looked at is None."""
        limits, known = self.limits, self.layers is not None
        return {
            "card_version": CARD_VERSION,
            "card_complete": known,
            "open_subpaths": self.strokes.open,
            "largest_opening_mm": round(self.strokes.largest_opening_mm, 3),
            "nearly_closed_subpaths": len(self.strokes.nearly_closed.widths),
            "repeated_strokes": len(self.strokes.repeats),
            **(_findings(self.layers, limits) if self.layers is not None else _UNKNOWN),
            **(_of_lines(self.lines) if known else dict.fromkeys(_of_lines(LineFaults()))),
            "by_colour": [
                _of_colour(layer, limits) for layer in self.layers or () if layer.pieces.count
            ],
            "together": _of_colour(self.together, limits) if self.together else None,
            "min_feature_mm": limits.min_feature_mm,
            "min_gap_mm": limits.min_gap_mm,
            "tool_diameter_mm": limits.tool_diameter_mm,
            "feed_mm_min": limits.feed_mm_min,
            "cut_time_s": self.cut_time_s,
            "bytes": self.bytes,
        }


def cut_card(
    drawing: Drawing,
    *,
    cut_length_mm: float,
    svg_bytes: int,
    limits: CutLimits | None = None,
) -> CutCard:
    """Return the card of `drawing`; never refuses one. `bench_cut_card` shows what it costs.

    cut_length_mm: as `measure` gives it. Drawings of more than 60,000 nodes or 64
    colours, and knots that meet millions of times, get a card without findings.
    """
    limits = limits or CutLimits()
    feed = limits.feed_mm_min
    strokes = stroke_faults(drawing.stroked)
    layers, together, lines = _found(drawing, limits, strokes)
    return CutCard(
        limits=limits,
        layers=layers,
        together=together,
        lines=lines,
        strokes=strokes,
        bytes=svg_bytes,
        cut_time_s=round(cut_length_mm / feed * 60, 1) if feed else None,
    )


_Found = tuple[tuple[LayerCut, ...] | None, LayerCut | None, LineFaults]


def _found(drawing: Drawing, limits: CutLimits, strokes: StrokeFaults) -> _Found:
    colours = list(dict.fromkeys(layer.fill for layer in drawing.filled))
    nodes = sum(_nodes(layer) for layer in drawing.layers)
    if nodes > MAX_NODES or len(colours) > MAX_COLOURS:
        return None, None, LineFaults()
    lines = drawn_lines(drawing)
    try:
        sheets = [_sheet(drawing, lines, limits, colour) for colour in colours]
        known = [rings[layer.meetings.along] for layer, rings in sheets]
        pairs = np.concatenate([np.zeros((2, 0), dtype=np.int64), *known], axis=1)
        repeated = np.zeros(len(lines), dtype=bool)
        repeated[np.flatnonzero(~lines.is_area)[strokes.repeated]] = True
        size = float(drawing.width_mm), float(drawing.height_mm)
        faults = line_faults(lines, size, pairs, repeated)
    except (TooManyPairs, GEOSException):
        # The geometry library gives up on some knots; a card is no reason to lose a drawing.
        return None, None, LineFaults()
    return tuple(layer for layer, _ in sheets), _together(drawing, lines, limits), faults


def _nodes(layer: Layer | StrokeLayer) -> int:
    return layer.on_grid.nodes if isinstance(layer, Layer) else layer.on_grid.contours.nodes


def _together(drawing: Drawing, lines: DrawnLines, limits: CutLimits) -> LayerCut | None:
    """Return what there is to say of all areas on one sheet, where there are several colours."""
    if len({layer.fill for layer in drawing.filled if not layer.is_empty}) < 2:
        return None
    try:
        return _sheet(drawing, lines, limits, "")[0]
    except (TooManyPairs, GEOSException):
        return None


def _sheet(
    drawing: Drawing, lines: DrawnLines, limits: CutLimits, colour: str
) -> tuple[LayerCut, Integers]:
    """Return what there is to say of one colour, or of all, and which rings these are."""
    mine = [layer for layer in drawing.filled if colour in ("", layer.fill)]
    shown = [layer for layer in drawing.layers if not layer.is_empty]
    is_mine = np.array(
        [isinstance(layer, Layer) and colour in ("", colour_of(layer)) for layer in shown],
        dtype=bool,
    )
    rings: Flags = is_mine[lines.layer] if len(lines) else np.zeros(0, dtype=bool)
    given = sum(len(layer.contours) for layer in mine)
    layer = layer_cut(
        select(lines.contours, rings),
        lines.layer[rings],
        _near_rings(lines, rings),
        limits,
        colour=colour,
        dropped=given - int(rings.sum()),
    )
    return layer, np.flatnonzero(rings)


def _near_rings(lines: DrawnLines, rings: Flags) -> tuple[Integers, Integers]:
    """Return the pairs of the flagged rings that come near each other, counted among those."""
    number = np.cumsum(rings) - 1
    one, other = (lines.chords.ring[chord] for chord in lines.near)
    mine = rings[one] & rings[other]
    return number[one[mine]], number[other[mine]]


def merged(widths: Sequence[Widths]) -> Widths:
    """Return all of `widths` as one, narrowest first."""
    if not widths:
        return Widths()
    every = np.concatenate([w.widths for w in widths])
    order = np.argsort(every, kind="stable")
    return Widths(
        every[order],
        np.concatenate([w.places for w in widths])[order],
        np.concatenate([w.lengths for w in widths])[order],
    )


def _findings(layers: Sequence[LayerCut], limits: CutLimits) -> dict[str, Any]:
    met = [layer.meetings for layer in layers]
    ink = merged([layer.narrow.ink for layer in layers])
    gaps = merged([layer.narrow.gaps for layer in layers])
    corners = [layer.corners for layer in layers if layer.corners is not None]
    has_tool = limits.tool_diameter_mm is not None
    return {
        "self_crossings": sum(len(m.self_crossings) for m in met),
        "ring_crossings": sum(len(m.crossings) for m in met),
        "overlapping_contours": sum(len(m.overlaps) for m in met),
        "duplicate_contours": sum(len(m.duplicates) for m in met),
        "touching_contours": sum(len(m.touches) for m in met),
        "zero_area_parts": sum(layer.zero_area_parts for layer in layers),
        "smallest_feature_mm": _rounded(ink.smallest),
        "smallest_feature_at": _place(ink.places),
        "thin_features": len(ink.below(limits.min_feature_mm).widths),
        "thin_length_mm": _summed(ink.below(limits.min_feature_mm)),
        "smallest_gap_mm": _rounded(gaps.smallest),
        "smallest_gap_at": _place(gaps.places),
        "narrow_gaps": len(gaps.below(limits.min_gap_mm).widths),
        "narrow_length_mm": _summed(gaps.below(limits.min_gap_mm)),
        "widths_searched_mm": _rounded(_searched_mm(layers, limits)),
        "tight_inside_corners": sum(len(c.around) for c in corners) if has_tool else None,
        "tight_pocket_corners": sum(len(c.within) for c in corners) if has_tool else None,
        "pieces": sum(layer.pieces.count for layer in layers) or 1,
        "ink_parts": sum(layer.pieces.ink for layer in layers),
        "islands": sum(layer.pieces.islands for layer in layers),
    }


def _searched_mm(layers: Sequence[LayerCut], limits: CutLimits) -> float:
    largest = max(limits.min_feature_mm, limits.min_gap_mm)
    searched = (layer.narrow.searched_mm for layer in layers if layer.pieces.count)
    return min(searched, default=largest)


def _of_lines(lines: LineFaults) -> dict[str, Any]:
    return {
        "cut_twice_mm": round(lines.twice.length, 3),
        "cut_twice_across_colours_mm": round(lines.twice_across.length, 3),
        "covered_cut_mm": round(lines.covered.length, 3),
        "beyond_sheet_mm": round(lines.beyond.length, 3),
        "stroke_crossings": len(lines.stroke_crossings),
        "stroke_pieces": lines.stroke_pieces,
    }


# What is said of each colour by itself.
_BY_COLOUR = (
    "self_crossings",
    "ring_crossings",
    "overlapping_contours",
    "duplicate_contours",
    "touching_contours",
    "smallest_feature_mm",
    "smallest_feature_at",
    "thin_features",
    "smallest_gap_mm",
    "smallest_gap_at",
    "narrow_gaps",
    "pieces",
    "ink_parts",
    "islands",
)


def _of_colour(layer: LayerCut, limits: CutLimits) -> dict[str, Any]:
    found = _findings([layer], limits)
    named = {"colour": layer.colour} if layer.colour else {}
    return named | {"area_mm2": round(layer.area_mm2, 3)} | {k: found[k] for k in _BY_COLOUR}


def _summed(widths: Widths) -> float:
    return round(float(widths.lengths.sum()), 3)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _place(places: Floats) -> list[float] | None:
    return places[0].round(2).tolist() if len(places) else None


_UNKNOWN = dict.fromkeys(_findings((), CutLimits()))
