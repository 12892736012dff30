"""The names of the integration guide for the art index, in one place."""

from artstudio.models import ArtAsset
from artstudio.models import AssetKind as ArtAssetKind
from artstudio.models.assets import ArtAssetRef

__all__ = ["ArtAsset", "ArtAssetKind", "ArtAssetRef"]
