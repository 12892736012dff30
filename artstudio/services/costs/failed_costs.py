"""What a drawing that did not come has cost, what it may have cost, and what one more try would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from artstudio.models import Attempt, AttemptOutcome, Generation, Variant, VariantStatus
from artstudio.services.costs.estimates import CallCost, CallKey, call_costs
from artstudio.services.requests.providers import is_free

_FAILED = (VariantStatus.ERROR, VariantStatus.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class FailedCost:
    """The calls made for one drawing; costs are US dollars, None is unknown."""

    calls: int
    charged: Decimal
    #: The numbers of the calls whose end nobody saw: each may have been billed.
    unseen: tuple[int, ...]
    unseen_usd: Decimal | None
    #: Calls that ended, whose price nobody knows.
    unpriced: int
    #: Whether one more try is answered from the store.
    is_stored: bool
    again_usd: Decimal | None


def failed_costs_of(generation: Generation) -> dict[int, FailedCost]:
    """Return the charge of each failed or cancelled variant, by its key; free providers have none.

    `generation` comes with its variants and their attempts. At most one query.
    """
    failed = [variant for variant in generation.variants.all() if variant.status in _FAILED]
    if not failed or is_free(generation.provider):
        return {}
    typical = call_costs({_sort(variant, generation) for variant in failed})
    return {variant.pk: _charge(variant, typical[_sort(variant, generation)]) for variant in failed}


def _charge(variant: Variant, typical: CallCost) -> FailedCost:
    attempts = _in_order(variant)
    unknown = [attempt for attempt in attempts if attempt.cost_usd is None]
    unseen = [attempt for attempt in unknown if attempt.outcome == AttemptOutcome.UNKNOWN]
    one = typical.expected
    return FailedCost(
        calls=len(attempts),
        charged=sum((attempt.cost_usd or Decimal(0) for attempt in attempts), Decimal(0)),
        unseen=tuple(attempt.number for attempt in unseen),
        unseen_usd=None if one is None else one * len(unseen),
        unpriced=len(unknown) - len(unseen),
        # What no drawing can be made of is not used again; see `control.retry_variant`.
        is_stored=variant.source_id is not None and "form" in variant.source_metadata,
        again_usd=one,
    )


def _sort(variant: Variant, generation: Generation) -> CallKey:
    attempts = _in_order(variant)
    model = attempts[-1].model if attempts else generation.model
    return generation.provider, model, generation.route


def _in_order(variant: Variant) -> Sequence[Attempt]:
    return sorted(variant.attempts.all(), key=lambda attempt: attempt.number)
