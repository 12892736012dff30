"""The JSON of the art index, and of what people think of its drawings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from artstudio.models import ArtAsset
from artstudio.models.assets import MAX_RATING
from artstudio.models.gallery import MAX_TAG_LENGTH
from artstudio.services.gallery.assets import MAX_CHOSEN
from rmos_runs.api.serializers import NullForEmptyText

MAX_TAGS_AT_ONCE = 20


class AssetOpinion(NullForEmptyText):
    """What people think of a drawing."""

    starred = serializers.SerializerMethodField()
    rating = serializers.IntegerField(allow_null=True)
    tags = serializers.SerializerMethodField()
    archived = serializers.SerializerMethodField()

    class Meta:
        model = ArtAsset
        fields: tuple[str, ...] = ("asset_id", "starred", "rating", "tags", "archived")

    def get_starred(self, asset: ArtAsset) -> bool:
        """Tell whether it has a star."""
        return asset.starred_at_utc is not None

    def get_tags(self, asset: ArtAsset) -> list[str]:
        """Return its tags by name."""
        names: list[str] | None = getattr(asset, "tag_names", None)
        if names is None:
            names = [carried.tag.name for carried in asset.asset_tags.all()]
        return names

    def get_archived(self, asset: ArtAsset) -> bool:
        """Tell whether it was put out of sight."""
        return asset.archived_at_utc is not None


class AssetRecord(AssetOpinion):
    """A row of the art index."""

    sha256 = serializers.CharField(source="attachment_id")
    attachment_sha256 = serializers.CharField(source="attachment_id", help_text="As `sha256`.")
    filename = serializers.CharField(source="attachment.filename")
    mime = serializers.CharField(source="attachment.mime")
    size_bytes = serializers.IntegerField(source="attachment.size_bytes")

    class Meta(AssetOpinion.Meta):
        fields = (
            "asset_id",
            "kind",
            "sha256",
            "attachment_sha256",
            "filename",
            "mime",
            "size_bytes",
            "provider",
            "model",
            "route",
            "prompt",
            "variant_seed",
            "request_id",
            "width_mm",
            "height_mm",
            "nodes",
            "cut_length_mm",
            "pieces",
            "smallest_feature_mm",
            "smallest_gap_mm",
            "starred",
            "rating",
            "tags",
            "archived",
            "meta",
            "created_at_utc",
        )


class ChosenAssets(serializers.Serializer[Any]):
    """Which assets are meant."""

    asset_ids = serializers.ListField(
        child=serializers.CharField(max_length=80), min_length=1, max_length=MAX_CHOSEN
    )


class StarBody(ChosenAssets):
    """Give the star, or take it."""

    starred = serializers.BooleanField(default=True)


class RateBody(ChosenAssets):
    """Points; 0 takes the rating back."""

    rating = serializers.IntegerField(min_value=0, max_value=MAX_RATING)


class TagBody(ChosenAssets):
    """Tags, in small letters or not: they are kept in small ones."""

    tags = serializers.ListField(
        child=serializers.CharField(max_length=MAX_TAG_LENGTH),
        min_length=1,
        max_length=MAX_TAGS_AT_ONCE,
    )

    def validate_tags(self, tags: list[str]) -> list[str]:
        """Refuse a comma: on pages it stands between two tags."""
        if any("," in tag for tag in tags):
            raise serializers.ValidationError("A tag has no comma; give several in the list.")
        return tags


class OpinionsAnswer(serializers.Serializer[Mapping[str, Any]]):
    """What is thought now of the assets that were named, in the order they were named."""

    assets = AssetOpinion(many=True)
