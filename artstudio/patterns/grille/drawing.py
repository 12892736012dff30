"""A grille's strands and its frame as one plate; more than one piece is refused."""

from __future__ import annotations

import functools
from typing import Any

import shapely

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.areas import holes_of, rings_of_area
from artstudio.patterns.family import on_sheet, require
from artstudio.patterns.girih.drawing import plate
from artstudio.patterns.grille.parameters import GrilleParameters
from artstudio.patterns.grille.strands import strands_of
from artstudio.patterns.min_widths import widen_narrow
from artstudio.patterns.shapes import Ring, circle, contours


def draw(p: GrilleParameters) -> Drawing:
    """Draw the plate and its openings."""
    return on_sheet(p.width_mm, p.height_mm, [contours(rings_of(p))])


@functools.lru_cache(maxsize=16)
def rings_of(p: GrilleParameters) -> tuple[Ring, ...]:
    """Return the outline and the openings of a grille about the middle of its sheet."""
    inside = _outline(p)
    frame = inside.difference(inside.buffer(-p.frame_mm, join_style="mitre"))
    # One by one and then joined: all at once takes twenty times as long.
    lines = shapely.get_parts(shapely.union_all(strands_of(p)))
    strands = shapely.union_all(shapely.buffer(lines, p.strand_mm / 2, quad_segs=24))
    area: Any = shapely.union_all([shapely.intersection(strands, inside), frame])
    area = _opened(plate(area, p.least_mm), p.least_mm)
    require(area.geom_type == "Polygon", "it does not hang together in one piece.")
    rings = rings_of_area(area)
    rings = widen_narrow(rings, p.least_mm) if p.least_mm else rings
    if p.form == "circle":
        # The outline itself is no fitted curve.
        rings = [circle(p.outer_mm / 2), *holes_of(rings)]
    return tuple(rings)


def _opened(area: Any, least: float) -> Any:
    """Return a plate of whose openings only that is left which a disc of `least` mm reaches."""
    if area.geom_type != "Polygon" or not least:
        return area
    holes = shapely.union_all([shapely.Polygon(hole) for hole in area.interiors])
    reached = shapely.buffer(shapely.buffer(holes, -least / 2), least / 2, quad_segs=12)
    return shapely.difference(shapely.Polygon(area.exterior), reached)


def _outline(p: GrilleParameters) -> Any:
    if p.form == "circle":
        return shapely.Point(0, 0).buffer(p.outer_mm / 2, quad_segs=256)
    return shapely.box(-p.width_mm / 2, -p.height_mm / 2, p.width_mm / 2, p.height_mm / 2)
