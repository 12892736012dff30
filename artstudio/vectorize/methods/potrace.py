"""Outlines of two-tone art by potrace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.svg.contours import Contours
from artstudio.svg.drawing import Drawing, Layer
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.methods.traced import Clock, Traced
from artstudio.vectorize.notes import Note
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.sheet import Sheet, sheet_for
from artstudio.vectorize.threshold import SOFTENED_TURDSIZE, Ink, find_ink
from artstudio.vectorize.tracers import Tracer, TracerSettings, get_tracer


def draw(_data: bytes, picture: Picture, options: TraceOptions, clock: Clock) -> Traced:
    """Return the outlines of the picture's ink as one black layer."""
    tracer = get_tracer(options.door)
    with clock("threshold"):
        ink = find_ink(picture.grey, threshold=options.threshold, invert=options.invert)
    sheet = sheet_for(*picture.grey.size, options)
    settings = _settings(options, sheet, ink)
    with clock("trace"):
        contours = outlines(ink.bitmap, tracer, settings)
    layer = Layer(sheet.placed(contours))
    return Traced(
        drawing=Drawing(sheet.width_mm, sheet.height_mm, (layer,)),
        ink=ink.bitmap,
        mm_per_px=sheet.mm_per_px,
        used=_used(ink, settings),
        tracer={"door": tracer.name, "version": tracer.version},
        notes=tuple(_notes(ink)),
        oriented=True,
    )


def outlines(bitmap: NDArray[np.bool_], tracer: Tracer, settings: TracerSettings) -> Contours:
    """Return the outlines of `bitmap` in pixels."""
    if bitmap.all():
        # All ink is as little of a drawing as none: there is no edge to follow.
        bitmap = np.zeros_like(bitmap)
    return tracer.trace(bitmap, settings)


def _settings(options: TraceOptions, sheet: Sheet, ink: Ink) -> TracerSettings:
    settings = options.settings(sheet.mm_per_px)
    if not ink.softened:
        return settings
    return replace(settings, turdsize=max(settings.turdsize, SOFTENED_TURDSIZE))


def _used(ink: Ink, settings: TracerSettings) -> dict[str, Any]:
    return asdict(settings) | {
        "threshold": ink.threshold,
        "inverted": ink.inverted,
        "softened": ink.softened,
    }


def _notes(ink: Ink) -> Iterator[Note]:
    if ink.softened:
        yield Note(
            code="image_softened",
            message="The picture was very noisy and was softened before tracing; fine detail "
            "is lost. Ask for flat two-tone art without texture.",
        )
