"""What preparing a picture does to its trace: the dense rosette of 1024 pixels, potrace's curves.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_preparation

The truth is drawn at 4096 pixels. IoU is that of the curves with the truth; times are of
this thread on the processor, preparing and tracing, the best of several. Below it the
same for paper that is unevenly light, where one threshold does not fit everywhere.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from PIL import Image, ImageFilter

from artstudio.geometry.contours import Contours
from artstudio.geometry.coverage import covered_pixels
from artstudio.geometry.polygons import flattened
from artstudio.vectorize import TraceOptions, background, get_tracer
from artstudio.vectorize.preparation import DETAILS, prepare
from artstudio.vectorize.soft_edges import refine_subpixel
from artstudio.vectorize.threshold import otsu
from artstudio.vectorize.tracers import TracerSettings
from tests.benchmarks.pictures import SIDE_PX, TRUTH_PX, subjects, uneven_light
from tests.benchmarks.workbench import say
from tests.unit.vectorize.bitmaps import Bitmap

ROUNDS = 5
WINDOW_PX = 16
OFFSET = 10

Prepare = Callable[[Image.Image], Bitmap]
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A way to a trace; `alphamax` and `opttolerance` are potrace's."""

    name: str
    prepare: Prepare
    scale: int = 1
    alphamax: float = 1.0
    opttolerance: float = 0.2


def main() -> None:
    """Print both tables."""
    subject = next(subjects())
    grey = Image.open(io.BytesIO(subject.png)).convert("L")
    say(f"{subject.name}, {SIDE_PX} px, truth at {TRUTH_PX} px")
    say(f"  {'':34} {'prepare':>8} {'trace':>6} {'nodes':>7} {'IoU':>6}")
    for row in ROWS:
        show(row, grey, subject.truth)
    for detail in DETAILS:
        show_detail(detail, grey, subject.truth)
    say("the same on paper of which one corner has 0.4 of the light of the other, with noise")
    uneven = unevenly_lit(grey)
    for row in UNEVEN_ROWS:
        show(row, uneven, subject.truth)


def show(row: Row, grey: Image.Image, truth: Bitmap) -> None:
    """Print one way."""
    tracer, scale = get_tracer(), row.scale
    settings = TracerSettings(
        turdsize=2 * scale * scale, alphamax=row.alphamax, opttolerance=row.opttolerance
    )
    before, bitmap = best_of(lambda: row.prepare(grey))
    after, contours = best_of(lambda: tracer.trace(bitmap, settings))
    line(row.name, before, after, contours.scaled(1 / scale), truth)


def show_detail(detail: str | None, grey: Image.Image, truth: Bitmap) -> None:
    """Print one of our own levels of detail; moving onto soft edges counts as tracing."""
    options = TraceOptions(detail=detail)
    before, prepared = best_of(lambda: prepare(grey, options))
    settings = prepared.settings(options, 1.0)

    def trace() -> Contours:
        contours = get_tracer().trace(prepared.bitmap, settings).scaled(1 / prepared.detail.scale)
        return refine_subpixel(contours, prepared.ink) if prepared.detail.settle else contours

    after, contours = best_of(trace)
    line(f"detail {detail or 'not stated'}", before, after, contours, truth)


def line(name: str, before: float, after: float, contours: Contours, truth: Bitmap) -> None:
    """Print the figures of a trace in pixels of the picture."""
    in_truth = flattened(contours.scaled(TRUTH_PX / SIDE_PX), tolerance_mm=0.05)
    covered = covered_pixels(in_truth, truth.shape)
    iou = (covered & truth).sum() / (covered | truth).sum()
    say(f"  {name:34} {before:8.1f} {after:6.1f} {contours.nodes:7,} {iou:6.3f}")


def best_of(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the least milliseconds of the processor that `work` takes, and its result."""
    times = []
    for _ in range(ROUNDS):
        started = time.thread_time()
        result = work()
        times.append((time.thread_time() - started) * 1000)
    return min(times), result


def by_otsu(grey: Image.Image) -> Bitmap:
    """Return what is darker than Otsu's level."""
    dark: Bitmap = np.asarray(grey) <= otsu(grey.histogram())
    return dark


def enlarged(scale: int) -> Prepare:
    """Return Otsu after enlarging by Lanczos."""

    def run(grey: Image.Image) -> Bitmap:
        size = (grey.width * scale, grey.height * scale)
        return by_otsu(grey.resize(size, Image.Resampling.LANCZOS))

    return run


def adaptive(grey: Image.Image) -> Bitmap:
    """Return what is darker than the mean of its surroundings by OFFSET."""
    means = np.asarray(grey.filter(ImageFilter.BoxBlur(WINDOW_PX)), np.int16)
    dark: Bitmap = np.asarray(grey, np.int16) <= means - OFFSET
    return dark


def median(grey: Image.Image) -> Bitmap:
    """Return Otsu after a median filter of three by three."""
    return by_otsu(grey.filter(ImageFilter.MedianFilter(3)))


def blurred_maximum(grey: Image.Image) -> Bitmap:
    """Return Otsu after dividing by the blurred maximum of the surroundings."""
    small = grey.reduce(4).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(8))
    paper = np.asarray(small.resize(grey.size, Image.Resampling.BICUBIC), np.float32)
    levels = np.asarray(grey, np.float32) * 255 / np.maximum(paper, 1)
    return by_otsu(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)))


def surface(grey: Image.Image) -> Bitmap:
    """Return Otsu after dividing by the surface that the product fits."""
    return by_otsu(background.even_illumination(grey) or grey)


def unevenly_lit(grey: Image.Image) -> Image.Image:
    """Return the picture under uneven light, with noise."""
    levels = (30 + np.asarray(grey, np.float32) * 0.87) * uneven_light(SIDE_PX)
    levels += np.random.default_rng(2).normal(0, 6, levels.shape)
    return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


ROWS = (
    Row(name="Otsu, 1x", prepare=by_otsu),
    Row(name="Otsu, Lanczos 2x", prepare=enlarged(2), scale=2),
    Row(
        name="  alphamax 1.2, opttolerance 0.8",
        prepare=enlarged(2),
        scale=2,
        alphamax=1.2,
        opttolerance=0.8,
    ),
    Row(name="Otsu, Lanczos 3x", prepare=enlarged(3), scale=3),
    Row(name="adaptive threshold, 1x", prepare=adaptive),
    Row(name="median, then Otsu, 1x", prepare=median),
)
UNEVEN_ROWS = (
    Row(name="Otsu", prepare=by_otsu),
    Row(name="adaptive threshold", prepare=adaptive),
    Row(name="divided by a blurred maximum", prepare=blurred_maximum),
    Row(name="divided by a fitted surface (ours)", prepare=surface),
)


if __name__ == "__main__":
    main()
