"""The whole way from picture bytes to a measured drawing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.svg.contours import Contours
from artstudio.svg.drawing import Drawing, Layer
from artstudio.svg.measure import Measurements, measure
from artstudio.vectorize.decode import Picture, decode
from artstudio.vectorize.limits import checked_bitmap
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.sheet import Sheet, sheet_for
from artstudio.vectorize.threshold import SOFTENED_TURDSIZE, Ink, find_ink
from artstudio.vectorize.tracers import Tracer, TracerSettings, get_tracer
from rmos_runs.errors import InvalidRequest

METHODS = ("potrace",)


@dataclass(frozen=True, kw_only=True)
class TraceResult:
    """A traced picture.

    svg: the canonical bytes of `drawing`. ink: the bitmap that was traced, True for
    ink. bitmap: {width_px, height_px, format}, upright. options: what was asked and what
    it came to in pixels, as JSON values. tracer: {door, version}. warnings: [{code,
    message}]. timings_ms: {decode, threshold, trace, write, measure}.
    """

    svg: bytes
    drawing: Drawing
    ink: NDArray[np.bool_]
    bitmap: dict[str, Any]
    options: dict[str, Any]
    tracer: dict[str, str]
    warnings: tuple[dict[str, str], ...]
    timings_ms: dict[str, float]
    measurements: Measurements


def raster_to_svg(image_bytes: bytes, method: str = "potrace", **options: Any) -> TraceResult:
    """Trace a picture; `options` are the fields of TraceOptions.

    A picture with nothing to trace gives an empty drawing and the warning
    `empty_drawing`; whether that is a failure is for the caller to say. Raises
    InvalidRequest naming the option, ImageUnreadable, ImageTruncated,
    ImageFormatUnsupported, ImageTooLarge, ImageTooComplex, TracerUnavailable or
    TraceFailed.
    """
    if method not in METHODS:
        raise InvalidRequest("Unknown method.", fields={"method": ["Choose potrace."]})
    chosen = TraceOptions.from_names(options)
    tracer = get_tracer(chosen.door)
    clock = _Clock()
    with clock("decode"):
        picture = decode(image_bytes)
    with clock("threshold"):
        ink = find_ink(picture.grey, threshold=chosen.threshold, invert=chosen.invert)
    sheet = sheet_for(*picture.grey.size, chosen)
    settings = _settings(chosen, sheet, ink)
    with clock("trace"):
        contours = _outlines(ink.bitmap, tracer, settings)
    with clock("write"):
        drawing = Drawing(sheet.width_mm, sheet.height_mm, (Layer(sheet.placed(contours)),))
        svg = drawing.to_svg()
    with clock("measure"):
        measurements = measure(drawing, oriented=True)
    return TraceResult(
        svg=svg,
        drawing=drawing,
        ink=ink.bitmap,
        bitmap=_facts(picture),
        options=_used(chosen, ink, sheet, settings),
        tracer={"door": tracer.name, "version": tracer.version},
        warnings=tuple(n.as_dict() for n in _notes(picture, ink, measurements)),
        timings_ms=clock.times_ms,
        measurements=measurements,
    )


def trace(bitmap: NDArray[np.bool_], options: TraceOptions | None = None) -> Contours:
    """Return the outlines of `bitmap` (True is ink) in pixels, row 0 at the top.

    Options in millimetres hold for the sheet that `options` describes.
    """
    chosen = options or TraceOptions()
    height, width = checked_bitmap(bitmap).shape
    settings = chosen.settings(sheet_for(width, height, chosen).mm_per_px)
    return _outlines(bitmap, get_tracer(chosen.door), settings)


def _outlines(bitmap: NDArray[np.bool_], tracer: Tracer, settings: TracerSettings) -> Contours:
    if bitmap.all():
        # All ink is as little of a drawing as none: there is no edge to follow.
        bitmap = np.zeros_like(bitmap)
    return tracer.trace(bitmap, settings)


def _settings(options: TraceOptions, sheet: Sheet, ink: Ink) -> TracerSettings:
    settings = options.settings(sheet.mm_per_px)
    if not ink.softened:
        return settings
    return replace(settings, turdsize=max(settings.turdsize, SOFTENED_TURDSIZE))


def _facts(picture: Picture) -> dict[str, Any]:
    width, height = picture.grey.size
    return {"width_px": width, "height_px": height, "format": picture.format}


def _used(
    options: TraceOptions, ink: Ink, sheet: Sheet, settings: TracerSettings
) -> dict[str, Any]:
    """Return what was asked, and under `used` what it came to for this picture."""
    used = asdict(settings) | {
        "threshold": ink.threshold,
        "inverted": ink.inverted,
        "softened": ink.softened,
        "mm_per_px": sheet.mm_per_px,
        "width_mm": sheet.width_mm,
        "height_mm": sheet.height_mm,
    }
    return asdict(options) | {"used": used}


def _notes(picture: Picture, ink: Ink, measurements: Measurements) -> Iterator[Note]:
    yield from picture.notes
    if ink.softened:
        yield Note(
            code="image_softened",
            message="The picture was very noisy and was softened before tracing; fine detail "
            "is lost. Ask for flat two-tone art without texture.",
        )
    if not measurements.subpaths:
        yield Note(code="empty_drawing", message=_why_empty(ink))


def _why_empty(ink: Ink) -> str:
    if ink.bitmap.all() or not ink.bitmap.any():
        return (
            "There is nothing to trace: at this threshold the picture is a single tone. "
            "Use art with dark shapes on a light ground, or set another threshold."
        )
    return "There is nothing to trace: every shape is smaller than min_speck_mm. Make it smaller."


class _Clock:
    def __init__(self) -> None:
        self.times_ms: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.times_ms[stage] = round((time.perf_counter() - start) * 1000, 3)
