"""The cards of a generation's drawings: how far each is, and what it cost where it did not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from artstudio.models import Generation, Variant, VariantStage, VariantStatus
from artstudio.services.costs.failed_costs import FailedCost, failed_costs_of
from artstudio.services.queue.jobs import LOCAL_QUEUE, queue_of
from artstudio.services.requests.providers import list_providers

_WORDS = {
    VariantStage.STORING: "storing the answer",
    VariantStage.TRACING: "tracing the picture",
    VariantStage.MEASURING: "measuring",
    VariantStage.INDEXING: "adding to the gallery",
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One drawing, there or to come."""

    variant: Variant
    #: What is being done, in words.
    stage: str
    since: datetime
    #: How long the stage has lasted; a browser's clock may be wrong.
    seconds: int
    #: None where nothing is ever paid, or the drawing has come.
    charge: FailedCost | None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of the drawings that were asked for have come."""

    done: int
    failed: int
    cancelled: int


def cards_of(generation: Generation) -> list[Card]:
    """Return a card for each variant, in order."""
    charges = failed_costs_of(generation)
    now = timezone.now()
    return [
        _card(generation, variant, now=now, charge=charges.get(variant.pk))
        for variant in generation.variants.all()
    ]


def tally_of(generation: Generation) -> Tally:
    """Return how the drawings stand that were asked for; re-traces are not among them."""
    found = [variant.status for variant in generation.variants.all() if variant.parent_id is None]
    return Tally(
        done=found.count(VariantStatus.OK),
        failed=found.count(VariantStatus.ERROR),
        cancelled=found.count(VariantStatus.CANCELLED),
    )


def _card(
    generation: Generation, variant: Variant, *, now: datetime, charge: FailedCost | None
) -> Card:
    since = variant.stage_at_utc or variant.created_at_utc
    return Card(
        variant=variant,
        stage=_stage(generation, variant),
        since=since,
        seconds=max(0, int((now - since).total_seconds())),
        charge=charge,
    )


def _stage(generation: Generation, variant: Variant) -> str:
    if variant.status == VariantStatus.PENDING:
        return "in the queue"
    if variant.stage in _WORDS:
        return _WORDS[VariantStage(variant.stage)]
    if queue_of(generation.provider) == LOCAL_QUEUE:
        return "drawing"
    return f"waiting for {_title(generation.provider)}"


def _title(provider: str) -> str:
    return next((known.title for known in list_providers() if known.name == provider), provider)
