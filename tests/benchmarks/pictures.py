"""Eight pictures of different kinds with their truth: the same shapes at four times the size.

All are drawn from formulas and one seeded generator, so that every run compares
the same pixels. A picture is what a tracer gets, its truth what it should find.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.unit.vectorize.bitmaps import Bitmap, encoded, sharp_rosette

SIDE_PX = 1024
TRUTH_PX = 4 * SIDE_PX

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A picture to trace (PNG bytes, SIDE_PX square) and its ink at TRUTH_PX."""

    name: str
    png: bytes
    truth: Bitmap


def subjects() -> Iterator[Subject]:
    """Draw the eight, one at a time: a truth has 16 million pixels."""
    for name, draw in _CLEAN.items():
        shapes = draw(TRUTH_PX)
        yield Subject(name=name, png=encoded(shapes.reduce(4)), truth=_ink(shapes))
    shapes = blob(TRUTH_PX)
    yield Subject(name="shaded blob", png=encoded(shaded(shapes)), truth=_ink(shapes))
    shapes = letters(TRUTH_PX)
    yield Subject(name="noisy scan", png=encoded(scanned(shapes)), truth=_ink(shapes))


def _ink(shapes: Image.Image) -> Bitmap:
    return np.asarray(shapes) < 128


def _page(side: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (side, side), 255)
    return image, ImageDraw.Draw(image)


def celtic_knot(side: int) -> Image.Image:
    """Return a woven band around the middle, drawn as a light ribbon with dark edges."""
    image, draw = _page(side)
    for strand in range(2):
        line = [_woven(side, t / 1500, strand) for t in range(1501)]
        for width, level in ((0.050, 0), (0.030, 255), (0.010, 0)):
            _band(draw, line, width * side, level)
    return image


def _woven(side: int, t: float, strand: int) -> Point:
    angle = 2 * math.pi * t
    r = side * (0.31 + 0.12 * math.cos(9 * angle + math.pi * strand))
    return side / 2 + r * math.cos(angle), side / 2 + r * math.sin(angle)


def _band(draw: ImageDraw.ImageDraw, line: list[Point], width: float, level: int) -> None:
    """Draw a line with smooth sides, which Pillow's own wide lines do not have."""
    points = np.array(line)
    along = np.gradient(points, axis=0)
    across = along[:, ::-1] * [-1, 1] / np.hypot(along[:, :1], along[:, 1:]) * width / 2
    left, right = points + across, points - across
    for k in range(len(points) - 1):
        corners = (left[k], left[k + 1], right[k + 1], right[k])
        draw.polygon([tuple(corner) for corner in corners], fill=level)


def line_art(side: int) -> Image.Image:
    """Return pen strokes of several widths: waves, circles and a spiral."""
    image, draw = _page(side)
    for k in range(10):
        y = side * (0.06 + 0.05 * k)
        waves = [
            (side * t / 400, y + side * 0.02 * math.sin(t / 400 * (9 + 2 * k))) for t in range(401)
        ]
        _band(draw, waves, side * (0.0025 + 0.001 * k), 0)
    for k in range(6):
        r = side * (0.02 + 0.03 * k)
        box = (side * 0.25 - r, side * 0.77 - r, side * 0.25 + r, side * 0.77 + r)
        draw.ellipse(box, outline=0, width=round(side * 0.004))
    turns = [_spiral(side, t / 900) for t in range(901)]
    _band(draw, turns, side * 0.006, 0)
    return image


def _spiral(side: int, t: float) -> Point:
    r, angle = side * 0.2 * t, 12 * math.pi * t
    return side * (0.72 + r / side * math.cos(angle)), side * (0.77 + r / side * math.sin(angle))


def letters(side: int) -> Image.Image:
    """Return words from large to small."""
    image, draw = _page(side)
    y = side * 0.03
    for part in (0.19, 0.13, 0.09, 0.065, 0.05, 0.04, 0.032, 0.026, 0.022):
        font = ImageFont.load_default(size=side * part)
        draw.text(
            (side * 0.04, y),
            "Rosette & purfling, 12.5 mm @ Spruce"[: int(2 / part)],
            font=font,
            fill=0,
        )
        y += side * part * 1.25
    return image.point(lambda level: 255 * (level >= 128))


def leaf(side: int) -> Image.Image:
    """Return the silhouette of a toothed leaf with light veins."""
    image, draw = _page(side)
    edges = [[_leaf_edge(side, t / 600, sign) for t in range(601)] for sign in (1, -1)]
    draw.polygon(edges[0] + edges[1][::-1], fill=0)
    _band(draw, [(side * 0.5, side * (0.1 + 0.88 * t / 99)) for t in range(100)], side * 0.008, 255)
    for k in range(1, 9):
        for sign in (1, -1):
            start = side * (0.12 + 0.085 * k)
            vein = [
                (side * (0.5 + sign * 0.26 * t / 60), start - side * 0.14 * (t / 60) ** 0.8)
                for t in range(61)
            ]
            _band(draw, vein, side * 0.004, 255)
    return image


def _leaf_edge(side: int, t: float, sign: int) -> Point:
    tooth = 0.018 * (1 - abs((t * 22) % 1 * 2 - 1))
    width = 0.36 * math.sin(math.pi * t**0.8) ** 0.9 + tooth * math.sin(math.pi * t)
    return side * (0.5 + sign * width), side * (0.04 + 0.92 * t)


def filigree(side: int) -> Image.Image:
    """Return a lattice of curves that are about two pixels wide at SIDE_PX."""
    image, draw = _page(side)
    for k in range(24):
        turn = 2 * math.pi * k / 24
        petal = [_petal(side, t / 300, turn) for t in range(301)]
        _band(draw, petal, side * 2.2 / 1024, 0)
    for r in (0.06, 0.2, 0.34, 0.47):
        box = [side * (0.5 - r)] * 2 + [side * (0.5 + r)] * 2
        draw.ellipse(box, outline=0, width=round(side * 2.6 / 1024))
    return image


def _petal(side: int, t: float, turn: float) -> Point:
    r = 0.47 * math.sin(math.pi * t) ** 1.5
    angle = turn + 0.9 * math.sin(2 * math.pi * t)
    return side * (0.5 + r * math.cos(angle)), side * (0.5 + r * math.sin(angle))


def blob(side: int) -> Image.Image:
    """Return a smooth shape with two holes: where a sum of waves is above a level."""
    y, x = np.mgrid[:side, :side].astype(np.float32) / side - 0.5
    height = 0.35 - np.hypot(x * 1.1, y) + 0.05 * np.sin(9 * x + 2) * np.cos(11 * y)
    height -= 0.25 * np.exp(-((x - 0.1) ** 2 + (y + 0.08) ** 2) * 220)
    height -= 0.35 * np.exp(-((x + 0.13) ** 2 + (y - 0.1) ** 2) * 400)
    return Image.fromarray(np.where(height > 0, 0, 255).astype(np.uint8))


def shaded(shapes: Image.Image) -> Image.Image:
    """Return the shapes as a photograph has them: soft edges, ink and ground of many levels."""
    soft = np.asarray(shapes.reduce(4).filter(ImageFilter.GaussianBlur(1.6)), np.float32) / 255
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX].astype(np.float32) / SIDE_PX
    ink = 30 + 45 * x + 15 * np.sin(6 * y)
    ground = 225 - 20 * y + 8 * np.cos(5 * x)
    grain = np.random.default_rng(7).normal(0, 3, soft.shape)
    return _levels(ink + (ground - ink) * soft + grain)


def scanned(shapes: Image.Image) -> Image.Image:
    """Return the shapes as a bad scan has them: one corner in shadow, noise, JPEG's blocks."""
    soft = np.asarray(shapes.reduce(4).filter(ImageFilter.GaussianBlur(0.7)), np.float32) / 255
    light = uneven_light(SIDE_PX)
    noise = np.random.default_rng(3).normal(0, 9, soft.shape)
    page = _levels((55 + 185 * soft) * light + noise)
    return Image.open(io.BytesIO(encoded(page, "JPEG", quality=70))).convert("L")


def uneven_light(side: int) -> np.ndarray:
    """Return float32[side, side]: light that falls from 1 in one corner to 0.4 in the other."""
    y, x = np.mgrid[:side, :side].astype(np.float32) / side
    light: np.ndarray = 1 - 0.6 * ((x + y) / 2) ** 1.5
    return light


def _levels(grey: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8))


_CLEAN: dict[str, Callable[[int], Image.Image]] = {
    "dense rosette": sharp_rosette,
    "celtic knot": celtic_knot,
    "line art": line_art,
    "letters": letters,
    "leaf": leaf,
    "filigree": filigree,
}
