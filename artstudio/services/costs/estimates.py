"""What a request will cost, before anything is asked: by what such calls took lately.

The newest calls of the same model on the same route say it; before there are
any, the price table's typical usages do; where neither does, nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from artstudio.models import Attempt, AttemptOutcome, Variant
from artstudio.services.costs.price_table import price_table
from artstudio.services.costs.prices import cost_of
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.requests.providers import is_free
from artstudio.services.requests.seeds import seed_of_variant
from artstudio.services.sources.stored import (
    MAX_REPAIRS,
    NEEDS_REPAIR,
    source_key,
)

#: Provider, model and route.
CallKey: TypeAlias = tuple[str, str, str]

CURRENCY = "USD"
MOST_CALLS = {"direct": 1 + MAX_REPAIRS}
_NEWEST = 200
_ENOUGH = 20
_MICRO_DOLLARS = Decimal("0.000001")


class Basis(StrEnum):
    """What an estimate rests on."""

    FREE = "free"
    STORED = "stored"
    HISTORY = "history"
    TYPICAL = "typical"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class CallCost:
    """What one call costs, in US dollars, and how many calls one drawing takes."""

    low: Decimal | None = None
    expected: Decimal | None = None
    high: Decimal | None = None
    calls: float = 1.0
    basis: Basis = Basis.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a whole request costs; costs are US dollars, None is unknown."""

    provider: str
    model: str
    route: str
    count: int
    #: How many drawings have their answer in the store: those cost nothing.
    stored: int
    calls_expected: float
    calls_at_most: int
    cost_low: Decimal | None
    cost_expected: Decimal | None
    cost_high: Decimal | None
    basis: Basis
    #: The day of the price table, where it was needed.
    prices_as_of: str
    currency: str = CURRENCY

    @property
    def is_known(self) -> bool:
        """Whether anything can be said of the cost."""
        return self.cost_high is not None


def estimate(request: GenerationRequest) -> Estimate:
    """Return what a checked request will cost; nothing is asked and nothing is stored."""
    stored = request.count - len(_to_be_asked(request))
    to_ask = 0 if is_free(request.provider) else request.count - stored
    call = call_cost(request.provider, request.model, request.route) if to_ask else None
    most = to_ask * most_calls(request.route)
    return Estimate(
        provider=request.provider,
        model=request.model,
        route=request.route,
        count=request.count,
        stored=stored,
        calls_expected=round(to_ask * call.calls, 2) if call else 0.0,
        calls_at_most=most,
        cost_low=_times(call.low, to_ask) if call else Decimal(0),
        cost_expected=_times(call.expected, to_ask * call.calls) if call else Decimal(0),
        cost_high=_times(call.high, most) if call else Decimal(0),
        basis=call.basis if call else _why_nothing(request),
        prices_as_of=price_table().as_of if call else "",
    )


def most_calls(route: str) -> int:
    """Return how many calls one drawing takes at most."""
    return MOST_CALLS.get(route, 1)


def call_cost(provider: str, model: str, route: str) -> CallCost:
    """Return what one call of a model on a route costs, as far as that is known."""
    sort = (provider, model, route)
    return call_costs([sort])[sort]


def call_costs(sorts: Iterable[CallKey]) -> dict[CallKey, CallCost]:
    """Return `call_cost` of several providers, models and routes, by one query."""
    wanted = set(sorts)
    usages = _newest_usages(wanted) if wanted else {}
    return {sort: _cost_of_sort(sort, usages.get(sort, [])) for sort in wanted}


def _cost_of_sort(sort: CallKey, usages: Sequence[tuple[int, Mapping[str, Any]]]) -> CallCost:
    _provider, model, route = sort
    costs = [cost for _variant, usage in usages if (cost := cost_of(model, usage)) is not None]
    if not costs:
        return _typical_cost(model, route)
    return CallCost(
        low=min(costs),
        expected=_mean(costs),
        high=max(costs),
        calls=len(usages) / len({variant for variant, _usage in usages}),
        basis=Basis.HISTORY,
    )


def _typical_cost(model: str, route: str) -> CallCost:
    typical = price_table().typical_of(model, route)
    if typical is None:
        return CallCost()
    low, high = cost_of(model, typical.low), cost_of(model, typical.high)
    if low is None or high is None:
        return CallCost()
    return CallCost(low=low, expected=_mean([low, high]), high=high, basis=Basis.TYPICAL)


def _newest_usages(sorts: set[CallKey]) -> dict[CallKey, list[tuple[int, dict[str, Any]]]]:
    """Return variant and usage of the newest answers; never reads far into the past."""
    newest = Attempt.objects.order_by("-id").values("id")[:_NEWEST]
    answered = Attempt.objects.filter(
        id__in=newest,
        provider__in={provider for provider, _model, _route in sorts},
        model__in={model for _provider, model, _route in sorts},
        outcome=AttemptOutcome.OK,
        usage__isnull=False,
    ).order_by("-id")
    found: dict[CallKey, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    columns = ("provider", "model", "variant__generation__route", "variant_id", "usage")
    for provider, model, route, variant, usage in answered.values_list(*columns):
        alike = found[provider, model, route]
        if usage and len(alike) < _ENOUGH:
            alike.append((variant, usage))
    return found


def _to_be_asked(request: GenerationRequest) -> list[str]:
    """Return the source keys that the store has no answer for."""
    keys = [
        source_key(request, seed_of_variant(request.variant_seed, index))
        for index in range(request.count)
    ]
    if request.fresh:
        return keys
    stored = Variant.objects.filter(source_key__in=keys, source__isnull=False)
    stored = stored.exclude(NEEDS_REPAIR)
    known = set(stored.values_list("source_key", flat=True).distinct())
    return [key for key in keys if key not in known]


def _why_nothing(request: GenerationRequest) -> Basis:
    return Basis.FREE if is_free(request.provider) else Basis.STORED


def _mean(costs: Sequence[Decimal]) -> Decimal:
    return (sum(costs, Decimal(0)) / len(costs)).quantize(_MICRO_DOLLARS, ROUND_HALF_UP)


def _times(cost: Decimal | None, calls: float) -> Decimal | None:
    if cost is None:
        return None
    return (cost * Decimal(str(calls))).quantize(_MICRO_DOLLARS, ROUND_HALF_UP)
