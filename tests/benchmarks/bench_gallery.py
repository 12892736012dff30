"""A page of the gallery with 100,000 assets (or --rows) against one with 1,000.

    python -m tests.benchmarks.bench_gallery [--rows 1000000]

Goals: lists take the same time within a factor of 1.5, and every filter, order
and search answers within 100 ms on two cores.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.benchmarks.gallery_rows import fill, sort_into
from tests.benchmarks.workbench import median_ms, say, workbench

if TYPE_CHECKING:
    from django.test import Client

GOAL = 1.5
GOAL_MS = 100
FEW = 1_000
MANY = 100_000
PAGES = (
    "/gallery",
    "/gallery?provider=openai",
    "/gallery?kind=ai_provenance",
    "/api/art/assets",
    "/api/art/assets?kind=svg&provider=stub",
)
#: Each finds a full page.
VIEWS = (
    "/gallery?q=rosette",
    "/gallery?q=rossette",
    "/gallery?q=walnut",
    "/gallery?q=number",
    "/gallery?q=walnut+fern&sort=rating",
    "/gallery?q=%22parlour+guitar%22+-fern&sort=nodes",
    "/gallery?sort=rating",
    "/gallery?sort=nodes",
    "/gallery?sort=-nodes&provider=openai",
    "/gallery?sort=cut",
    "/gallery?sort=-cut&star=1",
    "/gallery?model=model-7",
    "/gallery?model=model-7&sort=nodes",
    "/gallery?route=pattern",
    "/gallery?route=pattern&sort=rating",
    "/gallery?style=art+deco",
    "/gallery?style=celtic&sort=nodes",
    "/gallery?star=1",
    "/gallery?star=1&provider=openai&sort=nodes",
    "/gallery?rating=5",
    "/gallery?tag=usual",
    "/gallery?tag=usual&sort=rating",
    "/gallery?collection={collection}",
    "/gallery?collection={collection}&sort=nodes",
    "/gallery?run={run}",
    "/gallery?session={session}",
    "/gallery?session={session}&sort=nodes",
    "/gallery?warnings=with",
    "/gallery?warnings=without&pieces_min=30",
    "/gallery?width_min=90&width_max=92&height_min=200",
    "/gallery?width_min=90&width_max=92&sort=rating",
    "/gallery?feature_min=1.9",
    "/gallery?date_from={day}",
    "/gallery?status=archived",
    "/gallery?status=archived&sort=rating",
    "/gallery?stack=1",
    "/gallery?stack=1&sort=rating",
    "/gallery?stack=1&sort=nodes&star=1",
    "/gallery?stack=1&q=walnut",
    "/gallery?stack=1&q=number",
    "/gallery?stack=1&q=walnut+fern",
    "/gallery?stack=1&tag=usual",
    "/gallery?stack=1&style=art+deco",
    "/gallery?stack=1&warnings=with",
    "/gallery?stack=1&collection={collection}",
    "/gallery?stack=1&session={session}",
    "/gallery?stack=1&expanded={stack}",
    "/api/art/assets?q=walnut",
    "/api/art/assets?tag=usual&rating=4",
)
#: What finds little or nothing must not look for long.
SPARSE = (
    "/gallery?q=walnut+fern+maple",
    "/gallery?q=nothinglikeit",
    "/gallery?style=none-such",
    "/gallery?tag=rare",
    "/gallery?run=run-unknown",
    "/gallery?session=unknown",
    "/gallery?date_from=2130-01-01",
    "/gallery?stack=1&tag=rare",
    "/gallery/updates?seen={seen}",
    "/gallery/updates?seen={seen}&q=walnut",
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a view took, in milliseconds, and how many cards or rows it showed."""

    whole: float
    sql: float
    shown: int

    def __str__(self) -> str:
        return f"{self.whole:6.1f} ms, of it SQL {self.sql:5.1f}; {self.shown:3} shown"


def look(client: Client, url: str) -> Look:
    """Measure one address."""

    def fetch() -> Any:
        return client.get(url, headers={"Host": "localhost"})

    answer = fetch()
    assert answer.status_code in {200, 204}, (url, answer.content)
    shown = answer.content.count(b'class="sheet') or answer.content.count(b'"asset_id"')
    whole = median_ms(fetch, rounds=9)
    return Look(whole=whole, sql=median_of_sql(fetch), shown=shown)


def median_of_sql(fetch: Callable[[], object]) -> float:
    """Return how long an address waits for the database, in milliseconds."""
    from django.db import connection

    def clocked(execute: Any, *args: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent.append(time.perf_counter() - started)

    sums = []
    for _ in range(5):
        spent: list[float] = []
        with connection.execute_wrapper(clocked):
            fetch()
        sums.append(sum(spent) * 1000)
    return statistics.median(sums)


def analyse() -> None:
    """Let the planner know the rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    """Measure every page at both sizes in one run, and every view at the larger one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=MANY)
    rows = parser.parse_args().rows
    with workbench():
        from django.test import Client

        client = Client()
        fill(0, FEW)
        analyse()
        few = {url: look(client, url) for url in PAGES}
        fill(FEW, rows)
        named = sort_into()
        analyse()
        many = {url: look(client, url) for url in PAGES}
        for url in PAGES:
            ratio = many[url].whole / few[url].whole
            say(f"{url:<44} {few[url].whole:6.1f} -> {many[url]}, ratio {ratio:.2f} (goal {GOAL})")
        for url in (*VIEWS, *SPARSE):
            say(f"{url:<60} {look(client, url.format(**named))} (goal {GOAL_MS} ms)")
        size = len(client.get("/gallery", headers={"Host": "localhost"}).content)
        say(f"the first page of the gallery is {size / 1000:.0f} KB of HTML before compression")


if __name__ == "__main__":
    main()
