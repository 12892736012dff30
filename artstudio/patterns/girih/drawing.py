"""A girih's lines as bands of true width, hung into a frame."""

from __future__ import annotations

import functools
import math
from typing import Any

import shapely

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.areas import holes_of, rings_of_area
from artstudio.patterns.family import on_sheet, require
from artstudio.patterns.girih.contact import Line, outer_rays, star_lines
from artstudio.patterns.girih.parameters import GirihParameters
from artstudio.patterns.girih.tiles import circle_tiles, panel_tiles, steps
from artstudio.patterns.min_widths import widen_narrow
from artstudio.patterns.shapes import Ring, circle, contours

_SMALLEST_MM2 = 0.05
_MITRE = 2.5


def draw(p: GirihParameters) -> Drawing:
    """Draw the bands and their frame as one piece."""
    return on_sheet(p.width_mm, p.height_mm, [contours(rings_of(p))])


@functools.lru_cache(maxsize=16)
def rings_of(p: GirihParameters) -> tuple[Ring, ...]:
    """Return the outline and the openings of a girih about the middle of its sheet."""
    lines, inside = _panel(p) if p.form == "panel" else _circle(p)
    frame = inside.difference(inside.buffer(-p.frame_mm, join_style="mitre"))
    area: Any = shapely.intersection(band_area(lines, p.band_mm), inside)
    area = shapely.union_all([area, frame])
    area = plate(area, p.least_mm)
    require(area.geom_type == "Polygon", "its bands do not hang together.")
    rings = rings_of_area(area, is_clean=True)
    rings = widen_narrow(rings, p.least_mm) if p.least_mm else rings
    if p.form == "circle":
        # The outline itself is no fitted curve.
        rings = [circle(p.outer_mm / 2), *holes_of(rings)]
    return tuple(rings)


def band_area(lines: list[Line], width: float) -> shapely.Geometry:
    """Return lines as bands; lines that go on straight or at a corner have no gap there."""
    merged = shapely.line_merge(shapely.union_all([shapely.LineString(line) for line in lines]))
    return shapely.buffer(merged, width / 2, join_style="mitre", mitre_limit=_MITRE, quad_segs=16)


def plate(area: Any, least: float) -> Any:
    """Return a plate without openings that no tool fits into, and its largest part."""
    closed = area.buffer(least / 2, join_style="mitre").buffer(-least / 2, join_style="mitre")
    parts = [part for part in shapely.get_parts(closed) if part.area > _SMALLEST_MM2]
    if len(parts) != 1:
        return shapely.MultiPolygon(parts)
    (part,) = parts
    openings = [hole for hole in part.interiors if _is_open(hole, least)]
    return shapely.Polygon(part.exterior, openings)


def _is_open(hole: shapely.LinearRing, least: float) -> bool:
    return not shapely.Polygon(hole).buffer(-least * 0.55).is_empty


def _panel(p: GirihParameters) -> tuple[list[Line], shapely.Polygon]:
    wide, high = steps(p.fold)
    across, down = p.columns * wide, p.rows * high
    lines = [
        line
        for tile in panel_tiles(p.fold, p.columns, p.rows)
        for line in star_lines(tile, p.angle)
    ]
    sx, sy = p.width_mm / across, p.height_mm / down
    left, top = -wide / 2, -high / 2

    def placed(line: Line) -> Line:
        (ax, ay), (bx, by) = line
        return (
            ((ax - left) * sx - p.width_mm / 2, (ay - top) * sy - p.height_mm / 2),
            ((bx - left) * sx - p.width_mm / 2, (by - top) * sy - p.height_mm / 2),
        )

    sheet = shapely.box(-p.width_mm / 2, -p.height_mm / 2, p.width_mm / 2, p.height_mm / 2)
    return [placed(line) for line in lines], sheet


def _circle(p: GirihParameters) -> tuple[list[Line], shapely.Polygon]:
    disc = shapely.Point(0, 0).buffer(p.outer_mm / 2, quad_segs=256)
    return circle_lines(p.fold, p.angle, p.outer_mm / 2 - p.frame_mm / 2), disc


def circle_lines(fold: int, angle: float, radius: float) -> list[Line]:
    """Return the lines of one star in a circle about the origin; they run out beyond it."""
    tiles, edges, outer = circle_tiles(fold)
    lines = [line for tile in tiles for line in star_lines(tile, angle)]
    lines += [ray for edge in edges for ray in _leaving(edge, angle, outer)]
    size = radius / outer
    return [((ax * size, ay * size), (bx * size, by * size)) for (ax, ay), (bx, by) in lines]


def _leaving(edge: Line, angle: float, reach: float) -> list[Line]:
    """Return the rays that leave an outer edge, outward."""
    rays = [*outer_rays(edge, angle, reach), *outer_rays((edge[1], edge[0]), angle, reach)]
    return [ray for ray in rays if math.hypot(*ray[1]) > math.hypot(*ray[0])][:2]
