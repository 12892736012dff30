"""`generate_svg_variants` as the integration guide has it: the result is a dict of JSON values.

The same work with the same arguments as `artstudio.services.generation`, whose
function of this name returns the Generation's row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from artstudio.models import Generation, Variant, VariantStatus
from artstudio.services.generation import generate
from artstudio.services.requests.safety import flag_names
from artstudio.services.requests.warning_texts import (
    warning_details,
    warning_texts,
)


def generate_svg_variants(
    prompt: str,
    count: int = 1,
    variant_seed: str | None = None,
    constraints: Mapping[str, Any] | None = None,
    style_hints: Sequence[str] | Mapping[str, Any] | None = None,
    provider: str = "stub",
    request_id: str | None = None,
    **further: Any,
) -> dict[str, Any]:
    """Make `count` drawings of a prompt and return them as `generation_as_dict` writes them.

    `further` and what is raised are those of `generation.generate_svg_variants`.
    """
    made = generate.generate_svg_variants(
        prompt,
        count,
        variant_seed,
        constraints,
        style_hints,
        provider=provider,
        request_id=request_id,
        **further,
    )
    return generation_as_dict(made)


def generation_as_dict(made: Generation) -> dict[str, Any]:
    """Return a finished generation: its variants with their drawings, counts, and `meta`.

    `meta` is what a run may keep in its own `meta` to say where drawings come from.
    """
    variants = list(made.variants.all())
    drawn = [variant for variant in variants if _is_drawn(variant)]
    return {
        "request_id": made.request_id,
        "generation_id": made.generation_id,
        "variant_seed": made.variant_seed,
        "variants": [_variant(variant, made) for variant in variants],
        "asset_ids": [variant.asset.asset_id for variant in drawn if variant.asset],
        "run_id": made.run_id or None,
        "revised_prompt": made.revised_prompt or None,
        "compute_ms": made.compute_ms,
        "success_count": len(drawn),
        "failure_count": len(variants) - len(drawn),
        "meta": meta_of(made),
    }


def meta_of(made: Generation) -> dict[str, Any]:
    """Return the provenance of a generation in the names that a run's `meta` uses."""
    variants = list(made.variants.all())
    failed = [variant for variant in variants if not _is_drawn(variant)]
    return {
        "provider": made.provider,
        "model": made.model or None,
        "variant_seed": made.variant_seed,
        "revised_prompt": made.revised_prompt or None,
        "compute_ms": made.compute_ms,
        "requested_variants": made.count,
        "successful_variants": len(variants) - len(failed),
        "failed_variants": len(failed),
        "failure_reasons": [
            f"Variant {variant.index}: {variant.error['message']}"
            for variant in failed
            if variant.error
        ],
        "safety_flags": flag_names(made.safety_flags),
        "safety_enforcement": made.safety_enforcement,
        "user_acknowledged": made.user_acknowledged,
    }


def _variant(variant: Variant, made: Generation) -> dict[str, Any]:
    return {
        "index": variant.index,
        "variant_id": variant.variant_id,
        "svg": generate.svg_text(variant) if _is_drawn(variant) else None,
        "variant_sha256": variant.svg_id,
        "attachment_sha256": variant.svg_id,
        "asset_id": variant.asset.asset_id if variant.asset else None,
        "revised_prompt": variant.revised_prompt or None,
        "warnings": warning_texts(variant, made),
        "warning_details": warning_details(variant, made),
        "status": variant.status,
        "error_details": variant.error,
    }


def _is_drawn(variant: Variant) -> bool:
    return variant.svg_id is not None and variant.status == VariantStatus.OK
