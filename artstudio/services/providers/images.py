"""Asking a provider for a picture, and storing what it answers before anything looks at it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from artstudio import ai
from artstudio.services.requests.constraints import PATTERN_NAMES, SIZE_NAMES
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.requests.providers import provider_config
from artstudio.services.sources.stored import (
    SOURCE_KIND,
    Source,
    SourceForm,
    wanted_aspect,
)
from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.models import RunAttachment

_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/svg+xml": ".svg",
}


def prepare_picture(
    request: GenerationRequest, seed: int
) -> AbstractContextManager[ai.Send[ai.ImageResponse]]:
    """Prepare a provider's request for one picture; sending it takes minutes."""
    asked = ai.ImageRequest(
        prompt=request.prompt,
        seed=seed,
        style_hints=request.style_hints,
        constraints=request.constraints.picked(SIZE_NAMES + PATTERN_NAMES),
        model=request.model or None,
        aspect=wanted_aspect(request),
        output="svg" if request.route == "native" else "png",
    )
    return ai.prepare_image(request.provider, asked, provider_config())


def request_image(request: GenerationRequest, seed: int, request_id: str) -> ai.ImageResponse:
    """Ask the provider for one picture. No transaction may be open: this takes minutes."""
    with prepare_picture(request, seed) as send:
        return send(request_id)


def put_answer(answer: ai.ImageResponse) -> Source:
    """Store a provider's answer as it came."""
    form = SourceForm.SVG if answer.mime == "image/svg+xml" else SourceForm.PICTURE
    return Source(
        attachment=put_source_bytes(answer.image_bytes, answer.mime),
        data=answer.image_bytes,
        form=form,
        prompt_sent=answer.prompt_sent,
        revised_prompt=answer.revised_prompt or "",
        provider_request_id=answer.provider_request_id or "",
        seed_sent=answer.seed_sent,
        seed_honoured=answer.seed_honoured,
        usage=answer.usage,
        metadata=dict(answer.metadata),
    )


def put_source_bytes(data: bytes, mime: str, *, suffix: str = "") -> RunAttachment:
    """Store the bytes of a source under a name that tells its type; `suffix` wins over `mime`."""
    suffix = f".{suffix}" if suffix else _SUFFIXES.get(mime, ".bin")
    attachment, _path = put_bytes_attachment(
        data, kind=SOURCE_KIND, mime=mime, filename=f"source{suffix}", ext=suffix
    )
    return attachment
