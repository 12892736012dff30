"""Another program at work: in a folder of its own, with limits, and gone when the call ends.

What it says goes to files in that folder, so that a limit on the size of files
bounds that too, and no pipe has to be emptied while it runs.
"""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from artstudio.child_processes import kill_group
from artstudio.vectorize import with_limits

_SAID_BYTES = 4096


class OutOfTime(Exception):
    """The program was still running at its time limit and was ended."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a program may take: memory is its address space, and no file may grow larger."""

    time_s: float
    memory_bytes: int
    file_bytes: int


@dataclass(frozen=True, kw_only=True)
class Finished:
    """How a program ended: its exit status (below zero: the signal) and the end of what it said."""

    status: int
    stdout: Path
    complaint: str

    @property
    def last_words(self) -> str:
        """Return the last line of its complaint, or its exit status if there is none."""
        lines = [line for line in self.complaint.splitlines() if line.strip()]
        return f"it said: {lines[-1][:200]}" if lines else f"exit status {self.status}"


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Give a folder that only this user can read, and remove it with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="artstudio-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    limits: Limits,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program in `folder`, which is its home too, and wait for its end.

    It gets `environment`, PATH and the places of a home, and nothing else of ours.
    Raises OutOfTime when it takes longer than allowed; it and what it started in its
    group are ended in any case. A program that cannot be started has the status 127.
    """
    start = [sys.executable, "-I", "-S", with_limits.__file__]
    # Should we be killed before it, its processor time still ends; it may use two cores.
    bounds = (limits.memory_bytes, limits.file_bytes, math.ceil(2 * limits.time_s))
    start += map(str, bounds)
    (folder / "stdin").write_bytes(stdin)
    with (
        (folder / "stdin").open("rb") as given,
        (folder / "stdout").open("wb") as answer,
        (folder / "stderr").open("wb") as said,
        subprocess.Popen(  # noqa: S603 - a list of fixed arguments; pictures go in by file
            [*start, *arguments],
            stdin=given,
            stdout=answer,
            stderr=said,
            cwd=folder,
            env=_home(folder) | dict(environment or {}),
            start_new_session=True,
        ) as process,
    ):
        try:
            process.wait(limits.time_s)
        except subprocess.TimeoutExpired:
            raise OutOfTime from None
        finally:
            kill_group(process)
    return Finished(
        status=process.returncode,
        stdout=folder / "stdout",
        complaint=_last_words(folder / "stderr"),
    )


def _home(folder: Path) -> dict[str, str]:
    here = str(folder)
    names = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = dict.fromkeys((*names, "XDG_RUNTIME_DIR"), here)
    # Numbers have a point in this language on every machine.
    return places | {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _last_words(file: Path) -> str:
    with file.open("rb") as said:
        size = file.stat().st_size
        said.seek(max(0, size - _SAID_BYTES))
        return said.read().decode("utf-8", "replace").strip()
