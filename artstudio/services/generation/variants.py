"""Rows of variants: found by their id, and created beside the one they are made from."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from artstudio.errors import VariantNotFound
from artstudio.models import Generation, Variant


def get_variant(variant_id: str) -> Variant:
    """Return a variant with its generation and stored parts; raises VariantNotFound."""
    variant = (
        Variant.objects.select_related(
            "generation", "source", "svg", "provenance", "asset", "parent"
        )
        .filter(variant_id=variant_id)
        .first()
    )
    if variant is None:
        raise VariantNotFound
    return variant


@transaction.atomic
def create_child(parent: Variant, *, source_key: str, warnings: list[dict[str, str]]) -> Variant:
    """Create the next variant of the parent's generation, still to be made."""
    # Variants are locked before their generation, here as in cancel and retry. Else the
    # check of the parent at the end would wait for a retry that waits for this one.
    Variant.objects.select_for_update(no_key=True).get(pk=parent.pk)
    # The lock makes two re-traces at once take two places.
    generation = Generation.objects.select_for_update().get(pk=parent.generation_id)
    last = generation.variants.aggregate(last=Max("index"))["last"]
    return generation.variants.create(
        parent=parent,
        index=last + 1,
        seed=parent.seed,
        source_key=source_key,
        warnings=warnings,
    )
