"""A process of its own that puts attachments from several threads; see test_store.py.

Prints `ready`, waits for a line on its standard input, puts, prints what it got.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings

SHARED = 6
OWN = 4
THREADS = 6
EXTS = (".svg", ".txt", "", ".json")


def contents(process: int) -> list[bytes]:
    """The bytes one process puts: some that all put, some of its own."""
    shared = [f"shared {index} ".encode() * 5_000 for index in range(SHARED)]
    return shared + [f"own {process} {index} ".encode() * 5_000 for index in range(OWN)]


def put_all(process: int, thread: int) -> list[tuple[str, str]]:
    # Models exist only after django.setup().
    from django.db import connection  # noqa: PLC0415

    from rmos_runs.blobs.attachments import put_bytes_attachment  # noqa: PLC0415

    ext = EXTS[(process + thread) % len(EXTS)]
    try:
        # Every thread begins elsewhere, so that first writers differ.
        items = contents(process)
        ordered = items[thread % len(items) :] + items[: thread % len(items)]
        put = [put_bytes_attachment(data, "kind", "text/plain", "f", ext) for data in ordered]
        return [(row.sha256, path) for row, path in put]
    finally:
        connection.close()


def main(database: str, process: int) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    print("ready", flush=True)  # noqa: T201 - what the parent waits for
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as pool:
        lists = list(pool.map(lambda thread: put_all(process, thread), range(THREADS)))
    print(json.dumps(sum(lists, [])))  # noqa: T201, RUF017 - the answer; a few dozen pairs


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
