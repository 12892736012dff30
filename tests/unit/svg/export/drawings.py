"""Drawings to export, and how to compare what other programs make of them."""

from __future__ import annotations

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artstudio.geometry.contours import (
    Contours,
    Segment,
    Strokes,
    contours_from_rings,
    joined,
    strokes_from_lines,
)
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer

#: How far a control is from its end in a quarter of a circle of radius 1.
_KAPPA = 4 / 3 * math.tan(math.pi / 8)


def circle(x: float, y: float, radius: float) -> Contours:
    """Return a ring of four curves."""
    ring: list[Segment] = []
    for quarter in range(4):
        a, b = quarter * math.pi / 2, (quarter + 1) * math.pi / 2
        start, end = (math.cos(a), math.sin(a)), (math.cos(b), math.sin(b))
        ring.append(
            [
                _placed(start[0] - _KAPPA * start[1], start[1] + _KAPPA * start[0], x, y, radius),
                _placed(end[0] + _KAPPA * end[1], end[1] - _KAPPA * end[0], x, y, radius),
                _placed(*end, x, y, radius),
            ]
        )
    return contours_from_rings([ring])


def _placed(u: float, v: float, x: float, y: float, radius: float) -> tuple[float, float]:
    return x + u * radius, y + v * radius


def polygon(*corners: tuple[float, float]) -> Contours:
    """Return a ring of lines."""
    return contours_from_rings([[(corner,) for corner in corners]])


def rosette() -> Drawing:
    """Return 100 by 80 mm: an annulus of curves with an arrow in it that shows what is up."""
    arrow = polygon((50, 22), (60, 40), (52, 40), (52, 58), (48, 58), (48, 40), (40, 40))
    rings = [circle(50, 40, 38), circle(50, 40, 30), arrow]
    return Drawing(100, 80, (Layer(joined(rings)),))


def two_colours() -> Drawing:
    """Return 60 by 40 mm with a red disc on a green sheet."""
    sheet = polygon((1, 1), (59, 1), (59, 39), (1, 39))
    return Drawing(60, 40, (Layer(sheet, "#00a050"), Layer(circle(30, 20, 12.5), "#d01020")))


def open_line(*corners: tuple[float, float]) -> Strokes:
    """Return a stroke of straight lines that ends in the last of `corners`."""
    return strokes_from_lines([(corners[0], [(corner,) for corner in corners[1:]], True)])


def tones() -> Drawing:
    """Return 60 by 40 mm in three stacked tones, named as a tracer of tones would."""
    rings = [polygon((1, 1), (59, 1), (59, 39), (1, 39)), circle(30, 20, 15), circle(30, 20, 6)]
    colours = ["#c0c0c0", "#808080", "#202020"]
    layers = [Layer(r, c, f"tone-{n}") for n, (r, c) in enumerate(zip(rings, colours, strict=True))]
    return Drawing(60, 40, tuple(layers))


def mixed() -> Drawing:
    """Return 100 by 80 mm: two discs of one colour, a wave, a closed triangle and a thick arc."""
    wave: list[Segment] = [((20, 0), (30, 40), (50, 20)), ((70, 0), (80, 40), (95, 20))]
    triangle = strokes_from_lines([((40, 50), [((60, 50),), ((50, 68),)], False)])
    arc = strokes_from_lines([((20, 75), [((20, 40), (80, 40), (80, 75))], True)])
    return Drawing(
        100,
        80,
        (
            Layer(circle(20, 60, 10), "#ff0000"),
            StrokeLayer(strokes_from_lines([((5, 20), wave, True)]), "#0000ff", 0.5, "wave"),
            Layer(circle(80, 60, 10), "#ff0000", "right"),
            StrokeLayer(triangle, "#0000ff", 2),
            StrokeLayer(arc, "#00a050", 3, cap="round", join="round"),
        ),
    )


def dense() -> Drawing:
    """Return 200 by 200 mm with 2,000 small rings: 8,000 nodes, all curves."""
    rings = [circle(5 + 4 * (n % 48), 5 + 4.5 * (n // 48), 1.7) for n in range(2000)]
    return Drawing(200, 200, (Layer(joined(rings)),))


def ink(picture: bytes) -> NDArray[np.bool_]:
    """Return which pixels of an encoded picture are dark."""
    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image.convert("L")) < 128


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Return the area of both over the area of either (intersection over union).

    Programs round a page up or off to whole pixels: one row or column is left out.
    """
    height, width = np.minimum(one.shape, other.shape)
    assert np.maximum(one.shape, other.shape).max() <= max(height, width) + 1
    one, other = one[:height, :width], other[:height, :width]
    return float((one & other).sum() / (one | other).sum())
