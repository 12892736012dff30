"""Single strokes along the middle of drawn lines, so that a tool follows each line once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version as version_of
from typing import Any

from artstudio.geometry.drawing import Drawing, StrokeLayer
from artstudio.vectorize.centerline.drawing import LineArt, line_art
from artstudio.vectorize.centerline.thinning import (
    Thinned,
    share_of_blobs,
    thinned,
)
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.methods.traced import Clock, Traced
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.preparation import Prepared, prepare
from artstudio.vectorize.sheet import Sheet, sheet_for

LEAST_WIDTH_MM = 0.05
# Half a pixel of the picture: what the pixels of a drawn line leave open.
_TOLERANCE_PX = 0.5
_TOLERANCES = {"fine": 0.35, "smooth": 0.8}
# Ink that is wider than this part of the picture's longer side is no line.
_BLOB_OF_SIDE = 0.05


def version() -> str:
    """Return the version of what finds the middle lines."""
    return f"scikit-image {version_of('scikit-image')}"


def draw(_data: bytes, picture: Picture, options: TraceOptions, clock: Clock) -> Traced:
    """Return the picture's lines as one layer of strokes of the width that most of them have.

    Raises ImageTooComplex for lines of more than 300,000 pixels.
    """
    with clock("threshold"):
        prepared = prepare(picture.grey, options)
    sheet, scale = sheet_for(*picture.grey.size, options), prepared.detail.scale
    mm_per_px = sheet.mm_per_px / scale
    speck_px = prepared.settings(options, sheet.mm_per_px).turdsize
    tolerance_px = _tolerance_px(options, mm_per_px, scale)
    with clock("thin"):
        shape = thinned(prepared.bitmap, speck_px=speck_px)
    with clock("trace"):
        lines = line_art(shape, tolerance_px=tolerance_px)
    layer = _layer(lines, sheet, scale)
    return Traced(
        drawing=Drawing(sheet.width_mm, sheet.height_mm, (layer,)),
        ink=prepared.bitmap,
        mm_per_px=mm_per_px,
        used=_used(prepared, options, lines, layer, speck_px, tolerance_px),
        tracer={"backend": "scikit-image", "version": version()},
        notes=(*prepared.notes, *_notes(shape)),
    )


def _tolerance_px(options: TraceOptions, mm_per_px: float, scale: int) -> float:
    if options.curve_tolerance_mm is None:
        return _TOLERANCES.get(options.detail or "", _TOLERANCE_PX) * scale
    # Nothing is gained from curves that follow each step of the pixels.
    return max(options.curve_tolerance_mm / mm_per_px, 0.05)


def _layer(lines: LineArt, sheet: Sheet, scale: int) -> StrokeLayer:
    mm_per_px = sheet.mm_per_px / scale
    return StrokeLayer(
        lines.strokes.scaled(mm_per_px).moved(sheet.left_mm, sheet.top_mm),
        width_mm=max(round(lines.width_px * mm_per_px, 3), LEAST_WIDTH_MM),
        cap="round",
        join="round",
    )


def _used(
    prepared: Prepared, options: TraceOptions, lines: LineArt, layer: StrokeLayer,
    speck_px: int, tolerance_px: float,
) -> dict[str, Any]:  # fmt: skip
    found = prepared.used(prepared.settings(options, 1.0))
    names = ("threshold", "inverted", "softened", "background_flattened", "scale", "blur_px")
    return {name: found[name] for name in names} | {
        "speck_px": speck_px,
        "tolerance_px": round(tolerance_px, 4),
        "line_width_px": round(lines.width_px, 3),
        "stroke_width_mm": layer.width_mm,
        "strokes": len(lines.strokes),
    }


def _notes(shape: Thinned) -> Iterator[Note]:
    if share_of_blobs(shape, _BLOB_OF_SIDE * (max(shape.ink.shape) - 2)) > 0.5:
        yield Note(
            code="not_line_art",
            message="Most of the ink is in areas too wide to be lines, of which only the middle "
            "is drawn. Choose the method potrace to cut around them.",
        )
