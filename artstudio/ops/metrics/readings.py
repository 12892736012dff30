"""What is read from Postgres for a scrape; each reading is one or two queries over an index."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Min, Sum
from django.utils import timezone
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinateWorker,
)
from prometheus_client.core import Metric

from artstudio.models import Attempt, AttemptOutcome, Variant, VariantStatus
from artstudio.ops.metrics.families import counter, gauge, single
from artstudio.services.costs.budget import budget_today
from artstudio.services.queue.jobs import queue_of
from artstudio.services.requests.providers import list_providers
from rmos_runs.blobs.free_space import volumes
from rmos_runs.models import RunAttachment

_ALIVE = timedelta(seconds=30)
_STAGES_OF = timedelta(hours=1)
_MOST_VARIANTS = 1_000
_PERCENTILES = (50, 90, 99)
# Whoever asks a gateway may name any model: more of them are one.
_MOST_MODELS = 50
OTHER = "other"


def read_queue() -> Iterator[Metric]:
    """Yield the jobs by queue and status, the oldest waiting one's age, and who works."""
    found = ProcrastinateJob.objects.values_list("queue_name", "status").annotate(
        jobs=Count("*"), oldest=Min("id")
    )
    counts: dict[tuple[str, str], int] = dict.fromkeys(_expected_jobs(), 0)
    waiting: dict[int, str] = {}
    for queue, status, jobs, oldest in found:
        counts[queue, status] = jobs
        if status == "todo":
            waiting[oldest] = queue
    yield gauge("queue_jobs", "Jobs of the queue.", ("queue", "status"), counts.items())
    yield gauge(
        "queue_oldest_job_age_seconds",
        "How long the oldest waiting job has waited.",
        ("queue",),
        (((queue,), age) for queue, age in _ages(waiting, {queue for queue, _ in counts})),
    )
    beating = ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - _ALIVE)
    yield single("queue_workers", "Takers of jobs whose heart beats.", beating.count())


def _expected_jobs() -> list[tuple[str, str]]:
    queues = {queue_of(provider.name) for provider in list_providers()}
    return [(queue, status) for queue in sorted(queues) for status in ("todo", "doing")]


def _ages(waiting: dict[int, str], queues: Iterable[str]) -> Iterator[tuple[str, float]]:
    since = dict(
        ProcrastinateEvent.objects.filter(job_id__in=waiting, type="deferred")
        .values_list("job_id")
        .annotate(Min("at"))
    )
    now = timezone.now()
    ages = {
        queue: (now - since[job]).total_seconds() for job, queue in waiting.items() if job in since
    }
    for queue in sorted(queues):
        yield queue, max(0.0, ages.get(queue, 0.0))


def read_variants() -> Iterator[Metric]:
    """Yield how many variants are in each state."""
    counts = dict.fromkeys(VariantStatus.values, 0)
    counts |= dict(Variant.objects.values_list("status").annotate(count=Count("*")))
    rows = (((status,), count) for status, count in counts.items())
    yield gauge("variants", "Variants by state.", ("status",), rows)


def read_attempts() -> Iterator[Metric]:
    """Yield the calls of providers by outcome, and what they cost."""
    rows = list(
        Attempt.objects.values_list("provider", "model", "outcome").annotate(
            calls=Count("*"), priced=Count("cost_usd"), cost=Sum("cost_usd")
        )
    )
    shown = _most_used(rows)
    calls, unknown, under_way = (Counter[tuple[str, ...]]() for _ in range(3))
    spend: dict[tuple[str, ...], float] = defaultdict(float)
    for provider, name, outcome, count, priced, cost in rows:
        model = name if (provider, name) in shown else OTHER
        if outcome == AttemptOutcome.OPEN:
            under_way[provider, model] += count
            continue
        calls[provider, model, outcome] += count
        spend[provider, model] += float(cost or 0)
        unknown[provider, model] += count - priced
    by_model = ("provider", "model")
    yield counter(
        "provider_attempts", "Calls that are over.", (*by_model, "outcome"), calls.items()
    )
    yield counter("spend_usd", "US dollars, as far as costs are known.", by_model, spend.items())
    yield counter(
        "cost_unknown_attempts", "Calls with a cost that nobody knows.", by_model, unknown.items()
    )
    yield gauge("provider_attempts_open", "Calls that are being made.", by_model, under_way.items())


def _most_used(rows: Iterable[tuple[Any, ...]]) -> set[tuple[str, str]]:
    used = Counter[tuple[str, str]]()
    for provider, model, _outcome, count, *_cost in rows:
        used[provider, model] += count
    return {name for name, _count in used.most_common(_MOST_MODELS)}


def read_budget() -> Iterator[Metric]:
    """Yield today's budget where there is one, and what of it is gone."""
    state = budget_today()
    yield single("spend_today_usd", "US dollars spent since 00:00 UTC.", float(state.spent))
    yield single(
        "spend_under_way_usd", "Estimated US dollars without a known end.", float(state.under_way)
    )
    if state.daily is not None and state.left is not None:
        yield single("budget_daily_usd", "US dollars that a day may cost.", float(state.daily))
        yield single("budget_left_usd", "US dollars left for today.", float(state.left))


def read_store() -> Iterator[Metric]:
    """Yield how much the store holds, by the index."""
    held = RunAttachment.objects.aggregate(blobs=Count("*"), size=Sum("size_bytes"))
    yield single("store_blobs", "Contents in the store.", held["blobs"])
    yield single("store_bytes", "Bytes of the contents in the store.", float(held["size"] or 0))


def read_free_space() -> Iterator[Metric]:
    """Yield the room on the disks of database and store that this machine can see."""
    found = volumes()
    for name, about, value in (
        ("volume_free_bytes", "Bytes free on the disk.", lambda volume: volume.free_bytes),
        ("volume_size_bytes", "Bytes that the disk holds.", lambda volume: volume.total_bytes),
        (
            "volume_low",
            "1 below RMOS_LOW_SPACE_BYTES, 2 while new work is refused, else 0.",
            lambda volume: ("ok", "low", "full").index(volume.state),
        ),
    ):
        rows = (((volume.part,), float(value(volume))) for volume in found)
        yield gauge(name, about, ("volume",), rows)


def read_stages() -> Iterator[Metric]:
    """Yield how long the stages of the newest drawings took, of the last hour."""
    newest = (
        Variant.objects.filter(
            status=VariantStatus.OK, finished_at_utc__gte=timezone.now() - _STAGES_OF
        )
        .order_by(F("finished_at_utc").desc())
        .values_list("timings_ms", flat=True)[:_MOST_VARIANTS]
    )
    seconds: dict[str, list[float]] = defaultdict(list)
    for timings in newest:
        for stage, milliseconds in timings.items():
            seconds[stage].append(float(milliseconds) / 1000)
    yield gauge(
        "stage_seconds",
        "How long stages took, of the newest thousand drawings of the last hour.",
        # Not "quantile", which belongs to summaries.
        ("stage", "percentile"),
        (
            ((stage, str(percentile)), _percentile(sorted(values), percentile))
            for stage, values in sorted(seconds.items())
            for percentile in _PERCENTILES
        ),
    )
    sizes = (((stage,), len(values)) for stage, values in sorted(seconds.items()))
    yield gauge("stage_samples", "How many drawings that is of.", ("stage",), sizes)


def _percentile(ordered: list[float], percentile: int) -> float:
    if len(ordered) == 1:
        return ordered[0]
    cuts = statistics.quantiles(ordered, n=100, method="inclusive")
    return cuts[percentile - 1]
