"""Knowing a server by its data folder: its pid file, and whether that tells the truth.

A pid alone proves nothing: after a crash the number may belong to a stranger,
who must be neither stopped nor waited for. A process is a server of a cluster
only when it is `postgres` and works in that very folder.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from artstudio.embedded.errors import ClusterBroken

_STATUS_LINE = 7  # Where PostgreSQL's miscinit.c writes the state into postmaster.pid.


def is_ready(cluster: Path, pid: int) -> bool:
    """Whether the server `pid` takes connections, by its own pid file (as `pg_ctl -w` does)."""
    lines = _pid_file_lines(cluster)
    if len(lines) <= _STATUS_LINE:
        return False
    return lines[0].strip() == str(pid) and lines[_STATUS_LINE].strip() == "ready"


def stop_orphan(cluster: Path, *, seconds: float = 20.0) -> bool:
    """Stop the server that a killed supervisor left in `cluster`; whether there was one.

    Call it only while holding the data folder's lock. Afterwards the pid file
    is gone too, even where its number now belongs to somebody else's process.
    """
    orphans = _servers(cluster)
    for number, share in ((signal.SIGINT, 0.5), (signal.SIGQUIT, 0.3), (signal.SIGKILL, 0.2)):
        _signal_all(orphans, number)
        if _wait_gone(cluster, seconds * share):
            break
    else:
        raise ClusterBroken(f"A server that was left in {cluster} cannot be stopped.")
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    return bool(orphans)


def _servers(cluster: Path) -> list[int]:
    """Return the pids of the processes of `cluster`'s server, the postmaster first."""
    found = _linux_servers(cluster) if sys.platform == "linux" else _named_server(cluster)
    named = _pid_in_file(cluster)
    return sorted(found, key=lambda pid: pid != named)


def _linux_servers(cluster: Path) -> list[int]:
    folder = cluster.stat()
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _works_in(entry, folder)
    ]


def _works_in(process: Path, folder: os.stat_result) -> bool:
    try:
        program = (process / "exe").readlink().name
        working = (process / "cwd").stat()
    except OSError:
        return False
    here = (working.st_dev, working.st_ino) == (folder.st_dev, folder.st_ino)
    return here and program.removesuffix(" (deleted)") == "postgres"


def _named_server(cluster: Path) -> list[int]:
    """Find the postmaster without /proc: the pid file's number, if `ps` says it serves here."""
    pid = _pid_in_file(cluster)
    if pid is None:
        return []
    words = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    shown = subprocess.run(words, capture_output=True, text=True, check=False).stdout  # noqa: S603  # fixed words
    return [pid] if f"-D {cluster}" in shown and "postgres" in shown else []


def _signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids[:1] if number is not signal.SIGKILL else pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _wait_gone(cluster: Path, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while _servers(cluster):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _pid_in_file(cluster: Path) -> int | None:
    lines = _pid_file_lines(cluster)
    with contextlib.suppress(ValueError, IndexError):
        return int(lines[0])
    return None


def _pid_file_lines(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
    except OSError:
        return []
