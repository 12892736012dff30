"""The strokes of a bitmap, from its pixels to curves in the order of cutting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.contours import CUBIC, LINE, Contours, Strokes
from artstudio.geometry.fit_curves import Pieces, fitted
from artstudio.vectorize.centerline.corners import with_corners
from artstudio.vectorize.centerline.dots import dots_of
from artstudio.vectorize.centerline.junctions import strokes_of
from artstudio.vectorize.centerline.path_order import nearest_neighbour_order
from artstudio.vectorize.centerline.pruning import cleaned
from artstudio.vectorize.centerline.sampling import Samples, resampled, smoothed
from artstudio.vectorize.centerline.skeleton_graph import Graph, graph_of
from artstudio.vectorize.centerline.thinning import Thinned

_TANGENT_PX = 5
_QUARTERS = 4
_STAIRS_PX = 0.7


@dataclass(frozen=True, kw_only=True)
class LineArt:
    """Strokes in pixels, and the width of most of their lines (pixels; 0 without strokes)."""

    strokes: Strokes
    width_px: float


def line_art(shape: Thinned, *, tolerance_px: float) -> LineArt:
    """Return the strokes of a thinned bitmap, fitted within `tolerance_px`, in a short order."""
    found = graph_of(shape)
    graph = cleaned(found)
    width_px = line_width(graph if len(graph) else found, int(np.count_nonzero(shape.ink)))
    samples = smoothed(with_corners(resampled(strokes_of(graph, shape, width_px=width_px))))
    pieces, strokes = _pieces(samples, tolerance_px)
    dots = dots_of(shape, found, graph, width_px=width_px)
    contours, is_open = _in_order(pieces, strokes, samples.closed, dots)
    height, width = (side - 2 for side in shape.ink.shape)
    inside = np.clip(contours.points, 0, (width, height))
    return LineArt(
        strokes=Strokes(Contours(contours.kinds, inside, contours.offsets), is_open),
        width_px=width_px,
    )


def line_width(graph: Graph, ink_px: int) -> float:
    """Return the median width of the lines in pixels; 0 without any.

    The ink's end lies half a pixel before the middle of the first pixel without. Where
    an edge has stairs the nearest of them is too near: the area says by how much on average.
    """
    if not len(graph):
        return float(2 * np.median(graph.reaches[:-1]) - 1) if len(graph.reaches) > 1 else 0.0
    length = max(float(graph.lengths().sum()), 1.0)
    widths = 2 * graph.depths - 1
    too_near = np.clip(ink_px / length - float(widths.mean()), 0, _STAIRS_PX)
    return float(np.median(widths) + too_near)


def _pieces(samples: Samples, tolerance_px: float) -> tuple[Pieces, Integers]:
    """Return the curves of all strokes, and the stroke of each."""
    marks = _marks(samples)
    first, last = marks[:-1], marks[1:]
    stroke = samples.strokes
    within = stroke[first] == stroke[last]
    first, last = first[within], last[within]
    tangents = np.stack([_tangents(samples, first, last), _tangents(samples, last, first)], axis=1)
    pieces = fitted(samples.points, first, last, tangents, tolerance=tolerance_px)
    return pieces, stroke[pieces.first]


def _marks(samples: Samples) -> Integers:
    """Return the points where curves begin and end: fixed ones, and quarters of smooth circles."""
    marks = samples.fixed.copy()
    marks[samples.offsets[:-1]] = marks[samples.offsets[1:] - 1] = True
    held = np.bincount(samples.strokes[samples.fixed], minlength=len(samples.closed))
    for stroke in np.flatnonzero(samples.closed & (held <= 2)):
        low, high = samples.offsets[stroke], samples.offsets[stroke + 1] - 1
        marks[np.linspace(low, high, _QUARTERS + 1).astype(np.int64)] = True
    return np.flatnonzero(marks)


def _tangents(samples: Samples, at: Integers, toward: Integers) -> Floats:
    """Return unit directions at points into their pieces: of both sides where it is smooth."""
    step = np.where(toward > at, 1, -1)
    reach = np.minimum(_TANGENT_PX, np.abs(toward - at))
    there = samples.points[at + step * reach]
    stroke = samples.strokes[at]
    ends = (at == samples.offsets[stroke]) | (at == samples.offsets[stroke + 1] - 1)
    smooth = ~samples.corners[at] & (~ends | samples.closed[stroke])
    behind = samples.points[_stepped(samples, at, -step * reach)]
    back = np.where(smooth[:, None], behind, samples.points[at])
    away = there - back
    directions: Floats = away / np.maximum(np.hypot(*away.T), 1e-9)[:, None]
    return directions


def _stepped(samples: Samples, at: Integers, steps: Integers) -> Integers:
    stroke = samples.strokes[at]
    low, high = samples.offsets[stroke], samples.offsets[stroke + 1] - 1
    around = low + (at + steps - low) % np.maximum(high - low, 1)
    found: Integers = np.where(samples.closed[stroke], around, np.clip(at + steps, low, high))
    return found


def _in_order(
    pieces: Pieces, strokes: Integers, closed: np.ndarray, dots: Floats
) -> tuple[Contours, np.ndarray]:
    """Return strokes and dots in a short order, each run through from its nearer end."""
    curves = np.concatenate([pieces.curves, _as_curves(dots)])
    kinds = np.concatenate([pieces.kinds, np.full(len(dots), LINE)])
    count = len(closed)
    owners = np.concatenate([strokes, count + np.arange(len(dots))])
    lows = np.searchsorted(owners, np.arange(count + len(dots) + 1))
    is_open = np.concatenate([~closed, np.ones(len(dots), dtype=bool)])
    order = nearest_neighbour_order(curves[lows[:-1], 0], curves[lows[1:] - 1, 3])
    parts, new_kinds = [], []
    for entry in order.tolist():
        run = slice(lows[entry // 2], lows[entry // 2 + 1])
        back = entry % 2 == 1
        parts.append(curves[run][::-1, ::-1] if back else curves[run])
        new_kinds.append(kinds[run][::-1] if back else kinds[run])
    return _contours(parts, new_kinds, is_open[order // 2]), is_open[order // 2]


def _as_curves(lines: Floats) -> Floats:
    return np.repeat(lines, 2, axis=1).reshape(-1, 4, 2)


def _contours(parts: list[Floats], kinds: list[Integers], is_open: np.ndarray) -> Contours:
    """Return rings; an open stroke gets the line back to its start that is not drawn."""
    points: list[Floats] = []
    all_kinds: list[Integers] = []
    offsets = [0]
    for part, kind, opened in zip(parts, kinds, is_open.tolist(), strict=True):
        points.append(part[:, 1:])
        all_kinds.append(kind)
        if opened:
            points.append(np.broadcast_to(part[0, 0], (1, 3, 2)))
            all_kinds.append(np.array([LINE]))
        offsets.append(offsets[-1] + len(part) + opened)
    flat = np.concatenate([np.zeros((0, 3, 2)), *points])
    codes: NDArray[np.uint8] = np.concatenate([np.zeros(0, np.int64), *all_kinds]).astype(np.uint8)
    # The controls of a line are its end.
    flat[codes != CUBIC, :2] = flat[codes != CUBIC, 2:]
    return Contours(codes, flat, np.array(offsets, dtype=np.int64))
