"""A stored source drawn by other settings to look at: nothing is stored, asked or paid.

The drawing comes first and as fast as it can; how it will cut is asked for afterwards,
when nobody waits for it. The last few previews are kept in memory, so that what follows a
look is not drawn a second time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import LRUCache

from artstudio import patterns
from artstudio.geometry.measure import measure
from artstudio.models import Variant
from artstudio.services.generation import drawing
from artstudio.services.generation.drawing import (
    Drawn,
    milliseconds,
    pattern_warnings,
)
from artstudio.services.requests.constraints import CUT_NAMES, parse_constraints
from artstudio.services.requests.intake import GenerationRequest, request_of
from artstudio.services.sources.stored import Source, SourceForm, source_of

MAX_KEPT_PREVIEWS = 4
# The lists whose entries together are as wide as the ring they are in.
_FILLING = {"rosette": "bands", "mandala": "layers"}


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A drawing that was not stored, without its cut card.

    elapsed_ms: what reading, drawing and measuring took.
    """

    drawn: Drawn
    request: GenerationRequest
    elapsed_ms: float


previews: LRUCache[str, Preview] = LRUCache(MAX_KEPT_PREVIEWS)
_lock = Lock()


def render_preview(variant: Variant, settings: Mapping[str, Any]) -> Preview:
    """Draw a variant's stored source by all of `settings`.

    Raises StoredSourceDamaged, InvalidRequest with the path of each fault, and the
    tracer's errors.
    """
    name = json.dumps([variant.variant_id, dict(settings)], sort_keys=True)
    with _lock:
        kept = previews.get(name)
    if kept is None:
        # Two who ask at the same time may both draw it.
        kept = _preview(variant, settings)
        with _lock:
            previews[name] = kept
    return kept


def with_report(tried: Preview) -> Drawn:
    """Return the drawing with its cut card, and what that warns of."""
    return drawing.with_cut_card(tried.drawn, tried.request.constraints)


def with_cut_limits(variant: Variant, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings with the limits of cutting that the variant's generation has."""
    given = variant.generation.constraints
    limits = {name: given[name] for name in CUT_NAMES if given.get(name) is not None}
    return limits | dict(settings)


def edited_spec(spec: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pattern's record by `settings`: what depends on those that differ follows them.

    Bands and layers that were given are stretched until they fill their ring. Raises
    InvalidRequest with paths that begin at the parameter.
    """
    stored = spec["parameters"]
    changes = {name: value for name, value in settings.items() if stored.get(name) != value}
    follower = _FILLING.get(spec["family"], "")
    if follower in changes:
        spec = patterns.edited_spec(spec, {follower: changes.pop(follower)})
        # A list follows the sizes that are named, even those that are as they were.
        changes = {"outer_mm": stored["outer_mm"]} | changes
    return patterns.edited_spec(spec, changes)


def _preview(variant: Variant, settings: Mapping[str, Any]) -> Preview:
    started = time.perf_counter()
    source = source_of(variant)
    is_pattern = source.form is SourceForm.SPEC
    request = _request(variant, {} if is_pattern else settings)
    drawn = _pattern(source, settings) if is_pattern else drawing.draw(source, request)
    elapsed = milliseconds(started, time.perf_counter())
    return Preview(drawn=drawn, request=request, elapsed_ms=elapsed)


def _pattern(source: Source, settings: Mapping[str, Any]) -> Drawn:
    spec = json.loads(source.data)
    pattern = patterns.draw_spec(edited_spec(spec, settings))
    return Drawn(
        drawing=pattern.drawing,
        svg=pattern.drawing.to_svg(),
        measurements=measure(pattern.drawing).as_dict(),
        warnings=pattern_warnings(pattern.warnings),
        trace_options={},
        tool_versions={},
        timings_ms={},
    )


def _request(variant: Variant, settings: Mapping[str, Any]) -> GenerationRequest:
    known, _warnings = parse_constraints(with_cut_limits(variant, settings))
    return request_of(variant.generation, known)
