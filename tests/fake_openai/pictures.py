"""The bytes that the fake server answers with: honest rosettes and everything else."""

from __future__ import annotations

import functools
import hashlib
import io
import math
import struct
import zlib

from PIL import Image, ImageDraw

from tests.fake_openai import drawings

_PNG = b"\x89PNG\r\n\x1a\n"


@functools.lru_cache(maxsize=64)
def rosette_png(prompt: str, call: int, size: str = "1024x1024") -> bytes:
    """Return a black-on-white rosette that varies with the prompt and the call's number."""
    digest = hashlib.sha256(f"{prompt}|{call}".encode()).digest()
    width, height = map(int, size.split("x"))
    scale = 2
    image = Image.new("L", (width * scale, height * scale), 255)
    draw = ImageDraw.Draw(image)
    centre = (width * scale / 2, height * scale / 2)
    radius = min(centre) * 0.92
    _ring(draw, centre, radius, radius * 0.06)
    _ring(draw, centre, radius * 0.88, radius * 0.02)
    _petals(draw, centre, radius * 0.82, folds=6 + digest[0] % 11, plump=0.4 + digest[1] / 800)
    _beads(draw, centre, radius * 0.41, count=8 + digest[2] % 17)
    _ring(draw, centre, radius * 0.3, radius * 0.05)
    return _png(image.resize((width, height), Image.Resampling.BOX))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _ring(
    draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, width: float
) -> None:
    x, y = centre
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, outline=0, width=max(2, round(width)))


def _petals(
    draw: ImageDraw.ImageDraw,
    centre: tuple[float, float],
    radius: float,
    *,
    folds: int,
    plump: float,
) -> None:
    step = math.tau / folds
    outline = ((1.0, 0.0), (0.82, 0.5), (0.72, 0.6), (0.6, 0.0), (0.72, -0.6), (0.82, -0.5))
    for fold in range(folds):
        points = [
            _polar(centre, radius * reach, (fold + side * plump) * step) for reach, side in outline
        ]
        draw.polygon(points, fill=0)


def _beads(
    draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, *, count: int
) -> None:
    bead = radius * math.sin(math.pi / count) * 0.45
    for index in range(count):
        x, y = _polar(centre, radius, math.tau * index / count)
        draw.ellipse((x - bead, y - bead, x + bead, y + bead), fill=0)


def _polar(centre: tuple[float, float], radius: float, angle: float) -> tuple[float, float]:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def truncated_png() -> bytes:
    """Return the first half of a good PNG."""
    whole = rosette_png("truncated", 1)
    return whole[: len(whole) // 2]


@functools.cache
def bomb_png(side: int = 20_000) -> bytes:
    """Return a PNG of some kilobytes that decodes to `side` times `side` pixels."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    data = b"".join(packer.compress(row * 100) for _ in range(side // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@functools.cache
def heavy_png(size_bytes: int) -> bytes:
    """Return a good PNG that is `size_bytes` long through a private chunk nobody reads."""
    small = rosette_png("heavy", 1)
    padding = size_bytes - len(small) - 12
    end = _chunk(b"IEND", b"")
    return small[: -len(end)] + _chunk(b"juNk", b"\0" * padding) + end


@functools.cache
def animated_gif() -> bytes:
    """Return a GIF of three frames."""
    frames = []
    for call in range(3):
        with Image.open(io.BytesIO(rosette_png("frame", call, "256x256"))) as image:
            frames.append(image.convert("P"))
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def svg_document() -> bytes:
    """Return an SVG as a provider might send one where a PNG was due."""
    return (
        b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
        b'<circle cx="5" cy="5" r="4"/></svg>\n'
    )


def rosette_svg(prompt: str, call: int, size: str = "1024x1024") -> bytes:
    """Return a rosette as the Images API writes SVG: in pixels, without a background."""
    width, height = map(int, size.split("x"))
    drawn = drawings.rosette(f"{prompt}|{call}", drawings.Sheet(width, height))
    return drawn.replace("mm", "").encode()


def hostile_svg(svg: bytes) -> bytes:
    """Return `svg` with a script, an event attribute and a picture from elsewhere added."""
    attack = (
        b'<script>alert(1)</script><image href="http://evil.test/x.png" onload="alert(2)"/></svg>'
    )
    return svg.replace(b"</svg>", attack)


def recoded_svg(svg: bytes, encoding: str) -> bytes:
    """Return `svg` with a title that is not ASCII, declared and written in `encoding`."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    titled = svg.decode().replace("\n", "\n<title>Füllhorn</title>\n", 1)
    return (head + titled).encode(encoding)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
