"""The admin's list of runs with 200,000 runs against 2,000.

    python -m tests.benchmarks.bench_admin

Goal: under half a second of server time at 200,000, and as many queries as at 2,000.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial

from tests.benchmarks.workbench import median_ms, say, workbench

GOAL_MS = 500
FEW = 2_000
MANY = 200_000
BATCH = 2_000
#: Kept out of line by Postgres: what a list must not read.
GCODE = "G1 X1.000 Y1.000 F600\n" * 400
RUNS = "/admin/rmos_runs/runartifact/"
LISTS = {
    "all": RUNS,
    "page 20": f"{RUNS}?p=20",
    "blocked": f"{RUNS}?status__exact=BLOCKED",
    "red": f"{RUNS}?risk_level__exact=RED",
    "never": f"{RUNS}?risk_level__exact=ERROR",
    "one tool": f"{RUNS}?tool_id=tool-7",
    "by id": f"{RUNS}?q=run_{7:032x}",
    "by digest": f"{RUNS}?q={7:064x}",
    "by request": f"{RUNS}?q=req-7",
    "unknown digest": f"{RUNS}?q={'f' * 64}",
    "references": "/admin/rmos_runs/advisoryinput/",
    "page of runs": "/runs",
    "page of errors": "/runs?status=ERROR",
}


def fill(start: int, end: int) -> None:
    """Add runs, each with a drawing of its own, one in four with G-code."""
    from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment

    begun = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for first in range(start, end, BATCH):
        numbers = range(first, min(first + BATCH, end))
        RunAttachment.objects.bulk_create(
            RunAttachment(sha256=f"{n:064x}", kind="bench", mime="image/svg+xml", size_bytes=1)
            for n in numbers
        )
        RunArtifact.objects.bulk_create(
            RunArtifact(
                run_id=f"run_{n:032x}",
                created_at_utc=begun + dt.timedelta(seconds=n),
                mode=f"mode-{n % 5}",
                tool_id=f"tool-{n % 40}",
                status="BLOCKED" if n % 10 == 0 else "OK",
                risk_level="RED" if n % 10 == 0 else "GREEN",
                block_reason="too narrow" if n % 10 == 0 else "",
                score=n % 100,
                feasibility={"passes": 4, "minutes": 17.5},
                request_summary={"material": "spruce", "asset_count": 3},
                decision_details={"min_bridge_mm": 0.8},
                feasibility_sha256=f"{n:064x}",
                artifact_sha256=f"{n:064x}",
                gcode_text=GCODE if n % 4 == 0 else "",
                request_id=f"req-{n}",
            )
            for n in numbers
        )
        AdvisoryInput.objects.bulk_create(
            AdvisoryInput(
                run_id=f"run_{n:032x}",
                attachment_id=f"{n:064x}",
                advisory_id=f"{n:064x}",
                kind="geometry_svg",
            )
            for n in numbers
        )


def main() -> None:
    """Measure every list at both sizes in one run."""
    with workbench():
        from django.contrib.auth import get_user_model
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        logging.disable(logging.INFO)
        client = Client(headers={"Host": "localhost"})
        client.force_login(get_user_model().objects.create_superuser("bench"))

        def fetch(url: str) -> None:
            assert client.get(url).status_code == 200, url

        def measure() -> dict[str, tuple[float, int]]:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            found = {}
            for name, url in LISTS.items():
                with CaptureQueriesContext(connection) as queries:
                    fetch(url)
                fired = len(queries)
                found[name] = median_ms(partial(fetch, url), rounds=11), fired
            return found

        fill(0, FEW)
        few = measure()
        fill(FEW, MANY)
        many = measure()
    for name in LISTS:
        (short, few_queries), (long, many_queries) = few[name], many[name]
        kept = long < GOAL_MS and few_queries == many_queries
        say(
            f"{name:16} {short:7.1f} ms -> {long:7.1f} ms   "
            f"{few_queries} -> {many_queries} queries   {'ok' if kept else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
