"""References from runs to stored bytes: only ever added.

A trigger (migration 0003) refuses UPDATE and DELETE; unique constraints make
attaching twice harmless.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from rmos_runs.models.attachments import RunAttachment
from rmos_runs.models.runs import RunArtifact


class AdvisoryKind(models.TextChoices):
    """What an advisory input is."""

    GEOMETRY_SVG = "geometry_svg", "drawing"
    EXPLANATION = "explanation", "explanation"
    ADVISORY = "advisory", "advisory"
    NOTE = "note", "note"
    UNKNOWN = "unknown", "unknown"


class RunAttachmentLink(models.Model):
    """An attachment that belongs to a run, under the name and kind it has there."""

    run = models.ForeignKey(RunArtifact, on_delete=models.PROTECT, related_name="links")
    attachment = models.ForeignKey(RunAttachment, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=64)
    filename = models.CharField(max_length=255)
    request_id = models.CharField(max_length=64, blank=True)
    created_at_utc = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "attachment of a run"
        verbose_name_plural = "attachments of runs"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "attachment"], name="rmos_runs_runattachmentlink_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} → {self.attachment_id}"


class AdvisoryInput(models.Model):
    """Bytes that advised a run, from which engine; advice never changes the run's facts."""

    run = models.ForeignKey(RunArtifact, on_delete=models.PROTECT, related_name="advisory_inputs")
    attachment = models.ForeignKey(
        RunAttachment, on_delete=models.PROTECT, related_name="advisory_inputs"
    )
    advisory_id = models.CharField(max_length=128)
    kind = models.CharField(max_length=16, choices=AdvisoryKind)
    engine_id = models.CharField(max_length=128, blank=True)
    engine_version = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    created_at_utc = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "advisory input"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "attachment"], name="rmos_runs_advisoryinput_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AdvisoryKind.values),
                name="rmos_runs_advisoryinput_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} ← {self.attachment_id}"
