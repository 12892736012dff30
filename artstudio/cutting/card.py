"""How a drawing will cut: what a maker wants to know before the machine starts.

Areas of each colour are looked at by themselves, as if they were cut from a stock
of their own, and the counts are summed; so islands and loose parts of stacked
tones are those of each sheet. Strokes are followed, not cut out: of them the
card says how many are open and how far, and which are drawn twice; widths,
corners, crossings and pieces are those of areas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.errors import GEOSException

from artstudio.cutting.intersections import (
    Intersections,
    TooComplex,
)
from artstudio.cutting.intersections import (
    find_intersections as meetings,
)
from artstudio.cutting.min_width import NarrowPlaces, Widths, narrow_places
from artstudio.cutting.pieces import Pieces, pieces
from artstudio.cutting.strokes import StrokeFaults, stroke_faults
from artstudio.cutting.tool_corners import TightCorners, tight_corners
from artstudio.geometry.contours import joined
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import FlatRings, Floats, flattened

DEFAULT_LIMIT_MM = 0.3
# The card takes one to two seconds there; above it only what costs nothing is stated.
MAX_NODES = 60_000
# Each costs six milliseconds and more, however little there is of it.
MAX_COLOURS = 64
# Rings in rings in rings: pairs grow as the square of them.
MAX_RING_PAIRS = 200_000
# What encloses less than a hundredth by a hundredth of a millimetre encloses nothing.
_NOTHING_MM2 = 1e-4


@dataclass(frozen=True, kw_only=True)
class CutLimits:
    """What a machine and a material allow, in mm and mm/min; None is not known."""

    min_feature_mm: float = DEFAULT_LIMIT_MM
    min_gap_mm: float = DEFAULT_LIMIT_MM
    tool_diameter_mm: float | None = None
    feed_mm_min: float | None = None


@dataclass(frozen=True, kw_only=True)
class LayerCut:
    """What was found in the areas of one colour."""

    zero_area_parts: int
    meetings: Intersections
    pieces: Pieces
    narrow: NarrowPlaces
    corners: TightCorners | None


@dataclass(frozen=True, kw_only=True)
class CutCard:
    """The findings of each colour; none of them where the drawing is too much for it.

    strokes: what was found in strokes, always known. cut_time_s: the cut length at the
    feed, without travel between contours.
    """

    limits: CutLimits
    layers: tuple[LayerCut, ...] | None
    strokes: StrokeFaults
    bytes: int
    cut_time_s: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return the card as JSON values; what was not looked at is None."""
        limits = self.limits
        return {
            "card_complete": self.layers is not None,
            "open_subpaths": self.strokes.open,
            "largest_opening_mm": round(self.strokes.largest_opening_mm, 3),
            "nearly_closed_subpaths": len(self.strokes.nearly_closed.widths),
            "repeated_strokes": len(self.strokes.repeats),
            **(_findings(self.layers, limits) if self.layers is not None else _UNKNOWN),
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
    """Return the card of `drawing`. Costs about 65 ms for 8,000 nodes; never refuses a drawing.

    cut_length_mm: as `measure` gives it. Drawings of more than 60,000 nodes or 64
    colours, or with more rings in each other than can be compared, get a card
    without findings.
    """
    limits = limits or CutLimits()
    feed = limits.feed_mm_min
    return CutCard(
        limits=limits,
        layers=_layers(drawing, limits),
        strokes=stroke_faults(drawing.stroked),
        bytes=svg_bytes,
        cut_time_s=round(cut_length_mm / feed * 60, 1) if feed else None,
    )


def _layers(drawing: Drawing, limits: CutLimits) -> tuple[LayerCut, ...] | None:
    sheets: dict[str, list[Layer]] = {}
    for layer in drawing.filled:
        sheets.setdefault(layer.fill, []).append(layer)
    nodes = sum(_nodes(layer) for layer in drawing.layers)
    if nodes > MAX_NODES or len(sheets) > MAX_COLOURS:
        return None
    flat = [flattened(dequantize(joined([p.on_grid for p in paths]))) for paths in sheets.values()]
    if any(_ring_pairs(rings) > MAX_RING_PAIRS for rings in flat):
        return None
    try:
        return tuple(
            _layer(paths, rings, limits) for paths, rings in zip(sheets.values(), flat, strict=True)
        )
    except (TooComplex, GEOSException):
        # The geometry library gives up on some knots; a card is no reason to lose a drawing.
        return None


def _nodes(layer: Layer | StrokeLayer) -> int:
    return layer.on_grid.nodes if isinstance(layer, Layer) else layer.on_grid.contours.nodes


def _ring_pairs(rings: FlatRings) -> float:
    """Return about how many pairs of rings have boxes that meet, from every nth ring."""
    if len(rings) ** 2 <= MAX_RING_PAIRS:
        return 0
    boxes = np.asarray(shapely.box(*rings.bounds().T))
    some = boxes[:: max(1, len(boxes) // 100)]
    met: int = shapely.STRtree(boxes).query(some).shape[1]
    return met / len(some) * len(boxes)


def _layer(paths: Sequence[Layer], rings: FlatRings, limits: CutLimits) -> LayerCut:
    met = meetings(rings)
    path = np.repeat(np.arange(len(paths)), [len(layer.on_grid) for layer in paths])
    cut = pieces(rings, met.entangled, path)
    tool = limits.tool_diameter_mm
    return LayerCut(
        zero_area_parts=sum(len(p.contours) for p in paths) - len(rings) + _flat_rings(rings),
        meetings=met,
        pieces=cut,
        narrow=narrow_places(cut.outlines, max(limits.min_feature_mm, limits.min_gap_mm)),
        corners=tight_corners(cut.outlines, tool) if tool else None,
    )


def _flat_rings(rings: FlatRings) -> int:
    """Return how many rings enclose nothing; lobes that cancel out do enclose something."""
    suspects = rings.chosen(np.abs(rings.areas()) < _NOTHING_MM2)
    areas = shapely.area(shapely.make_valid(suspects.polygons()))
    return int((areas < _NOTHING_MM2).sum())


def merged(widths: Sequence[Widths]) -> Widths:
    """Return all of `widths` as one, narrowest first."""
    if not widths:
        return Widths()
    every = np.concatenate([w.widths for w in widths])
    order = np.argsort(every, kind="stable")
    return Widths(every[order], np.concatenate([w.places for w in widths])[order])


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
        "smallest_gap_mm": _rounded(gaps.smallest),
        "smallest_gap_at": _place(gaps.places),
        "narrow_gaps": len(gaps.below(limits.min_gap_mm).widths),
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


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _place(places: Floats) -> list[float] | None:
    return places[0].round(2).tolist() if len(places) else None


_UNKNOWN = dict.fromkeys(_findings((), CutLimits()))
