"""One variant from its seed to its row: ask or find, store, draw, store, index.

Each step that costs is stored before the next begins, so that a failure later
on leaves what was paid for in the store, and the same request finds it there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from artstudio import ai
from artstudio.errors import AnswerNotADrawing, InternalError
from artstudio.models import AssetKind, Variant, VariantStatus
from artstudio.patterns import Pattern
from artstudio.services.asking import (
    ask_for_picture,
    prepare_to_wait,
    put_answer,
    put_unusable_answer,
)
from artstudio.services.assets import index_asset
from artstudio.services.drawing import Drawn, draw, milliseconds, with_cut_card
from artstudio.services.provenance import PROVENANCE_KIND, own_versions, provenance_record
from artstudio.services.request import GenerationRequest
from artstudio.services.sources import (
    PATTERN_ROUTE,
    SPEC_KIND,
    STUB,
    Source,
    SourceForm,
    form_of,
    pattern_source,
    stored_source,
)
from artstudio.services.writing import write_drawing
from rmos_runs.attachments import put_bytes_attachment, put_json_attachment
from rmos_runs.errors import DomainError

log = structlog.stdlib.get_logger(__name__)
DRAWING_KIND = "geometry_svg"
# What of a drawing's measurements the index can be filtered and sorted by.
_ASSET_COLUMNS = (
    "width_mm",
    "height_mm",
    "nodes",
    "cut_length_mm",
    "pieces",
    "smallest_feature_mm",
    "smallest_gap_mm",
)
_STORED_ANSWER = {
    "code": "stored_answer",
    "message": "The provider's stored answer was used and nothing was asked or paid. "
    'Send "fresh": true, or another seed, to ask the provider again.',
}


def make_variant(
    variant: Variant, request: GenerationRequest, obtain: Callable[[], Source]
) -> Variant:
    """Make one drawing and record it, or record why there is none. Never raises an Exception.

    `obtain` returns the stored source to draw from; see `obtain_source`.
    """
    started = time.perf_counter()
    try:
        _start(variant)
        source = obtain()
        _note_source(variant, source, started)
        drawn = with_cut_card(draw(source, request), request.constraints)
        _note_drawn(variant, drawn)
        _finish(variant, request, drawn, started)
    except DomainError as error:
        _fail(variant, request, error, started)
    except Exception:  # the one place: a variant's fault must not take the others along
        log.exception("variant_failed", variant_id=variant.variant_id)
        _fail(variant, request, InternalError(), started)
    return variant


def obtain_source(
    variant: Variant, request: GenerationRequest, pattern: Pattern | None = None
) -> Source:
    """Return the source of a new variant: the stored one of its key, or else a new one.

    `pattern` is the geometry composed for this variant, where the route draws one.
    """
    stored = None if request.fresh else stored_source(variant.source_key)
    return stored or _new_source(variant, request, pattern)


def _start(variant: Variant) -> None:
    variant.status = VariantStatus.RUNNING
    variant.tool_versions = own_versions()
    variant.save(update_fields=["status", "tool_versions"])


def _note_source(variant: Variant, source: Source, started: float) -> None:
    variant.source = source.attachment
    variant.replayed_from = source.replayed_from
    variant.prompt_sent = source.prompt_sent
    variant.revised_prompt = source.revised_prompt
    variant.provider_request_id = source.provider_request_id
    variant.seed_sent = source.seed_sent
    variant.seed_honoured = source.seed_honoured
    variant.source_metadata = dict(source.metadata) | {"form": source.form}
    variant.usage = dict(source.usage) if source.usage is not None else None
    variant.timings_ms |= {"source": milliseconds(started, time.perf_counter())}
    variant.save()


def _new_source(variant: Variant, request: GenerationRequest, pattern: Pattern | None) -> Source:
    if request.route == PATTERN_ROUTE and pattern is not None:
        return pattern_source(request, pattern)
    if request.provider != STUB:
        prepare_to_wait()
    started = time.perf_counter()
    try:
        return _asked(request, variant.seed, variant.generation.request_id)
    except ai.ProviderError as error:
        variant.provider_request_id = error.provider_request_id or ""
        variant.source = put_unusable_answer(error)
        if isinstance(error, AnswerNotADrawing):
            variant.source_metadata = {"rounds": error.rounds}
        raise
    finally:
        variant.timings_ms |= {"ask": milliseconds(started, time.perf_counter())}


def _asked(request: GenerationRequest, seed: int, request_id: str) -> Source:
    if request.route == "direct":
        return write_drawing(request, seed, request_id)
    return put_answer(ask_for_picture(request, seed, request_id))


def _note_drawn(variant: Variant, drawn: Drawn) -> None:
    variant.trace_options = drawn.trace_options
    variant.tool_versions |= drawn.tool_versions
    variant.measurements = drawn.measurements
    variant.warnings = [*variant.warnings, *drawn.warnings]
    variant.timings_ms |= drawn.timings_ms


def _finish(variant: Variant, request: GenerationRequest, drawn: Drawn, started: float) -> None:
    before = time.perf_counter()
    variant.svg, _path = put_bytes_attachment(
        drawn.svg,
        kind=DRAWING_KIND,
        mime="image/svg+xml",
        filename=f"{variant.generation.generation_id}-{variant.index}.svg",
        ext=".svg",
    )
    variant.timings_ms |= {"store": milliseconds(before, time.perf_counter())}
    variant.status = VariantStatus.OK
    _record(variant, request, started)


def _fail(variant: Variant, request: GenerationRequest, error: DomainError, started: float) -> None:
    """Record the error. Where even that cannot be stored, the log is what remains."""
    variant.status = VariantStatus.ERROR
    variant.error = error.as_dict()
    if variant.replayed:
        variant.warnings = [*variant.warnings, _STORED_ANSWER]
    try:
        _record(variant, request, started)
    except Exception:
        log.exception("variant_failure_not_recorded", variant_id=variant.variant_id)
        _fail_without_provenance(variant)


def _fail_without_provenance(variant: Variant) -> None:
    try:
        variant.provenance = variant.svg = variant.asset = None
        variant.finished_at_utc = timezone.now()
        variant.save()
    except Exception:
        log.exception("variant_not_saved", variant_id=variant.variant_id)


def _record(variant: Variant, request: GenerationRequest, started: float) -> None:
    """Store provenance, index what was made and finish the row, in one short transaction."""
    generation = variant.generation
    variant.timings_ms |= {"total": milliseconds(started, time.perf_counter())}
    variant.provenance, _path, _sha256 = put_json_attachment(
        provenance_record(generation, variant, request.constraints.given()),
        kind=PROVENANCE_KIND,
        filename=f"{generation.generation_id}-{variant.index}.provenance.json",
    )
    variant.finished_at_utc = timezone.now()
    with transaction.atomic():
        index_asset(variant.provenance, AssetKind.AI_PROVENANCE, generation=generation)
        if variant.source is not None and form_of(variant) is SourceForm.SPEC:
            index_asset(
                variant.source,
                AssetKind.GEOMETRY_SPEC,
                generation=generation,
                facts={"meta": {"kind": SPEC_KIND}},
            )
        if variant.svg is not None and variant.status == VariantStatus.OK:
            variant.asset = index_asset(
                variant.svg, AssetKind.SVG, generation=generation, facts=_asset_facts(variant)
            )
        variant.save()


def _asset_facts(variant: Variant) -> dict[str, Any]:
    facts = variant.measurements
    return {
        **{name: facts.get(name) for name in _ASSET_COLUMNS},
        "meta": {"measurements": facts, "first_variant_id": variant.variant_id},
    }
