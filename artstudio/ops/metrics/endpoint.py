"""The page that a Prometheus server scrapes, and how its cost is bounded.

A reading that takes long is kept for fifty times as long, and none may take
longer than the time limit: however large the tables are, scrapes take a few
hundredths of the database's time at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import structlog
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from artstudio import __version__
from artstudio.ops.metrics import readings
from artstudio.ops.metrics.families import gauge
from artstudio.ops.metrics.requests import registry as requests_of_this_process
from artstudio.ops.metrics.shared import (
    KeptReading,
    Shelf,
    WebProcesses,
    requests_registry,
)

log = structlog.stdlib.get_logger(__name__)
TIME_LIMIT_MS = 2_000
QUICK_S = 0.01
KEPT_TIMES = 50


class Reading:
    """Families that one function reads, kept for a while where that took long."""

    def __init__(self, name: str, read: Callable[[], Iterator[Metric]]) -> None:
        """Take a function that queries the database."""
        self.name = name
        self.seconds = 0.0
        self._read = read
        self._shelf = Shelf(name)

    def families(self) -> list[Metric]:
        """Return what there is, read anew unless it is still good; raises DatabaseError."""
        with self._shelf.held() as kept:
            if time.monotonic() >= kept.good_until:
                self._measure(kept)
            self.seconds = kept.seconds
            return kept.families

    def _measure(self, kept: KeptReading) -> None:
        started = time.perf_counter()
        with transaction.atomic():
            with connection.cursor() as cursor:
                # On one core: what people wait for comes first.
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true), "
                    "set_config('max_parallel_workers_per_gather', '0', true)",
                    [str(TIME_LIMIT_MS)],
                )
            kept.families = list(self._read())
        kept.seconds = time.perf_counter() - started
        if kept.seconds > QUICK_S:
            kept.good_until = time.monotonic() + kept.seconds * KEPT_TIMES


class Readings(Collector):
    """All readings of the database; one that fails is left out and says so."""

    def __init__(self, *parts: Reading) -> None:
        """Take what is read, in the order to show it."""
        self._parts = parts

    def collect(self) -> Iterable[Metric]:
        """Yield every family that could be read."""
        failed: set[str] = set()
        for part in self._parts:
            try:
                yield from part.families()
            except (DatabaseError, InterfaceError) as error:
                failed.add(part.name)
                log.warning("metrics_not_read", reading=part.name, reason=type(error).__name__)
        ups = [((part.name,), float(part.name not in failed)) for part in self._parts]
        yield gauge("reading_up", "Whether the database told this.", ("reading",), ups)
        costs = [((part.name,), part.seconds) for part in self._parts]
        yield gauge("reading_seconds", "How long it took to tell.", ("reading",), costs)
        yield gauge("build_info", "The version.", ("version",), [((__version__,), 1.0)])


def new_readings() -> Readings:
    """Return every reading, with nothing kept yet."""
    return Readings(
        Reading("queue", readings.read_queue),
        Reading("variants", readings.read_variants),
        Reading("attempts", readings.read_attempts),
        Reading("budget", readings.read_budget),
        Reading("store", readings.read_store),
        Reading("free_space", readings.read_free_space),
        Reading("stages", readings.read_stages),
    )


_READINGS = new_readings()


@never_cache
@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """Answer all metrics in Prometheus' text format; without a database those of requests."""
    parts = (_READINGS, requests_registry(requests_of_this_process), WebProcesses())
    return HttpResponse(
        b"".join(generate_latest(part) for part in parts), content_type=CONTENT_TYPE_PLAIN_0_0_4
    )
