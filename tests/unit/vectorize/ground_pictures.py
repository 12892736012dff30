"""Pictures whose ground a person tells at a glance: framed, bled, vignetted, light on dark.

Each is drawn here by code. `light` says that light art lies on a dark ground.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

SIDE = 400
Draw = Callable[[ImageDraw.ImageDraw, int, int], None]


def flower(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    x, y, r = width / 2, height / 2, min(width, height) * 0.11
    for k in range(6):
        a, b = x + 2 * r * math.cos(k * math.pi / 3), y + 2 * r * math.sin(k * math.pi / 3)
        pen.ellipse((a - r, b - r, a + r, b + r), fill=0)
    pen.ellipse((x - r / 2, y - r / 2, x + r / 2, y + r / 2), fill=0)


def star(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    pen.regular_polygon((width / 2, height / 2, min(width, height) * 0.35), 3, fill=0)
    pen.regular_polygon((width / 2, height / 2, min(width, height) * 0.35), 3, 180, fill=0)


def rings(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    x, y, most = width / 2, height / 2, min(width, height) * 0.38
    for part in (1.0, 0.75, 0.5):
        r = most * part
        pen.ellipse((x - r, y - r, x + r, y + r), outline=0, width=9)


def words(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    pen.text((width * 0.2, height * 0.35), "ART", fill=0, font_size=min(width, height) / 4)


def bars(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for x in range(-width, 2 * width, 40):
        pen.line((x, 0, x + height, height), fill=0, width=16)


def bricks(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for row, y in enumerate(range(0, height, 40)):
        for x in range(-40 * (row % 2), width, 80):
            pen.rectangle((x, y, x + 62, y + 22), fill=0)


def waves(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for y in range(0, height + 40, 50):
        line = [(x, y + 14 * math.sin(x / 30)) for x in range(-5, width + 5, 2)]
        pen.line(line, fill=0, width=20, joint="curve")


def checks(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for row in range(0, height, 50):
        for column in range(0, width, 50):
            if (row // 50 + column // 50) % 2 == 0:
                pen.rectangle((column, row, column + 49, row + 49), fill=0)


def sheet(draw: Draw, width: int = SIDE, height: int = SIDE) -> Image.Image:
    """Return dark art on white, smooth as rendered art is."""
    image = Image.new("L", (width, height), 255)
    draw(ImageDraw.Draw(image), width, height)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def framed(draw: Draw, width_px: int, size: tuple[int, int] = (SIDE, SIDE)) -> Image.Image:
    return ImageOps.expand(sheet(draw, *size), width_px, 0)


def with_inner_line(draw: Draw) -> Image.Image:
    image = framed(draw, 10)
    ImageDraw.Draw(image).rectangle((18, 18, SIDE + 1, SIDE + 1), outline=0, width=4)
    return image


def vignetted(draw: Draw, power: float, least: float) -> Image.Image:
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    light = np.clip(1 - (np.hypot(x, y) / 1.25) ** power, least, 1)
    return Image.fromarray((np.asarray(sheet(draw)) * light).astype(np.uint8))


def on_table(draw: Draw, degrees: float) -> Image.Image:
    table = Image.new("L", (560, 560), 40)
    turned = sheet(draw).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=40)
    table.paste(turned, ((560 - turned.width) // 2, (560 - turned.height) // 2))
    return table


def dark(draw: Draw, level: int = 0) -> Image.Image:
    return sheet(draw).point(lambda grey: level + (255 - grey) * (255 - level) // 255)


def dark_with_white_line(draw: Draw) -> Image.Image:
    image = dark(draw)
    ImageDraw.Draw(image).rectangle((14, 14, SIDE - 15, SIDE - 15), outline=255, width=4)
    return image


def dark_bled(draw: Draw) -> Image.Image:
    """Thin light lines that run over the edges of a dark ground."""
    image = Image.new("L", (SIDE, SIDE), 255)
    draw(ImageDraw.Draw(image), SIDE, SIDE)
    return image


def light_vine(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    pen.rectangle((0, 0, width, height), fill=0)
    line = [(x, height / 2 + 60 * math.sin(x / 50)) for x in range(-5, width + 5, 2)]
    pen.line(line, fill=255, width=14, joint="curve")


def light_grid(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    pen.rectangle((0, 0, width, height), fill=0)
    for at in range(100, width, 100):
        pen.line((at, 0, at, height), fill=255, width=6)
    pen.line((0, height / 2, width, height / 2), fill=255, width=6)


def strip(line_px: int) -> Image.Image:
    """A purfling strip: dark lines along both long edges and slanted bars between."""
    image = Image.new("L", (1024, 120), 255)
    pen = ImageDraw.Draw(image)
    for x in range(-120, 1024, 44):
        pen.polygon([(x, 108), (x + 26, 108), (x + 76, 12), (x + 50, 12)], fill=0)
    pen.rectangle((0, 0, 1023, line_px), fill=0)
    pen.rectangle((0, 119 - line_px, 1023, 119), fill=0)
    return image


def pictures() -> Iterator[tuple[str, Image.Image, bool]]:
    """Yield (name, picture of mode L, whether light art lies on a dark ground)."""
    arts: tuple[Draw, ...] = (flower, star, rings, words)
    for draw in arts:
        name = draw.__name__
        yield f"framed thin: {name}", framed(draw, 3), False
        yield f"framed wide: {name}", framed(draw, 34), False
        yield f"vignetted: {name}", vignetted(draw, 2.0, 0.02), False
        yield f"light on black: {name}", dark(draw), True
    yield "framed twice", with_inner_line(flower), False
    yield "framed banner", framed(words, 12, (800, 200)), False
    yield "framed checks", framed(checks, 12), False
    yield "framed bricks", framed(bricks, 20), False
    for draw in (bars, bricks, waves, checks):
        yield f"bled: {draw.__name__}", sheet(draw), False
    yield "strip with thin lines", strip(6), False
    yield "strip with wide lines", strip(14), False
    for degrees in (0, 7, 30):
        yield f"sheet on a table at {degrees}", on_table(flower, degrees), False
    for power, least in ((3.0, 0.0), (6.0, 0.05)):
        yield f"vignetted by {power}", vignetted(star, power, least), False
    for level in (30, 90):
        yield f"light on level {level}", dark(star, level), True
    yield "white line round light art on black", dark_with_white_line(flower), True
    yield "white line round words on black", dark_with_white_line(words), True
    yield "light vine across black", dark_bled(light_vine), True
    yield "light grid across black", dark_bled(light_grid), True
    yield "light disc on black", dark(partial(_disc)), True
    yield "light panel of words on black", dark(words), True
    yield "light photo on black", dark(rings).filter(ImageFilter.GaussianBlur(2)), True


def _disc(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    pen.ellipse((30, 30, width - 30, height - 30), fill=0)
    pen.ellipse((150, 150, width - 150, height - 150), fill=255)
