"""The middle lines of a grille's strands, about the middle of its sheet, in mm."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import shapely

from artstudio.patterns.girih.contact import star_lines
from artstudio.patterns.girih.drawing import circle_lines
from artstudio.patterns.girih.tiles import panel_tiles, steps
from artstudio.patterns.grille.parameters import GrilleParameters
from artstudio.patterns.shapes import Point, polar

_SEGMENTS = 96
_ANGLE = 62.0


def strands_of(p: GrilleParameters) -> list[Any]:
    """Return the lines (shapely) of a grille."""
    return (_ROSES if p.form == "circle" else _PANELS)[p.style](p)


def _circle(centre: Point, radius: float) -> Any:
    return shapely.Point(centre).buffer(radius, quad_segs=_SEGMENTS).exterior


def _foil(centre: Point, radius: float, leaves: int, start: float) -> list[Any]:
    """Return the outline of round leaves that touch a circle from inside."""
    share = math.sin(math.pi / leaves)
    size = radius * share / (1 + share) * 1.12
    reach = radius - size
    discs = [
        shapely.Point(centre[0] + x, centre[1] + y).buffer(size, quad_segs=_SEGMENTS)
        for x, y in (polar(reach, start + k / leaves) for k in range(leaves))
    ]
    outline = shapely.union_all(discs)
    parts = shapely.get_parts(outline)
    return [ring for part in parts for ring in (part.exterior,)]


def _inner(p: GrilleParameters) -> float:
    """Return the radius at which strands run into the frame."""
    return p.outer_mm / 2 - p.frame_mm * 0.75


def _interlaced_rose(p: GrilleParameters) -> list[Any]:
    """Return a ring of circles that pass through each other, and two about the middle."""
    radius = _inner(p)
    large = radius * 0.42
    found = [_circle(polar(radius * 0.66, k / p.fold), large) for k in range(p.fold)]
    return [*found, _circle((0.0, 0.0), radius * 0.27), _circle((0.0, 0.0), radius * 0.56)]


def _gothic_rose(p: GrilleParameters) -> list[Any]:
    """Return tracery: a ring of circles with three leaves each, about one with as many."""
    radius = _inner(p)
    share = math.sin(math.pi / p.fold)
    size = radius * share / (1 + share)
    found = []
    for k in range(p.fold):
        centre = polar(radius - size, k / p.fold)
        found.append(_circle(centre, size))
        found += _foil(centre, size * 0.97, 3, k / p.fold)
    middle = radius - 2 * size
    if middle > 3 * p.strand_mm:
        found.append(_circle((0.0, 0.0), middle))
        found += _foil((0.0, 0.0), middle, 4 if p.fold < 6 else 6, 0.0)
    return found


def _star_rose(p: GrilleParameters) -> list[Any]:
    """Return a star of straight strands that run out into the frame."""
    return [shapely.LineString(line) for line in circle_lines(max(p.fold, 5), _ANGLE, _inner(p))]


def _lattice_rose(p: GrilleParameters) -> list[Any]:
    """Return two families of spirals that cross, from the middle to the frame."""
    radius, core = _inner(p), _inner(p) * 0.2
    found = [_circle((0.0, 0.0), core)]
    for k in range(p.fold):
        for side in (-1, 1):
            points = []
            for step in range(65):
                t = step / 64
                turn = (k + side * 1.5 * t) / p.fold
                points.append(polar(core * (radius * 1.02 / core) ** t, turn))
            found.append(shapely.LineString(points))
    return found


def _cells(p: GrilleParameters) -> list[tuple[Point, float, float]]:
    """Return the middle and the half sides of each cell of a panel."""
    across = (p.width_mm - 1.5 * p.frame_mm) / p.columns
    down = (p.height_mm - 1.5 * p.frame_mm) / p.rows
    return [
        (((i - (p.columns - 1) / 2) * across, (j - (p.rows - 1) / 2) * down), across / 2, down / 2)
        for i in range(p.columns)
        for j in range(p.rows)
    ]


def _interlaced_panel(p: GrilleParameters) -> list[Any]:
    """Return circles that pass through their neighbours' quarters."""
    return [_circle(at, min(a, b) * 1.32) for at, a, b in _cells(p)]


def _gothic_panel(p: GrilleParameters) -> list[Any]:
    """Return circles that touch, with four leaves each."""
    found = []
    for at, a, b in _cells(p):
        radius = min(a, b)
        found += [_circle(at, radius), *_foil(at, radius * 0.98, 4, 0.125)]
        found += [shapely.LineString([(at[0] - a, at[1]), (at[0] - radius, at[1])])]
        found += [shapely.LineString([(at[0] + radius, at[1]), (at[0] + a, at[1])])]
    return found


def _star_panel(p: GrilleParameters) -> list[Any]:
    wide, high = steps(8)
    sx = (p.width_mm - p.frame_mm) / (p.columns * wide)
    sy = (p.height_mm - p.frame_mm) / (p.rows * high)
    lines = [line for t in panel_tiles(8, p.columns, p.rows) for line in star_lines(t, _ANGLE)]
    dx, dy = (p.columns - 1) * wide / 2, (p.rows - 1) * high / 2
    return [shapely.LineString([((x - dx) * sx, (y - dy) * sy) for x, y in line]) for line in lines]


def _lattice_panel(p: GrilleParameters) -> list[Any]:
    """Return bars along both diagonals."""
    found = []
    for (x, y), a, b in _cells(p):
        found.append(shapely.LineString([(x - a, y - b), (x + a, y + b)]))
        found.append(shapely.LineString([(x - a, y + b), (x + a, y - b)]))
    return found


Drawer = Callable[[GrilleParameters], list[Any]]
_ROSES: Mapping[str, Drawer] = {
    "interlaced": _interlaced_rose, "gothic": _gothic_rose, "star": _star_rose,
    "lattice": _lattice_rose,
}  # fmt: skip
_PANELS: Mapping[str, Drawer] = {
    "interlaced": _interlaced_panel, "gothic": _gothic_panel, "star": _star_panel,
    "lattice": _lattice_panel,
}  # fmt: skip
