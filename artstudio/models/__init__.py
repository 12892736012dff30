"""The tables of the upper app, one module for each idea."""

from artstudio.models.assets import ArtAsset, AssetKind
from artstudio.models.attempts import Attempt, AttemptOutcome
from artstudio.models.generations import (
    MAX_COUNT,
    MAX_PROMPT_LENGTH,
    Generation,
    GenerationStatus,
    SafetyEnforcement,
    new_generation_id,
)
from artstudio.models.idempotency import IdempotencyKey
from artstudio.models.variants import Variant, VariantStage, VariantStatus, new_variant_id

__all__ = [
    "MAX_COUNT",
    "MAX_PROMPT_LENGTH",
    "ArtAsset",
    "AssetKind",
    "Attempt",
    "AttemptOutcome",
    "Generation",
    "GenerationStatus",
    "IdempotencyKey",
    "SafetyEnforcement",
    "Variant",
    "VariantStage",
    "VariantStatus",
    "new_generation_id",
    "new_variant_id",
]
