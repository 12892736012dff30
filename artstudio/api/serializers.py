"""The shapes of the art API: what is taken in, and what is answered."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artstudio.api.variant_serializers import (
    SafetyFlag,
    UnderstoodPart,
    VariantAnswer,
    VariantRecord,
)
from artstudio.models import MAX_COUNT, MAX_PROMPT_LENGTH, Generation
from artstudio.services.requests.intake import (
    MAX_REFERENCE_LENGTH,
    MAX_SEED_LENGTH,
)
from artstudio.services.requests.style_hints import (
    MAX_STYLE_HINT_LENGTH,
    MAX_STYLE_HINTS,
)
from rmos_runs.api.serializers import NullForEmptyText

_STYLE_HINTS = {
    "oneOf": [
        {
            "type": "array",
            "items": {"type": "string", "maxLength": MAX_STYLE_HINT_LENGTH},
            "maxItems": MAX_STYLE_HINTS,
        },
        {"type": "object", "additionalProperties": True},
        {"type": "null"},
    ],
    "description": (
        'Words, or an object such as {"tags": ["rosette"], "style": "celtic"}, which is read as '
        "the words in it. On record it stays as it was given."
    ),
}


@extend_schema_field(_STYLE_HINTS)
class StyleHintsField(serializers.JSONField):
    """Style hints as they are given; `artstudio.services.requests.style_hints` checks them."""


class PromptToSvgRequest(serializers.Serializer[Any]):
    """A request for one to four drawings of a prompt."""

    prompt = serializers.CharField(max_length=MAX_PROMPT_LENGTH, trim_whitespace=False)
    count = serializers.IntegerField(min_value=1, max_value=MAX_COUNT, default=1)
    variant_seed = serializers.CharField(
        max_length=MAX_SEED_LENGTH, required=False, allow_null=True, trim_whitespace=False
    )
    constraints = serializers.DictField(
        required=False,
        allow_null=True,
        help_text=(
            "width_mm, height_mm, threshold (0..255), invert, min_speck_mm, corner_smoothness "
            "(0..1.334), curve_tolerance_mm, detail (fine, normal or smooth), geometry (auto, "
            'off or strict), relations (such as {"lines": false}), size_by (sheet or ink), crop '
            "(auto or [left, top, right, bottom] in parts of the picture), corners (four [x, y] of "
            "a sheet photographed at a slant), alpha (auto, shape or white), method (potrace, "
            "centerline, vtracer or inkscape), tones (2..8); for patterns inner_diameter_mm, "
            "outer_diameter_mm, symmetry, rings; for the cut card min_feature_mm, min_gap_mm "
            "(default 0.3), tool_diameter_mm, feed_mm_min. Unknown keys are not used and warned of."
        ),
    )
    style_hints = StyleHintsField(required=False, allow_null=True)
    provider = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="stub, openai or a plug-in's name. Left out, the offline pattern engine (stub) "
        "draws; a subject that it lacks goes to one that makes pictures, where that is configured.",
    )
    route = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="auto (the default: chosen by the prompt), pattern, raster, direct or native; "
        "GET /api/art/providers says who can take which.",
    )
    model = serializers.CharField(required=False, allow_null=True)
    fresh = serializers.BooleanField(
        default=False, help_text="Ask the provider even where the stored source would answer."
    )
    strict = serializers.BooleanField(
        default=False,
        help_text="Refuse a prompt of which the pattern engine cannot draw every word: "
        "422 `cannot_draw` names them.",
    )
    run_id = serializers.CharField(
        max_length=MAX_REFERENCE_LENGTH, default="", allow_blank=True, allow_null=True
    )
    workflow_session_id = serializers.CharField(
        max_length=MAX_REFERENCE_LENGTH, default="", allow_blank=True, allow_null=True
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take null for a reference as no reference."""
        for name in ("run_id", "workflow_session_id"):
            attrs[name] = attrs[name] or ""
        return attrs


class GenerationRecord(NullForEmptyText):
    """What was asked, and the state of every variant."""

    style_hints = StyleHintsField(source="asked_style_hints", read_only=True)
    variants = VariantRecord(many=True)
    safety_flags = SafetyFlag(many=True)
    understood = UnderstoodPart(many=True)
    not_understood = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Generation
        fields = (
            "generation_id",
            "request_id",
            "prompt",
            "count",
            "variant_seed",
            "provider",
            "model",
            "route",
            "route_reason",
            "constraints",
            "style_hints",
            "understood",
            "not_understood",
            "run_id",
            "workflow_session_id",
            "safety_flags",
            "safety_enforcement",
            "user_acknowledged",
            "acknowledged_by",
            "acknowledged_at_utc",
            "acknowledged_request_id",
            "status",
            "revised_prompt",
            "compute_ms",
            "created_at_utc",
            "finished_at_utc",
            "variants",
        )


class ProvenanceMeta(serializers.Serializer[Any]):
    """Where the drawings come from, in the names that a run's `meta` uses."""

    provider = serializers.CharField()
    model = serializers.CharField(allow_null=True)
    variant_seed = serializers.CharField()
    revised_prompt = serializers.CharField(allow_null=True)
    compute_ms = serializers.FloatField(allow_null=True)
    requested_variants = serializers.IntegerField()
    successful_variants = serializers.IntegerField()
    failed_variants = serializers.IntegerField()
    failure_reasons = serializers.ListField(child=serializers.CharField())
    safety_flags = serializers.ListField(child=serializers.CharField())
    safety_enforcement = serializers.CharField()
    user_acknowledged = serializers.BooleanField()


class PromptToSvgAnswer(serializers.Serializer[Any]):
    """The answer to a prompt: every variant, in order, with its drawing."""

    request_id = serializers.CharField()
    generation_id = serializers.CharField()
    variant_seed = serializers.CharField()
    provider = serializers.CharField()
    model = serializers.CharField(allow_null=True)
    route = serializers.CharField()
    route_reason = serializers.CharField(
        allow_null=True, help_text="Why this route, where the request left it open."
    )
    understood = UnderstoodPart(many=True)
    not_understood = serializers.ListField(
        child=serializers.CharField(), help_text="Words of the prompt that mean nothing here."
    )
    variants = VariantAnswer(many=True)
    asset_ids = serializers.ListField(child=serializers.CharField())
    run_id = serializers.CharField(allow_null=True)
    workflow_session_id = serializers.CharField(allow_null=True)
    revised_prompt = serializers.CharField(allow_null=True)
    compute_ms = serializers.FloatField(allow_null=True)
    success_count = serializers.IntegerField()
    failure_count = serializers.IntegerField()
    safety_flags = SafetyFlag(many=True)
    meta = ProvenanceMeta()


class PromptToSvgFailure(PromptToSvgAnswer):
    """The answer where no variant has a drawing, with the words of a problem beside it."""

    detail = serializers.CharField(help_text="What went wrong and what to do, for a person.")
    code = serializers.SlugField(help_text="The same, for a program.")


#: A refusal before anything was drawn, or the record of drawings that were refused.
FAILURE_OR_PROBLEM = {
    "anyOf": [
        {"$ref": "#/components/schemas/PromptToSvgFailure"},
        {"$ref": "#/components/schemas/Problem"},
    ]
}


class ProviderRecord(serializers.Serializer[Any]):
    """Who can draw, by which routes, and whether it is configured."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    routes = serializers.ListField(child=serializers.CharField())
    models = serializers.ListField(child=serializers.CharField())
    default_model = serializers.CharField()
    text_models = serializers.ListField(
        child=serializers.CharField(), help_text="What `model` may be on the route `direct`."
    )
    text_model = serializers.CharField(help_text="The one of them that is asked by default.")
    auto = serializers.CharField(help_text="What the route `auto` chooses here, in words.")
    configured = serializers.BooleanField()
    reason = serializers.CharField()
    free = serializers.BooleanField()
