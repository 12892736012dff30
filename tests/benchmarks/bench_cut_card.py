"""What the cut card costs, by part and as a whole, and how that grows.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_cut_card

Goal: the whole card of a dense rosette of about 8,000 nodes costs at most 100 ms.
Times are of the processor (this thread's own), so that other work on the machine
does not count, and on the clock.
"""

from __future__ import annotations

import functools
import statistics
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from artstudio.cutting.card import CutLimits, cut_card
from artstudio.cutting.colour_cut import outline_chords
from artstudio.cutting.drawn_lines import drawn_lines
from artstudio.cutting.intersections import find_intersections, near_rings
from artstudio.cutting.line_faults import line_faults
from artstudio.cutting.min_width import Limits, narrow_places
from artstudio.cutting.pieces import pieces
from artstudio.cutting.strokes import stroke_faults
from artstudio.cutting.tool_corners import tight_corners
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.contours import Strokes
from artstudio.geometry.coverage import agreement
from artstudio.geometry.drawing import Drawing, StrokeLayer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.measure import measure
from artstudio.geometry.polygons import flattened
from artstudio.vectorize import TraceResult, trace_picture
from tests.unit.vectorize.bitmaps import encoded, noise, page_of_text, picture_of, rosette

GOAL_MS = 100.0
LIMITS = CutLimits(tool_diameter_mm=3.0, feed_mm_min=1200)


def main() -> None:
    """Print times."""
    traced = trace_picture(encoded(rosette()))
    print(f"dense rosette of 1024 px, {traced.measurements.nodes:,} nodes, medians in ms")
    for name, task in parts(traced).items():
        print(f"  {name:28} {show(task)}")
    whole, _clock = timed(lambda: whole_card(traced))
    part = whole / GOAL_MS
    print(f"the whole card: {whole:.0f} ms = {part:.2f} of the limit of {GOAL_MS:.0f} ms\n")
    for name, picture in others().items():
        result = trace_picture(encoded(picture))
        nodes = f"{result.measurements.nodes:7,} nodes"
        print(f"{name:28} {nodes} {show(functools.partial(whole_card, result))}")


def whole_card(traced: TraceResult) -> object:
    """Do all that a new drawing gets."""
    agreement(traced.drawing, ink_of(traced), traced.mm_per_px)
    length = measure(traced.drawing, oriented=True).cut_length_mm
    card = cut_card(traced.drawing, cut_length_mm=length, svg_bytes=len(traced.svg), limits=LIMITS)
    return card.as_dict(), cut_warnings(card)


def parts(traced: TraceResult) -> dict[str, Callable[[], object]]:
    """Return the parts of the card, each on what those before it have found."""
    drawing, mm_per_px, ink = traced.drawing, traced.mm_per_px, ink_of(traced)
    contours = dequantize(drawing.filled[0].on_grid)
    none = np.zeros(len(contours), dtype=bool)
    lines = Strokes(contours, np.zeros(len(contours), dtype=bool))
    stroked = Drawing(drawing.width_mm, drawing.height_mm, (StrokeLayer(lines, width_mm=0.3),))
    rings = flattened(contours)
    near = near_rings(rings)
    met = find_intersections(rings, near)
    cut = pieces(rings, met.entangled)
    outlines = cut.outlines(rings)
    chords = outline_chords(contours, cut)
    return {
        "sizes, length, area": lambda: measure(drawing, oriented=True),
        "curves to chords": lambda: flattened(contours),
        "what is near what": lambda: near_rings(rings),
        "crossings, copies, touches": lambda: find_intersections(rings, near),
        "loose parts": lambda: pieces(rings, met.entangled),
        "thin ink and narrow gaps": lambda: narrow_places(
            chords, outlines, Limits(ink=0.3, gaps=0.3)
        ),
        "lines cut twice or unseen": lambda: line_faults(
            drawn_lines(drawing), (100, 100), np.zeros((2, 0), dtype=np.int64), none
        ),
        "corners for a tool": lambda: tight_corners(outlines, 3.0),
        "agreement with the bitmap": lambda: agreement(drawing, ink, mm_per_px),
        "agreement of its outlines": lambda: agreement(stroked, ink, mm_per_px),
        "faults of its outlines": lambda: stroke_faults(stroked.stroked),
    }


def ink_of(traced: TraceResult) -> NDArray[np.bool_]:
    """Return the bitmap that was traced, which potrace always has."""
    assert traced.ink is not None
    return traced.ink


def others() -> dict[str, Image]:
    """Return pictures of other kinds."""
    return {
        "rosette of 256 px": rosette(256, rings=7),
        "noise of 200 px": picture_of(noise(200, 200)),
        "noise of 350 px": picture_of(noise(350, 350)),
        "page of text": page_of_text(),
        "noise of 700 px": picture_of(noise(700, 700)),
    }


def show(task: Callable[[], object]) -> str:
    """Return the median times of a task."""
    processor, clock = timed(task)
    return f"processor {processor:8.1f}  clock {clock:8.1f}"


def timed(task: Callable[[], object]) -> tuple[float, float]:
    """Return the median milliseconds of the processor and of the clock, after a warm run."""
    task()
    processor: list[float] = []
    clock: list[float] = []
    end = time.perf_counter() + 1.5
    while time.perf_counter() < end or len(clock) < 5:
        own, wall = time.thread_time(), time.perf_counter()
        task()
        processor.append(time.thread_time() - own)
        clock.append(time.perf_counter() - wall)
    return statistics.median(processor) * 1000, statistics.median(clock) * 1000


if __name__ == "__main__":
    main()
