"""The tables of the upper app, one module for each idea."""

from artstudio.models.assets import ArtAsset, AssetKind
from artstudio.models.attempts import Attempt, AttemptOutcome
from artstudio.models.calibrations import Calibration
from artstudio.models.gallery import (
    AssetTag,
    Collection,
    CollectionItem,
    SavedSearch,
    SearchWord,
    Tag,
)
from artstudio.models.generations import (
    MAX_COUNT,
    MAX_PROMPT_LENGTH,
    Generation,
    GenerationStatus,
    SafetyEnforcement,
    new_generation_id,
)
from artstudio.models.idempotency import IdempotencyKey
from artstudio.models.rate_windows import RateWindow
from artstudio.models.tokens import AccessToken
from artstudio.models.variants import Variant, VariantStage, VariantStatus, new_variant_id

__all__ = [
    "MAX_COUNT",
    "MAX_PROMPT_LENGTH",
    "AccessToken",
    "ArtAsset",
    "AssetKind",
    "AssetTag",
    "Attempt",
    "AttemptOutcome",
    "Calibration",
    "Collection",
    "CollectionItem",
    "Generation",
    "GenerationStatus",
    "IdempotencyKey",
    "RateWindow",
    "SafetyEnforcement",
    "SavedSearch",
    "SearchWord",
    "Tag",
    "Variant",
    "VariantStage",
    "VariantStatus",
    "new_generation_id",
    "new_variant_id",
]
