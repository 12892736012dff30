"""The light index of everything that was made."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from rmos_runs.models import RunAttachment

MAX_RATING = 5
#: Postgres' rules for the words of a prompt; index and question must name the same.
SEARCH_CONFIG = "english"
#: What stands for no rating in their order: nothing comes after it.
UNRATED = 0


class AssetKind(models.TextChoices):
    """What an asset's bytes are."""

    SVG = "svg", "drawing"
    GEOMETRY_SPEC = "geometry_spec", "geometry"
    AI_PROVENANCE = "ai_provenance", "provenance"


@dataclass(frozen=True)
class ArtAssetRef:
    """A reference to bytes in the store."""

    attachment_sha256: str
    kind: str
    filename: str
    size_bytes: int


class ArtAsset(models.Model):
    """A row of the art index: one for each content, pointing to it by its SHA-256.

    Provider, prompt and seed are those of the first production; every later
    production of the same bytes keeps its own Variant row. `stack` is the
    generation of the first production: its variants and their re-traces lie on
    one stack. What people think of a drawing (star, rating, archived) is the only
    thing that changes.
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
    warning_count = models.PositiveSmallIntegerField(default=0)
    styles = ArrayField(models.CharField(max_length=128), default=list)
    stack = models.CharField(max_length=64, blank=True)
    starred_at_utc = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    archived_at_utc = models.DateTimeField(null=True)
    # Kept and not only indexed: a page of newest drawings that also hold a common word
    # is found by looking through them, and taking prompts apart each time is slow.
    words = models.GeneratedField(
        expression=SearchVector("prompt", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    meta = models.JSONField(default=dict)
    created_at_utc = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="asset_words"),
            GinIndex(fields=["styles"], name="asset_styles"),
            models.Index(Coalesce("rating", Value(UNRATED)), "id", name="asset_by_rating"),
            models.Index(fields=["nodes", "id"], name="asset_by_nodes"),
            models.Index(fields=["cut_length_mm", "id"], name="asset_by_cut"),
            models.Index(fields=["stack", "id"], name="asset_stack"),
            models.Index(fields=["width_mm"], name="asset_width"),
            models.Index(fields=["height_mm"], name="asset_height"),
            models.Index(fields=["pieces"], name="asset_pieces"),
            models.Index(fields=["smallest_feature_mm"], name="asset_feature"),
            models.Index("model", "created_at_utc", "id", name="asset_model_newest"),
            models.Index("route", "created_at_utc", "id", name="asset_route_newest"),
            models.Index(
                "created_at_utc",
                "id",
                name="asset_starred_newest",
                condition=Q(starred_at_utc__isnull=False),
            ),
            models.Index(
                "created_at_utc",
                "id",
                name="asset_warned_newest",
                condition=Q(warning_count__gt=0),
            ),
            models.Index(
                "archived_at_utc",
                "id",
                name="asset_archived",
                condition=Q(archived_at_utc__isnull=False),
            ),
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
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=MAX_RATING),
                name="asset_rating_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return self.asset_id

    @property
    def attachment_sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return self.attachment_id

    @property
    def ref(self) -> ArtAssetRef:
        """What names the bytes, with their facts."""
        return ArtAssetRef(
            attachment_sha256=self.attachment_id,
            kind=self.kind,
            filename=self.attachment.filename,
            size_bytes=self.attachment.size_bytes,
        )
