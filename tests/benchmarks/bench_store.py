"""Putting 1,000 small attachments: `python -m tests.benchmarks.bench_store`.

The peer is what a Django project would write without a content-addressed
store: FileSystemStorage.save, an fsync of the file, and a row for it. Both
run in turns against the same private Postgres and the same disk. The ratio is
ours divided by the peer's; ours adds the digest, the lock on it, the fsync of
the folder and the search for the same bytes under another extension.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.workbench import say, workbench

COUNT = 1_000
BATCH = 100
SIZE = 4_096


def contents(salt: str) -> list[bytes]:
    """COUNT different texts of SIZE bytes."""
    return [f"{salt} {index} ".encode().ljust(SIZE, b"x") for index in range(COUNT)]


def put_ours(data: bytes) -> None:
    from rmos_runs.blobs.attachments import put_bytes_attachment

    put_bytes_attachment(data, "bench", "text/plain", "bench.txt", ".txt")


def peer(folder: Path) -> Callable[[bytes], None]:
    from django.core.files.base import ContentFile
    from django.core.files.storage import FileSystemStorage

    from rmos_runs.digests import sha256_hex
    from rmos_runs.models import RunAttachment

    storage = FileSystemStorage(folder)

    def put(data: bytes) -> None:
        name = storage.save("bench.txt", ContentFile(data))
        with storage.open(name) as file:
            os.fsync(file.fileno())
        RunAttachment.objects.create(
            sha256=sha256_hex(data),
            kind="bench",
            mime="text/plain",
            filename=name,
            size_bytes=len(data),
        )

    return put


def seconds(put: Callable[[bytes], None], batch: list[bytes]) -> float:
    began = time.perf_counter()
    for data in batch:
        put(data)
    return time.perf_counter() - began


def report(name: str, ours: float, theirs: float) -> None:
    say(
        f"{name:<28} ours {ours / COUNT * 1e3:6.2f} ms  peer {theirs / COUNT * 1e3:6.2f} ms"
        f"  ratio {ours / theirs:5.2f}"
    )


def measure(folder: Path) -> None:
    first, second = contents("ours"), contents("peer")
    put_peer = peer(folder / "peer")
    seconds(put_ours, contents("warm")[:20])
    seconds(put_peer, contents("cold")[:20])
    ours = theirs = again = 0.0
    for start in range(0, COUNT, BATCH):
        ours += seconds(put_ours, first[start : start + BATCH])
        theirs += seconds(put_peer, second[start : start + BATCH])
    for start in range(0, COUNT, BATCH):
        again += seconds(put_ours, first[start : start + BATCH])
    report(f"{COUNT} new, {SIZE} bytes each", ours, theirs)
    report("the same again (peer: new)", again, theirs)


def main() -> None:
    with workbench() as folder:
        measure(folder)


if __name__ == "__main__":
    main()
