"""Twelve drawings whose geometry is known, as pictures of four kinds.

Each is 100 mm wide and made of lines, arcs, circles and curves, which are the truth that
a trace is compared with. All pictures come from formulas and one seeded generator.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from artstudio.fonts import text_rings
from artstudio.geometry.arc_segments import Arc, contours_with_arcs
from artstudio.geometry.contours import Contours, contours_from_rings, joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.polygons import flattened
from artstudio.geometry.selection import as_contours
from artstudio.svg.render import render_png

SIDE_MM = 100.0
CONDITIONS = ("clean", "photo", "model", "scan")
_SIZE = re.compile(rb'width="[^"]*mm" height="[^"]*mm"')

Ring = list[Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Subject:
    """A truth. fold: its n-fold symmetry, 1 for none; is_free: mostly curves."""

    name: str
    contours: Contours
    fold: int = 1
    is_free: bool = False

    @property
    def drawing(self) -> Drawing:
        """The truth as a drawing."""
        return Drawing(SIDE_MM, SIDE_MM, (Layer(self.contours),))

    def picture(self, side_px: int, condition: str, seed: int = 7) -> bytes:
        """Return a PNG of that many pixels (JPEG for a photo), as the condition spoils it."""
        return _spoiled(_rendered(self.drawing, side_px), condition, seed)


def _rendered(drawing: Drawing, side_px: int) -> Image.Image:
    large = 4 * side_px
    # Renderers cut curves into few chords; these are finer than anything that is measured.
    layers = (
        Layer(as_contours(flattened(part.contours, tolerance_mm=5e-5))) for part in drawing.filled
    )
    drawing = Drawing(drawing.width_mm, drawing.height_mm, tuple(layers))
    svg = _SIZE.sub(f'width="{large}" height="{large}"'.encode(), drawing.to_svg(), count=1)
    with Image.open(io.BytesIO(render_png(svg, width_px=large))) as image:
        return image.convert("L").reduce(4)


def _spoiled(image: Image.Image, condition: str, seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    levels = np.asarray(image, dtype=np.float64)
    side = levels.shape[0]
    out, name, how = io.BytesIO(), "PNG", {}
    if condition == "photo":
        levels = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float64)
        y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
        levels = (28 + levels * 0.82) * (0.78 + 0.2 * x + 0.04 * y)
        levels += rng.normal(0, 6, levels.shape)
        name, how = "JPEG", {"quality": 88}
    elif condition == "model":
        soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float64)
        wide = np.asarray(image.filter(ImageFilter.GaussianBlur(3)), dtype=np.float64)
        levels = 0.93 * soft + 0.07 * wide + rng.normal(0, 1.5, levels.shape)
    elif condition == "scan":
        soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float64)
        levels = 22 + soft * 0.86 + rng.normal(0, 3, levels.shape)
    Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8)).save(out, name, **how)
    return out.getvalue()


def circle(x: float, y: float, r: float) -> Ring:
    return [Arc((x + r, y), (r, r), 0, True), Arc((x - r, y), (r, r), 0, True)]


def polygon(points: list[Point]) -> Ring:
    return [(point,) for point in points]


def polar(r: float, degrees: float, x: float = 50.0, y: float = 50.0) -> Point:
    return x + r * math.cos(math.radians(degrees)), y + r * math.sin(math.radians(degrees))


def rings_with_pearls() -> Contours:
    rings = [circle(50, 50, r) for r in (46, 42, 24, 20)]
    rings += [circle(*polar(33, 22.5 * k + 4), 4.2) for k in range(16)]
    return contours_with_arcs(rings)


def _turned(points: list[Point], degrees: float, x: float, y: float) -> list[Point]:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + cos * a - sin * b, y + sin * a + cos * b) for a, b in points]


def rotated_ls() -> Contours:
    shape = [(-8.0, -8.0), (-2, -8), (-2, 3), (9, 3), (9, 8), (-8, 8)]
    places = [(22 + 28 * (k % 3), 22 + 28 * (k // 3)) for k in range(9)]
    return contours_with_arcs(
        [polygon(_turned(shape, 13.0 * k, x, y)) for k, (x, y) in enumerate(places)]
    )


def star() -> Contours:
    tips = [polar(44 if k % 2 == 0 else 22, 22.5 * k - 90) for k in range(16)]
    return contours_with_arcs([polygon(tips), circle(50, 50, 10)])


def gear() -> Contours:
    ring: Ring = []
    for k in range(18):
        a = 20.0 * k
        ring += [(polar(36, a),), (polar(43, a + 3),)]
        ring += [Arc(polar(43, a + 8), (43, 43), 0, True), (polar(36, a + 11),)]
        ring += [Arc(polar(36, a + 20), (36, 36), 0, True)]
    holes = [circle(*polar(22, 60 * k), 5) for k in range(6)]
    return contours_with_arcs([ring, circle(50, 50, 9), *holes])


def herringbone() -> Contours:
    rings = []
    for row in range(6):
        for column in range(7):
            x, y = 7 + 13 * column, 8 + 15 * row
            lean = 6 if row % 2 else -6
            rings.append(polygon([(x, y), (x + 9, y), (x + 9 + lean, y + 11), (x + lean, y + 11)]))
    return contours_with_arcs(rings)


def serif_text() -> Contours:
    rings: list[Ring] = []
    for line, text in enumerate(("Rose &", "Gamba", "1742")):
        found, _ = text_rings(text, font="serif", size=30)
        rings += [[tuple((x + 6, y + 30 + 28 * line) for x, y in s) for s in r] for r in found]
    return contours_from_rings(rings)


def symbols() -> Contours:
    heart: Ring = [
        ((72.0, 30.0), (80.0, 52.0), (50.0, 78.0)),
        ((20.0, 52.0), (28.0, 30.0), (50.0, 30.0)),
    ]
    plus: list[Point] = []
    for k in range(4):
        plus += _turned([(-3.0, -9.0), (3, -9), (3, -3)], 90 * k, 0, 0)
    arrow = [(-10.0, -2.0), (2, -2), (2, -7), (11, 0), (2, 7), (2, 2), (-10, 2)]
    moon: Ring = [Arc((80, 90), (10, 10), 0, True), Arc((80, 72), (14, 14), 0, False)]
    rings: list[Ring] = [
        heart,
        polygon(_turned(plus, 20, 20, 18)),
        polygon(_turned(arrow, -35, 80, 20)),
    ]
    return contours_with_arcs([*rings, circle(18, 82, 9), circle(18, 82, 4), moon])


def lattice() -> Contours:
    rings = [polygon([(4, 4), (96, 4), (96, 96), (4, 96)])]
    for row in range(7):
        for column in range(7):
            x, y = 14 + 12 * column, 14 + 12 * row
            rings.append(polygon([(x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y)]))
    return contours_with_arcs(rings)


def f_hole() -> Contours:
    ring: Ring = [
        ((58.0, 12.0), (66.0, 14.0), (65.0, 22.0)), ((64.0, 27.0), (57.0, 26.0), (57.0, 21.0)),
        ((50.0, 22.0), (49.0, 32.0), (51.0, 42.0)), ((54.0, 56.0), (58.0, 72.0), (50.0, 84.0)),
        ((45.0, 91.0), (35.0, 90.0), (34.0, 81.0)), ((34.0, 75.0), (42.0, 74.0), (43.0, 80.0)),
        ((50.0, 78.0), (50.0, 66.0), (47.0, 54.0)), ((43.0, 38.0), (41.0, 14.0), (53.0, 12.0)),
    ]  # fmt: skip
    return contours_from_rings([ring])


def spiral() -> Contours:
    def at(t: float, off: float) -> Point:
        return polar(6 + 34 * t + off, 360 * 2.5 * t)

    def side(off: float, way: int) -> Ring:
        steps = range(40)[::way]
        return [_curve_along(lambda t: at(t, off), k / 40, (k + 1) / 40, way) for k in steps]

    outer, inner = side(2.2, 1), side(-2.2, -1)
    return contours_from_rings([[*outer, (at(1, -2.2),), *inner, (at(0, 2.2),)]])


def _curve_along(of: Callable[[float], Point], a: float, b: float, way: int) -> tuple[Point, ...]:
    a, b = (a, b) if way > 0 else (b, a)
    step = (b - a) / 3
    h = step * 1e-4
    (x0, y0), (x1, y1) = of(a), of(b)
    (u0, v0), (u1, v1) = of(a + h), of(b + h)
    return (
        (x0 + (u0 - x0) / h * step, y0 + (v0 - y0) / h * step),
        (x1 - (u1 - x1) / h * step, y1 - (v1 - y1) / h * step),
        (x1, y1),
    )


def plate() -> Contours:
    r = 8
    edge: Ring = [
        ((92.0 - r, 10.0),), Arc((92, 10 + r), (r, r), 0, True), ((92.0, 90.0 - r),),
        Arc((92 - r, 90), (r, r), 0, True), ((8.0 + r, 90.0),), Arc((8, 90 - r), (r, r), 0, True),
        ((8.0, 10.0 + r),), Arc((8 + r, 10), (r, r), 0, True),
    ]  # fmt: skip
    rings = [edge]
    for k in range(3):
        y = 30 + 20 * k
        rings.append(
            [((66.0, y - 4.0),), Arc((66, y + 4), (4, 4), 0, True),
             ((34.0, y + 4.0),), Arc((34, y - 4), (4, 4), 0, True)]
        )  # fmt: skip
    rings += [circle(x, y, 3.1) for x in (18, 82) for y in (20, 50, 80)]
    return contours_with_arcs(rings)


def flower() -> Contours:
    rings: list[Ring] = []
    for k in range(8):
        a = 45 * k
        rings.append(
            [(polar(20, a + 22), polar(38, a + 20), polar(44, a)),
             (polar(38, a - 20), polar(20, a - 22), polar(15, a))]
        )  # fmt: skip
    return joined([contours_from_rings(rings), contours_with_arcs([circle(50, 50, 9)])])


def subjects() -> Iterator[Subject]:
    """Yield the twelve."""
    yield Subject("rings with pearls", rings_with_pearls(), 16)
    yield Subject("rotated Ls", rotated_ls())
    yield Subject("star", star(), 8)
    yield Subject("gear", gear(), 6)
    yield Subject("herringbone", herringbone())
    yield Subject("lattice", lattice(), 4)
    yield Subject("plate", plate(), 2)
    yield Subject("symbols", symbols())
    yield Subject("serif text", serif_text(), is_free=True)
    yield Subject("f-hole", f_hole(), is_free=True)
    yield Subject("spiral", spiral(), is_free=True)
    yield Subject("flower", flower(), 8, is_free=True)
