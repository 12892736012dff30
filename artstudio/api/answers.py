"""The answer to prompt-to-svg, and its status: one place for the whole contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from artstudio.api.serializers import PromptToSvgAnswer
from artstudio.models import Generation, GenerationStatus, Variant
from artstudio.services.generation.generate import svg_text
from artstudio.services.prompt_to_svg import meta_of
from rmos_runs.errors import InvalidRequest

PROMPT_BLOCKED = "prompt_blocked"
_WITHOUT_A_DRAWING = (GenerationStatus.ERROR, GenerationStatus.CANCELLED)


def answer_of(generation: Generation, *, svg: str = "text") -> tuple[int, dict[str, Any]]:
    """Return the HTTP status and the body for a finished generation.

    200 when at least one variant is OK; otherwise 422 where moderation refused
    them all, else 502, with the same body and `detail` and `code` beside it. svg: one of
    `SVG_FORMS`, what stands for each drawing.
    """
    variants = list(generation.variants.all())
    made = [variant for variant in variants if variant.svg is not None and not variant.error]
    body = PromptToSvgAnswer(
        {
            "request_id": generation.request_id,
            "generation_id": generation.generation_id,
            "variant_seed": generation.variant_seed,
            "provider": generation.provider,
            "model": generation.model or None,
            "route": generation.route,
            "route_reason": generation.route_reason or None,
            "understood": generation.understood,
            "not_understood": generation.not_understood,
            "variants": variants,
            "asset_ids": [variant.asset.asset_id for variant in made if variant.asset],
            "run_id": generation.run_id or None,
            "workflow_session_id": generation.workflow_session_id,
            "revised_prompt": generation.revised_prompt or None,
            "compute_ms": generation.compute_ms,
            "success_count": len(made),
            "failure_count": len(variants) - len(made),
            "safety_flags": generation.safety_flags,
            "meta": meta_of(generation),
        },
        context={"svg_texts": {variant.pk: _SVG_FORMS[svg](variant) for variant in made}},
    ).data
    if generation.status not in _WITHOUT_A_DRAWING:
        return 200, body
    return _failed(variants, body)


def _svg_link(variant: Variant) -> str:
    return reverse("rmos_api:attachment", args=[variant.svg_id])


def _no_svg(_variant: Variant) -> None:
    return None


_SVG_FORMS: dict[str, Callable[[Variant], str | None]] = {
    "text": svg_text,
    "link": _svg_link,
    "none": _no_svg,
}
SVG_FORMS = tuple(_SVG_FORMS)


def svg_form(request: Request) -> str:
    """Return what `?svg=` asks for; raises InvalidRequest for what is no form."""
    form = request.query_params.get("svg", "text")
    if form not in _SVG_FORMS:
        raise InvalidRequest(fields={"svg": [f"Choose one of: {', '.join(SVG_FORMS)}."]})
    return form


def _failed(variants: list[Variant], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    codes = {variant.error["code"] for variant in variants if variant.error}
    message = next((variant.error["message"] for variant in variants if variant.error), "")
    if codes == {PROMPT_BLOCKED}:
        return 422, {**body, "detail": message, "code": PROMPT_BLOCKED}
    detail = f"No drawing could be made. {message}"
    return 502, {**body, "detail": detail, "code": "all_variants_failed"}
