"""Child processes that are stopped in order and do not outlive their parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


@dataclass(kw_only=True)
class Child:
    """A running program: how it is asked to stop, and for how many seconds it may."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signals: list[tuple[signal.Signals, float]] = field(
        default_factory=lambda: [(signal.SIGTERM, 10.0)]
    )

    def is_running(self) -> bool:
        """Whether the program has not ended."""
        return self.process.poll() is None

    def hurry(self) -> None:
        """Make a `stop` that is under way end soon: the last signal now, or the end."""
        if self.is_running():
            polite = len(self.stop_signals) == 1
            self.process.send_signal(signal.SIGKILL if polite else self.stop_signals[-1][0])

    def stop(self, *, hard: bool = False) -> None:
        """Ask, insist, then kill the program and all that it started; returns when it is gone."""
        for number, seconds in self.stop_signals[-1:] if hard else self.stop_signals:
            if not self.is_running():
                break
            self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(min(seconds, 2.0) if hard else seconds)
        # The group has the child's number, which is ours until it is waited for.
        if self.is_running():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start_child(
    command: Sequence[str | Path],
    *,
    dies_by: signal.Signals,
    log: IO[bytes] | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches only us.

    variables: what its environment has beside ours.
    On Linux the kernel sends it `dies_by` when we are gone, however we went.
    """
    return subprocess.Popen(  # noqa: S603  # our own programs
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env={**os.environ, **(variables or {})},
        start_new_session=True,
        preexec_fn=_die_with_parent(dies_by),  # noqa: PLW1509  # calls nothing but prctl
    )


def end_with_parent(parent: int = 0) -> None:
    """Make this process end when its parent does; `parent` is the expected one's pid, if known.

    On Linux by the kernel, at once; elsewhere a thread looks twice a second.
    """
    parent = parent or os.getppid()
    if sys.platform == "linux":
        _prctl()(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=[parent], daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = _prctl()
    parent = os.getpid()

    def ask_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def _prctl() -> Callable[..., int]:
    prctl: Callable[..., int] = ctypes.CDLL(None, use_errno=True).prctl
    return prctl
