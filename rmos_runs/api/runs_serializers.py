"""The JSON of runs.

What comes in is checked by the domain, `rmos_runs.runs.validation`, which finds all
faults at once; the shapes ending in `Body` describe it for the schema.
"""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from rmos_runs.api.references_serializers import AdvisoryRecord, digest
from rmos_runs.api.serializers import NullForEmptyText
from rmos_runs.models import (
    ExplanationStatus,
    RiskLevel,
    RunArtifact,
    RunStatus,
)
from rmos_runs.runs.immutable import facts_of
from rmos_runs.runs.service import list_advisory_inputs
from rmos_runs.runs.validation import (
    MAX_GCODE_BYTES,
    MAX_META_BYTES,
    MAX_MODE,
    MAX_PATH,
    MAX_TOOL_ID,
)

_REQUEST_ID = r"^[A-Za-z0-9._-]{1,64}$"


def _path() -> serializers.CharField:
    return serializers.CharField(max_length=MAX_PATH, required=False, allow_null=True)


class Decision(serializers.Serializer[Any]):
    """What the feasibility check decided."""

    risk_level = serializers.ChoiceField(
        RiskLevel.choices,
        required=False,
        allow_null=True,
        help_text="In any case of letters. Required when OK; else UNKNOWN where it is left out.",
    )
    score = serializers.FloatField(min_value=0, max_value=100, required=False, allow_null=True)
    block_reason = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="Needed when BLOCKED, unless what is missing says why; refused when OK.",
    )
    warnings = serializers.ListField(child=serializers.CharField(), required=False)
    details = serializers.DictField(required=False)


class Hashes(serializers.Serializer[Any]):
    """SHA-256s of what the attempt was made of."""

    feasibility_sha256 = digest(
        required=False,
        allow_null=True,
        help_text="Required when OK. Where `feasibility` is given too, it is the SHA-256 of its "
        "canonical JSON.",
    )
    toolpaths_sha256 = digest(required=False, allow_null=True)
    gcode_sha256 = digest(required=False, allow_null=True)
    opplan_sha256 = digest(required=False, allow_null=True)
    snapshot_sha256 = digest(required=False, allow_null=True)


@extend_schema_field({})
class AnyJson(serializers.JSONField):
    """Any JSON value, null among them."""


class Outputs(serializers.Serializer[Any]):
    """What the attempt made; the paths are words, nothing here opens them."""

    gcode_text = serializers.CharField(
        required=False, allow_null=True, help_text=f"At most {MAX_GCODE_BYTES:,} bytes of UTF-8."
    )
    opplan_json = AnyJson(required=False)
    gcode_path = _path()
    opplan_path = _path()
    preview_svg_path = _path()


class RunBody(serializers.Serializer[Any]):
    """A run to record."""

    mode = serializers.CharField(max_length=MAX_MODE)
    tool_id = serializers.CharField(max_length=MAX_TOOL_ID)
    status = serializers.ChoiceField(RunStatus.choices)
    request_summary = serializers.DictField(required=False)
    feasibility = serializers.DictField(required=False)
    decision = Decision(required=False, allow_null=True)
    hashes = Hashes(required=False, allow_null=True)
    outputs = Outputs(required=False, allow_null=True)
    attachments = serializers.ListField(
        child=digest(), required=False, help_text="SHA-256s of what is in the store."
    )
    workflow_session_id = serializers.CharField(required=False, allow_null=True)
    request_id = serializers.RegexField(
        _REQUEST_ID, required=False, help_text="By default the one of this request."
    )
    explanation_status = serializers.ChoiceField(ExplanationStatus.choices, default="NONE")
    explanation_summary = serializers.CharField(required=False, allow_null=True)
    meta = serializers.DictField(required=False, help_text=f"At most {MAX_META_BYTES:,} bytes.")


class RunRecord(serializers.Serializer[RunArtifact]):
    """A run: its facts, the digest that proves them, its explanation and what it refers to.

    artifact_sha256 is the SHA-256 of the canonical JSON (sorted keys, no
    spaces, UTF-8) of this object without artifact_sha256, explanation_status,
    explanation_summary, attachments and advisory_inputs.
    """

    run_id = serializers.CharField()
    created_at_utc = serializers.DateTimeField()
    mode = serializers.CharField()
    tool_id = serializers.CharField()
    status = serializers.ChoiceField(RunStatus.choices)
    request_summary = serializers.DictField()
    feasibility = serializers.DictField()
    decision = Decision()
    hashes = Hashes()
    outputs = Outputs()
    request_id = serializers.CharField()
    workflow_session_id = serializers.CharField(allow_null=True)
    meta = serializers.DictField()
    artifact_sha256 = digest()
    explanation_status = serializers.ChoiceField(ExplanationStatus.choices)
    explanation_summary = serializers.CharField(allow_null=True)
    attachments = serializers.ListField(child=digest())
    advisory_inputs = AdvisoryRecord(many=True, help_text="In the order they were added.")

    def to_representation(self, run: RunArtifact) -> dict[str, Any]:
        """Return the facts exactly as their digest was computed, and what is beside them."""
        return facts_of(run) | {
            "artifact_sha256": run.artifact_sha256,
            "explanation_status": run.explanation_status,
            "explanation_summary": run.explanation_summary or None,
            "attachments": list(run.links.order_by("id").values_list("attachment_id", flat=True)),
            "advisory_inputs": AdvisoryRecord(list_advisory_inputs(run), many=True).data,
        }


class DecisionSummary(NullForEmptyText):
    """The decision without its details."""

    block_reason = serializers.CharField(allow_null=True)

    class Meta:
        model = RunArtifact
        fields: ClassVar[list[str]] = ["risk_level", "score", "block_reason"]


class HashesRecord(NullForEmptyText):
    """The digests that a run names; null where it names none."""

    toolpaths_sha256 = digest(allow_null=True)
    gcode_sha256 = digest(allow_null=True)
    opplan_sha256 = digest(allow_null=True)
    snapshot_sha256 = digest(allow_null=True)

    class Meta:
        model = RunArtifact
        fields: ClassVar[list[str]] = [
            "feasibility_sha256",
            "toolpaths_sha256",
            "gcode_sha256",
            "opplan_sha256",
            "snapshot_sha256",
        ]


class RunSummary(NullForEmptyText):
    """A run in a list: without what may be long; GET the run for all of it."""

    decision = DecisionSummary(source="*")
    hashes = HashesRecord(source="*")
    workflow_session_id = serializers.CharField(allow_null=True)

    class Meta:
        model = RunArtifact
        fields: ClassVar[list[str]] = [
            "run_id",
            "created_at_utc",
            "mode",
            "tool_id",
            "status",
            "decision",
            "hashes",
            "request_id",
            "workflow_session_id",
            "artifact_sha256",
            "explanation_status",
        ]


#: Columns that a list does not read.
NOT_IN_SUMMARY = (
    "request_summary",
    "feasibility",
    "decision_warnings",
    "decision_details",
    "gcode_text",
    "opplan_json",
    "gcode_path",
    "opplan_path",
    "preview_svg_path",
    "meta",
    "explanation_summary",
)


class ExplanationBody(serializers.Serializer[Any]):
    """Where the explanation moves to."""

    status = serializers.ChoiceField(ExplanationStatus.choices)
    summary = serializers.CharField(required=False, help_text="Needed when READY.")
