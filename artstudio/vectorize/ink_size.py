"""A drawing brought to the size that is asked of its ink: the sheet just holds what is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.polygons import flattened
from artstudio.vectorize.framing import scale_to
from artstudio.vectorize.methods import Traced
from artstudio.vectorize.options import TraceOptions

_TOLERANCE_MM = 1e-4
_THINNEST_MM = 0.001


@dataclass(frozen=True, kw_only=True)
class _Extent:
    left: float
    top: float
    width: float
    height: float


def sized_by_ink(traced: Traced, options: TraceOptions) -> Traced:
    """Return a trace in which width_mm and height_mm of `options` are those of what is drawn.

    With both sides given it fits into them, in the middle; with none its longer side is
    100 mm. Nothing drawn stays as it is.
    """
    extent = _extent(traced.drawing)
    if extent is None:
        return traced
    factor = scale_to(extent.width, extent.height, options)
    width, height = extent.width * factor, extent.height * factor
    sheet_width, sheet_height = width, height
    if options.width_mm is not None and options.height_mm is not None:
        sheet_width, sheet_height = float(options.width_mm), float(options.height_mm)
    left = (sheet_width - width) / 2 - extent.left * factor
    top = (sheet_height - height) / 2 - extent.top * factor
    drawing = Drawing(
        max(round(sheet_width, 3), _THINNEST_MM),
        max(round(sheet_height, 3), _THINNEST_MM),
        tuple(_moved(layer, factor, left, top) for layer in traced.drawing.layers),
    )
    place = None
    if traced.ink is not None:
        rows, columns = traced.ink.shape
        middle = traced.drawing.width_mm / 2, traced.drawing.height_mm / 2
        x, y = middle[0] - columns * traced.mm_per_px / 2, middle[1] - rows * traced.mm_per_px / 2
        place = (x * factor + left, y * factor + top)
    return replace(traced, drawing=drawing, mm_per_px=traced.mm_per_px * factor, ink_at_mm=place)


def _extent(drawing: Drawing) -> _Extent | None:
    boxes = [_box(layer) for layer in drawing.layers if not layer.is_empty]
    if not boxes:
        return None
    low = np.min([box[0] for box in boxes], axis=0)
    high = np.max([box[1] for box in boxes], axis=0)
    width, height = np.maximum(high - low, _THINNEST_MM).tolist()
    return _Extent(left=float(low[0]), top=float(low[1]), width=width, height=height)


def _box(layer: Layer | StrokeLayer) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    contours = layer.contours if isinstance(layer, Layer) else layer.strokes.contours
    half = 0.0 if isinstance(layer, Layer) else layer.width_mm / 2
    points = flattened(contours, tolerance_mm=_TOLERANCE_MM).points
    return points.min(axis=0) - half, points.max(axis=0) + half


def _moved(
    layer: Layer | StrokeLayer, factor: float, left: float, top: float
) -> Layer | StrokeLayer:
    if isinstance(layer, Layer):
        return replace(layer, contours=layer.contours.scaled(factor).moved(left, top))
    return replace(
        layer,
        strokes=layer.strokes.scaled(factor).moved(left, top),
        width_mm=max(round(layer.width_mm * factor, 3), _THINNEST_MM),
    )
