"""What people think of a drawing: a star, one to five points, or out of sight for now.

Nothing is deleted here: what is archived keeps its bytes, its record and its
address, and comes back with one call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from artstudio.models import ArtAsset
from artstudio.models.assets import MAX_RATING
from artstudio.services.gallery.assets import get_assets
from rmos_runs.errors import InvalidRequest


def star(asset_ids: Sequence[str], *, starred: bool = True) -> list[ArtAsset]:
    """Give or take the star; what has one keeps its time. Raises AssetNotFound."""
    found = _ids(asset_ids)
    if starred:
        ArtAsset.objects.filter(pk__in=found, starred_at_utc=None).update(
            starred_at_utc=timezone.now()
        )
    else:
        ArtAsset.objects.filter(pk__in=found).update(starred_at_utc=None)
    return get_assets(asset_ids)


def rate(asset_ids: Sequence[str], rating: int) -> list[ArtAsset]:
    """Rate 1 to 5; 0 takes the rating back. Raises InvalidRequest, AssetNotFound."""
    if not 0 <= rating <= MAX_RATING:
        raise InvalidRequest(
            f"A drawing is rated 1 to {MAX_RATING}, or 0 for not at all.",
            fields={"rating": [f"Give a whole number from 0 to {MAX_RATING}."]},
        )
    ArtAsset.objects.filter(pk__in=_ids(asset_ids)).update(rating=rating or None)
    return get_assets(asset_ids)


def archive(asset_ids: Sequence[str]) -> dt.datetime | None:
    """Put assets out of sight; return the moment that `unarchive_batch` takes to undo it.

    None where all of them were archived before. Raises AssetNotFound.
    """
    now = timezone.now()
    fresh = ArtAsset.objects.filter(pk__in=_ids(asset_ids), archived_at_utc=None)
    return now if fresh.update(archived_at_utc=now) else None


def unarchive(asset_ids: Sequence[str]) -> int:
    """Bring assets back; return how many were archived. Raises AssetNotFound."""
    archived = ArtAsset.objects.filter(pk__in=_ids(asset_ids), archived_at_utc__isnull=False)
    return archived.update(archived_at_utc=None)


def unarchive_batch(moment: dt.datetime) -> int:
    """Bring back what was archived in one call at that moment; return how many."""
    return ArtAsset.objects.filter(archived_at_utc=moment).update(archived_at_utc=None)


def _ids(asset_ids: Sequence[str]) -> list[int]:
    return [asset.pk for asset in get_assets(asset_ids)]
