"""A web process outlives its server's main process until the next one serves.

Granian's processes are children of a main process, which only starts and stops them. When it
is killed they go on answering; `up` starts another one, whose processes listen beside them.
The first of those says so with a file, and those that were left end then. Whatever happens,
none outlives `up`.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from pathlib import Path

from artstudio.embedded.children import end_with_parent

_LOOK_EVERY_S = 0.2


def outlive(main: int, *, supervisor: int, folder: Path | None, grace_s: float) -> None:
    """End this process with `supervisor`, or once another main process than `main` has others.

    main, supervisor: their pids. folder: where the processes of both say that they serve.
    grace_s: what requests in flight get. Without a folder, or where the kernel cannot tell that
    another process ends, it ends with `main`.
    """
    if folder is None or not hasattr(os, "pidfd_open"):
        end_with_parent(main)
        return
    try:
        ends = os.pidfd_open(supervisor), os.pidfd_open(main)
    except ProcessLookupError:
        os._exit(1)
    (folder / f"serving-{main}").touch()
    work = threading.Thread(
        target=_watch, args=[*ends, folder, main, grace_s], name="outlive", daemon=True
    )
    work.start()


def _watch(supervisor: int, main: int, folder: Path, main_pid: int, grace_s: float) -> None:
    if supervisor in _ended(supervisor, main):
        os._exit(1)
    while not _others_serve(folder, main_pid):
        if _ended(supervisor, timeout_s=_LOOK_EVERY_S):
            os._exit(1)
    os.kill(os.getpid(), signal.SIGTERM)
    _ended(supervisor, timeout_s=grace_s)
    os._exit(0)


def _ended(*processes: int, timeout_s: float | None = None) -> set[int]:
    """Wait until one of the processes, given by file descriptors, has ended; return which."""
    poller = select.poll()
    for process in processes:
        poller.register(process, select.POLLIN)
    return {fd for fd, _ in poller.poll(None if timeout_s is None else timeout_s * 1000)}


def _others_serve(folder: Path, main_pid: int) -> bool:
    """Tell whether processes of a later main process have said that they serve."""
    ours = folder / f"serving-{main_pid}"
    try:
        since = ours.stat().st_mtime_ns
        return any(
            file != ours and file.stat().st_mtime_ns > since for file in folder.glob("serving-*")
        )
    except FileNotFoundError:
        # The folder is gone, and so is `up`.
        time.sleep(_LOOK_EVERY_S)
        return False
