"""Where the bytes of a variant's source come from: a provider, the pattern engine, or the store.

What a provider answers is stored before anything else looks at it. The same
request finds its stored source again and nothing is asked twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artstudio import ai, patterns
from artstudio.errors import StoredSourceDamaged
from artstudio.models import Variant
from artstudio.services.constraints import PATTERN_NAMES, SIZE_NAMES
from artstudio.services.providers import image_client
from artstudio.services.request import GenerationRequest
from rmos_runs.attachments import (
    open_attachment,
    put_bytes_attachment,
    put_json_attachment,
)
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.errors import BlobNotFound
from rmos_runs.models import RunAttachment

STUB = "stub"
SOURCE_KIND = "source"
SPEC_KIND = "geometry_spec"
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/svg+xml": ".svg",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """A stored source and what is known of how it was made."""

    attachment: RunAttachment
    data: bytes
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
    drawn_from: dict[str, Any] = (
        request.constraints.picked(SIZE_NAMES + PATTERN_NAMES)
        if request.provider == STUB
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


def stored_source(key: str) -> Source | None:
    """Return the newest stored source of this key, or None.

    Raises StoredSourceDamaged where the store's bytes are not what was paid for.
    """
    earlier = (
        Variant.objects.filter(source_key=key, source__isnull=False)
        .select_related("source")
        .order_by("-id")
        .first()
    )
    return None if earlier is None else source_of(earlier)


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
        prompt_sent=variant.prompt_sent,
        revised_prompt=variant.revised_prompt,
        provider_request_id=variant.provider_request_id,
        seed_sent=variant.seed_sent,
        seed_honoured=variant.seed_honoured,
        usage=variant.usage,
        metadata=variant.source_metadata,
        replayed_from=variant.variant_id,
    )


def composed_pattern(request: GenerationRequest, seed: int) -> patterns.Pattern | None:
    """Return the offline provider's geometry for this request; None for other providers.

    Raises InvalidRequest naming the constraint that no pattern can keep.
    """
    if request.provider != STUB:
        return None
    names = SIZE_NAMES + PATTERN_NAMES
    return patterns.compose(
        request.prompt,
        style_hints=request.style_hints,
        constraints=patterns.PatternConstraints(**request.constraints.picked(names)),
        seed=seed,
    )


def pattern_source(request: GenerationRequest, pattern: patterns.Pattern) -> Source:
    """Store a pattern's parameters: they are the source of its drawing."""
    attachment, _path, _sha256 = put_json_attachment(
        pattern.spec(), kind=SPEC_KIND, filename=f"{pattern.family}.json"
    )
    return Source(
        attachment=attachment,
        data=canonical_json(pattern.spec()),
        prompt_sent=request.prompt,
        seed_sent=True,
        seed_honoured=True,
        metadata={"warnings": list(pattern.warnings)},
    )


def read_spec(source: Source) -> patterns.Pattern:
    """Return the pattern whose parameters are the source."""
    return patterns.draw_spec(json.loads(source.data))


def ask_provider(request: GenerationRequest, seed: int, request_id: str) -> ai.ImageResponse:
    """Ask the provider for one picture. No transaction may be open: this takes minutes."""
    return image_client(request.provider).generate(
        ai.ImageRequest(
            prompt=request.prompt,
            seed=seed,
            style_hints=request.style_hints,
            constraints=request.constraints.picked(SIZE_NAMES + PATTERN_NAMES),
            model=request.model or None,
            aspect=wanted_aspect(request),
            request_id=request_id,
        )
    )


def put_answer(answer: ai.ImageResponse) -> Source:
    """Store a provider's answer as it came."""
    attachment, _path = put_bytes_attachment(
        answer.image_bytes,
        kind=SOURCE_KIND,
        mime=answer.mime,
        filename=f"source{_SUFFIXES.get(answer.mime, '.bin')}",
        ext=_SUFFIXES.get(answer.mime, ".bin"),
    )
    return Source(
        attachment=attachment,
        data=answer.image_bytes,
        prompt_sent=answer.prompt_sent,
        revised_prompt=answer.revised_prompt or "",
        provider_request_id=answer.provider_request_id or "",
        seed_sent=answer.seed_sent,
        seed_honoured=answer.seed_honoured,
        usage=answer.usage,
        metadata=dict(answer.metadata),
    )


def put_unusable_answer(error: ai.ProviderError) -> RunAttachment | None:
    """Store what came back with an error, if anything did: it may have been paid for."""
    if not error.received:
        return None
    attachment, _path = put_bytes_attachment(
        error.received,
        kind=SOURCE_KIND,
        mime="application/octet-stream",
        filename="answer.bin",
        ext=".bin",
    )
    return attachment
