"""What is straight and round in twelve pictures, and what each program makes of it.

Run by hand: python -m tests.benchmarks.bench_geometry [SIDE_PX ...]

Each drawing has a truth of lines, arcs, circles and curves (see geometry_pictures) and is
traced as a clean picture, a photo, a model's output and a scan. Printed are the means:
agreement with the truth (IoU at 4096 px), nodes over those of the truth for geometric
pictures and their sum for free-form ones, true straight edges that are covered by one
line, true circles that are one circle with its radius within 0.1 px, the distance of
corners, and how far a drawing with n-fold symmetry is from itself turned. Programs that
are not installed are left out.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import math
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artstudio.geometry.contours import LINE, Contours
from artstudio.geometry.coverage import covered_by
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.grid import dequantize
from artstudio.geometry.primitives import Whole, ring_primitives
from artstudio.svg.importer import foreign_drawing
from artstudio.vectorize import trace_picture
from artstudio.vectorize.errors import TraceFailed, TracerUnavailable
from tests.benchmarks.bench_quality import by_potrace, by_vtracer
from tests.benchmarks.geometry_pictures import CONDITIONS, SIDE_MM, Subject, subjects
from tests.benchmarks.workbench import say

_TRUTH_PX = 4096
_OURS: dict[str, dict[str, Any]] = {
    "ours, off": {"geometry": "off"},
    "ours, no relations": {"geometry": "auto"},
    "ours, auto": {"geometry": "auto", "relations": {}},
}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """The figures of one drawing of one picture; NaN where there is nothing to count."""

    iou: float
    nodes: int
    truth_nodes: int
    is_free: bool
    edges: tuple[int, int]
    circles: tuple[int, int]
    corner_mm: float
    turned_um: float
    ms: float


def main() -> None:
    """Print a table for each size and condition."""
    for side_px in [int(word) for word in sys.argv[1:]] or [1024]:
        for condition in CONDITIONS:
            rows: dict[str, list[Row]] = {}
            for subject in subjects():
                for name, drawing, ms in drawings(subject, side_px, condition):
                    rows.setdefault(name, []).append(score(subject, drawing, side_px, ms))
            table(f"{condition} {side_px}", rows)


def table(title: str, rows: dict[str, list[Row]]) -> None:
    """Print the means of each program."""
    heads = ("IoU", "nodes/truth", "free nodes", "edges", "circles", "corner mm", "turn um", "ms")
    say(f"\n{title:22}" + "".join(f"{head:>12}" for head in heads))
    for name, found in rows.items():
        shaped, free = ([r for r in found if r.is_free is flag] for flag in (False, True))
        edges, circles = (
            [sum(column) for column in zip(*pairs, strict=True)]
            for pairs in ([r.edges for r in found], [r.circles for r in found])
        )
        say(
            f"  {name:20}{np.mean([r.iou for r in found]):12.4f}"
            f"{np.mean([r.nodes / r.truth_nodes for r in shaped]):12.2f}"
            f"{sum(r.nodes for r in free):12,}"
            f"{f'{edges[0]}/{edges[1]}':>12}{f'{circles[0]}/{circles[1]}':>12}"
            f"{np.nanmean([r.corner_mm for r in found]):12.4f}"
            f"{np.nanmean([r.turned_um for r in found]):12.2f}"
            f"{np.median([r.ms for r in found]):12.0f}"
        )


def drawings(
    subject: Subject, side_px: int, condition: str
) -> Iterator[tuple[str, Drawing, float]]:
    """Yield what each program draws, 100 mm wide, and how long it took."""
    data = subject.picture(side_px, condition)
    with Image.open(io.BytesIO(data)) as image:
        grey = image.convert("L")
    png = io.BytesIO()
    grey.save(png, "PNG")
    for name, how in _OURS.items():
        started = time.perf_counter()
        result = trace_picture(data, detail="normal", width_mm=SIDE_MM, **how)
        yield name, result.drawing, _ms(started)
    if program := shutil.which("potrace"):
        started = time.perf_counter()
        yield "potrace program", _read(by_potrace(program, grey, "a.pgm")), _ms(started)
    if importlib.util.find_spec("vtracer"):
        started = time.perf_counter()
        yield "vtracer", _read(by_vtracer(png.getvalue())), _ms(started)
    with contextlib.suppress(TracerUnavailable, TraceFailed):
        started = time.perf_counter()
        inkscape = trace_picture(data, method="inkscape", width_mm=SIDE_MM).drawing
        yield "Inkscape", inkscape, _ms(started)


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _read(svg: bytes) -> Drawing:
    return foreign_drawing(svg, width_mm=SIDE_MM, height_mm=SIDE_MM).drawing


def score(subject: Subject, drawing: Drawing, side_px: int, ms: float) -> Row:
    """Return the figures of a drawing."""
    truth, found = (
        covered_by(d, (_TRUTH_PX, _TRUTH_PX), SIDE_MM / _TRUTH_PX)
        for d in (subject.drawing, drawing)
    )
    contours = [dequantize(layer.on_grid) for layer in drawing.filled]
    limit_mm = 0.1 * SIDE_MM / side_px
    return Row(
        iou=float((truth & found).sum() / (truth | found).sum()),
        nodes=sum(c.written_nodes for c in contours),
        truth_nodes=subject.contours.written_nodes,
        is_free=subject.is_free,
        edges=_edges(subject.contours, contours),
        circles=_circles(subject.contours, contours, limit_mm),
        corner_mm=_corners(subject, contours),
        turned_um=_turned(subject, contours),
        ms=ms,
    )


def _lines(contours: Contours) -> Floats:
    line = contours.kinds == LINE
    return np.stack([contours.starts()[line], contours.points[line, 2]], axis=1)


def _edges(truth: Contours, found: list[Contours]) -> tuple[int, int]:
    """Return how many straight edges of 1 mm and more are one line, within 0.1 mm at both ends."""
    wanted = _lines(truth)
    wanted = wanted[np.hypot(*(wanted[:, 1] - wanted[:, 0]).T) >= 1]
    have = np.concatenate([_lines(c) for c in found] or [np.zeros((0, 2, 2))])
    if not len(have) or not len(wanted):
        return 0, len(wanted)
    either = [have, have[:, ::-1]]
    apart = [np.hypot(*np.moveaxis(wanted[:, None] - h[None], 3, 0)).max(axis=2) for h in either]
    return int((np.minimum(*apart).min(axis=1) < 0.1).sum()), len(wanted)


def _wholes(contours: Contours) -> list[Whole]:
    return [r for r in ring_primitives(contours) if isinstance(r, Whole) and r.is_circle]


def _circles(truth: Contours, found: list[Contours], limit_mm: float) -> tuple[int, int]:
    wanted, have = _wholes(truth), [whole for c in found for whole in _wholes(c)]
    hits = sum(
        any(
            abs(h.radii[0] - w.radii[0]) <= limit_mm and math.dist(h.centre, w.centre) <= 0.1
            for h in have
        )
        for w in wanted
    )
    return hits, len(wanted)


def _corners(subject: Subject, found: list[Contours]) -> float:
    """Return the mean distance of true corners of lines from the nearest node."""
    contours = subject.contours
    line = contours.kinds == LINE
    follows = np.arange(contours.nodes) + 1
    follows[contours.offsets[1:] - 1] = contours.offsets[:-1]
    corners = contours.points[line & line[follows], 2]
    nodes = np.concatenate([c.points[:, 2] for c in found] or [np.zeros((0, 2))])
    if subject.is_free or not len(corners) or not len(nodes):
        return math.nan
    apart = np.hypot(*np.moveaxis(corners[:, None] - nodes[None], 2, 0)).min(axis=1)
    return float(apart.mean())


def _turned(subject: Subject, found: list[Contours]) -> float:
    """Return the mean distance in micrometres of nodes from those of the drawing turned."""
    nodes = np.concatenate([c.points[:, 2] for c in found] or [np.zeros((0, 2))])
    # A circle has no corner that could be compared; its nodes are anywhere on it.
    if subject.fold < 2 or not len(nodes):
        return math.nan
    angle = math.tau / subject.fold
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    moved = (nodes - SIDE_MM / 2) @ turn.T + SIDE_MM / 2
    apart = np.hypot(*np.moveaxis(moved[:, None] - nodes[None], 2, 0)).min(axis=1)
    near = apart[apart < 0.3]
    return float(near.mean() * 1000) if len(near) else math.nan


if __name__ == "__main__":
    main()
