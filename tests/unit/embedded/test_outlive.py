"""A web process goes on without its main process, and never without `up`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the kernel cannot tell")
WORKER = """
import sys, time
from pathlib import Path
from artstudio.embedded.outlive import outlive
main, supervisor, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
outlive(main, supervisor=supervisor, folder=folder, grace_s=5)
print("serves", flush=True)
time.sleep(60)
"""

Process = subprocess.Popen[bytes]


@pytest.fixture
def sleepers() -> Iterator[list[Process]]:
    """Three processes that only are there: `up`, a main process and a later one."""
    started = [subprocess.Popen(["sleep", "60"]) for _ in range(3)]
    yield started
    for one in started:
        one.kill()
        one.wait()


def start_worker(main: Process, supervisor: Process, folder: Path) -> Process:
    command = [sys.executable, "-c", WORKER, str(main.pid), str(supervisor.pid), str(folder)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert worker.stdout
    assert worker.stdout.readline() == b"serves\n"
    return worker


def end(process: Process) -> None:
    process.kill()
    process.wait()


def test_web_process_ends_with_up(sleepers: list[Process], tmp_path: Path) -> None:
    supervisor, main, _ = sleepers
    worker = start_worker(main, supervisor, tmp_path)
    end(supervisor)
    said, _ = worker.communicate(timeout=5)
    assert said == b""
    assert worker.returncode == 1


def test_web_process_outlives_its_main_until_others_serve(
    sleepers: list[Process], tmp_path: Path
) -> None:
    supervisor, main, later = sleepers
    worker = start_worker(main, supervisor, tmp_path)
    end(main)
    time.sleep(0.6)
    assert worker.poll() is None
    other = start_worker(later, supervisor, tmp_path)
    worker.communicate(timeout=8)
    assert other.poll() is None
    # Neither does it wait for who served before it.
    end(later)
    time.sleep(0.6)
    assert other.poll() is None
    end(supervisor)
    other.communicate(timeout=5)


def test_web_process_without_a_main_that_lives_and_without_up_ends(
    sleepers: list[Process], tmp_path: Path
) -> None:
    supervisor, main, _ = sleepers
    worker = start_worker(main, supervisor, tmp_path)
    end(main)
    end(supervisor)
    worker.communicate(timeout=5)
    assert worker.returncode == 1
