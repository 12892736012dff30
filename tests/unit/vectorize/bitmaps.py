"""Pictures with known ink, drawn here so that tests and benchmarks speak of the same ones."""

from __future__ import annotations

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Bitmap = NDArray[np.bool_]


def encoded(image: Image.Image, format: str = "PNG", **options: object) -> bytes:
    """Return the bytes of a picture file."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def of(image: Image.Image) -> Bitmap:
    """Return the dark half of a picture."""
    return np.asarray(image.convert("L")) < 128


def picture_of(bitmap: Bitmap) -> Image.Image:
    """Return black ink on white."""
    return Image.fromarray(np.where(bitmap, 0, 255).astype(np.uint8))


def disc_and_hole(width: int = 300, height: int = 200) -> Image.Image:
    """Return a ring of outer radius 50 and inner radius 20 around (100, 100)."""
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    draw.ellipse((50, 50, 150, 150), fill=0)
    draw.ellipse((80, 80, 120, 120), fill=255)
    return image


def rosette(size: int = 1024, *, rings: int = 15) -> Image.Image:
    """Return a dense rosette, smooth-edged: drawn at four times the size and reduced."""
    return sharp_rosette(4 * size, rings=rings).reduce(4)


def sharp_rosette(size: int, *, rings: int = 15) -> Image.Image:
    """Return a dense rosette in two tones."""
    image = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(image)
    for ring in range(rings):
        inner = size * (0.12 + 0.36 * ring / rings)
        depth = size * 0.36 / rings * 0.8
        count = round(2 * math.pi * inner / depth * 0.62)
        for k in range(count):
            _piece(draw, size / 2, inner, depth, 2 * math.pi * k / count, count, ring % 3)
    return image


def _piece(
    draw: ImageDraw.ImageDraw, middle: float, inner: float, depth: float,
    angle: float, count: int, kind: int,
) -> None:  # fmt: skip
    width = 2 * math.pi / count * 0.78

    def at(r: float, a: float) -> tuple[float, float]:
        x, y = math.cos(angle + a * width), math.sin(angle + a * width)
        return middle + (inner + r * depth) * x, middle + (inner + r * depth) * y

    if kind == 0:
        draw.polygon([at(0, 0), at(0.45, 0.75), at(1, 0.9), at(0.55, 0.1)], fill=0)
    elif kind == 1:
        petal = [(0.5 + 0.5 * math.cos(t / 8), 0.5 * math.sin(t / 8)) for t in range(51)]
        draw.polygon([at(r, 0.5 + a * (1.2 - r)) for r, a in petal], fill=0)
        x, y = at(0.5, 0.5)
        draw.ellipse((x - depth / 9, y - depth / 9, x + depth / 9, y + depth / 9), fill=255)
    else:
        draw.polygon([at(0, 0), at(0, 1), at(0.5, 0.75), at(1, 1), at(1, 0), at(0.5, 0.25)], fill=0)


def page_of_text(width: int = 1240, height: int = 1754) -> Image.Image:
    """Return a page of small print, as large as A4 at 150 dots per inch by default."""
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=20)
    words = [
        "Rosette",
        "purfling",
        "rope",
        "herringbone",
        "abalone",
        "&",
        "spruce;",
        "12.5",
        "mm,",
        "qty",
        "48",
        "@",
        "0.6?",
    ]
    for line, y in enumerate(range(40, height - 60, 28)):
        text = " ".join(words[(line + k) % len(words)] for k in range(40))
        draw.text((50, y), text[: width // 11], font=font, fill=0)
    return image


def noise(height: int, width: int, density: float = 0.5, seed: int = 1) -> Bitmap:
    """Return pixels set at random."""
    ink: Bitmap = np.random.default_rng(seed).random((height, width)) < density
    return ink


def single_pixel(height: int = 9, width: int = 7) -> Bitmap:
    """Return one pixel of ink."""
    ink = np.zeros((height, width), dtype=bool)
    ink[height // 2, width // 2] = True
    return ink


def stairs(height: int = 61, width: int = 129) -> Bitmap:
    """Return diagonal chains of pixels that touch at their corners only."""
    y, x = np.mgrid[:height, :width]
    ink: Bitmap = (x + y) % 7 == 0
    return ink


VARIED: dict[str, Bitmap] = {
    "ring": of(disc_and_hole()),
    "rosette": of(rosette(256, rings=7)),
    "text": of(page_of_text(331, 200)),
    "noise": noise(97, 130),
    "thin noise": noise(64, 64, 0.03, seed=2),
    "one pixel": single_pixel(),
    "one by one": np.ones((1, 1), dtype=bool),
    "one row": np.array([[True, False] * 40 + [True]]),
    "stairs": stairs(),
    "touches every edge": ~single_pixel(65, 63),
    "a word wide": noise(5, 64, 0.7, seed=3),
}
