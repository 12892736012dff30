"""What a row costs among 1,000 and among 100,000: `python -m tests.benchmarks.bench_runs`.

Measured are putting bytes, recording a run with an attachment, a page of the
list over HTTP (first page, and one from the middle by its cursor), and the two
checks that an operator runs. The ratio is the cost at the larger size divided
by that at the smaller one; more than 1.5 is a failure, and exit code 1.

The rows between are written in bulk, with real files and real digests, past
the doors of the product. `--rows` sets the larger size.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.workbench import median_ms, say, workbench

SMALL, LARGE = 1_000, 100_000
SAMPLE = 300
PAGE = 50
BATCH = 5_000
LIMIT = 1.5
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
    analyze()


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
    from rmos_runs.blob_names import blob_name
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
    from rmos_runs.run_facts import artifact_digest

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


def analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def each_ms(work: Callable[[int], object], numbers: range) -> float:
    """Return the median time of `work(number)` in milliseconds."""
    times = []
    for number in numbers:
        began = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def measure(rows: int) -> Iterator[tuple[str, float]]:
    """Yield what is measured and its milliseconds for one row, among `rows`."""
    from django.test import Client

    from rmos_runs.attachments import put_text_attachment
    from rmos_runs.integrity import verify_runs, verify_store
    from rmos_runs.store import create_run

    numbers = range(SAMPLE)

    def put(number: int) -> str:
        return put_text_attachment(f"put {rows} {number}", "bench")[0].sha256

    def record(number: int) -> object:
        return create_run(**FACTS, attachments=[shas[number]])

    shas = [put(-1 - number) for number in numbers]
    yield "put", each_ms(put, numbers)
    yield "create_run, one attachment", each_ms(record, numbers)
    client = Client(headers={"host": "localhost"})
    yield "list, first page", page_ms(client, f"/api/rmos/runs?page_size={PAGE}")
    yield "list, from the middle", page_ms(client, middle_page(client, rows))
    yield "verify_attachments", whole_ms(lambda: verify_store().rows)
    yield "verify_runs", whole_ms(lambda: verify_runs().runs)


def page_ms(client: Any, path: str) -> float:
    """Return what a run costs on a full page of the list over HTTP."""
    answer = client.get(path)
    if answer.status_code != 200 or len(answer.json()["results"]) != PAGE:
        raise SystemExit(f"{path}: {answer.status_code}, not {PAGE} runs")
    return median_ms(lambda: client.get(path)) / PAGE


def middle_page(client: Any, rows: int) -> str:
    """Return the address of a page in the middle of the list, by its cursor."""
    from rmos_runs.store import list_runs

    middle = list_runs()[rows // 2].created_at_utc.isoformat().replace("+00:00", "Z")
    answer = client.get(f"/api/rmos/runs?page_size={PAGE}&created_before={middle}").json()
    return str(answer["next"])


def whole_ms(check: Callable[[], int]) -> float:
    began = time.perf_counter()
    rows = check()
    return (time.perf_counter() - began) * 1000 / rows


def compare(folder: Path, large: int) -> bool:
    root = folder / "run_attachments"
    fill(root, 0, SMALL)
    before = dict(measure(SMALL))
    began = time.perf_counter()
    fill(root, SMALL, large)
    say(f"filled to {large:,} rows in {time.perf_counter() - began:.0f} s; ms for one row:")
    good = True
    for name, after in measure(large):
        ratio = after / before[name]
        good &= ratio <= LIMIT
        say(
            f"{name:<28} {SMALL:>7,}: {before[name]:8.4f}  {large:>7,}: {after:8.4f}  x{ratio:5.2f}"
        )
    return good


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=LARGE)
    large = parser.parse_args().rows
    logging.disable(logging.INFO)
    with workbench() as folder:
        good = compare(folder, large)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
