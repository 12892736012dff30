"""From a stored source to a drawing: tracing a picture, or drawing a pattern exactly."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from artstudio import vectorize
from artstudio.patterns import ENGINE_VERSION
from artstudio.services.constraints import SIZE_NAMES, TRACE_NAMES
from artstudio.services.request import GenerationRequest
from artstudio.services.sources import Source, read_spec
from artstudio.svg.measure import measure
from artstudio.svg.render import resvg_version


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A drawing's bytes and how they came to be; times in milliseconds."""

    svg: bytes
    measurements: dict[str, Any]
    warnings: list[dict[str, str]]
    trace_options: dict[str, Any]
    tool_versions: dict[str, Any]
    timings_ms: dict[str, float]


def draw(source: Source, request: GenerationRequest) -> Drawn:
    """Make the drawing of a source by the request's route.

    Raises the tracer's domain errors for pictures that cannot be read or traced.
    """
    return draw_pattern(source) if request.route == "pattern" else trace(source, request)


def draw_pattern(source: Source) -> Drawn:
    """Draw the pattern whose parameters are the source, exact to the millimetre."""
    started = time.perf_counter()
    pattern = read_spec(source)
    svg = pattern.drawing.to_svg()
    drawn = time.perf_counter()
    facts = measure(pattern.drawing)
    return Drawn(
        svg=svg,
        measurements=facts.as_dict(),
        warnings=pattern_warnings(pattern.warnings),
        trace_options={},
        tool_versions={"patterns": ENGINE_VERSION},
        timings_ms={
            "draw": milliseconds(started, drawn),
            "measure": milliseconds(drawn, time.perf_counter()),
        },
    )


def trace(source: Source, request: GenerationRequest) -> Drawn:
    """Trace the picture that is the source, at the size asked for."""
    # A pattern knows its own size where the request gives none.
    spec = source.metadata.get("spec") or {}
    size = request.constraints.picked(SIZE_NAMES) or {
        name: spec[name] for name in SIZE_NAMES if name in spec
    }
    result = vectorize.raster_to_svg(
        source.data,
        door=settings.ARTSTUDIO_TRACER,
        **size,
        **request.constraints.picked(TRACE_NAMES),
    )
    return Drawn(
        svg=result.svg,
        measurements=result.measurements.as_dict(),
        warnings=[*pattern_warnings(source.metadata.get("warnings", ())), *result.warnings],
        trace_options=result.options,
        tool_versions={"tracer": result.tracer, "resvg": resvg_version()},
        timings_ms=result.timings_ms,
    )


def pattern_warnings(messages: Any) -> list[dict[str, str]]:
    """Return the pattern engine's plain sentences as warnings with a code."""
    return [{"code": "pattern", "message": message} for message in messages]


def milliseconds(started: float, ended: float) -> float:
    """Return the time between two readings of the performance counter, in ms to 0.01."""
    return round((ended - started) * 1000, 2)
