"""A drawing's settings moved and looked at: what is tried is not stored, what is kept is a child.

Pictures are traced otherwise, patterns are drawn by other parameters. No provider is
asked and nothing is paid.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artstudio import patterns
from artstudio.errors import NothingToRedraw
from artstudio.models import Variant
from artstudio.services.constraints import SIZE_NAMES, TRACE_NAMES
from artstudio.services.redraw import pattern_schema, preview_pattern, redraw
from artstudio.services.retrace import get_variant, preview_trace, retrace
from artstudio.services.sources import SourceForm, form_of, source_of

__all__ = ["Tried", "get_variant", "is_pattern", "keep", "stored_settings", "try_out"]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A drawing that was not stored. elapsed_ms: what reading, drawing and measuring took."""

    svg: str
    measurements: dict[str, Any]
    warnings: list[dict[str, Any]]
    elapsed_ms: float


def is_pattern(variant: Variant) -> bool:
    """Tell whether a variant was drawn by parameters and not traced."""
    return variant.source is not None and form_of(variant) is SourceForm.SPEC


def is_picture(variant: Variant) -> bool:
    """Tell whether a variant was traced from pixels."""
    return variant.source is not None and form_of(variant) is SourceForm.PICTURE


def stored_settings(variant: Variant) -> dict[str, Any]:
    """Return what a variant was drawn by: a pattern's parameters, or what a trace was told.

    Raises StoredSourceDamaged.
    """
    if is_pattern(variant):
        parameters: dict[str, Any] = _stored_spec(variant)["parameters"]
        return parameters
    given = variant.trace_options if variant.parent_id else variant.generation.constraints
    names = SIZE_NAMES + TRACE_NAMES
    return {name: given[name] for name in names if given.get(name) is not None}


def parameters_schema(variant: Variant) -> dict[str, Any]:
    """Return the JSON schema of a pattern variant's parameters."""
    schema = pattern_schema()["$defs"]
    reference = schema[_stored_spec(variant)["family"]]["properties"]["parameters"]["$ref"]
    found: dict[str, Any] = schema[reference.rpartition("/")[2]]
    return found


def try_out(variant: Variant, settings: Mapping[str, Any]) -> Tried:
    """Draw a variant's stored source by all of `settings` and store nothing.

    Raises NothingToRetrace, StoredSourceDamaged, InvalidRequest with the path of each
    fault, and the tracer's errors.
    """
    started = time.perf_counter()
    if is_pattern(variant):
        spec = patterns.edited_spec(_stored_spec(variant), _changes(variant, settings))
        pattern = preview_pattern(spec)
        svg, measurements, warnings = pattern.svg, pattern.measurements, []
    else:
        drawn = preview_trace(variant.variant_id, settings)
        svg, measurements, warnings = drawn.svg.decode(), drawn.measurements, drawn.warnings
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    return Tried(svg=svg, measurements=measurements, warnings=warnings, elapsed_ms=elapsed)


def keep(variant: Variant, settings: Mapping[str, Any]) -> Variant:
    """Draw by all of `settings` and keep it as a variant that names this one. Raises as above."""
    if is_pattern(variant):
        return redraw(variant.variant_id, parameters=_changes(variant, settings))
    return retrace(variant.variant_id, settings)


def _changes(variant: Variant, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that differ: what depends on them follows if it is not given."""
    stored = stored_settings(variant)
    return {name: value for name, value in settings.items() if stored.get(name) != value}


def _stored_spec(variant: Variant) -> dict[str, Any]:
    if not is_pattern(variant):
        raise NothingToRedraw
    spec: dict[str, Any] = json.loads(source_of(variant).data)
    return spec
