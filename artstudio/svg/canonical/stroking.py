"""The stroke of a shape as lines that a tool follows, or as the outline of what it covers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely

from artstudio.geometry.affine import Affine, scaled
from artstudio.geometry.contours import (
    Strokes,
    contours_from_rings,
    strokes_from_lines,
)
from artstudio.geometry.drawing import CAPS, JOINS
from artstudio.geometry.path_data import PathData
from artstudio.geometry.selection import concat_strokes
from artstudio.geometry.stroke_areas import MITRE_LIMIT
from artstudio.svg.canonical.clip_extent import (
    NEAR,
    clip_strokes_to_limit,
    is_beyond_limit,
)
from artstudio.svg.canonical.cuts import THIN_MM, within
from artstudio.svg.canonical.dashes import TooManyDashes, dashed, is_pattern, total_length
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.items import (
    Area,
    Item,
    StrokedLine,
    gridded_strokes,
    reshaped,
)
from artstudio.svg.canonical.numbers import length, lengths
from artstudio.svg.canonical.outlines import diagonal
from artstudio.svg.canonical.page import LARGEST_MM
from artstudio.svg.canonical.stroke_outlines import (
    mitre_limit_matters,
    stroke_area,
)
from artstudio.svg.canonical.walk import Placed

_LEAST_MM = 0.001
# What a stroke on the sheet or near it needs to cover all of it.
_WIDEST_MM = 30_000.0
# What stays a line on the grid of micrometres, whichever way it runs.
_DOT_MM = 0.002
# A stroke this much wider one way than the other looks like one of a single width.
_EVEN = 1.1
_MOST_UNEVEN = 1e3


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Strokes in user units, with dashes cut, and what draws them; the width is in mm.

    is_fixed: the width is the same whatever the transform (`non-scaling-stroke`).
    """

    strokes: Strokes
    width_mm: float
    cap: str
    join: str
    is_fixed: bool
    mitre_limit: float = MITRE_LIMIT

    def stroke(self, to_mm: Affine, colour: str, sheet: shapely.Geometry) -> list[Item]:
        """Return the stroke on the sheet: lines, or an area where lines could not show it."""
        uneven = to_mm.unevenness
        is_even = self.is_fixed or uneven < _EVEN or self.width_mm <= THIN_MM
        if not is_even and uneven < _MOST_UNEVEN:
            return self._uneven(to_mm, colour)
        strokes = to_mm.strokes(self.strokes)
        strokes = gridded_strokes(
            clip_strokes_to_limit(strokes) if is_beyond_limit(strokes.contours) else strokes
        )
        if not len(strokes):
            return []
        if self._is_spiked(strokes):
            covered = stroke_area(
                strokes, self.width_mm, self.cap, self.join, mitre_limit=self.mitre_limit
            )
            return [reshaped(Area(contours_from_rings([]), colour), shapely.union_all(covered))]
        line = StrokedLine(strokes, colour, min(self.width_mm, _WIDEST_MM), self.cap, self.join)
        return [line] if self.width_mm < LARGEST_MM else within(line, sheet)[0]

    def _is_spiked(self, strokes: Strokes) -> bool:
        """Return whether a line could not show the stroke, for its corners have another limit."""
        if self.join != JOINS[0] or self.width_mm <= THIN_MM:
            return False
        return mitre_limit_matters(strokes, self.mitre_limit)

    def _uneven(self, to_mm: Affine, colour: str) -> list[Item]:
        """Return what the stroke covers before the transform, transformed."""
        scale = to_mm.scale
        before = scaled(scale, scale).strokes(self.strokes)
        if is_beyond_limit(before.contours):
            return []
        covered = shapely.union_all(
            stroke_area(before, self.width_mm, self.cap, self.join, mitre_limit=self.mitre_limit)
        )
        after = to_mm @ scaled(1 / scale, 1 / scale)
        area = Area(contours_from_rings([]), colour)
        covered = shapely.transform(covered, after.points)
        return [reshaped(area, shapely.intersection(shapely.make_valid(covered), NEAR))]


def stroked_area(shape: Placed, drawn: PathData) -> shapely.Geometry:
    """Return what the stroke of a shape covers, in mm."""
    pen = pen_for(shape, drawn, mm_per_px=shape.to_mm.scale, findings=ConversionWarnings())
    pieces = pen.stroke(shape.to_mm, "#000000", NEAR) if pen else []
    return shapely.union_all([part for piece in pieces for part in piece.parts])


def pen_for(
    shape: Placed, drawn: PathData, *, mm_per_px: float, findings: ConversionWarnings
) -> Pen | None:
    """Return the pen that draws the stroke of a shape; None for one without width."""
    is_fixed = (shape.element.get("vector-effect") or "").strip() == "non-scaling-stroke"
    across = diagonal(shape.viewport)
    width = length(shape.style.get("stroke-width", "1"), of=across, default=1.0)
    width_mm = width * (mm_per_px if is_fixed else shape.to_mm.scale)
    if not width_mm > 0:
        return None
    cap = _one_of(CAPS, shape.style.get("stroke-linecap", CAPS[0]))
    strokes = _with_dashes(shape, drawn.strokes, findings)
    if cap != CAPS[0]:
        strokes = concat_strokes([strokes, _dots(drawn, _DOT_MM / shape.to_mm.scale)])
    return Pen(
        strokes=strokes,
        width_mm=max(round(min(width_mm, _WIDEST_MM), 3), _LEAST_MM),
        cap=cap,
        join=_one_of(JOINS, shape.style.get("stroke-linejoin", JOINS[0])),
        is_fixed=is_fixed,
        mitre_limit=_mitre_limit(shape),
    )


def _mitre_limit(shape: Placed) -> float:
    limit = length(shape.style.get("stroke-miterlimit", "4"), of=0, default=MITRE_LIMIT)
    return limit if limit >= 1 else MITRE_LIMIT


def _with_dashes(shape: Placed, strokes: Strokes, findings: ConversionWarnings) -> Strokes:
    across = diagonal(shape.viewport)
    pattern = lengths(shape.style.get("stroke-dasharray", "none"), of=across)
    if pattern is None or not is_pattern(pattern):
        return strokes
    offset = length(shape.style.get("stroke-dashoffset", "0"), of=across)
    factor = _path_length_factor(shape, strokes)
    if math.isinf(factor):
        return strokes
    pattern = [dash * factor for dash in pattern]
    try:
        cut = dashed(strokes, pattern, offset=offset * factor, dot=_DOT_MM / shape.to_mm.scale)
    except TooManyDashes:
        findings.add("dashes_dropped")
        return strokes
    findings.add("dashes_cut")
    return cut


def _path_length_factor(shape: Placed, strokes: Strokes) -> float:
    """Return what a length along the stroke is multiplied by, where its author says its length.

    SVG 2, "The pathLength attribute": 0 makes every length infinite, less is an error.
    """
    stated = length(shape.element.get("pathLength") or "-1", of=0, default=-1.0)
    if stated < 0:
        return 1.0
    return total_length(strokes) / stated if stated else math.inf


def _dots(drawn: PathData, size: float) -> Strokes:
    """Return subpaths of no length as the shortest line that can be written, for its caps."""
    return strokes_from_lines(((x, y), [((x + size, y),)], True) for x, y in drawn.dots)


def _one_of(words: tuple[str, ...], word: str) -> str:
    return word if word in words else words[0]
