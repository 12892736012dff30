"""How the areas of one colour will cut, or those of all colours together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely

from artstudio.cutting.intersections import Intersections, find_intersections
from artstudio.cutting.limits import CutLimits
from artstudio.cutting.min_width import Limits, NarrowPlaces, narrow_places
from artstudio.cutting.pieces import Pieces, pieces
from artstudio.cutting.tool_corners import TightCorners, tight_corners
from artstudio.geometry.arrays import Integers
from artstudio.geometry.chords import (
    Chords,
    chords_of,
    joined_chords,
    longest_chord,
    straight_chords,
)
from artstudio.geometry.contours import Contours
from artstudio.geometry.grid import ring_areas
from artstudio.geometry.polygons import FlatRings, concat, flattened
from artstudio.geometry.selection import select

# What encloses less than a hundredth by a hundredth of a millimetre encloses nothing.
_NOTHING_MM2 = 1e-4
# A large sheet is not cut to dust.
_MOST_CHORDS = 200_000
# Rings that meet are made of finer chords as long as there are few of them.
_FINE_MM = 0.0002
_COARSE_MM = 0.002
_FEW_NODES = 3_000


@dataclass(frozen=True, kw_only=True)
class LayerCut:
    """What was found in areas that are cut from one sheet.

    colour: theirs, or empty for all colours. area_mm2: what they fill. cut_length_mm:
    the length of their outlines, near enough.
    """

    colour: str
    area_mm2: float
    zero_area_parts: int
    meetings: Intersections
    pieces: Pieces
    narrow: NarrowPlaces
    corners: TightCorners | None


def layer_cut(
    contours: Contours,
    path: Integers,
    near: tuple[Integers, Integers],
    limits: CutLimits,
    *,
    colour: str,
    dropped: int,
) -> LayerCut:
    """Return what there is to say of areas. Raises TooManyPairs, GEOSException.

    contours: their outlines, mm. path: which path each ring belongs to. near: pairs of
    rings that come near each other, as `near_rings` gives them. dropped: how many rings
    were left out because they enclose nothing.
    """
    rings = flattened(contours)
    met = find_intersections(rings, near)
    if met.entangled.any():
        rings = _finer(contours, rings, met)
    cut = pieces(rings, met.entangled, path)
    outlines = cut.outlines(rings)
    tool = limits.tool_diameter_mm
    return LayerCut(
        colour=colour,
        area_mm2=_area(contours, cut),
        zero_area_parts=dropped + _flat_rings(rings),
        meetings=met,
        pieces=cut,
        narrow=narrow_places(
            outline_chords(contours, cut),
            outlines,
            Limits(ink=limits.min_feature_mm, gaps=limits.min_gap_mm),
        ),
        corners=tight_corners(outlines, tool) if tool else None,
    )


def outline_chords(contours: Contours, cut: Pieces) -> Callable[[float], Chords]:
    """Return what makes chords of up to a given length, mm, of the outlines of the ink.

    They are of curves where nothing meets, else of the finer polygons.
    """
    edges, inside = select(contours, cut.is_edge), cut.has_ink[cut.is_edge]
    turned = (ring_areas(edges) > 0) != inside

    def chords(longest_mm: float) -> Chords:
        longest = longest_chord(edges, longest_mm, most=_MOST_CHORDS)
        longest = max(longest, cut.faces.length() / _MOST_CHORDS)
        curves = chords_of(edges, longest).turned(turned)
        if not len(cut.faces):
            return curves
        return joined_chords([curves, straight_chords(cut.faces, longest)])

    return chords


def _finer(contours: Contours, rings: FlatRings, met: Intersections) -> FlatRings:
    """Return the rings, those that meet others as finer polygons."""
    knotted = select(contours, met.entangled)
    tolerance = _FINE_MM if knotted.nodes < _FEW_NODES else _COARSE_MM
    fine = flattened(knotted, tolerance_mm=tolerance)
    order = np.argsort(
        np.concatenate([np.flatnonzero(~met.entangled), np.flatnonzero(met.entangled)])
    )
    return _in_order(concat([rings.chosen(~met.entangled), fine]), order)


def _in_order(rings: FlatRings, order: Integers) -> FlatRings:
    sizes = rings.sizes[order]
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    index = np.arange(offsets[-1]) + np.repeat(rings.offsets[:-1][order] - offsets[:-1], sizes)
    return FlatRings(rings.points[index], offsets)


def _area(contours: Contours, cut: Pieces) -> float:
    areas = np.abs(ring_areas(contours))[cut.is_edge]
    signed = np.where(cut.has_ink[cut.is_edge], areas, -areas)
    return float(signed.sum() + cut.faces.areas().sum())


def _flat_rings(rings: FlatRings) -> int:
    """Return how many rings enclose nothing; lobes that cancel out do enclose something."""
    suspects = rings.chosen(np.abs(rings.areas()) < _NOTHING_MM2)
    areas = shapely.area(shapely.make_valid(suspects.polygons()))
    return int((areas < _NOTHING_MM2).sum())
