"""A figure's rings at its true size: as large as the sheet allows, or as a diameter asks."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping

import numpy as np

from artstudio.geometry.contours import CUBIC, Contours, contours_from_rings
from artstudio.geometry.drawing import Drawing
from artstudio.patterns.family import on_sheet, require
from artstudio.patterns.figure.flower_of_life import flower_of_life_figure
from artstudio.patterns.figure.grids import (
    cairo_figure,
    chequerboard_figure,
    dots_figure,
    fish_scale_figure,
    halftone_figure,
    honeycomb_figure,
)
from artstudio.patterns.figure.maze import maze_figure, round_maze_figure
from artstudio.patterns.figure.parameters import PIERCED, FigureParameters
from artstudio.patterns.figure.penrose import penrose_kites, penrose_rhombs
from artstudio.patterns.figure.simple import (
    circle_figure,
    ellipse_figure,
    heart_figure,
    moon_figure,
    polygon_figure,
    rectangle_figure,
    star_figure,
    yin_yang_figure,
)
from artstudio.patterns.figure.turning import (
    gear_figure,
    root_radius,
    snowflake_figure,
    spiral_figure,
    sunburst_figure,
)
from artstudio.patterns.shapes import Ring

InCircle = Callable[[FigureParameters, float], list[Ring]]
OnSheet = Callable[[FigureParameters, float, float], list[Ring]]

#: Round figures: the circle around them fills the sheet.
ROUND: Mapping[str, InCircle] = {
    "circle": circle_figure,
    "gear": gear_figure,
    "yin_yang": yin_yang_figure,
    "sunburst": sunburst_figure,
    "round_maze": round_maze_figure,
}
#: Figures in a circle that do not touch it all round: they themselves fill the sheet.
SNUG: Mapping[str, InCircle] = {
    "polygon": polygon_figure,
    "star": star_figure,
    "heart": heart_figure,
    "moon": moon_figure,
    "spiral": spiral_figure,
    "snowflake": snowflake_figure,
    "flower_of_life": flower_of_life_figure,
    "penrose_kites": penrose_kites,
    "penrose_rhombs": penrose_rhombs,
}
FILLING: Mapping[str, OnSheet] = {
    "rectangle": rectangle_figure,
    "ellipse": ellipse_figure,
    "chequerboard": chequerboard_figure,
    "dots": dots_figure,
    "halftone": halftone_figure,
    "honeycomb": honeycomb_figure,
    "fish_scale": fish_scale_figure,
    "cairo": cairo_figure,
    "maze": maze_figure,
}
_SLACK_MM = 0.002
_MOST_ROUNDS = 24


def draw(p: FigureParameters) -> Drawing:
    """Draw the figure in the middle of its sheet."""
    _check_room(p)
    if p.figure in FILLING:
        parts = contours_from_rings(FILLING[p.figure](p, p.width_mm, p.height_mm))
        return on_sheet(p.width_mm, p.height_mm, [parts])
    parts = parts_of(p, radius_of(p))
    low, high = extent(parts)
    sizes = high - low
    fits = sizes[0] <= p.width_mm + _SLACK_MM and sizes[1] <= p.height_mm + _SLACK_MM
    require(bool(fits), "it is larger than its sheet.")
    if p.figure in SNUG:
        middle = (low + high) / 2
        parts = parts.moved(-middle[0], -middle[1])
    return on_sheet(p.width_mm, p.height_mm, [parts])


def _check_room(p: FigureParameters) -> None:
    if not p.hole_mm or p.figure not in PIERCED:
        return
    require(p.hole_mm / 2 < inner_radius(p) - 0.1, "the hole is larger than the figure.")


def inner_radius(p: FigureParameters) -> float:
    """Return the radius of the largest circle about the middle that a pierced figure holds."""
    radius = radius_of(p)
    shares = {
        "polygon": round(math.cos(math.pi / p.count), 12),
        "star": p.depth,
        "gear": root_radius(p.count, 1.0) if p.figure == "gear" else 1.0,
    }
    return radius * shares.get(p.figure, 1.0)


@functools.lru_cache(maxsize=32)
def parts_of(p: FigureParameters, radius: float) -> Contours:
    """Return the contours of a figure in a circle of `radius` about the origin."""
    return contours_from_rings({**ROUND, **SNUG}[p.figure](p, radius))


@functools.lru_cache(maxsize=32)
def radius_of(p: FigureParameters) -> float:
    """Return the radius by which a figure in a circle is drawn: by its sheet, or by outer_mm.

    Bands and gaps keep their widths, so that the size is not quite in proportion: a
    few rounds of scaling find it.
    """
    sheet = np.array((p.width_mm, p.height_mm))
    radius = (p.outer_mm or float(min(sheet))) / 2
    if p.figure in ROUND:
        return radius
    for _ in range(_MOST_ROUNDS):
        parts = parts_of(p, radius)
        if p.outer_mm:
            scale = p.outer_mm / 2 / reach_of(parts)
        else:
            low, high = extent(parts)
            scale = float(min(sheet / np.maximum(high - low, 1e-6)))
        radius = round(radius * scale, 9)
        if abs(scale - 1) < 1e-8:
            break
    return radius


def outer_diameter(p: FigureParameters) -> float:
    """Return the diameter of the circle around a figure; 0 for one that fills its sheet."""
    if p.figure in FILLING:
        return 0.0
    radius = radius_of(p)
    return 2 * (radius if p.figure in ROUND else reach_of(parts_of(p, radius)))


def reach_of(parts: Contours) -> float:
    """Return how far the farthest node is from the origin."""
    ends = parts.points[:, 2]
    return float(np.sqrt((ends * ends).sum(axis=1)).max())


def extent(parts: Contours) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest x and y of all curves."""
    starts, p1, p2, p3 = parts.starts(), *(parts.points[:, i] for i in range(3))
    found = [starts, p3]
    curved = parts.kinds == CUBIC
    a, b, c, d = (q[curved] for q in (starts, p1, p2, p3))
    # Roots of the derivative, by the usual formula; flat ones are lines at their ends.
    qa, qb, qc = 3 * (d - 3 * c + 3 * b - a), 6 * (c - 2 * b + a), 3 * (b - a)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        root = np.sqrt(np.maximum(qb * qb - 4 * qa * qc, 0.0))
        for at in ((-qb + root) / (2 * qa), (-qb - root) / (2 * qa), -qc / qb):
            t = np.clip(np.nan_to_num(at, nan=0.0, posinf=0.0, neginf=0.0), 0.0, 1.0)
            s = 1 - t
            found.append(s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d)
    points = np.concatenate(found)
    return points.min(axis=0), points.max(axis=0)
