"""Layered tones against vtracer on five flat colours, and single strokes on line art.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_tones_centerline
PSNR is that of the rendered drawing with the art as it was before any compression.
vtracer runs as the method of that name does, in a child process; its settings are its own.
"""

from __future__ import annotations

import io
import math
import time
from functools import partial
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from artstudio.geometry.coverage import agreement
from artstudio.geometry.drawing import StrokeLayer
from artstudio.svg.render import render_png
from artstudio.vectorize import TraceResult, trace_picture
from tests.benchmarks.pictures import TRUTH_PX, celtic_knot, filigree, line_art
from tests.benchmarks.workbench import median_ms
from tests.unit.vectorize.bitmaps import encoded

SIDE = 1024
TONES = [(255, 255, 255), (222, 184, 135), (160, 110, 60), (96, 96, 96), (24, 20, 16)]


def main() -> None:
    """Print both tables."""
    compare_tones()
    strokes_of_line_art()


def five_tones(side: int = SIDE) -> Image.Image:
    """Return a medallion of petals and beads in five flat colours, smooth-edged."""
    big = 4 * side
    image = Image.new("RGB", (big, big), TONES[0])
    draw = ImageDraw.Draw(image)
    disc(draw, big, 0.5, 0.5, 0.46, 1)
    for ring, (count, r, size) in enumerate(
        [(48, 0.41, 0.022), (36, 0.33, 0.028), (18, 0.2, 0.045)]
    ):
        for k in range(count):
            a = 2 * math.pi * k / count
            x, y = 0.5 + r * math.cos(a), 0.5 + r * math.sin(a)
            disc(draw, big, x, y, size, 2 + ring % 2)
            disc(draw, big, x, y, size * 0.5, 4 - ring % 2)
    disc(draw, big, 0.5, 0.5, 0.12, 4)
    disc(draw, big, 0.5, 0.5, 0.06, 0)
    return image.reduce(4)


def disc(draw: ImageDraw.ImageDraw, side: int, x: float, y: float, r: float, tone: int) -> None:
    """Fill a disc; lengths are parts of the side."""
    box = [side * (x - r), side * (y - r), side * (x + r), side * (y + r)]
    draw.ellipse(box, fill=TONES[tone])


METHODS: dict[str, dict[str, Any]] = {"potrace": {"tones": 5}, "vtracer": {}}


def compare_tones() -> None:
    """Print time, paths, subpaths, nodes and PSNR of both methods."""
    pictures = {"smooth edges": five_tones()}
    pictures["JPEG, quality 80"] = Image.open(
        io.BytesIO(encoded(five_tones(), "JPEG", quality=80))
    ).convert("RGB")
    for name, picture in pictures.items():
        png = encoded(picture)
        print(f"five tones, {SIDE} px, {name}")
        for method, options in METHODS.items():
            result = trace_picture(png, method, **options)
            took = median_ms(partial(trace_picture, png, method, **options), rounds=5, warm_up=1)
            print(
                f"  {method:8} {took:7.0f} ms  {result.svg.count(b'<path'):5} paths "
                f"{result.measurements.subpaths:6,} subpaths {result.measurements.nodes:7,} nodes "
                f"{len(result.svg):9,} bytes  PSNR {psnr(result):5.1f} dB"
            )


def psnr(result: TraceResult) -> float:
    """Return the peak signal to noise ratio in dB of the rendered drawing with the art."""
    shown = Image.open(io.BytesIO(render_png(result.svg, width_px=SIDE))).convert("RGB")
    error = np.asarray(shown, np.float64) - np.asarray(five_tones(), np.float64)
    return float(10 * np.log10(255**2 / np.mean(error**2)))


def strokes_of_line_art() -> None:
    """Print what becomes of line art."""
    print(f"\nsingle strokes, {SIDE} px")
    for draw in (line_art, filigree, celtic_knot):
        png = encoded(draw(TRUTH_PX).reduce(4))
        started = time.process_time()
        result = trace_picture(png, "centerline")
        cpu = (time.process_time() - started) * 1000
        took = median_ms(partial(trace_picture, png, "centerline"), rounds=5, warm_up=1)
        (layer,) = result.drawing.layers
        assert isinstance(layer, StrokeLayer)
        assert result.ink is not None
        alike = agreement(result.drawing, result.ink, result.mm_per_px)
        outlines = trace_picture(png)
        print(
            f"  {draw.__name__:12} {took:5.0f} ms (first {cpu:5.0f} of processor)  "
            f"{len(layer.strokes):4} strokes {result.measurements.nodes:5,} nodes "
            f"{result.measurements.cut_length_mm:6.0f} mm  IoU {alike:.3f}; around the lines "
            f"{outlines.measurements.nodes:6,} nodes {outlines.measurements.cut_length_mm:6.0f} mm"
        )


if __name__ == "__main__":
    main()
