"""The whole way from picture bytes to a measured drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.measure import Measurements, measure
from artstudio.vectorize.decode import Picture, decode
from artstudio.vectorize.framing import Framed, framed, has_frame
from artstudio.vectorize.ink_size import sized_by_ink
from artstudio.vectorize.limits import checked_bitmap
from artstudio.vectorize.methods import Clock, Traced, get_method
from artstudio.vectorize.methods.potrace import outlines
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.sheet import sheet_for
from artstudio.vectorize.tracers import get_tracer


@dataclass(frozen=True, kw_only=True)
class TraceResult:
    """A traced picture.

    svg: the canonical bytes of `drawing`. ink: the bitmap that was traced, True for
    ink, its pixels of `mm_per_px`; None where a colour picture was traced. ink_at_mm: where
    its upper left corner lies, in the middle of the sheet without. bitmap:
    {width_px, height_px, format}, upright. options: the method, what was asked and what
    it came to, as JSON values. tracer: {backend, version}. warnings: [{code, message}].
    timings_ms: by stage.
    """

    svg: bytes
    drawing: Drawing
    ink: NDArray[np.bool_] | None
    mm_per_px: float
    bitmap: dict[str, Any]
    options: dict[str, Any]
    tracer: dict[str, str]
    warnings: tuple[dict[str, str], ...]
    timings_ms: dict[str, float]
    measurements: Measurements
    ink_at_mm: tuple[float, float] | None = None


def trace_picture(image_bytes: bytes, method: str = "potrace", **options: Any) -> TraceResult:
    """Trace a picture by one of METHODS; `options` are the fields of TraceOptions.

    A picture with nothing to trace gives an empty drawing and the warning
    `empty_drawing`; whether that is a failure is for the caller to say. Raises
    InvalidRequest naming the option, ImageUnreadable, ImageTruncated,
    ImageFormatUnsupported, ImageTooLarge, ImageTooComplex, TracerUnavailable or
    TraceFailed.
    """
    chosen = TraceOptions.from_names(options)
    draw = get_method(method, chosen)
    clock = Clock()
    with clock("decode"):
        picture = decode(image_bytes, alpha=chosen.alpha)
    part = Framed(picture=picture, options=chosen)
    if has_frame(chosen):
        with clock("frame"):
            part = framed(picture, chosen, by_grey=_is_by_grey(method, chosen))
    traced = draw(image_bytes, part.picture, part.options, clock)
    if chosen.size_by == "ink":
        traced = sized_by_ink(traced, chosen)
    with clock("write"):
        svg = traced.drawing.to_svg()
    with clock("measure"):
        measurements = measure(traced.drawing, oriented=traced.oriented)
    return TraceResult(
        svg=svg,
        drawing=traced.drawing,
        ink=traced.ink,
        ink_at_mm=traced.ink_at_mm,
        mm_per_px=traced.mm_per_px,
        bitmap=_facts(picture),
        options={"method": method} | asdict(chosen) | {"used": _used(traced, part)},
        tracer=traced.tracer,
        warnings=tuple(n.as_dict() for n in _notes(picture, part, traced, measurements)),
        timings_ms=clock.times_ms,
        measurements=measurements,
    )


def raster_to_svg(image_bytes: bytes, method: str = "potrace", **options: Any) -> str:
    """Return the text of the SVG that `trace_picture` draws; arguments and errors are the same."""
    return trace_picture(image_bytes, method, **options).svg.decode()


def trace(bitmap: NDArray[np.bool_], options: TraceOptions | None = None) -> Contours:
    """Return the outlines of `bitmap` (True is ink) in pixels, row 0 at the top.

    Options in millimetres hold for the sheet that `options` describes.
    """
    chosen = options or TraceOptions()
    height, width = checked_bitmap(bitmap).shape
    settings = chosen.settings(sheet_for(width, height, chosen).mm_per_px)
    return outlines(bitmap, get_tracer(chosen.backend), settings)


def _facts(picture: Picture) -> dict[str, Any]:
    width, height = picture.grey.size
    return {"width_px": width, "height_px": height, "format": picture.format}


def _is_by_grey(method: str, options: TraceOptions) -> bool:
    """Tell whether ink is told from ground by grey levels."""
    return method != "vtracer" and options.tones is None


def _used(traced: Traced, part: Framed) -> dict[str, Any]:
    drawing = traced.drawing
    frame = {} if part.frame is None else {"frame": part.frame.as_dict()}
    return (
        traced.used
        | frame
        | {
            "mm_per_px": traced.mm_per_px,
            "width_mm": drawing.width_mm,
            "height_mm": drawing.height_mm,
        }
    )


def _notes(
    picture: Picture, part: Framed, traced: Traced, measurements: Measurements
) -> Iterator[Note]:
    yield from picture.notes
    yield from part.notes
    yield from traced.notes
    if not measurements.subpaths:
        yield Note(code="empty_drawing", message=_why_empty(traced.ink))


def _why_empty(ink: NDArray[np.bool_] | None) -> str:
    if ink is None or ink.all() or not ink.any():
        return (
            "There is nothing to trace: at this threshold the picture is a single tone. "
            "Use art with dark shapes on a light ground, or set another threshold."
        )
    return "There is nothing to trace: every shape is smaller than min_speck_mm. Make it smaller."
