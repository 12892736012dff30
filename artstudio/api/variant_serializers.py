"""The shapes of a drawing in the art API: its error, its warnings, the calls made for it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artstudio.models import Attempt, Variant
from artstudio.services.requests.intake import MEANINGS
from artstudio.services.requests.seeds import MAX_SEED
from artstudio.services.requests.warning_texts import (
    warning_details,
    warning_texts,
)
from rmos_runs.api.records import StoredRecord
from rmos_runs.api.serializers import NullForEmptyText


class ErrorDetails(StoredRecord):
    """Why a variant has no drawing."""

    type = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class WarningNote(StoredRecord):
    """Something to know about a drawing that is there all the same."""

    code = serializers.CharField()
    message = serializers.CharField()
    places = serializers.ListField(
        child=serializers.DictField(child=serializers.FloatField()),
        required=False,
        help_text="Where on the sheet, for warnings about the cut: x_mm, y_mm, maybe width_mm.",
    )


class SafetyFlag(StoredRecord):
    """A soft flag: it never blocks."""

    rule = serializers.CharField()
    word = serializers.CharField()
    message = serializers.CharField()


class UnderstoodPart(StoredRecord):
    """A part of the prompt, where it stands, and what it was taken to mean."""

    text = serializers.CharField()
    start = serializers.IntegerField(help_text="In characters of the prompt.")
    end = serializers.IntegerField()
    meaning = serializers.ChoiceField(choices=MEANINGS)
    value = serializers.JSONField(help_text="A name, a number, or sizes in mm by constraint.")


class PatternFact(StoredRecord):
    """The family of the pattern engine that drew a variant, and the engine's version."""

    family = serializers.CharField()
    version = serializers.CharField()


class VariantAnswer(NullForEmptyText):
    """One drawing with its bytes' digest, its asset and its measurements."""

    seed = serializers.IntegerField(min_value=0, max_value=MAX_SEED)
    svg = serializers.SerializerMethodField()
    variant_sha256 = serializers.CharField(source="svg_id", allow_null=True)
    attachment_sha256 = serializers.CharField(source="svg_id", allow_null=True)
    source_sha256 = serializers.CharField(source="source_id", allow_null=True)
    provenance_sha256 = serializers.CharField(source="provenance_id", allow_null=True)
    asset_id = serializers.CharField(source="asset.asset_id", allow_null=True, default=None)
    replayed = serializers.BooleanField()
    retraced_from = serializers.CharField(
        source="parent.variant_id",
        allow_null=True,
        default=None,
        help_text="The variant whose stored source this one was traced or drawn again from.",
    )
    warnings = serializers.SerializerMethodField(
        help_text="As sentences; `warning_details` has codes and places, in the same order."
    )
    warning_details = serializers.SerializerMethodField()
    error_details = ErrorDetails(source="error", allow_null=True)
    understood = UnderstoodPart(many=True, source="generation.understood")
    not_understood = serializers.ListField(
        child=serializers.CharField(), source="generation.not_understood"
    )
    pattern = serializers.SerializerMethodField()
    chosen_by_seed = serializers.SerializerMethodField()

    class Meta:
        model = Variant
        fields = (
            "variant_id",
            "index",
            "seed",
            "status",
            "svg",
            "variant_sha256",
            "attachment_sha256",
            "source_sha256",
            "provenance_sha256",
            "asset_id",
            "replayed",
            "retraced_from",
            "revised_prompt",
            "measurements",
            "warnings",
            "warning_details",
            "error_details",
            "understood",
            "not_understood",
            "pattern",
            "chosen_by_seed",
        )

    def get_warnings(self, variant: Variant) -> list[str]:
        """Return the warnings as sentences."""
        return warning_texts(variant)

    @extend_schema_field(WarningNote(many=True))
    def get_warning_details(self, variant: Variant) -> list[dict[str, Any]]:
        """Return the warnings with their codes and places."""
        return warning_details(variant)

    @extend_schema_field(PatternFact(allow_null=True))
    def get_pattern(self, variant: Variant) -> dict[str, Any] | None:
        """Return which family of the pattern engine drew it, or null."""
        found: dict[str, Any] | None = variant.source_metadata.get("pattern")
        return found

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_chosen_by_seed(self, variant: Variant) -> list[str]:
        """Return what the prompt left open and the seed chose."""
        return list(variant.source_metadata.get("chosen_by_seed", []))

    @extend_schema_field({"type": ["string", "null"]})
    def get_svg(self, variant: Variant) -> str | None:
        """Return the drawing's text, a link to it, or null: as the request asked for it."""
        texts: dict[int, str] = self.context.get("svg_texts", {})
        return texts.get(variant.pk)


class AttemptRecord(NullForEmptyText):
    """One call of the provider: what it led to, and what it cost as far as that is known."""

    answer_sha256 = serializers.CharField(source="answer_id", allow_null=True)
    error_details = ErrorDetails(source="error", allow_null=True)

    class Meta:
        model = Attempt
        fields = (
            "number",
            "provider",
            "model",
            "outcome",
            "client_request_id",
            "provider_request_id",
            "usage",
            "cost_usd",
            "answer_sha256",
            "error_details",
            "started_at_utc",
            "sent_at_utc",
            "finished_at_utc",
        )


class VariantRecord(VariantAnswer):
    """One drawing as a generation's record shows it: without the text of the SVG."""

    stage_seconds = serializers.SerializerMethodField(
        help_text="How long a running variant has been at its stage."
    )
    attempts = AttemptRecord(many=True)

    class Meta(VariantAnswer.Meta):
        fields = (  # type: ignore[assignment]
            *(name for name in VariantAnswer.Meta.fields if name != "svg"),
            "stage",
            "stage_seconds",
            "cancel_asked_at_utc",
            "started_at_utc",
            "finished_at_utc",
            "cost_usd",
            "attempts",
        )

    @extend_schema_field({"type": ["number", "null"]})
    def get_stage_seconds(self, variant: Variant) -> float | None:
        """Return the seconds since the stage began."""
        if variant.stage_at_utc is None or not variant.stage:
            return None
        return round((timezone.now() - variant.stage_at_utc).total_seconds(), 1)
