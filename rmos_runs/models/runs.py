"""RunArtifact: the record of one manufacturing attempt. Its facts never change.

A trigger (migration 0003) refuses every UPDATE of a fact and every DELETE;
only the explanation moves on, along its arrows.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from rmos_runs.models.run_parts import Hashes, RunDecision, RunOutputs
from rmos_runs.models.sessions import WorkflowSession

_DIGEST = r"^[0-9a-f]{64}$"
_OPTIONAL_DIGEST = r"^([0-9a-f]{64})?$"


def new_run_id() -> str:
    """Return `run_` and 32 hexadecimal digits."""
    return f"run_{uuid.uuid4().hex}"


#: The columns that name bytes by their digest.
HASHES = (
    "feasibility_sha256",
    "toolpaths_sha256",
    "gcode_sha256",
    "opplan_sha256",
    "snapshot_sha256",
)


class RunStatus(models.TextChoices):
    """How an attempt ended."""

    OK = "OK", "OK"
    BLOCKED = "BLOCKED"
    ERROR = "ERROR"


class RiskLevel(models.TextChoices):
    """What the feasibility said."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    UNKNOWN = "UNKNOWN"
    ERROR = "ERROR"


class ExplanationStatus(models.TextChoices):
    """Where the explanation stands: NONE to PENDING to READY or ERROR."""

    NONE = "NONE"
    PENDING = "PENDING"
    READY = "READY"
    ERROR = "ERROR"


class RunArtifact(models.Model):
    """One manufacturing attempt: OK, BLOCKED or ERROR, every one of them is recorded.

    artifact_sha256 is the digest of the canonical JSON of the facts, see
    `rmos_runs.runs.immutable`. The paths among the outputs are the caller's words;
    nothing here opens them.
    """

    run_id = models.CharField(primary_key=True, max_length=64, default=new_run_id)
    created_at_utc = models.DateTimeField(default=timezone.now)
    mode = models.CharField(max_length=64)
    tool_id = models.CharField(max_length=128)
    status = models.CharField(max_length=16, choices=RunStatus)
    request_summary = models.JSONField(default=dict, blank=True)
    feasibility = models.JSONField(default=dict, blank=True)

    risk_level = models.CharField(max_length=16, choices=RiskLevel)
    score = models.FloatField(null=True, blank=True)
    block_reason = models.TextField(blank=True)
    decision_warnings = models.JSONField(default=list, blank=True)
    decision_details = models.JSONField(default=dict, blank=True)

    feasibility_sha256 = models.CharField(max_length=64, blank=True)
    toolpaths_sha256 = models.CharField(max_length=64, blank=True)
    gcode_sha256 = models.CharField(max_length=64, blank=True)
    opplan_sha256 = models.CharField(max_length=64, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)

    gcode_text = models.TextField(blank=True)
    opplan_json = models.JSONField(null=True, blank=True)
    gcode_path = models.CharField(max_length=1024, blank=True)
    opplan_path = models.CharField(max_length=1024, blank=True)
    preview_svg_path = models.CharField(max_length=1024, blank=True)

    request_id = models.CharField(max_length=64)
    workflow_session = models.ForeignKey(
        WorkflowSession, on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    meta = models.JSONField(default=dict, blank=True)
    artifact_sha256 = models.CharField(max_length=64)

    explanation_status = models.CharField(
        max_length=16, choices=ExplanationStatus, default=ExplanationStatus.NONE
    )
    explanation_summary = models.TextField(blank=True)

    class Meta:
        verbose_name = "run"
        constraints = [
            models.CheckConstraint(
                condition=Q(run_id__regex=r"^run_[0-9a-f]{32}$"),
                name="rmos_runs_runartifact_id_format",
            ),
            models.CheckConstraint(
                condition=Q(status__in=RunStatus.values),
                name="rmos_runs_runartifact_status_known",
            ),
            models.CheckConstraint(
                condition=Q(risk_level__in=RiskLevel.values),
                name="rmos_runs_runartifact_risk_known",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="rmos_runs_runartifact_score_0_to_100",
            ),
            models.CheckConstraint(
                condition=(Q(status="OK", block_reason=""))
                | (Q(status="BLOCKED") & ~Q(block_reason=""))
                | Q(status="ERROR"),
                name="rmos_runs_runartifact_blocked_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(feasibility_sha256__regex=_OPTIONAL_DIGEST)
                & Q(artifact_sha256__regex=_DIGEST)
                & Q(toolpaths_sha256__regex=_OPTIONAL_DIGEST)
                & Q(gcode_sha256__regex=_OPTIONAL_DIGEST)
                & Q(opplan_sha256__regex=_OPTIONAL_DIGEST)
                & Q(snapshot_sha256__regex=_OPTIONAL_DIGEST),
                name="rmos_runs_runartifact_digests",
            ),
            models.CheckConstraint(
                condition=~Q(status="OK") | ~Q(feasibility_sha256=""),
                name="rmos_runs_runartifact_ok_has_feasibility_digest",
            ),
            models.CheckConstraint(
                condition=Q(explanation_status__in=ExplanationStatus.values),
                name="rmos_runs_runartifact_explanation_known",
            ),
            models.CheckConstraint(
                condition=~Q(explanation_status="READY") | ~Q(explanation_summary=""),
                name="rmos_runs_runartifact_ready_has_summary",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at_utc", "-run_id"], name="run_newest"),
            models.Index(fields=["status", "-created_at_utc", "-run_id"], name="run_status_newest"),
            models.Index(fields=["mode", "-created_at_utc", "-run_id"], name="run_mode_newest"),
            models.Index(fields=["tool_id", "-created_at_utc", "-run_id"], name="run_tool_newest"),
            models.Index(
                fields=["workflow_session", "-created_at_utc", "-run_id"],
                name="run_session_newest",
            ),
            models.Index(
                fields=["explanation_status", "-created_at_utc", "-run_id"],
                name="run_explanation_newest",
            ),
            models.Index(fields=["request_id"], name="run_request"),
        ]

    def __str__(self) -> str:
        return self.run_id

    @property
    def decision(self) -> RunDecision:
        """The decision as one object."""
        return RunDecision(
            risk_level=self.risk_level,
            score=self.score,
            block_reason=self.block_reason or None,
            warnings=list(self.decision_warnings),
            details=dict(self.decision_details),
        )

    @property
    def hashes(self) -> Hashes:
        """The digests as one object; None where the run names none."""
        return Hashes(
            feasibility_sha256=self.feasibility_sha256 or None,
            toolpaths_sha256=self.toolpaths_sha256 or None,
            gcode_sha256=self.gcode_sha256 or None,
            opplan_sha256=self.opplan_sha256 or None,
            snapshot_sha256=self.snapshot_sha256 or None,
        )

    @property
    def outputs(self) -> RunOutputs:
        """The outputs as one object; None where there was none."""
        return RunOutputs(
            gcode_text=self.gcode_text or None,
            opplan_json=self.opplan_json,
            gcode_path=self.gcode_path or None,
            opplan_path=self.opplan_path or None,
            preview_svg_path=self.preview_svg_path or None,
        )
