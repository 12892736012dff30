"""What was spent: the calls of a span of days, summed by day, provider and model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from artstudio.models import Attempt, AttemptOutcome
from rmos_runs.errors import InvalidRequest

GROUPS = ("day", "provider", "model")
DEFAULT_DAYS = 30
MOST_DAYS = 366
_UNKNOWN = Q(cost_usd=None) & ~Q(outcome=AttemptOutcome.OPEN)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """How many calls there were, what they led to, and what they cost as far as that is known."""

    #: Of GROUPS, what these calls have in common; empty for all of them.
    key: dict[str, Any]
    attempts: int
    by_outcome: dict[str, int]
    #: US dollars; None where no call has a known cost.
    cost_usd: Decimal | None
    #: How many calls are over and have a cost that nobody knows.
    unknown_costs: int


@dataclass(frozen=True, kw_only=True)
class Spending:
    """The sums of a span of days, both included."""

    since: date
    until: date
    group: tuple[str, ...]
    total: Sums
    rows: list[Sums]


def spending(
    *, since: date | None = None, until: date | None = None, group: Sequence[str] = ("day",)
) -> Spending:
    """Return what was spent from `since` to `until` (UTC, 30 days to today unless given).

    group: of GROUPS, what rows are told apart by. Raises InvalidRequest for a span
    that ends before it begins or is longer than a year, and for an unknown group.
    """
    last = until or timezone.now().date()
    first = since or last - min(timedelta(days=DEFAULT_DAYS - 1), last - date.min)
    _check(first, last, group)
    calls = Attempt.objects.filter(
        started_at_utc__gte=datetime.combine(first, time.min, UTC),
        started_at_utc__lte=datetime.combine(last, time.max, UTC),
    )
    rows = _rows(calls, group)
    return Spending(since=first, until=last, group=tuple(group), total=_added(rows, {}), rows=rows)


def regrouped(found: Spending, group: Sequence[str]) -> Spending:
    """Return the same sums told apart by fewer things, without asking the database again."""
    alike: dict[tuple[Any, ...], list[Sums]] = defaultdict(list)
    for row in found.rows:
        alike[tuple(row.key[name] for name in group)].append(row)
    rows = [_added(rows, dict(zip(group, key, strict=True))) for key, rows in alike.items()]
    return replace(found, group=tuple(group), rows=rows)


def list_attempts() -> QuerySet[Attempt]:
    """Return the calls of providers, newest first, with the drawings they were for."""
    calls = Attempt.objects.select_related("variant__generation")
    return calls.only(
        *(field.name for field in Attempt._meta.concrete_fields),  # noqa: SLF001 - Django's documented model API
        "variant__variant_id",
        "variant__generation__generation_id",
    ).order_by("-started_at_utc", "-id")


def _rows(calls: QuerySet[Attempt], group: Sequence[str]) -> list[Sums]:
    newest_first = [f"-{name}" if name == "day" else name for name in group]
    found = (
        calls.annotate(day=TruncDate("started_at_utc", tzinfo=UTC))
        .values(*group)
        .annotate(**_columns())
        .order_by(*newest_first)
    )
    return [_sums(row, group) for row in found]


def _columns() -> dict[str, Any]:
    outcomes = {f"n_{name}": Count("pk", filter=Q(outcome=name)) for name in AttemptOutcome.values}
    return {
        "attempts": Count("*"),
        "cost": Sum("cost_usd"),
        "unknown_costs": Count("pk", filter=_UNKNOWN),
        **outcomes,
    }


def _sums(row: dict[str, Any], group: Sequence[str]) -> Sums:
    return Sums(
        key={name: row[name] for name in group},
        attempts=row["attempts"],
        by_outcome={name: row[f"n_{name}"] for name in AttemptOutcome.values},
        cost_usd=row["cost"],
        unknown_costs=row["unknown_costs"],
    )


def _added(rows: Sequence[Sums], key: dict[str, Any]) -> Sums:
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    return Sums(
        key=key,
        attempts=sum(row.attempts for row in rows),
        by_outcome={
            name: sum(row.by_outcome[name] for row in rows) for name in AttemptOutcome.values
        },
        cost_usd=sum(costs, Decimal(0)) if costs else None,
        unknown_costs=sum(row.unknown_costs for row in rows),
    )


def _check(first: date, last: date, group: Sequence[str]) -> None:
    faults: dict[str, list[str]] = {}
    if first > last:
        faults["from"] = [f"Give a day that is not after {last}."]
    elif (last - first).days >= MOST_DAYS:
        faults["from"] = [f"Ask for at most {MOST_DAYS} days."]
    if not group or len(set(group)) != len(group) or not set(group) <= set(GROUPS):
        faults["group"] = [f"Give one or more of: {', '.join(GROUPS)}."]
    if faults:
        raise InvalidRequest(fields=faults)
