"""Each call of a provider, written down before it is made: what it led to, and what it cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from artstudio.models.variants import Variant
from rmos_runs.models import RunAttachment


class AttemptOutcome(models.TextChoices):
    """What a call led to; UNKNOWN was sent, may be billed and is never repeated by itself."""

    OPEN = "OPEN"
    OK = "OK", "OK"
    REFUSED = "REFUSED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


class Attempt(models.Model):
    """One call of a provider for one variant."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=32)
    model = models.CharField(max_length=128, blank=True)
    client_request_id = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    provider_request_id = models.CharField(max_length=200, blank=True)
    usage = models.JSONField(null=True)
    cost_usd = models.DecimalField(max_digits=10, decimal_places=6, null=True)
    error = models.JSONField(null=True)
    answer = models.ForeignKey(
        RunAttachment, on_delete=models.PROTECT, null=True, related_name="answer_of"
    )
    started_at_utc = models.DateTimeField(auto_now_add=True)
    # Null until the first byte is about to be sent. A row of which nobody says so counts as
    # sent: it may have been billed.
    sent_at_utc = models.DateTimeField(null=True, db_default=Now())
    finished_at_utc = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("started_at_utc", "provider", "model", name="attempt_cost_by_day"),
            # Totals are read from it alone.
            models.Index(
                fields=["outcome", "provider", "model"], include=["cost_usd"], name="attempt_totals"
            ),
            models.Index(
                fields=["provider_request_id"],
                name="attempt_provider_request",
                condition=~Q(provider_request_id=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["variant", "number"], name="attempt_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempt_number_from_1"),
            models.CheckConstraint(
                condition=Q(outcome__in=AttemptOutcome.values), name="attempt_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="OPEN", finished_at_utc=None)
                | (~Q(outcome="OPEN") & Q(finished_at_utc__isnull=False)),
                name="attempt_finished_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["REFUSED", "FAILED", "UNKNOWN"]) | Q(error__isnull=False),
                name="attempt_failure_says_why",
            ),
            models.CheckConstraint(
                condition=Q(sent_at_utc__isnull=False)
                | Q(outcome="OPEN", cost_usd=None)
                | Q(outcome="FAILED", cost_usd__isnull=False, cost_usd=0),
                name="attempt_unsent_is_not_billed",
            ),
            models.CheckConstraint(
                condition=Q(cost_usd=None) | Q(cost_usd__gte=0), name="attempt_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}/{self.number}"

    @property
    def seconds(self) -> float | None:
        """How long the call took; None while it is under way."""
        if self.finished_at_utc is None:
            return None
        return (self.finished_at_utc - self.started_at_utc).total_seconds()
