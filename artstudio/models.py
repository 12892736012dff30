"""What was asked, what came of it, and the light index of everything that was made."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from rmos_runs.models import RunAttachment, WorkflowSession

MAX_COUNT = 4
MAX_PROMPT_LENGTH = 2000


def new_generation_id() -> str:
    """Return `gen_` and 32 hexadecimal digits."""
    return f"gen_{uuid.uuid4().hex}"


def new_variant_id() -> str:
    """Return `var_` and 32 hexadecimal digits."""
    return f"var_{uuid.uuid4().hex}"


class GenerationStatus(models.TextChoices):
    """The state of a request as a whole."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    OK = "OK", "OK"
    PARTIAL = "PARTIAL"
    ERROR = "ERROR"
    CANCELLED = "CANCELLED"


class VariantStatus(models.TextChoices):
    """The state of one drawing."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    OK = "OK", "OK"
    ERROR = "ERROR"
    CANCELLED = "CANCELLED"


class AssetKind(models.TextChoices):
    """What an asset's bytes are."""

    SVG = "svg", "drawing"
    GEOMETRY_SPEC = "geometry_spec", "geometry"
    AI_PROVENANCE = "ai_provenance", "provenance"


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
    constraints = models.JSONField(default=dict)
    style_hints = models.JSONField(default=list)
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
    compute_ms = models.PositiveIntegerField(null=True)
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


class ArtAsset(models.Model):
    """A row of the art index: one for each content, pointing to it by its SHA-256.

    Provider, prompt and seed are those of the first production; every later
    production of the same bytes keeps its own Variant row.
    """

    asset_id = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=16, choices=AssetKind)
    attachment = models.OneToOneField(RunAttachment, on_delete=models.PROTECT, related_name="asset")
    provider = models.CharField(max_length=32)
    model = models.CharField(max_length=128, blank=True)
    route = models.CharField(max_length=16)
    prompt = models.TextField(blank=True)
    variant_seed = models.CharField(max_length=128, db_index=True)
    request_id = models.CharField(max_length=64, db_index=True)
    width_mm = models.FloatField(null=True)
    height_mm = models.FloatField(null=True)
    nodes = models.PositiveIntegerField(null=True)
    cut_length_mm = models.FloatField(null=True)
    pieces = models.PositiveIntegerField(null=True)
    smallest_feature_mm = models.FloatField(null=True)
    smallest_gap_mm = models.FloatField(null=True)
    meta = models.JSONField(default=dict)
    created_at_utc = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index("created_at_utc", "id", name="asset_newest"),
            models.Index("kind", "created_at_utc", "id", name="asset_kind_newest"),
            models.Index(
                "kind", "provider", "created_at_utc", "id", name="asset_kind_provider_newest"
            ),
            models.Index("provider", "created_at_utc", "id", name="asset_provider_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AssetKind.values), name="asset_kind_known"),
            models.CheckConstraint(
                condition=Q(asset_id__regex=r"^asset_[0-9a-f]{12,64}$"), name="asset_id_format"
            ),
            models.CheckConstraint(
                condition=Q(width_mm=None, height_mm=None)
                | Q(
                    # A comparison with NULL is NULL, which a CHECK lets pass.
                    width_mm__isnull=False,
                    height_mm__isnull=False,
                    width_mm__gt=0,
                    height_mm__gt=0,
                ),
                name="asset_size_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.asset_id


class Variant(models.Model):
    """One of the drawings of a generation, with everything that led to it."""

    variant_id = models.CharField(max_length=64, unique=True, default=new_variant_id)
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="variants")
    index = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    status = models.CharField(max_length=16, choices=VariantStatus, default=VariantStatus.PENDING)
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
        ]
        constraints = [
            models.UniqueConstraint(fields=["generation", "index"], name="variant_index_unique"),
            models.CheckConstraint(
                condition=Q(status__in=VariantStatus.values), name="variant_status_known"
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
