"""What is made of a drawing: how exact it is, and what it costs.

Run by hand on a quiet machine: python -m tests.benchmarks.bench_derive

Goals: on the dense rosette of about 7,800 nodes each operation takes at most a second, a
preview 0.3 seconds; the gap of a pair is within 0.01 mm. Times are of the processor.
The truth of kerf areas is arithmetic: circles, and rectangles with round corners.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable

import numpy as np

from artstudio.cutting import derived
from artstudio.cutting.areas import DerivationError, ink_of, parts_of
from artstudio.cutting.card import CutLimits, cut_card
from artstudio.cutting.edits import total_area
from artstudio.cutting.inlay import inlay_pair
from artstudio.geometry.contours import contours_from_rings
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns import PatternConstraints, compose
from artstudio.vectorize import trace_picture
from tests.unit.cutting.cut_shapes import box, circle
from tests.unit.cutting.inlay_truth import gap_errors, written
from tests.unit.vectorize.bitmaps import encoded, rosette

LIMIT_MS, PREVIEW_MS, GAP_LIMIT_MM = 1000.0, 300.0, 0.01
PROMPTS = (
    "rosette with 12 petals",
    "celtic knot",
    "mandala",
    "medallion",
    "purfling strip",
    "tessellation",
    "vine",
    "snowflake",
)
OPERATIONS: dict[str, Callable[[Drawing], derived.Derived]] = {
    "inlay_pair": lambda drawing: derived.derive_inlay(
        drawing,
        tool_diameter_mm=0.3,
        gap_mm=0.05,
        relief="none",
        part="both",
        colour=None,
        v_bit_deg=None,
    ),
    "kerf": lambda drawing: derived.derive_kerf(
        drawing, kerf_mm=0.1, keep="ink", corners="sharp", colour=None
    ),
    "bridges": lambda drawing: derived.derive_bridges(
        drawing, bridge_mm=0.3, keep="ink", symmetric=True, bridges=None, colour=None
    ),
    "repair": lambda drawing: derived.derive_repair(
        drawing,
        drop_specks_mm=0.1,
        drop_duplicates=True,
        close_strokes=True,
        tips_mm=None,
        min_feature_mm=0.4,
        min_gap_mm=0.4,
        places=None,
        colour=None,
    ),
}


def main() -> None:
    """Print the tables."""
    costs()
    gaps()
    kerfs()
    bridges()
    repairs()


def costs() -> None:
    """Print what each operation costs on the dense rosette, as parts of the limits."""
    drawing = trace_picture(encoded(rosette())).drawing
    print(f"dense rosette, {sum(layer.on_grid.nodes for layer in drawing.filled):,} nodes")
    for name, make in OPERATIONS.items():
        took = processor_ms(lambda make=make: make(drawing))  # type: ignore[misc]
        print(f"  {name:12} {took:6.0f} ms = {took / LIMIT_MS:4.2f} of {LIMIT_MS:.0f} ms, "
              f"{took / PREVIEW_MS:4.2f} of a preview's {PREVIEW_MS:.0f} ms")  # fmt: skip


def gaps() -> None:
    """Print how far gaps are from 0.1 mm, tool 1 mm, on what is written."""
    print(f"gap of pairs, largest error in mm (limit {GAP_LIMIT_MM}), parts")
    for prompt in PROMPTS:
        ink = ink_of(list(pattern(prompt).layers))
        pair = inlay_pair(ink, tool_diameter_mm=1.0, gap_mm=0.1)
        pocket, insert = written(pair.pocket), written(pair.insert)
        worst = float(np.abs(gap_errors(pocket, insert, 0.1)).max())
        print(f"  {prompt:24} {worst:.4f} = {worst / GAP_LIMIT_MM:4.2f}  {len(pocket):4}")


def kerfs() -> None:
    """Print how far areas are from arithmetic after a cut of 0.2 mm."""
    print("kerf of 0.2 mm, area against arithmetic")
    cases = {
        "circle r 20": (circle(50, 50, 20), math.pi * 20.1**2),
        "box 20 x 10": (box(10, 10, 20, 10), 200 + 60 * 0.1 + math.pi * 0.1**2),
    }
    for name, (ring, truth) in cases.items():
        drawing = Drawing(100, 100, (Layer(contours_from_rings([ring])),))
        made = derived.derive_kerf(drawing, kerf_mm=0.2, keep="ink", corners="round", colour=None)
        off = total_area(parts_of(made.drawing.filled, chord_mm=0.0005)) - truth
        print(f"  {name:24} {off:+.4f} mm² of {truth:.3f}, {1e6 * off / truth:+.0f} ppm")


def bridges() -> None:
    """Print bridges against the lower bound, one fewer than there are pieces."""
    print("bridges of 0.8 mm: fewest, lower bound; in step with the drawing, fold")
    for prompt in PROMPTS:
        few, many = (
            derived.derive_bridges(
                pattern(prompt),
                bridge_mm=0.8,
                keep="ink",
                symmetric=symmetric,
                bridges=None,
                colour=None,
            ).facts
            for symmetric in (False, True)
        )
        print(
            f"  {prompt:24} {len(few['bridges']):4} {few['pieces_before'] - 1:4}; "
            f"{len(many['bridges']):4} {many['fold']:3}; "
            f"pieces after {few['pieces_after']}, {many['pieces_after']}"
        )


def repairs() -> None:
    """Print how many places the card marks before and after, limits 0.8 mm."""
    print("thin places and gaps below 0.8 mm: before, after")
    for prompt in PROMPTS:
        plain = pattern(prompt)
        try:
            made = derived.derive_repair(
                plain,
                drop_specks_mm=None,
                drop_duplicates=False,
                close_strokes=False,
                tips_mm=None,
                min_feature_mm=0.8,
                min_gap_mm=0.8,
                places=None,
                colour=None,
            ).drawing
        except DerivationError:
            made = plain
        print(f"  {prompt:24} {marked(plain):4} {marked(made):4}")


def marked(drawing: Drawing) -> int:
    """Return how many thin places and narrow gaps a cut card marks."""
    limits = CutLimits(min_feature_mm=0.8, min_gap_mm=0.8)
    card = cut_card(drawing, cut_length_mm=0, svg_bytes=0, limits=limits).as_dict()
    return int(card["thin_features"] + card["narrow_gaps"])


def pattern(prompt: str) -> Drawing:
    """Return a pattern's drawing."""
    return compose(prompt, style_hints=(), constraints=PatternConstraints(), seed=7).drawing


def processor_ms(task: Callable[[], object]) -> float:
    """Return the median of three, in ms of this thread's processor time."""
    taken = []
    for _ in range(3):
        started = time.thread_time()
        task()
        taken.append((time.thread_time() - started) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
