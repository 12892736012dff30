"""Outlines of two-tone art by potrace."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.vectorize.decode import Picture
from artstudio.vectorize.geometry import GEOMETRY_VERSION, fit_geometry
from artstudio.vectorize.methods.traced import Clock, Traced
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.preparation import prepare
from artstudio.vectorize.sheet import sheet_for
from artstudio.vectorize.soft_edges import refine_subpixel
from artstudio.vectorize.tracers import Tracer, TracerSettings, get_tracer


def draw(_data: bytes, picture: Picture, options: TraceOptions, clock: Clock) -> Traced:
    """Return the outlines of the picture's ink as one black layer."""
    tracer = get_tracer(options.backend)
    with clock("threshold"):
        prepared = prepare(picture.grey, options)
    sheet, scale = sheet_for(*picture.grey.size, options), prepared.detail.scale
    settings = prepared.settings(options, sheet.mm_per_px)
    with clock("trace"):
        contours = outlines(prepared.bitmap, tracer, settings).scaled(1 / scale)
    if prepared.detail.settle:
        with clock("settle"):
            contours = refine_subpixel(contours, prepared.ink)
    found: dict[str, Any] = {}
    if options.geometry not in {None, "off"} and not prepared.ink.softened:
        with clock("geometry"):
            fitted = fit_geometry(
                contours,
                prepared.ink,
                strict=options.geometry == "strict",
                relations=options.relations,
            )
        contours, found = fitted.contours, {"version": GEOMETRY_VERSION} | fitted.found
    layer = Layer(sheet.placed(contours))
    return Traced(
        drawing=Drawing(sheet.width_mm, sheet.height_mm, (layer,)),
        ink=prepared.bitmap,
        mm_per_px=sheet.mm_per_px / scale,
        used=prepared.used(settings) | ({"geometry": found} if found else {}),
        tracer={"backend": tracer.name, "version": tracer.version},
        notes=prepared.notes,
        oriented=True,
    )


def outlines(bitmap: NDArray[np.bool_], tracer: Tracer, settings: TracerSettings) -> Contours:
    """Return the outlines of `bitmap` in pixels."""
    if bitmap.all():
        # All ink is as little of a drawing as none: there is no edge to follow.
        bitmap = np.zeros_like(bitmap)
    return tracer.trace(bitmap, settings)
