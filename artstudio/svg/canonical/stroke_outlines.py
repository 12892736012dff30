"""The polygons that strokes cover, one for each stroke."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import shapely

from artstudio.geometry.arrays import Flags, Geometries
from artstudio.geometry.contours import Strokes
from artstudio.geometry.polygons import TOLERANCE_MM, flattened
from artstudio.geometry.polylines import flat_lines
from artstudio.geometry.selection import select_strokes
from artstudio.geometry.stroke_areas import MITRE_LIMIT, stroke_areas
from artstudio.svg.canonical.deadline import spend
from artstudio.svg.canonical.fill_rule import check_edges

_Cap = Literal["flat", "round", "square"]
_Join = Literal["mitre", "round", "bevel"]
_CAPS: dict[str, _Cap] = {"butt": "flat", "round": "round", "square": "square"}
_JOINS: dict[str, _Join] = {"miter": "mitre", "round": "round", "bevel": "bevel"}
# Units of work: a line's corner becomes a dozen of an outline.
_EACH_POINT = 40
# Above it a stroke that crosses itself over and over takes minutes.
MAX_NEAR_EDGES = 15_000
_LEAST_LIMIT = 1.05


def stroke_area(
    strokes: Strokes, width_mm: float, cap: str, join: str, *, mitre_limit: float = MITRE_LIMIT
) -> Geometries:
    """Return for each of `strokes` (mm) the polygon that it covers.

    mitre_limit: how many half widths a mitre may be long, 1 or more. Raises TooManyIntersections
    where that would take minutes.
    """
    check_edges(flattened(strokes.contours), MAX_NEAR_EDGES)
    lines = flat_lines(strokes)
    spend(_EACH_POINT * int(shapely.get_num_coordinates(lines).sum()))
    polygons = shapely.buffer(
        lines,
        np.full(len(lines), width_mm / 2),
        quad_segs=_sides(width_mm / 2),
        cap_style=_CAPS[cap],
        join_style=_JOINS[join],
        mitre_limit=mitre_limit,
    )
    covered = np.asarray(polygons, dtype=object)
    if join == "miter":
        sharp = _has_sharp_corner(strokes, mitre_limit)
        covered[sharp] = [
            _with_bevels(strokes, ring, width_mm, cap, mitre_limit)
            for ring in np.flatnonzero(sharp).tolist()
        ]
    return covered


def _sides(radius_mm: float) -> int:
    """Return how many chords a quarter of a round cap needs to be within tolerance."""
    angle = 2 * math.acos(max(1 - TOLERANCE_MM / radius_mm, 0))
    return min(max(math.ceil(math.pi / 2 / angle), 4), 64)


def mitre_limit_matters(strokes: Strokes, mitre_limit: float) -> bool:
    """Tell whether any corner looks different than with the usual limit of 4."""
    if mitre_limit == MITRE_LIMIT:
        return False
    # Of the chords of a curve none is a corner.
    limits = (max(mitre_limit, _LEAST_LIMIT), MITRE_LIMIT)
    sharper, usual = (_corners_beyond(strokes, limit) for limit in limits)
    return bool((sharper != usual).any())


def _has_sharp_corner(strokes: Strokes, mitre_limit: float) -> Flags:
    """Tell which strokes turn so sharply somewhere that a mitre is beyond its limit.

    SVG makes a bevel there; shapely cuts the mitre off at the limit instead.
    """
    offsets = flattened(strokes.contours).offsets
    if len(offsets) < 2:
        return np.zeros(0, dtype=bool)
    sharp = _corners_beyond(strokes, mitre_limit)
    return np.asarray(np.logical_or.reduceat(sharp, offsets[:-1]))


def _corners_beyond(strokes: Strokes, mitre_limit: float) -> Flags:
    """Tell for each point whether a mitre there would be longer than its limit."""
    rings = flattened(strokes.contours)
    if not len(rings):
        return np.zeros(0, dtype=bool)
    arriving = rings.points - rings.points[rings.previous()]
    leaving = arriving[rings.following()]
    lengths = np.hypot(*arriving.T) * np.hypot(*leaving.T)
    # cos(turn) = 2 cos(turn / 2)² - 1, and the mitre is 1 / cos(turn / 2) half widths long.
    sharp = (arriving * leaving).sum(axis=1) < (2 / mitre_limit**2 - 1) * lengths
    # Where an open stroke ends there is no corner.
    drawn = np.ones(len(sharp), dtype=bool)
    closing = rings.offsets[1:][strokes.open] - 1
    drawn[closing] = drawn[rings.previous()[closing]] = False
    return np.asarray(sharp & drawn)


def _with_bevels(
    strokes: Strokes, ring: int, width_mm: float, cap: str, mitre_limit: float
) -> shapely.Geometry:
    only = select_strokes(strokes, np.arange(len(strokes)) == ring)
    pieces = stroke_areas(
        only,
        width=width_mm,
        cap=cap,
        join="miter",
        tolerance=TOLERANCE_MM,
        mitre_limit=mitre_limit,
    ).polygons()
    return shapely.union_all(shapely.make_valid(pieces))
