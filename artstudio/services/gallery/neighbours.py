"""The drawings before and after one, in the order of the gallery's first page: newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from artstudio.models import ArtAsset, AssetKind


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """newer, older: ids of the drawings beside one that are not archived; None at an end."""

    newer: str | None
    older: str | None


def neighbours_of(asset: ArtAsset) -> Neighbours:
    """Return the drawings made just after and just before this one."""
    shown = ArtAsset.objects.filter(kind=AssetKind.SVG, archived_at_utc=None).values_list(
        "asset_id", flat=True
    )
    made, pk = asset.created_at_utc, asset.pk
    later = Q(created_at_utc__gt=made) | Q(created_at_utc=made, pk__gt=pk)
    earlier = Q(created_at_utc__lt=made) | Q(created_at_utc=made, pk__lt=pk)
    return Neighbours(
        newer=shown.filter(later).order_by("created_at_utc", "id").first(),
        older=shown.filter(earlier).order_by("-created_at_utc", "-id").first(),
    )
