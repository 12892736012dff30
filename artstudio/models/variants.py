"""Each drawing of a generation, with everything that led to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from artstudio.models.assets import ArtAsset
from artstudio.models.generations import Generation
from rmos_runs.models import RunAttachment


def new_variant_id() -> str:
    """Return `var_` and 32 hexadecimal digits."""
    return f"var_{uuid.uuid4().hex}"


class VariantStatus(models.TextChoices):
    """The state of one drawing."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    OK = "OK", "OK"
    ERROR = "ERROR"
    CANCELLED = "CANCELLED"


class VariantStage(models.TextChoices):
    """What a running variant is at."""

    ASKING = "asking"
    STORING = "storing"
    TRACING = "tracing"
    MEASURING = "measuring"
    INDEXING = "indexing"


class Variant(models.Model):
    """One of the drawings of a generation, with everything that led to it."""

    variant_id = models.CharField(max_length=64, unique=True, default=new_variant_id)
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="variants")
    index = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    status = models.CharField(max_length=16, choices=VariantStatus, default=VariantStatus.PENDING)
    stage = models.CharField(max_length=16, choices=VariantStage, blank=True)
    stage_at_utc = models.DateTimeField(null=True)
    started_at_utc = models.DateTimeField(null=True)
    lease_renewed_at_utc = models.DateTimeField(null=True)
    # Of whoever is at work on it; see `artstudio.services.queue.leases`.
    claim = models.CharField(max_length=32, blank=True)
    cancel_asked_at_utc = models.DateTimeField(null=True)
    is_queued = models.BooleanField(default=False)
    fresh = models.BooleanField(default=False)
    source_key = models.CharField(max_length=64)
    replayed_from = models.CharField(max_length=64, blank=True)
    source = models.ForeignKey(
        RunAttachment, on_delete=models.PROTECT, null=True, related_name="source_of"
    )
    svg = models.ForeignKey(
        RunAttachment, on_delete=models.PROTECT, null=True, related_name="drawing_of"
    )
    provenance = models.ForeignKey(
        RunAttachment, on_delete=models.PROTECT, null=True, related_name="provenance_of"
    )
    asset = models.ForeignKey(
        ArtAsset, on_delete=models.PROTECT, null=True, related_name="variants"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    prompt_sent = models.TextField(blank=True)
    revised_prompt = models.TextField(blank=True)
    provider_request_id = models.CharField(max_length=200, blank=True)
    seed_sent = models.BooleanField(default=False)
    seed_honoured = models.BooleanField(default=False)
    source_metadata = models.JSONField(default=dict)
    trace_options = models.JSONField(default=dict)
    tool_versions = models.JSONField(default=dict)
    timings_ms = models.JSONField(default=dict)
    usage = models.JSONField(null=True)
    cost_usd = models.DecimalField(max_digits=10, decimal_places=6, null=True)
    measurements = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    error = models.JSONField(null=True)
    created_at_utc = models.DateTimeField(auto_now_add=True)
    finished_at_utc = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Replay looks for the newest stored source of a key, and nothing else uses it.
            models.Index(
                F("source_key"),
                F("id").desc(),
                name="variant_source_key",
                condition=Q(source__isnull=False),
            ),
            # Counting states and finding the newest drawings reads no row.
            models.Index("status", "finished_at_utc", name="variant_state_finished"),
            # Few at any time, and looked for every other second.
            models.Index(
                "created_at_utc",
                name="variant_unfinished",
                condition=Q(status__in=["PENDING", "RUNNING"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["generation", "index"], name="variant_index_unique"),
            models.CheckConstraint(
                condition=Q(status__in=VariantStatus.values), name="variant_status_known"
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=VariantStage.values, status="RUNNING"),
                name="variant_stage_while_running",
            ),
            models.CheckConstraint(
                condition=~Q(status="OK")
                | Q(
                    source__isnull=False,
                    svg__isnull=False,
                    provenance__isnull=False,
                    asset__isnull=False,
                    error__isnull=True,
                ),
                name="variant_ok_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(status="ERROR") | Q(error__isnull=False),
                name="variant_error_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.variant_id

    @property
    def replayed(self) -> bool:
        """Whether the source came from the store and no provider was asked."""
        return bool(self.replayed_from)
