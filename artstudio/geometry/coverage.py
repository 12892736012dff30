"""Which pixels of a grid a drawing covers, and how well that agrees with a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arrays import Floats, Integers
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import FlatRings, flattened
from artstudio.geometry.polylines import strokes_in_mm
from artstudio.geometry.stroke_areas import stroke_areas

# Chords may be off by this much of a pixel.
_TOLERANCE_PX = 0.05

Bitmap = NDArray[np.bool_]


def covered_pixels(rings: FlatRings, shape: tuple[int, int]) -> Bitmap:
    """Return bool[height, width]: pixels whose middle lies inside by the even-odd rule.

    `rings` are in pixels, row 0 at the top. Each edge flips all pixels to the right
    of where it crosses the middle line of a row.
    """
    height, width = shape
    at, _falls = _crossings(rings, shape)
    flips = np.bincount(at, minlength=height * (width + 1))
    odd = (flips & 1).astype(np.uint8).reshape(height, width + 1)
    return np.bitwise_xor.accumulate(odd, axis=1)[:, :width].astype(bool)


def pixels_in_any(rings: FlatRings, shape: tuple[int, int]) -> Bitmap:
    """Return bool[height, width]: pixels whose middle some ring goes round.

    The same as `covered_pixels` for rings that all run the same way, with holes
    against it, but rings may overlap (the nonzero rule).
    """
    height, width = shape
    at, falls = _crossings(rings, shape)
    turns = np.bincount(at, falls, minlength=height * (width + 1)).reshape(height, width + 1)
    return np.asarray(np.cumsum(turns, axis=1)[:, :width] != 0)


def _crossings(rings: FlatRings, shape: tuple[int, int]) -> tuple[Integers, Floats]:
    """Return where edges cross the middle lines of rows, and 1 for those that go down, -1 for up.

    A place is the first pixel to its right, counted in rows of one more than `shape` has.
    """
    height, width = shape
    b = rings.points
    a = b[rings.previous()]
    x0, y0, x1, y1 = a[:, 0], a[:, 1] - 0.5, b[:, 0], b[:, 1] - 0.5
    # Rows from the first at or below the upper end to the last above the lower end.
    first = np.clip(np.ceil(np.minimum(y0, y1)), 0, height).astype(np.int64)
    last = np.clip(np.ceil(np.maximum(y0, y1)), 0, height).astype(np.int64)
    counts = last - first
    edge = np.repeat(np.arange(len(counts)), counts)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    slope = (x1 - x0) / np.where(counts > 0, y1 - y0, 1)
    x = x0[edge] + (row - y0[edge]) * slope[edge]
    column = np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64)
    return row * (width + 1) + column, np.sign(y1 - y0)[edge]


def agreement(
    drawing: Drawing, ink: Bitmap, mm_per_px: float, *, at_mm: tuple[float, float] | None = None
) -> float:
    """Return the intersection over union of a drawing with the bitmap it was traced from.

    `ink` (True is ink, row 0 at the top) lies with its upper left corner at `at_mm`, in the
    middle of the sheet without. Each filled
    layer covers by the even-odd rule, a stroke by its width, and all of them together
    whatever one covers. 1 when both are empty.
    """
    return _overlap(covered_by(drawing, ink.shape, mm_per_px, at_mm=at_mm), ink)


def likeness(one: Drawing, other: Drawing, *, longer_side_px: int = 2048) -> float:
    """Return the intersection over union of two drawings, laid with their middles upon each other.

    The larger sheet has `longer_side_px` pixels along its longer side. 1 when both are empty.
    """
    width, height = (max(one.width_mm, other.width_mm), max(one.height_mm, other.height_mm))
    mm_per_px = max(width, height) / longer_side_px
    shape = (max(1, round(height / mm_per_px)), max(1, round(width / mm_per_px)))
    return _overlap(covered_by(one, shape, mm_per_px), covered_by(other, shape, mm_per_px))


def covered_by(
    drawing: Drawing,
    shape: tuple[int, int],
    mm_per_px: float,
    *,
    at_mm: tuple[float, float] | None = None,
) -> Bitmap:
    """Return bool[height, width]: pixels that a drawing covers.

    at_mm: where their upper left corner lies; they are in the middle of the sheet without.
    """
    height, width = shape
    middle = (
        (drawing.width_mm - width * mm_per_px) / 2,
        (drawing.height_mm - height * mm_per_px) / 2,
    )
    left, top = at_mm or middle
    covered = np.zeros(shape, dtype=bool)
    for layer in drawing.layers:
        covered |= _covered(layer, (left, top), mm_per_px, shape)
    return covered


def _overlap(one: Bitmap, other: Bitmap) -> float:
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 1.0


def _covered(
    layer: Layer | StrokeLayer,
    corner_mm: tuple[float, float],
    mm_per_px: float,
    shape: tuple[int, int],
) -> Bitmap:
    left, top = corner_mm
    if isinstance(layer, Layer):
        in_pixels = dequantize(layer.on_grid).moved(-left, -top).scaled(1 / mm_per_px)
        return covered_pixels(flattened(in_pixels, tolerance_mm=_TOLERANCE_PX), shape)
    strokes = strokes_in_mm(layer.on_grid).moved(-left, -top).scaled(1 / mm_per_px)
    areas = stroke_areas(
        strokes,
        width=layer.width_mm / mm_per_px,
        cap=layer.cap,
        join=layer.join,
        tolerance=_TOLERANCE_PX,
    )
    return pixels_in_any(areas, shape)
