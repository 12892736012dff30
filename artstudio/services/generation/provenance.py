"""The record of how one variant came to be, as it is stored beside the drawing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from artstudio.models import Generation, Variant, VariantStatus
from artstudio.services.requests.safety import flag_names
from artstudio.services.requests.warning_texts import (
    warning_details,
    warning_texts,
)
from rmos_runs.models import RunAttachment

PROVENANCE_KIND = "ai_provenance_json"
#: 2: `warnings` and `safety_flags` are texts, with their objects beside them.
PROVENANCE_VERSION = 2


def provenance_record(
    generation: Generation, variant: Variant, constraints: Mapping[str, Any]
) -> dict[str, Any]:
    """Return everything that is known of a variant as JSON values; never a key or a path.

    constraints: those this drawing was made with; a re-trace has its own.
    """
    return {
        "provenance_version": PROVENANCE_VERSION,
        "request_id": generation.request_id,
        "generation_id": generation.generation_id,
        "variant_id": variant.variant_id,
        "index": variant.index,
        "requested_variants": generation.count,
        "created_at_utc": variant.created_at_utc.isoformat(),
        "prompt": generation.prompt,
        "prompt_sent": variant.prompt_sent,
        "revised_prompt": variant.revised_prompt or None,
        "style_hints": generation.asked_style_hints,
        "understood": generation.understood,
        "not_understood": generation.not_understood,
        "chosen_by_seed": variant.source_metadata.get("chosen_by_seed", []),
        "pattern": variant.source_metadata.get("pattern"),
        "constraints": dict(constraints),
        "provider": generation.provider,
        "model": generation.model or None,
        "route": generation.route,
        "route_reason": generation.route_reason or None,
        "provider_request_id": variant.provider_request_id or None,
        "variant_seed": generation.variant_seed,
        "seed": variant.seed,
        "seed_sent": variant.seed_sent,
        "seed_honoured": variant.seed_honoured,
        "replayed": variant.replayed,
        "replayed_from": variant.replayed_from or None,
        "retraced_from": variant.parent.variant_id if variant.parent else None,
        "safety_flags": flag_names(generation.safety_flags),
        "safety_flag_details": generation.safety_flags,
        "safety_enforcement": generation.safety_enforcement,
        "user_acknowledged": generation.user_acknowledged,
        "source": _bytes_fact(variant.source),
        "drawing": _bytes_fact(variant.svg),
        "source_metadata": variant.source_metadata,
        "trace_options": variant.trace_options,
        "tool_versions": variant.tool_versions,
        "measurements": variant.measurements,
        "timings_ms": variant.timings_ms,
        "usage": variant.usage,
        "warnings": warning_texts(variant, generation),
        "warning_details": warning_details(variant, generation),
        "error": variant.error,
    }


def _bytes_fact(attachment: RunAttachment | None) -> dict[str, Any] | None:
    if attachment is None:
        return None
    return {
        "sha256": attachment.sha256,
        "mime": attachment.mime,
        "size_bytes": attachment.size_bytes,
    }


def first_provenance(sha256s: Collection[str]) -> Mapping[str, str]:
    """Return the digest of the record of each drawing's first production, by the drawing's digest.

    The first and not the newest: it stays what it is however often the same
    drawing is made again.
    """
    first = (
        Variant.objects.filter(svg__in=sha256s, status=VariantStatus.OK)
        .order_by("svg", "id")
        .distinct("svg")
    )
    return dict(first.values_list("svg_id", "provenance_id"))
