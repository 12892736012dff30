"""A real `manage.py up` in a process of its own, for the tests that start and kill it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.integration.filled_data import copy_filled_data

ROOT = Path(__file__).resolve().parents[2]
MANAGE = str(ROOT / "manage.py")
# Each takes three seconds of a core to start.
_ONE_WEB_PROCESS = {"ARTSTUDIO_WEB_PROCESSES": "1"}


class Up:
    """One `up`; its lines are in `lines`, its address in `url` once it is open."""

    def __init__(
        self,
        data: Path,
        *,
        bind: str = "127.0.0.1:0",
        prefix: tuple[str, ...] = (),
        role: str = "all",
        is_new: bool = False,
        **variables: str,
    ) -> None:
        has_database = role == "all" and "DATABASE_URL" not in variables
        if not is_new and has_database and not prefix and not data.exists():
            copy_filled_data(data, _start_once)
        command = [*prefix, sys.executable, MANAGE, "up", "--data", str(data), "--bind", bind]
        command += ["--role", role]
        self.process = subprocess.Popen(
            command,
            env=product_environment() | _ONE_WEB_PROCESS | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self.url = ""
        self._open = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_open(self) -> str:
        """Return the address once it is printed."""
        assert self._open.wait(200), self.lines
        assert self.url, self.lines
        return self.url

    def wait_end(self) -> int:
        """Return the exit code; all lines are read then."""
        code = self.process.wait(90)
        self._reader.join(10)
        return code

    def stop(self) -> int:
        """Ask with SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait_end()

    def descendants(self) -> set[int]:
        """Return the pids of all processes that this one started."""
        parents = dict(_parents())
        family = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return family - {self.process.pid}

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if found := re.search(r"Art Studio is (?:open at (http://\S+)|at work)", line):
                self.url = found[1] or "at work"
                self._open.set()
        self.process.stdout.close()
        self._open.set()


@contextmanager
def up(
    data: Path,
    *,
    bind: str = "127.0.0.1:0",
    prefix: tuple[str, ...] = (),
    role: str = "all",
    is_new: bool = False,
    **variables: str,
) -> Iterator[Up]:
    """Start an `up` that is stopped at the end of the block.

    A folder that is not there yet gets a database that is migrated already, which starts
    sooner; with `is_new` it stays empty. One web process serves unless variables say more.
    """
    started = Up(data, bind=bind, prefix=prefix, role=role, is_new=is_new, **variables)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()
        started.wait_end()


def _start_once(data: Path) -> None:
    """Let a studio fill an empty data folder."""
    with up(data, is_new=True) as studio:
        studio.wait_open()


def product_environment() -> dict[str, str]:
    """Return the environment without what the tests put into it for themselves."""
    ours = ("ARTSTUDIO_", "RMOS_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def wait_gone(pids: set[int], *, seconds: float = 10) -> set[int]:
    """Return those of the processes that still run after the time."""
    end = time.monotonic() + seconds
    while (rest := pids & {pid for pid, _ in _parents()}) and time.monotonic() < end:
        time.sleep(0.05)
    return rest


def _parents() -> Iterator[tuple[int, int]]:
    """Yield pid and parent of every process that has not ended."""
    shown = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    for line in shown.stdout.splitlines():
        pid, parent, state = line.split()
        if not state.startswith("Z"):
            yield int(pid), int(parent)
