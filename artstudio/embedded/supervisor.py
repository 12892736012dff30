"""Starting what the studio consists of, watching it, and stopping it in order."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import structlog

from artstudio.embedded.children import Child, start_child
from artstudio.embedded.errors import CannotRun
from artstudio.embedded.port import Bind
from artstudio.embedded.web import GRACE_S

log = structlog.stdlib.get_logger(__name__)
_ANSWER_SECONDS = 60.0
# Who ends so soon would only end again.
_SHORT_LIFE_S = 5.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Somebody asked the studio to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


class Supervisor:
    """The children of one `up`, in the order of their start."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._again: dict[str, tuple[Callable[[], Child], float]] = {}
        self._rescues: dict[str, Callable[[], Child | None]] = {}
        self._stopping = False

    def add(
        self,
        child: Child,
        *,
        again: Callable[[], Child] | None = None,
        rescue: Callable[[], Child | None] = lambda: None,
    ) -> Child:
        """Watch a child from now on, and stop it before those that were added earlier.

        `again` starts it anew where it ends by itself, but not at once; `rescue` where
        there was a reason that has passed, and else returns None.
        """
        self._rescues[child.name] = rescue
        self._children.append(child)
        if again:
            self._again[child.name] = again, time.monotonic()
        return child

    def wait(self) -> None:
        """Return never: raises CannotRun when a child ends that cannot be started again."""
        while True:
            for place, child in enumerate(self._children):
                if not child.is_running():
                    self._children[place] = self._replaced(child)
            time.sleep(0.2)

    def _replaced(self, child: Child) -> Child:
        again, born = self._again.get(child.name, (None, 0.0))
        code = child.process.returncode
        if rescued := self._rescues[child.name]():
            log.warning("child_started_again", name=child.name, exit_code=code)
            return rescued
        if again is None or time.monotonic() - born < _SHORT_LIFE_S:
            raise CannotRun(f"{child.name} ended by itself (exit code {code}).")
        log.warning("child_started_again", name=child.name, exit_code=code)
        self._again[child.name] = again, time.monotonic()
        return again()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Turn signals into StopRequested, and stop all children at the end of the block.

        A second signal makes the children stop at once.
        """
        before = {number: signal.signal(number, self._on_signal) for number in _SIGNALS}
        try:
            yield
        finally:
            self._stopping = True
            for child in reversed(self._children):
                child.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopping:
            for child in self._children:
                child.hurry()
            return
        self._stopping = True
        raise StopRequested


def start_web(bind: Bind, *, processes: int, metrics_folder: Path) -> Child:
    """Start the web server on a held port.

    metrics_folder: where its processes count requests together; a web server that is
    started again there goes on counting.
    """
    command = [sys.executable, "-m", "artstudio.embedded.web", bind.host, str(bind.port)]
    command += [str(os.getpid()), str(processes)]
    # prometheus_client looks for it when it is imported.
    variables = {"PROMETHEUS_MULTIPROC_DIR": str(metrics_folder)}
    process = start_child(command, dies_by=signal.SIGKILL, variables=variables)
    return Child(
        name="The web server", process=process, stop_signals=[(signal.SIGTERM, GRACE_S + 2.0)]
    )


def start_worker(*, grace_s: float) -> Child:
    """Start a worker that ends with us; `grace_s` is what its jobs get to finish."""
    manage = Path(__file__).resolve().parents[2] / "manage.py"
    command = [sys.executable, str(manage), "worker", "--parent", str(os.getpid())]
    process = start_child(command, dies_by=signal.SIGKILL)
    return Child(name="The worker", process=process, stop_signals=[(signal.SIGTERM, grace_s + 2.0)])


def wait_until_answered(child: Child, bind: Bind) -> None:
    """Return when the web server answers requests; raises CannotRun when it does not."""
    end = time.monotonic() + _ANSWER_SECONDS
    while not _answers(bind):
        if not child.is_running():
            raise CannotRun("The web server ended before it answered; its words are above.")
        if time.monotonic() > end:
            raise CannotRun(f"The web server does not answer at {bind.url} after 60 s.")
        time.sleep(0.05)


def _answers(bind: Bind) -> bool:
    host = bind.url.removeprefix("http://").rpartition(":")[0].strip("[]")
    connection = http.client.HTTPConnection(host, bind.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
