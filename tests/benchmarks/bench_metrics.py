"""What a scrape of /metrics, an estimate and the sums of a year cost with 100,000 rows.

    python -m tests.benchmarks.bench_metrics

Goal: a scrape in which nothing is kept takes under 50 ms at 100,000 rows of each table.
"""

from __future__ import annotations

import datetime as dt
import logging

from tests.benchmarks.workbench import median_ms, say, workbench

GOAL_MS = 50
ROWS = 100_000
BATCH = 5_000
TIMINGS = {"ask": 2100.5, "source": 2200.1, "decode": 31.2, "trace": 80.0, "store": 4.1}
USAGE = {
    "input_tokens": 50,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 50},
    "output_tokens": 4160,
    "total_tokens": 4210,
}


def fill() -> None:
    """Add 25,000 generations of four variants with a call and a content each, over ninety days."""
    from django.db import connection

    from artstudio.models import Attempt, Generation, Variant
    from rmos_runs.models import RunAttachment

    now = dt.datetime.now(tz=dt.UTC)
    for first in range(0, ROWS, BATCH):
        numbers = range(first, first + BATCH)
        generations = Generation.objects.bulk_create(
            Generation(
                request_id=f"r{n}",
                prompt="a crow among reeds",
                count=4,
                variant_seed=str(n),
                provider="openai",
                route="raster",
                status="OK",
                finished_at_utc=now,
            )
            for n in numbers[::4]
        )
        RunAttachment.objects.bulk_create(
            RunAttachment(sha256=f"{n:064x}", kind="source", mime="image/png", size_bytes=n)
            for n in numbers
        )
        variants = Variant.objects.bulk_create(
            Variant(
                generation=generations[(n - first) // 4],
                index=n % 4,
                seed=n,
                status="CANCELLED" if n % 50 == 0 else "ERROR",
                error={"code": "x", "message": "why it failed"},
                source_key=f"{n:064x}",
                timings_ms=TIMINGS,
                measurements={f"measurement_{m}": m for m in range(60)},
                finished_at_utc=now - dt.timedelta(minutes=1.3 * (ROWS - n)),
            )
            for n in numbers
        )
        Attempt.objects.bulk_create(
            Attempt(
                variant=variant,
                number=1,
                provider="openai",
                model=f"model-{variant.seed % 7}",
                client_request_id=f"{variant.variant_id}-1",
                outcome="OK" if variant.seed % 9 else "UNKNOWN",
                error=None if variant.seed % 9 else {"code": "x"},
                usage=USAGE,
                cost_usd="0.125" if variant.seed % 9 else None,
                finished_at_utc=variant.finished_at_utc,
            )
            for variant in variants
        )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE artstudio_attempt DISABLE TRIGGER USER")
        cursor.execute("UPDATE artstudio_attempt SET started_at_utc = finished_at_utc")
        for table in ("attempt", "variant", "generation"):
            cursor.execute(f"VACUUM ANALYZE artstudio_{table}")
        cursor.execute("VACUUM ANALYZE rmos_runs_runattachment")


def main() -> None:
    """Fill the tables and print what is read from them, each reading by itself."""
    with workbench():
        logging.disable(logging.WARNING)
        fill()
        from django.test import Client

        from artstudio.ops.metrics import endpoint
        from artstudio.services.costs.budget import budget_today
        from artstudio.services.costs.estimates import call_cost
        from artstudio.services.costs.spending import spending

        endpoint.KEPT_TIMES = 0
        client = Client(SERVER_NAME="localhost")
        whole = median_ms(lambda: client.get("/metrics"))
        say(f"scrape, nothing kept: {whole:.1f} ms (goal: under {GOAL_MS})")
        for part in endpoint._READINGS._parts:
            say(f"  {part.name}: {part.seconds * 1000:.1f} ms")
        say(f"estimate: {median_ms(lambda: call_cost('openai', 'model-1', 'raster')):.1f} ms")
        say(f"today's budget: {median_ms(budget_today):.1f} ms")
        say(f"30 days by day: {median_ms(lambda: spending(group=('day',))):.1f} ms")
        groups = ("day", "provider", "model")
        say(f"30 days by all: {median_ms(lambda: spending(group=groups)):.1f} ms")


if __name__ == "__main__":
    main()
