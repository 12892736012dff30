"""What a row costs among 1,000 and among 100,000: `python -m tests.benchmarks.bench_runs`.

Measured are putting bytes, recording a run with an attachment, a page of the
list over HTTP (first page, and one from the middle by its cursor), and the two
checks that an operator runs. The ratio is the cost at the larger size divided
by that at the smaller one; more than 1.5 is a failure, and exit code 1.

Both installations run at the same time, each in a process of its own with its
own Postgres and store, and are measured in turns: what else the machine does
then hits both. The rows are written in bulk, with real files and real digests,
past the doors of the product. `--rows` sets the larger size.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.workbench import median_ms, say, workbench

SMALL, LARGE = 1_000, 100_000
SAMPLE = 40
TURNS = 9
PAGE = 50
BATCH = 5_000
LIMIT = 1.5
NAMES = (
    "put",
    "create_run, one attachment",
    "list, first page",
    "list, from the middle",
    "verify_attachments",
    "verify_runs",
)
FACTS: dict[str, Any] = {
    "mode": "art_studio",
    "tool_id": "router",
    "status": "OK",
    "decision": {"risk_level": "GREEN", "score": 90},
    "hashes": {"feasibility_sha256": "a" * 64},
}


def fill(root: Path, start: int, stop: int) -> None:
    """Write attachments, runs and links with the numbers from `start` to `stop`."""
    for first in range(start, stop, BATCH):
        fill_batch(root, range(first, min(first + BATCH, stop)))
    settle()


def fill_batch(root: Path, numbers: range) -> None:
    from rmos_runs.models import RunArtifact, RunAttachment, RunAttachmentLink

    attachments = [attachment(root, number) for number in numbers]
    RunAttachment.objects.bulk_create(attachments)
    runs = RunArtifact.objects.bulk_create(run(number) for number in numbers)
    RunAttachmentLink.objects.bulk_create(
        RunAttachmentLink(run=r, attachment=a, kind="bench", filename="b.txt")
        for r, a in zip(runs, attachments, strict=True)
    )


def attachment(root: Path, number: int) -> Any:
    from rmos_runs.blobs.names import blob_name
    from rmos_runs.digests import sha256_hex
    from rmos_runs.models import RunAttachment

    data = f"filled {number}".encode()
    sha256 = sha256_hex(data)
    path = root / blob_name(sha256, ".txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    facts = {"kind": "bench", "mime": "text/plain", "filename": "b.txt", "ext": ".txt"}
    return RunAttachment(sha256=sha256, size_bytes=len(data), **facts)


def run(number: int) -> Any:
    from rmos_runs.models import RunArtifact
    from rmos_runs.runs.immutable import artifact_digest

    made = RunArtifact(
        mode="art_studio",
        tool_id=f"tool {number % 50}",
        status="OK",
        risk_level="GREEN",
        score=number % 100,
        feasibility_sha256="a" * 64,
        request_id=f"bench-{number}",
    )
    made.artifact_sha256 = artifact_digest(made)
    return made


def settle() -> None:
    """Let everything that was filled reach the disk: an fsync later would wait for it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    os.sync()


def each_ms(work: Callable[[int], object], numbers: range) -> float:
    """Return the median time of `work(number)` in milliseconds."""
    times = []
    for number in numbers:
        began = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def measures(rows: int) -> dict[str, Callable[[int], float]]:
    """Return what is measured by name: a function of the round, to milliseconds for one row."""
    from django.test import Client

    from rmos_runs.blobs.attachments import put_text_attachment
    from rmos_runs.integrity import verify_runs, verify_store
    from rmos_runs.runs.service import create_run

    client = Client(headers={"host": "localhost"})
    middle = middle_page(client, rows)

    def put(number: int) -> str:
        return put_text_attachment(f"put {number}", "bench")[0].sha256

    def record(number: int) -> object:
        return create_run(**FACTS, attachments=[shas[number % len(shas)]])

    shas = [put(-1 - number) for number in range(SAMPLE)]
    return {
        "put": lambda turn: each_ms(put, range(turn * SAMPLE, (turn + 1) * SAMPLE)),
        "create_run, one attachment": lambda _: each_ms(record, range(SAMPLE)),
        "list, first page": lambda _: page_ms(client, f"/api/rmos/runs?page_size={PAGE}"),
        "list, from the middle": lambda _: page_ms(client, middle),
        "verify_attachments": lambda _: whole_ms(lambda: verify_store().rows),
        "verify_runs": lambda _: whole_ms(lambda: verify_runs().runs),
    }


def page_ms(client: Any, path: str) -> float:
    """Return what a run costs on a full page of the list over HTTP."""
    answer = client.get(path)
    if answer.status_code != 200 or len(answer.json()["results"]) != PAGE:
        raise SystemExit(f"{path}: {answer.status_code}, not {PAGE} runs")
    return median_ms(lambda: client.get(path)) / PAGE


def middle_page(client: Any, rows: int) -> str:
    """Return the address of a page in the middle of the list, by its cursor."""
    from rmos_runs.runs.service import list_runs

    middle = list_runs()[rows // 2].created_at_utc.isoformat().replace("+00:00", "Z")
    answer = client.get(f"/api/rmos/runs?page_size={PAGE}&created_before={middle}").json()
    return str(answer["next"])


def whole_ms(check: Callable[[], int]) -> float:
    began = time.perf_counter()
    rows = check()
    return (time.perf_counter() - began) * 1000 / rows


def serve(rows: int) -> None:
    """Be one of the two installations: answer each line `turn name` with milliseconds."""
    with workbench() as folder:
        fill(folder / "run_attachments", 0, rows)
        known = measures(rows)
        say("ready")
        for line in sys.stdin:
            turn, _, name = line.strip().partition(" ")
            say(str(known[name](int(turn))))


class Installation:
    """One of the two installations, seen from the process that compares them."""

    def __init__(self, rows: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.bench_runs", "--serve", str(rows)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def measure(self, name: str, turn: int) -> float:
        assert self.process.stdin
        self.process.stdin.write(f"{turn} {name}\n")
        self.process.stdin.flush()
        return float(self.answer())


def compare(small: Installation, large: Installation) -> bool:
    """Measure both in turns and report; return whether nothing grew too much."""
    good = True
    for name in NAMES:
        turns = 1 if name.startswith("verify") else TURNS
        pairs = [(small.measure(name, n), large.measure(name, n)) for n in range(turns)]
        before, after = (statistics.median(side) for side in zip(*pairs, strict=True))
        good &= after / before <= LIMIT
        say(f"{name:<28}{before:9.4f} ms {after:9.4f} ms   x{after / before:5.2f}")
    return good


def main() -> None:
    logging.disable(logging.INFO)
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    both = Installation(SMALL), Installation(options.rows)
    try:
        assert [one.answer() for one in both] == ["ready", "ready"]
        say(f"for one row, among {SMALL:,} and among {options.rows:,}:")
        good = compare(*both)
    finally:
        for one in both:
            one.process.communicate()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
