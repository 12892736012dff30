"""The light index of everything that was made."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rmos_runs.models import RunAttachment


class AssetKind(models.TextChoices):
    """What an asset's bytes are."""

    SVG = "svg", "drawing"
    GEOMETRY_SPEC = "geometry_spec", "geometry"
    AI_PROVENANCE = "ai_provenance", "provenance"


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
