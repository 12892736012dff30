"""Starting what the studio consists of, watching it, and stopping it in order."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import structlog

from artstudio.embedded.children import Child, start_child
from artstudio.embedded.errors import StartupError
from artstudio.embedded.port import Bind, is_listened_on
from artstudio.embedded.stand_in import StandIn
from artstudio.embedded.web import GRACE_S
from artstudio.paths import PACKAGE

log = structlog.stdlib.get_logger(__name__)
# Far beyond what a busy machine needs: a server that ended is seen at once.
_ANSWER_SECONDS = 300.0
# Who ends so soon after its start may only end again.
_SHORT_LIFE_S = 5.0
MOST_FAILURES = 6
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 10.0
_LOOK_EVERY_S = 0.2
# Without the folder that the studio was started in: nothing there is imported by mistake.
_RUN_MODULE = (sys.executable, "-P", "-m")
_OUR_PACKAGES = {
    "PYTHONPATH": os.pathsep.join(
        filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")])
    )
}
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Somebody asked the studio to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


@dataclass(kw_only=True)
class _Watched:
    """A child, what starts it again, and how often that has failed in a row."""

    child: Child
    again: Callable[[], Child] | None
    stand_in: StandIn | None
    born: float
    failures: int = 0
    #: When it is started again; None while it runs.
    due: float | None = None


class Supervisor:
    """The children of one `up`, in the order of their start."""

    def __init__(self) -> None:
        self._watched: list[_Watched] = []
        self._stopping = False

    def add(
        self,
        child: Child,
        *,
        again: Callable[[], Child] | None = None,
        stand_in: StandIn | None = None,
    ) -> Child:
        """Watch a child from now on, and stop it before those that were added earlier.

        `again` starts it anew where it ends by itself: at once the first time, then
        with pauses that grow. `stand_in` answers in its place until it is back.
        """
        self._watched.append(
            _Watched(child=child, again=again, stand_in=stand_in, born=time.monotonic())
        )
        return child

    def wait(self) -> None:
        """Return never: raises CannotRun when a child ends that cannot be started again.

        A child that ends within seconds of each start is given up after MOST_FAILURES.
        """
        while True:
            for watched in self._watched:
                if watched.due is not None:
                    self._start_when_due(watched)
                elif not watched.child.is_running():
                    code = watched.child.process.returncode
                    lived = time.monotonic() - watched.born
                    watched.failures = 0 if lived >= _SHORT_LIFE_S else watched.failures
                    name = watched.child.name
                    self._put_off(watched, f"{name} ended by itself (exit code {code}).")
                elif watched.stand_in:
                    self._watch_port(watched.stand_in)
            time.sleep(_LOOK_EVERY_S)

    def _put_off(self, watched: _Watched, what: str) -> None:
        """Start a child again later, or raise CannotRun where that has failed too often."""
        if watched.again is None or watched.failures >= MOST_FAILURES:
            raise StartupError(what)
        pause_s = min(_FIRST_PAUSE_S * 2.0**watched.failures, _LONGEST_PAUSE_S)
        pause_s = pause_s if watched.failures else 0.0
        watched.failures += 1
        watched.due = time.monotonic() + pause_s
        if watched.stand_in and not _is_served(watched.stand_in.bind):
            watched.stand_in.start()
        log.warning("child_ended", what=what, again_after_s=pause_s)

    def _watch_port(self, stand_in: StandIn) -> None:
        """Have the stand-in answer while no process of a web server that runs listens.

        It goes once the child answers; until then both take a share.
        """
        if not stand_in.is_listening:
            if not is_listened_on(stand_in.bind):
                stand_in.start()
        elif _answers(stand_in.bind):
            stand_in.stop()

    def _start_when_due(self, watched: _Watched) -> None:
        if watched.again is None or watched.due is None or time.monotonic() < watched.due:
            return
        try:
            watched.child = watched.again()
        except StartupError as error:
            self._put_off(watched, error.message)
            return
        watched.born, watched.due = time.monotonic(), None
        log.warning("child_started_again", name=watched.child.name)

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
            for watched in reversed(self._watched):
                watched.child.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopping:
            for watched in self._watched:
                watched.child.hurry()
            return
        self._stopping = True
        raise StopRequested


def _is_served(bind: Bind) -> bool:
    """Whether web processes that have outlived their main process still listen."""
    return sys.platform == "linux" and is_listened_on(bind)


def start_web(bind: Bind, *, processes: int, metrics_folder: Path) -> Child:
    """Start the web server on a held port.

    metrics_folder: where its processes count requests together; a web server that is
    started again there goes on counting.
    """
    command = [*_RUN_MODULE, "artstudio.embedded.web", bind.host, str(bind.port)]
    command += [str(os.getpid()), str(processes)]
    # prometheus_client looks for it when it is imported.
    variables = _OUR_PACKAGES | {"PROMETHEUS_MULTIPROC_DIR": str(metrics_folder)}
    process = start_child(command, dies_by=signal.SIGKILL, variables=variables)
    return Child(
        name="The web server", process=process, stop_signals=[(signal.SIGTERM, GRACE_S + 2.0)]
    )


def start_worker(*, grace_s: float) -> Child:
    """Start a worker that ends with us; `grace_s` is what its jobs get to finish."""
    command = [*_RUN_MODULE, "artstudio", "worker", "--parent", str(os.getpid())]
    process = start_child(command, dies_by=signal.SIGKILL, variables=_OUR_PACKAGES)
    return Child(name="The worker", process=process, stop_signals=[(signal.SIGTERM, grace_s + 2.0)])


def wait_until_answered(child: Child, bind: Bind) -> None:
    """Return when the web server answers requests; raises CannotRun when it does not."""
    end = time.monotonic() + _ANSWER_SECONDS
    while not _answers(bind):
        if not child.is_running():
            raise StartupError("The web server ended before it answered; its words are above.")
        if time.monotonic() > end:
            raise StartupError(
                f"The web server does not answer at {bind.url} after {_ANSWER_SECONDS:.0f} s."
            )
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
