"""Traces of many threads and processes at once give the bytes of one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from artstudio.vectorize import trace_picture
from tests.unit.vectorize.backends import needs_native
from tests.unit.vectorize.bitmaps import VARIED, encoded, picture_of

pytestmark = needs_native

PICTURES = [encoded(picture_of(bitmap)) for bitmap in VARIED.values()]
_IN_ANOTHER_PROCESS = """
import hashlib
from tests.concurrency.test_tracing import digest, PICTURES
print("".join(digest(data) for data in PICTURES))
"""


def digest(data: bytes) -> str:
    return hashlib.sha256(trace_picture(data, backend="ctypes").svg).hexdigest()


def test_threads_draw_the_same_bytes() -> None:
    alone = [digest(data) for data in PICTURES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(digest, PICTURES * 8))
    assert together == alone * 8


def test_processes_draw_the_same_bytes() -> None:
    alone = "".join(digest(data) for data in PICTURES)
    for seed in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", _IN_ANOTHER_PROCESS],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == alone
