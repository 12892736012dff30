"""Kill workers at random moments during paid calls, and see how many calls were sent.

    python -m tests.faults.killed_calls --calls 150

A fake provider on loopback keeps the log of what arrived. Each row says how many calls
have an outcome, and how many of those the provider has seen. UNKNOWN is told to the user
as "may have been billed".
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from artstudio.embedded.address import embedded_database
from tests.fake_openai import FakeOpenAI
from tests.faults.killed_children import children, post_json
from tests.integration.up_process import Up, up

SEED = 20261130


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.killed_calls")
    parser.add_argument("--calls", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=240.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, FakeOpenAI() as provider:
        calls, kills, drawings = killed(Path(folder) / "data", provider, options)
        arrived = Counter(r.headers["x-client-request-id"] for r in provider.image_requests)
    print(f"{len(calls)} calls, {kills} kills; drawings: {drawings}")  # noqa: T201 - a program
    print("| outcome | calls | sent, by the provider's log |")  # noqa: T201
    print("|---|---|---|")  # noqa: T201
    for outcome in ("OK", "UNKNOWN", "FAILED", "OPEN"):
        named = [name for name, found in calls if found == outcome]
        seen = sum(name in arrived for name in named)
        print(f"| {outcome} | {len(named)} | {seen} |")  # noqa: T201
    print(f"calls that arrived twice: {sum(n > 1 for n in arrived.values())}")  # noqa: T201


def killed(
    data: Path, provider: FakeOpenAI, options: argparse.Namespace
) -> tuple[list[tuple[str, str]], int, dict[str, int]]:
    """Ask for many drawings, and kill the worker again and again until all are closed."""
    dice, kills = random.Random(SEED), 0
    with up(data, OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=provider.base_url) as studio:
        with suppress(AssertionError):
            studio.wait_open()
        url = studio.wait_open()
        for number in range(options.calls):
            body = {
                "prompt": "[slow:1.5] a crow",
                "variant_seed": f"call-{number}",
                "provider": "openai",
                "route": "raster",
            }
            post_json(f"{url}/api/art/prompt-to-svg", body)
        until = time.monotonic() + options.seconds
        while time.monotonic() < until and left(data):
            # A child that lives for less than five seconds counts as one that cannot run.
            time.sleep(5.5)
            while not under_way(data) and left(data) and time.monotonic() < until:
                time.sleep(0.01)
            kills += kill_worker(studio, after_s=dice.uniform(0.0, 1.5))
        while time.monotonic() < until + 60 and left(data):
            time.sleep(0.5)
        calls = rows(data, "SELECT client_request_id, outcome FROM artstudio_attempt")
        ends = rows(data, "SELECT status, count(*) FROM artstudio_variant GROUP BY status")
    return [(str(a), str(b)) for a, b in calls], kills, {str(a): int(str(b)) for a, b in ends}


def kill_worker(studio: Up, *, after_s: float) -> int:
    """Kill the worker after a while; return how many were killed."""
    time.sleep(after_s)
    with suppress(ProcessLookupError, IndexError):
        os.kill(children(studio, "worker --parent")[0], signal.SIGKILL)
        return 1
    return 0


def under_way(data: Path) -> bool:
    """Tell whether any call is on record whose end is not."""
    found = rows(data, "SELECT count(*) FROM artstudio_attempt WHERE outcome = 'OPEN'")
    return found != [(0,)]


def left(data: Path) -> int:
    """Return how many drawings are not closed yet."""
    query = "SELECT count(*) FROM artstudio_variant WHERE status IN ('PENDING', 'RUNNING')"
    return int(str(rows(data, query)[0][0]))


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    """Ask the studio's own database."""
    facts = embedded_database(data)
    place = f"{facts['NAME']}?host={quote(str(facts['HOST']))}&port={facts['PORT']}"
    secret = quote(str(facts["PASSWORD"]))
    with psycopg.connect(f"postgres://{facts['USER']}:{secret}@/{place}") as asked:
        return asked.execute(query.encode()).fetchall()


if __name__ == "__main__":
    main()
