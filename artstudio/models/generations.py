"""What was asked for, as a whole."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from rmos_runs.models import WorkflowSession

MAX_COUNT = 4
MAX_PROMPT_LENGTH = 2000


def new_generation_id() -> str:
    """Return `gen_` and 32 hexadecimal digits."""
    return f"gen_{uuid.uuid4().hex}"


class GenerationStatus(models.TextChoices):
    """The state of a request as a whole."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    OK = "OK", "OK"
    PARTIAL = "PARTIAL"
    ERROR = "ERROR"
    CANCELLED = "CANCELLED"


class SafetyEnforcement(models.TextChoices):
    """What safety flags lead to; they never block."""

    SOFT_WARN = "SOFT_WARN"


class Generation(models.Model):
    """One request: a prompt, a count, a variant seed, constraints and a provider."""

    generation_id = models.CharField(max_length=64, unique=True, default=new_generation_id)
    request_id = models.CharField(max_length=64, db_index=True)
    prompt = models.TextField()
    count = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_COUNT)]
    )
    variant_seed = models.CharField(max_length=128, db_index=True)
    provider = models.CharField(max_length=32)
    model = models.CharField(max_length=128, blank=True)
    route = models.CharField(max_length=16)
    route_reason = models.CharField(max_length=300, blank=True)
    constraints = models.JSONField(default=dict)
    style_hints = models.JSONField(default=list)
    # The object that the hints were given as, where it was one.
    style_hints_given = models.JSONField(null=True)
    understood = models.JSONField(default=list)
    not_understood = models.JSONField(default=list)
    workflow_session = models.ForeignKey(
        WorkflowSession, on_delete=models.PROTECT, null=True, related_name="generations"
    )
    run_id = models.CharField(max_length=64, blank=True)
    safety_flags = models.JSONField(default=list)
    safety_enforcement = models.CharField(
        max_length=16, choices=SafetyEnforcement, default=SafetyEnforcement.SOFT_WARN
    )
    user_acknowledged = models.BooleanField(default=False)
    acknowledged_by = models.CharField(max_length=128, blank=True)
    acknowledged_at_utc = models.DateTimeField(null=True)
    acknowledged_request_id = models.CharField(max_length=64, blank=True)
    status = models.CharField(
        max_length=16, choices=GenerationStatus, default=GenerationStatus.PENDING
    )
    revised_prompt = models.TextField(blank=True)
    compute_ms = models.FloatField(null=True)
    created_at_utc = models.DateTimeField(auto_now_add=True)
    finished_at_utc = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("created_at_utc", "id", name="generation_newest"),
            models.Index("provider", "created_at_utc", "id", name="generation_provider_newest"),
            models.Index("status", "created_at_utc", "id", name="generation_status_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=MAX_COUNT), name="generation_count_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(compute_ms=None) | Q(compute_ms__gte=0),
                name="generation_compute_ms_not_negative",
            ),
            models.CheckConstraint(condition=~Q(prompt=""), name="generation_prompt_not_empty"),
            models.CheckConstraint(
                condition=Q(status__in=GenerationStatus.values), name="generation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["PENDING", "RUNNING"], finished_at_utc=None)
                | (~Q(status__in=["PENDING", "RUNNING"]) & Q(finished_at_utc__isnull=False)),
                name="generation_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(user_acknowledged=False, acknowledged_at_utc=None)
                | Q(user_acknowledged=True, acknowledged_at_utc__isnull=False),
                name="generation_acknowledged_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.generation_id

    @property
    def asked_style_hints(self) -> list[str] | dict[str, Any]:
        """The style hints as they were given: a list, or an object."""
        hints: list[str] | dict[str, Any] | None = self.style_hints_given
        return self.style_hints if hints is None else hints
