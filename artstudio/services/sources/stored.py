"""The stored bytes that a drawing is made from, and how they are found again.

The same request finds its stored source again and nothing is asked twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q

from artstudio import patterns
from artstudio.errors import StoredSourceDamaged
from artstudio.models import Variant
from artstudio.services.requests.constraints import PATTERN_NAMES, SIZE_NAMES
from artstudio.services.requests.intake import GenerationRequest, compose_pattern
from rmos_runs.blobs.attachments import open_attachment, put_json_attachment
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.errors import BlobNotFound
from rmos_runs.models import RunAttachment

STUB = "stub"
PATTERN_ROUTE = "pattern"
SOURCE_KIND = "source"
SPEC_KIND = "geometry_spec"
#: Rounds of repair that a written drawing may take after its first answer.
MAX_REPAIRS = 2
#: Variants whose answers so far cannot be cut, though the model may still be told to repair them.
NEEDS_REPAIR = (
    Q(source_metadata__has_key="rounds")
    & ~Q(source_metadata__has_key="form")
    & Q(**{f"source_metadata__rounds__{MAX_REPAIRS}__isnull": True})
)


class SourceForm(StrEnum):
    """What a source is, and so how its drawing is made."""

    PICTURE = "picture"
    SVG = "svg"
    SPEC = "spec"
    DXF = "dxf"
    #: A page of a PDF or EPS file.
    PAGE = "page"
    #: An operation on a stored drawing.
    DERIVATION = "derivation"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A stored source and what is known of how it was made."""

    attachment: RunAttachment
    data: bytes
    form: SourceForm
    prompt_sent: str
    revised_prompt: str = ""
    provider_request_id: str = ""
    seed_sent: bool = False
    seed_honoured: bool = False
    usage: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    replayed_from: str = ""


def source_key(request: GenerationRequest, seed: int) -> str:
    """Return the SHA-256 of everything that decides what a provider is asked.

    Constraints of the trace are not among it: another threshold is another
    trace of the same source.
    """
    is_told_sizes = request.provider == STUB or request.route == "direct"
    drawn_from: dict[str, Any] = (
        request.constraints.picked(SIZE_NAMES + PATTERN_NAMES)
        if is_told_sizes
        else {"aspect": wanted_aspect(request)}
    )
    return sha256_hex(
        canonical_json(
            {
                "provider": request.provider,
                "route": request.route,
                "model": request.model,
                "prompt": request.prompt,
                "style_hints": list(request.style_hints),
                "constraints": drawn_from,
                "variant_seed": request.variant_seed,
                "seed": seed,
            }
        )
    )


def wanted_aspect(request: GenerationRequest) -> float:
    """Return width over height where both are given, else 1."""
    width, height = request.constraints.width_mm, request.constraints.height_mm
    return round(width / height, 3) if width and height else 1.0


def find_cached_source(key: str) -> Variant | None:
    """Return the newest variant of this key that has a stored answer, or None.

    One whose answers cannot be cut (see `rounds_so_far`) only where there is no other.
    """
    answered = Variant.objects.filter(source_key=key, source__isnull=False)
    newest_first = answered.select_related("source").order_by("-id")
    newest = newest_first.first()
    if newest is None or not rounds_so_far(newest):
        return newest
    return newest_first.filter(source_metadata__has_key="form").first() or newest


def rounds_so_far(variant: Variant) -> list[dict[str, Any]]:
    """Return the records of a written drawing's answers while none of them can be cut."""
    recorded = variant.source_metadata
    rounds: list[dict[str, Any]] = [] if "form" in recorded else recorded.get("rounds", [])
    return rounds


def is_resumable(variant: Variant) -> bool:
    """Tell whether a stored answer is there to draw from, or to have repaired."""
    return "form" in variant.source_metadata or 0 < len(rounds_so_far(variant)) <= MAX_REPAIRS


def source_of(variant: Variant) -> Source:
    """Return the stored source of a variant that has one, with what was recorded of it.

    Raises StoredSourceDamaged where the store's bytes are not what was stored.
    """
    assert variant.source is not None
    try:
        with open_attachment(variant.source.sha256) as file:
            data = bytes(file.read())
    except BlobNotFound as error:
        raise StoredSourceDamaged from error
    if sha256_hex(data) != variant.source.sha256:
        raise StoredSourceDamaged
    return Source(
        attachment=variant.source,
        data=data,
        form=form_of(variant),
        prompt_sent=variant.prompt_sent,
        revised_prompt=variant.revised_prompt,
        provider_request_id=variant.provider_request_id,
        seed_sent=variant.seed_sent,
        seed_honoured=variant.seed_honoured,
        usage=variant.usage,
        metadata=variant.source_metadata,
        replayed_from=variant.variant_id,
    )


def form_of(variant: Variant) -> SourceForm:
    """Return what the variant's source is; rows of before there were several say it by route."""
    if recorded := variant.source_metadata.get("form"):
        return SourceForm(recorded)
    is_spec = variant.generation.route == PATTERN_ROUTE
    return SourceForm.SPEC if is_spec else SourceForm.PICTURE


def composed_pattern(request: GenerationRequest, seed: int) -> patterns.Pattern | None:
    """Return the offline provider's geometry for this request; None for other providers.

    Raises InvalidRequest naming the constraint that no pattern can keep.
    """
    return compose_pattern(request, seed) if request.provider == STUB else None


def pattern_source(request: GenerationRequest, pattern: patterns.Pattern) -> Source:
    """Store a pattern's parameters: they are the source of its drawing."""
    attachment, _path, _sha256 = put_json_attachment(
        pattern.spec(), kind=SPEC_KIND, filename=f"{pattern.family}.json"
    )
    return Source(
        attachment=attachment,
        data=canonical_json(pattern.spec()),
        form=SourceForm.SPEC,
        prompt_sent=request.prompt,
        seed_sent=True,
        seed_honoured=True,
        metadata=pattern_metadata(pattern),
    )


def pattern_metadata(pattern: patterns.Pattern) -> dict[str, Any]:
    """Return what is recorded of a composed pattern beside its parameters."""
    return {
        "warnings": [{"code": w.code, "message": w.message} for w in pattern.warnings],
        "pattern": {"family": pattern.family, "version": pattern.engine},
        "chosen_by_seed": list(pattern.chosen_by_seed),
    }


def read_spec(source: Source) -> patterns.Pattern:
    """Return the pattern whose parameters are the source."""
    return patterns.draw_spec(json.loads(source.data))
