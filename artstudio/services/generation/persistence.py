"""What is known of a variant, written to its row, its provenance and the index as it comes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from artstudio.errors import LeaseLost, VariantCancelled
from artstudio.models import AssetKind, Attempt, Variant, VariantStatus
from artstudio.services.gallery.assets import index_asset
from artstudio.services.generation.drawing import Drawn, milliseconds
from artstudio.services.generation.provenance import (
    PROVENANCE_KIND,
    provenance_record,
)
from artstudio.services.generation.status import refresh_status
from artstudio.services.queue import leases
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.sources.stored import (
    SPEC_KIND,
    Source,
    SourceForm,
    form_of,
)
from rmos_runs.blobs.attachments import put_bytes_attachment, put_json_attachment
from rmos_runs.blobs.free_space import is_database_full
from rmos_runs.errors import DatabaseFull, DomainError
from rmos_runs.models import RunAttachment

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
_SOURCE_FIELDS = (
    "source",
    "replayed_from",
    "prompt_sent",
    "revised_prompt",
    "provider_request_id",
    "seed_sent",
    "seed_honoured",
    "source_metadata",
    "usage",
)
_DRAWING_FIELDS = (
    "svg",
    "trace_options",
    "tool_versions",
    "measurements",
    "warnings",
    "timings_ms",
)
# Never the columns that others write meanwhile: who asked to cancel, and when.
_OUTCOME_FIELDS = (
    *_SOURCE_FIELDS,
    *_DRAWING_FIELDS,
    "status",
    "stage",
    "error",
    "cost_usd",
    "provenance",
    "asset",
    "finished_at_utc",
)
_STORED_ANSWER = {
    "code": "stored_answer",
    "message": "The provider's stored answer was used and nothing was asked or paid. "
    'Send "fresh": true, or another seed, to ask the provider again.',
}


def save_source(variant: Variant, source: Source) -> None:
    """Write which source a variant is drawn from."""
    variant.source = source.attachment
    variant.replayed_from = source.replayed_from
    variant.prompt_sent = source.prompt_sent
    variant.revised_prompt = source.revised_prompt
    variant.provider_request_id = source.provider_request_id
    variant.seed_sent = source.seed_sent
    variant.seed_honoured = source.seed_honoured
    variant.source_metadata = dict(source.metadata) | {"form": source.form}
    variant.usage = dict(source.usage) if source.usage is not None else None
    _write(variant, _SOURCE_FIELDS)


def save_reply(variant: Variant, stored: RunAttachment, rounds: Sequence[Any]) -> None:
    """Write that a language model has answered, before anybody looks at what."""
    variant.source, variant.replayed_from = stored, ""
    variant.source_metadata = {"rounds": [dict(record) for record in rounds]}
    _write(variant, ("source", "replayed_from", "source_metadata"))


def save_drawing(variant: Variant, drawn: Drawn) -> None:
    """Store a drawing and what was measured of it."""
    variant.trace_options = drawn.trace_options
    variant.tool_versions |= drawn.tool_versions
    variant.measurements = drawn.measurements
    variant.warnings = [*variant.warnings, *drawn.warnings]
    variant.timings_ms |= drawn.timings_ms
    before = time.perf_counter()
    variant.svg, _path = put_bytes_attachment(
        drawn.svg,
        kind=DRAWING_KIND,
        mime="image/svg+xml",
        filename=f"{variant.generation.generation_id}-{variant.index}.svg",
        ext=".svg",
    )
    variant.timings_ms |= {"store": milliseconds(before, time.perf_counter())}
    _write(variant, _DRAWING_FIELDS)


def mark_ok(variant: Variant, request: GenerationRequest, started: float) -> None:
    """Record a variant as done; `started` is a reading of the performance counter."""
    variant.status = VariantStatus.OK
    _record(variant, request, started)


def mark_cancelled(
    variant: Variant, request: GenerationRequest, error: VariantCancelled, started: float
) -> None:
    """Keep what there is of a cancelled variant: what the provider answered was paid for."""
    variant.status = VariantStatus.CANCELLED
    variant.error = error.as_dict()
    _record(variant, request, started)


def mark_failed(
    variant: Variant, request: GenerationRequest, error: DomainError, started: float
) -> None:
    """Record the error. Where even that cannot be stored, the log is what remains."""
    variant.status = VariantStatus.ERROR
    variant.error = error.as_dict()
    if variant.replayed:
        variant.warnings = [*variant.warnings, _STORED_ANSWER]
    try:
        _record(variant, request, started)
    except LeaseLost:
        raise
    except Exception:
        log.exception("variant_failure_not_recorded", variant_id=variant.variant_id)
        _fail_without_provenance(variant)


def _fail_without_provenance(variant: Variant) -> None:
    try:
        variant.provenance = variant.svg = variant.asset = None
        _close(variant)
    except Exception as error:
        if variant.is_queued:
            # Its job comes again, or is found to have failed.
            raise
        if is_database_full(error):
            raise DatabaseFull from error
        log.exception("variant_not_saved", variant_id=variant.variant_id)


@transaction.atomic
def _close(variant: Variant) -> None:
    """Finish the row, and with the last of its variants the generation."""
    variant.finished_at_utc = timezone.now()
    variant.stage = ""
    _write(variant, _OUTCOME_FIELDS)
    if variant.parent_id is None:
        refresh_status(variant.generation_id)


def _write(variant: Variant, fields: Sequence[str]) -> None:
    leases.write(variant, {name: getattr(variant, name) for name in fields})


def _record(variant: Variant, request: GenerationRequest, started: float) -> None:
    """Store provenance, index what was made and finish the row, in one short transaction."""
    generation = variant.generation
    variant.cost_usd = Attempt.objects.filter(variant=variant).aggregate(sum=Sum("cost_usd"))["sum"]
    variant.timings_ms |= {"total": milliseconds(started, time.perf_counter())}
    variant.provenance, _path, _sha256 = put_json_attachment(
        provenance_record(generation, variant, request.constraints.given()),
        kind=PROVENANCE_KIND,
        filename=f"{generation.generation_id}-{variant.index}.provenance.json",
    )
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
        _close(variant)


def _asset_facts(variant: Variant) -> dict[str, Any]:
    facts = variant.measurements
    return {
        **{name: facts.get(name) for name in _ASSET_COLUMNS},
        "warning_count": len(variant.warnings),
        "meta": {"measurements": facts, "first_variant_id": variant.variant_id},
    }
