"""Children stop when asked, are killed when they do not, and never outlive us."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from artstudio.embedded.children import Child, start_child
from tests.integration.up_process import ROOT, wait_gone

STUBBORN = (
    "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
)
# A parent that starts a child, says its number and waits for its own end.
PARENT = """
import signal, sys, time
from artstudio.embedded.children import start_child
print(start_child(["sleep", "60"], dies_by=signal.SIGINT).pid, flush=True)
time.sleep(60)
"""


def first_line(file: Path) -> str:
    end = time.monotonic() + 10
    while not (text := file.read_text()).endswith("\n"):
        assert time.monotonic() < end
        time.sleep(0.02)
    return text.strip()


def test_a_polite_child_is_asked_only_once() -> None:
    child = Child(name="sleep", process=start_child(["sleep", "60"], dies_by=signal.SIGKILL))
    assert child.is_running()
    child.stop()
    assert child.process.returncode == -signal.SIGTERM


def test_a_stubborn_child_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    said = tmp_path / "said"
    with said.open("wb") as log:
        process = start_child([sys.executable, "-c", STUBBORN], dies_by=signal.SIGKILL, log=log)
    grandchild = int(first_line(said))
    child = Child(name="stubborn", process=process, stop_signals=[(signal.SIGTERM, 0.2)])
    child.stop()
    assert process.returncode == -signal.SIGKILL
    assert not wait_gone({grandchild})


def test_a_child_that_ended_is_not_signalled() -> None:
    child = Child(name="true", process=start_child(["true"], dies_by=signal.SIGKILL))
    child.process.wait()
    child.stop()
    child.hurry()
    assert child.process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
    assert not wait_gone({child}, seconds=5)
