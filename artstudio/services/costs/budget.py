"""The most that may be spent in a day (UTC), held before anything is asked.

What is under way counts by its estimate, and so does a call whose end nobody
saw: it may have been billed. An answer whose price is unknown cannot count.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from artstudio.errors import BudgetSpent
from artstudio.models import Attempt, AttemptOutcome
from artstudio.services.costs.estimates import call_cost, call_costs, estimate
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.requests.providers import is_free

# Two numbers that no other lock of this product has; digests lock by one.
_LOCK = (0x41727453, 1)
_UNSETTLED = Q(cost_usd=None, outcome__in=[AttemptOutcome.OPEN, AttemptOutcome.UNKNOWN])
_NOT_COUNTED = Q(cost_usd=None) & ~Q(outcome__in=[AttemptOutcome.OPEN, AttemptOutcome.UNKNOWN])


@dataclass(frozen=True, kw_only=True)
class BudgetState:
    """Today's budget in US dollars; `daily` is None where there is none."""

    daily: Decimal | None
    spent: Decimal
    #: Estimated: calls that are being made, and those whose end nobody saw.
    under_way: Decimal
    #: How many of today's calls have a cost that nobody knows.
    unknown: int

    @property
    def left(self) -> Decimal | None:
        """What may still be spent today; None without a budget."""
        if self.daily is None:
            return None
        return max(Decimal(0), self.daily - self.spent - self.under_way)

    def allows(self, expected: Decimal | None) -> bool:
        """Tell whether a cost still fits; one that is unknown fits while anything is left."""
        if self.left is None:
            return True
        return self.left > 0 and (expected or Decimal(0)) <= self.left


def budget_today() -> BudgetState:
    """Return what today's budget is and what of it is gone."""
    today = Attempt.objects.filter(started_at_utc__gte=_midnight())
    sums = today.aggregate(spent=Sum("cost_usd"), unknown=Count("pk", filter=_NOT_COUNTED))
    return BudgetState(
        daily=_daily(),
        spent=sums["spent"] or Decimal(0),
        under_way=_under_way(today),
        unknown=sums["unknown"],
    )


def _under_way(calls: QuerySet[Attempt]) -> Decimal:
    """Return what the calls without a known end are estimated to cost."""
    sorts = ("provider", "model", "variant__generation__route")
    counts = {
        (provider, model, route): count
        for provider, model, route, count in calls.filter(_UNSETTLED)
        .values_list(*sorts)
        .annotate(count=Count("*"))
    }
    costs = call_costs(counts)
    return sum((count * (costs[c].expected or 0) for c, count in counts.items()), Decimal(0))


def check_request(request: GenerationRequest) -> None:
    """Raise BudgetSpent where a request does not fit into what is left of today's budget.

    What costs nothing always fits: the offline provider, and answers that are stored.
    """
    if _daily() is None or is_free(request.provider):
        return
    cost = estimate(request)
    if cost.calls_at_most:
        _check(budget_today(), cost.cost_expected)


@contextmanager
def room_for_call(provider: str, model: str, route: str) -> Iterator[None]:
    """Hold the budget while a call is put on record; raises BudgetSpent where none is left.

    One caller at a time looks and writes, on all machines, so that calls that begin
    at the same moment see each other.
    """
    if _daily() is None:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)
        _check(budget_today(), call_cost(provider, model, route).expected)
        yield


def _check(state: BudgetState, expected: Decimal | None) -> None:
    if state.allows(expected):
        return
    gone = state.spent + state.under_way
    wanted = "" if expected is None else f" This would cost about ${expected:.2f}."
    raise BudgetSpent(
        f"Today's budget is ${state.daily:.2f}; ${gone:.2f} of it is spent or under way.{wanted} "
        "Wait until 00:00 UTC, ask for less, or raise ARTSTUDIO_DAILY_BUDGET_USD.",
        retry_after=(_midnight() + timedelta(days=1) - timezone.now()).total_seconds(),
    )


def _daily() -> Decimal | None:
    dollars = settings.ARTSTUDIO_DAILY_BUDGET_USD
    return None if dollars is None else max(Decimal(0), Decimal(str(dollars)))


def _midnight() -> datetime:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
