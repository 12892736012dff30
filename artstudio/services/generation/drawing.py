"""From a stored source to a drawing: tracing a picture, or drawing a pattern exactly."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from artstudio import ai, vectorize
from artstudio.cutting.card import CutCard, CutLimits, cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.closed_lines import fill_closed_lines
from artstudio.geometry.coverage import agreement
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.measure import measure
from artstudio.importers.dxf import ezdxf_version, read_dxf
from artstudio.importers.file_type import FileType
from artstudio.importers.pages import page_as_svg, poppler_version
from artstudio.services.derivations.records import derive_from_record, geos_version
from artstudio.services.requests.constraints import (
    CUT_NAMES,
    GRADIENT_NAMES,
    SIZE_NAMES,
    TRACE_NAMES,
    Constraints,
)
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.resources.concurrency import heavy_work
from artstudio.services.sources.stored import Source, SourceForm, read_spec
from artstudio.svg.importer import foreign_drawing
from artstudio.svg.render import resvg_version

DEFAULT_DETAIL = "normal"
DEFAULT_GEOMETRY = "auto"
#: Every relation is looked for.
DEFAULT_RELATIONS: Mapping[str, bool] = {}
#: What the trace came to that measurements tell too.
_OF_TRACE = ("inverted", "geometry")
_OF_CURVES = ("corner_smoothness", "curve_tolerance_mm")
# Goes up whenever the same foreign document would give other bytes.
CANONICAL_FORM_VERSION = "3"
#: The route of files that people send; they have their own size.
IMPORT_ROUTE = "import"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A drawing's bytes and how they came to be; times in milliseconds."""

    drawing: Drawing
    svg: bytes
    measurements: dict[str, Any]
    warnings: list[dict[str, Any]]
    trace_options: dict[str, Any]
    tool_versions: dict[str, Any]
    timings_ms: dict[str, float]


def draw(
    source: Source,
    request: GenerationRequest,
    *,
    detail: str | None = DEFAULT_DETAIL,
    geometry: str | None = DEFAULT_GEOMETRY,
    relations: Mapping[str, bool] | None = DEFAULT_RELATIONS,
) -> Drawn:
    """Make the drawing of a source, by what the source is.

    detail, geometry, relations: how finely a picture is traced, whether into lines and
    circles, and in which relations, where the request leaves it open; None is how it was
    before there was a choice.

    Raises the tracer's domain errors for pictures that cannot be read or traced,
    and the sanitiser's for an SVG that is refused.
    """
    with heavy_work():
        if source.form is SourceForm.SPEC:
            return draw_pattern(source)
        if source.form is SourceForm.DERIVATION:
            return draw_derivation(source.data)
        if source.form in _READERS:
            return _with_other_form(source, request, _READERS[source.form](source, request))
        defaults = {"detail": detail, "geometry": geometry, "relations": relations}
        return _with_other_form(source, request, trace(source, request, defaults))


#: What to tell where a provider answered in another form than the route asks for.
_OTHER_FORM = {
    ("raster", SourceForm.SVG): (
        "svg_for_picture",
        "The provider sent an SVG where a picture was asked for: it was read, not traced.",
    ),
    ("native", SourceForm.PICTURE): (
        "picture_for_svg",
        "The provider sent a picture where an SVG was asked for. It was traced.",
    ),
}


def _with_other_form(source: Source, request: GenerationRequest, drawn: Drawn) -> Drawn:
    told = _OTHER_FORM.get((request.route, source.form))
    if told is None:
        return drawn
    code, message = told
    return replace(drawn, warnings=[{"code": code, "message": message}, *drawn.warnings])


def draw_derivation(data: bytes, *, keep: bool = False) -> Drawn:
    """Do what the stored record of an operation says; see `derive_from_record`."""
    started = time.perf_counter()
    record = json.loads(data)
    derived = derive_from_record(data, keep=keep)
    svg = derived.drawing.to_svg()
    drawn = time.perf_counter()
    return Drawn(
        drawing=derived.drawing,
        svg=svg,
        measurements=measure(derived.drawing).as_dict() | {"derived": derived.facts},
        warnings=list(derived.notes),
        trace_options={"operation": record["operation"]} | record["parameters"],
        tool_versions={"derivations": record["derivation"], "geos": geos_version()},
        timings_ms={
            "draw": milliseconds(started, drawn),
            "measure": milliseconds(drawn, time.perf_counter()),
        },
    )


def draw_pattern(source: Source) -> Drawn:
    """Draw the pattern whose parameters are the source, exact to the millimetre."""
    started = time.perf_counter()
    pattern = read_spec(source)
    svg = pattern.drawing.to_svg()
    drawn = time.perf_counter()
    facts = measure(pattern.drawing)
    return Drawn(
        drawing=pattern.drawing,
        svg=svg,
        measurements=facts.as_dict(),
        warnings=pattern_warnings(source.metadata.get("warnings", ())),
        trace_options={},
        tool_versions={"patterns": pattern.engine},
        timings_ms={
            "draw": milliseconds(started, drawn),
            "measure": milliseconds(drawn, time.perf_counter()),
        },
    )


def trace(source: Source, request: GenerationRequest, defaults: Mapping[str, Any]) -> Drawn:
    """Trace the picture that is the source, at the size asked for.

    defaults: detail, geometry and relations where the request leaves them open.
    """
    result = vectorize.trace_picture(
        source.data,
        backend=settings.ARTSTUDIO_TRACER,
        **_how(source, request.constraints, defaults),
        **sheet_size(source, request),
    )
    started = time.perf_counter()
    iou = _agreement(result)
    return Drawn(
        drawing=result.drawing,
        svg=result.svg,
        measurements=result.measurements.as_dict()
        | {"bitmap_iou": iou}
        | {n: result.options["used"].get(n) for n in _OF_TRACE},
        warnings=[*pattern_warnings(source.metadata.get("warnings", ())), *result.warnings],
        trace_options=result.options,
        tool_versions={"tracer": result.tracer, "resvg": resvg_version()},
        timings_ms=result.timings_ms | {"compare": milliseconds(started, time.perf_counter())},
    )


def _how(source: Source, constraints: Constraints, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of the trace; only potrace has detail and geometry by default.

    The picture of a pattern is dark on light: that is known and not guessed. Whoever says
    how curves are to be traced gets the traced curves.
    """
    known = {"invert": False} if source.metadata.get("spec") else {}
    chosen = {"method": "potrace"} | known | constraints.picked(TRACE_NAMES)
    is_plain = chosen["method"] == "potrace" and constraints.tones is None
    if not is_plain and "invert" not in constraints.given():
        chosen.pop("invert", None)
    if constraints.picked(_OF_CURVES):
        defaults = {"detail": defaults["detail"]}
    # JSON's object is a plain one.
    relations = defaults.get("relations")
    plain = {**defaults, "relations": None if relations is None else dict(relations)}
    return (plain if is_plain else {}) | chosen


def _agreement(result: vectorize.TraceResult) -> float | None:
    if result.ink is None:
        return None
    return round(agreement(result.drawing, result.ink, result.mm_per_px, at_mm=result.ink_at_mm), 4)


def rewrite(source: Source, request: GenerationRequest) -> Drawn:
    """Bring an SVG of others into the canonical form, at the size asked for."""
    return _rewritten(source, request, ai.svg_bytes_as_utf8(source.data), {})


def read_page(source: Source, request: GenerationRequest) -> Drawn:
    """Draw a page of a PDF or EPS file, at its own size or the one asked for."""
    file_type = FileType(source.metadata["file_type"])
    svg = page_as_svg(source.data, file_type, page=source.metadata.get("page", 1))
    return _rewritten(source, request, svg, {"poppler": poppler_version()})


def _rewritten(
    source: Source, request: GenerationRequest, data: bytes, tools: dict[str, str]
) -> Drawn:
    started = time.perf_counter()
    size = sheet_size(source, request)
    if not size and request.route != IMPORT_ROUTE:
        size = _longer_side(foreign_drawing(data).drawing)
    by_tone = request.constraints.gradients == "threshold"
    foreign = foreign_drawing(data, **size, by_tone=by_tone)
    return _measured(
        foreign.drawing,
        started,
        areas=_wants_areas(source),
        warnings=[*source.metadata.get("written_warnings", ()), *foreign.warnings],
        options=request.constraints.picked(SIZE_NAMES + GRADIENT_NAMES),
        tools={"canonical_form": CANONICAL_FORM_VERSION} | tools,
    )


def read_dxf_file(source: Source, request: GenerationRequest) -> Drawn:
    """Draw a DXF file, at its own size or the one asked for."""
    started = time.perf_counter()
    size = sheet_size(source, request)
    found = read_dxf(source.data, unit=source.metadata.get("unit"), **size)
    return _measured(
        found.drawing,
        started,
        areas=_wants_areas(source),
        warnings=list(found.warnings),
        options=request.constraints.picked(SIZE_NAMES),
        tools={"ezdxf": ezdxf_version()},
    )


def _wants_areas(source: Source) -> bool:
    return bool(source.metadata.get("closed_lines") == "areas")


def _measured(
    drawing: Drawing,
    started: float,
    *,
    areas: bool,
    warnings: list[dict[str, Any]],
    options: dict[str, Any],
    tools: dict[str, str],
) -> Drawn:
    if areas:
        drawing, count = fill_closed_lines(drawing)
        message = f"Closed lines that became areas: {count}."
        warnings = [*warnings, {"code": "closed_lines_filled", "message": message}]
        options = options | {"closed_lines": "areas"}
    svg = drawing.to_svg()
    drawn = time.perf_counter()
    facts = measure(drawing)
    return Drawn(
        drawing=drawing,
        svg=svg,
        measurements=facts.as_dict(),
        warnings=warnings,
        trace_options=options,
        tool_versions=tools,
        timings_ms={
            "draw": milliseconds(started, drawn),
            "measure": milliseconds(drawn, time.perf_counter()),
        },
    )


_READERS = {
    SourceForm.SVG: rewrite,
    SourceForm.DXF: read_dxf_file,
    SourceForm.PAGE: read_page,
}


def _longer_side(own: Drawing) -> dict[str, float]:
    """Return the size for a drawing that was sent in pixels: the same as for a picture."""
    longer = "width_mm" if own.width_mm >= own.height_mm else "height_mm"
    return {longer: vectorize.DEFAULT_SIZE_MM}


def sheet_size(source: Source, request: GenerationRequest) -> dict[str, Any]:
    """Return width_mm and height_mm as far as they are known before the picture is read.

    The picture of a pattern is of whole pixels, but the pattern knows its exact
    size, and a written drawing has the sheet it was asked for: what the request
    leaves open follows from that.
    """
    given = request.constraints.picked(SIZE_NAMES)
    spec = source.metadata.get("spec") or source.metadata.get("sheet")
    if not spec or len(given) == len(SIZE_NAMES):
        return given
    width, height = given.get("width_mm"), given.get("height_mm")
    scale = (width or spec["width_mm"]) / spec["width_mm"]
    if height is not None:
        scale = height / spec["height_mm"]
    return {name: round(spec[name] * scale, 3) for name in SIZE_NAMES} | given


def with_cut_card(drawn: Drawn, constraints: Constraints) -> Drawn:
    """Add to a drawing how it will cut: more measurements, and warnings that never block."""
    started = time.perf_counter()
    with heavy_work():
        card = cut_card(
            drawn.drawing,
            cut_length_mm=drawn.measurements["cut_length_mm"],
            svg_bytes=len(drawn.svg),
            limits=CutLimits(**constraints.picked(CUT_NAMES)),
        )
    return replace(
        drawn,
        measurements=dict.fromkeys(("bitmap_iou", *_OF_TRACE))
        | drawn.measurements
        | _filled(card)
        | card.as_dict(),
        warnings=[*drawn.warnings, *cut_warnings(card)],
        timings_ms=drawn.timings_ms | {"card": milliseconds(started, time.perf_counter())},
    )


def _filled(card: CutCard) -> dict[str, float]:
    """Return the area that is filled, however contours overlap, where the card knows it."""
    return {} if card.area_mm2 is None else {"area_mm2": round(card.area_mm2, 3)}


def pattern_warnings(found: Any) -> list[dict[str, str]]:
    """Return the pattern engine's warnings as dicts; older records hold plain sentences."""
    return [
        dict(warned)
        if isinstance(warned, Mapping)
        else {"code": "pattern", "message": warned}
        if isinstance(warned, str)
        else {"code": warned.code, "message": warned.message}
        for warned in found
    ]


def milliseconds(started: float, ended: float) -> float:
    """Return the time between two readings of the performance counter, in ms to 0.01."""
    return round((ended - started) * 1000, 2)
