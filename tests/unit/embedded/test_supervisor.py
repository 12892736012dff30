"""A child that ends is started again, with pauses that grow, and given up in the end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from artstudio.embedded import supervisor as supervisors
from artstudio.embedded.children import Child
from artstudio.embedded.errors import StartupError
from artstudio.embedded.port import Bind, held_port, is_listened_on, parse_bind
from artstudio.embedded.stand_in import StandIn
from artstudio.embedded.supervisor import MOST_FAILURES, Supervisor

SLEEP = ["sleep", "60"]


class Starter:
    """Starts children of a command, and keeps them."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.started: list[Child] = []
        self.at: list[float] = []

    def __call__(self) -> Child:
        process = subprocess.Popen(self.command, start_new_session=True)
        self.started.append(Child(name="The child", process=process))
        self.at.append(time.monotonic())
        return self.started[-1]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisors, "_FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(supervisors, "_LOOK_EVERY_S", 0.005)


@pytest.mark.usefixtures("quick")
def test_child_that_always_ends_is_given_up_after_six_pauses() -> None:
    start = Starter(["false"])
    supervisor = Supervisor()
    supervisor.add(start(), again=start)
    with pytest.raises(StartupError, match=r"The child ended by itself \(exit code 1\)"):
        supervisor.wait()
    assert len(start.started) == 1 + MOST_FAILURES == 7
    pauses = [after - before for before, after in zip(start.at[1:], start.at[2:], strict=False)]
    # Each is twice the one before it, of 0.02 s first.
    assert pauses[-1] >= 0.32
    assert sum(pauses) >= 0.62


@pytest.mark.usefixtures("quick")
def test_child_that_cannot_be_started_is_tried_again() -> None:
    start, tries = Starter(SLEEP), []

    def fail_twice() -> Child:
        tries.append(1)
        if len(tries) < 3:
            raise StartupError("not yet")
        return start()

    supervisor = Supervisor()
    first = supervisor.add(start(), again=fail_twice)
    first.process.kill()
    with running(supervisor):
        wait_for(lambda: len(start.started) == 2)
        assert len(tries) == 3


@pytest.mark.usefixtures("quick")
def test_killed_child_does_not_end_the_others() -> None:
    one, other = Starter(SLEEP), Starter(SLEEP)
    supervisor = Supervisor()
    supervisor.add(one(), again=one)
    supervisor.add(other(), again=other)
    with running(supervisor):
        one.started[0].process.send_signal(signal.SIGKILL)
        wait_for(lambda: len(one.started) == 2)
        assert other.started[0].is_running()
        assert len(other.started) == 1


def test_child_that_nothing_starts_again_ends_all() -> None:
    supervisor = Supervisor()
    supervisor.add(Starter(["false"])())
    with pytest.raises(StartupError):
        supervisor.wait()


class TestStandIn:
    @pytest.fixture
    def bind(self) -> Iterator[Bind]:
        with held_port(parse_bind("127.0.0.1:0")) as held:
            yield held

    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
    def test_it_answers_503_and_when_to_come_again(self, bind: Bind, method: str) -> None:
        stand_in = StandIn(bind)
        stand_in.start()
        try:
            body = b"x" * 10_000 if method == "POST" else None
            request = urllib.request.Request(f"{bind.url}/api/art/assets", body, method=method)
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(request, timeout=5)
            with caught.value as answer:
                assert answer.code == 503
                assert answer.headers["Retry-After"] == "2"
                assert json.load(answer).keys() == {"detail", "code", "request_id"}
        finally:
            stand_in.stop()
        assert not is_listened_on(bind)

    def test_port_shows_whether_anybody_listens(self, bind: Bind) -> None:
        assert not is_listened_on(bind)
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            server.bind((bind.host, bind.port))
            server.listen()
            assert is_listened_on(bind)


class running:  # noqa: N801 - used as a function
    """Let a supervisor watch in a thread; its children are killed at the end."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor

    def __enter__(self) -> None:
        threading.Thread(target=self._supervisor.wait, daemon=True).start()

    def __exit__(self, *_exc: object) -> None:
        for watched in self._supervisor._watched:
            # Not to be started again.
            watched.again, watched.due = None, float("inf")
            watched.child.process.kill()
            watched.child.process.wait()


def wait_for(holds: object) -> None:
    until = time.monotonic() + 10
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.01)
