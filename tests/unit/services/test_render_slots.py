"""Processes of one machine share the slots in which thumbnails are rendered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from artstudio.services.resources import render_slots
from artstudio.services.resources.render_slots import render_slot

HOLDS = """
import sys, time
from pathlib import Path
from artstudio.services.resources import render_slots
render_slots.SLOTS = int(sys.argv[2])
with render_slots.render_slot(Path(sys.argv[1])):
    print("taken", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[bytes]:
    """Another process that holds a slot."""
    command = [sys.executable, "-c", HOLDS, str(tmp_path), "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"taken\n"
    return process


def test_slot_of_another_process_is_waited_for_and_freed_by_its_end(
    tmp_path: Path, holder: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_slots, "SLOTS", 1)
    taken = threading.Event()

    def take() -> None:
        with render_slot(tmp_path):
            taken.set()

    thread = threading.Thread(target=take)
    thread.start()
    assert not taken.wait(0.5)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert taken.wait(10)
    thread.join()


@pytest.mark.parametrize("slots", [1, 3])
def test_no_more_threads_render_at_a_time_than_there_are_slots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slots: int
) -> None:
    monkeypatch.setattr(render_slots, "SLOTS", slots)
    lock, now, most = threading.Lock(), 0, 0

    def take() -> None:
        nonlocal now, most
        with render_slot(tmp_path):
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.02)
            with lock:
                now -= 1

    threads = [threading.Thread(target=take) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert now == 0
    assert min(2, slots) <= most <= slots


def test_a_processor_is_left_to_the_rest() -> None:
    assert max(1, (os.cpu_count() or 2) - 1) == render_slots.SLOTS
