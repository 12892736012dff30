"""Worker processes that the tests start, watch and kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.integration.up_process import ROOT, product_environment


class Nursery:
    """Real workers, each in a process group of its own."""

    def __init__(self, log: Path, **variables: str) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.queue.worker_forkserver"],
            cwd=ROOT,
            env=product_environment()
            | {"DJANGO_SETTINGS_MODULE": "artstudio.settings"}
            | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,
        )
        assert self._say() == b"ready\n", log.read_text()

    def worker(self) -> int:
        """Start a worker and return its process id."""
        assert self._process.stdin
        self._process.stdin.write(b"start\n")
        self._process.stdin.flush()
        return int(self._say())

    def close(self) -> None:
        """Kill every worker."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()
        self._log.close()

    def _say(self) -> bytes:
        assert self._process.stdout
        return self._process.stdout.readline()


@contextmanager
def nursery(log: Path, **variables: str) -> Iterator[Nursery]:
    """Open a nursery whose workers are all gone at the end of the block."""
    opened = Nursery(log, **variables)
    try:
        yield opened
    finally:
        opened.close()


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to a worker and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(pid, number)


def is_gone(pid: int) -> bool:
    """Whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def wait_until(holds: Callable[[], object], *, seconds: float, every: float = 0.02) -> float:
    """Wait until something holds, and return for how many seconds it did not."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds, f"not within {seconds} s"
        time.sleep(every)
    return time.monotonic() - started
