"""A real studio under clients that are slow or many, each of 140 connections."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator

import pytest

from artstudio.access.capacity import MAX_DRAWING, MAX_WAITING
from artstudio.embedded.web import THREADS
from tests.attacks.clients import ATTACKS, Target, connections, seconds_until_answered, states
from tests.fake_openai import FakeOpenAI
from tests.faults.killed_children import children
from tests.integration.up_process import up

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("slow_clients")]
COUNT = 140
#: Generous: the machine may have more to do. Without the bounds it is 30 s and never.
SOON_S = 15.0
#: Less than the half minute for which the waits and the drawings are held.
SETTLED_S = 25.0


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A studio whose provider takes half a minute for everything."""
    data = tmp_path_factory.mktemp("slow") / "data"
    # What is bounded is bounded for each process: one makes the numbers exact.
    with (
        FakeOpenAI() as provider,
        up(
            data,
            OPENAI_BASE_URL=provider.base_url,
            OPENAI_API_KEY="any",
            ARTSTUDIO_WEB_PROCESSES="1",
        ) as started,
    ):
        url = started.wait_open()
        # What is waited for must not change: nobody takes it up.
        (worker,) = children(started, "worker --parent")
        os.kill(worker, signal.SIGSTOP)
        yield Target(url=url)
        os.kill(worker, signal.SIGCONT)


@pytest.mark.parametrize("attack", ATTACKS)
def test_health_and_pages_are_answered_under_it(studio: Target, attack: str) -> None:
    with connections(studio, COUNT) as sockets:
        ATTACKS[attack](studio, sockets)
        time.sleep(1)
        for path in ("/healthz", "/readyz", "/gallery"):
            status, seconds = seconds_until_answered(studio, path)
            assert status == 200, path
            assert seconds < SOON_S, path


def seen_after(studio: Target, attack: str, seconds: float) -> dict[str, int]:
    with connections(studio, COUNT) as sockets:
        ATTACKS[attack](studio, sockets)
        time.sleep(seconds)
        return states(sockets)


def refused_of(studio: Target, attack: str, expected: int) -> dict[str, int]:
    """Return the states once so many are refused, or after a while."""
    end = time.monotonic() + SETTLED_S
    with connections(studio, COUNT) as sockets:
        ATTACKS[attack](studio, sockets)
        while (seen := states(sockets)).get("503", 0) < expected and time.monotonic() < end:
            time.sleep(0.5)
    return seen


@pytest.mark.parametrize("attack", ["slow-headers", "idle", "idle-after-a-request"])
def test_connections_that_say_nothing_are_closed(studio: Target, attack: str) -> None:
    assert seen_after(studio, attack, 13) == {"closed": COUNT}


def test_slow_bodies_are_told_so_and_closed(studio: Target) -> None:
    assert seen_after(studio, "slow-bodies", 13) == {"408": COUNT}


def test_some_may_wait_and_the_others_are_told_to_come_back(studio: Target) -> None:
    refused = COUNT - MAX_WAITING
    assert refused_of(studio, "waits", refused) == {"open": MAX_WAITING, "503": refused}


def test_whoever_stops_waiting_makes_room(studio: Target) -> None:
    seen_after(studio, "waits", 3)
    time.sleep(3)
    assert refused_of(studio, "waits", COUNT - MAX_WAITING)["open"] == MAX_WAITING


def test_a_bounded_number_of_drawings_is_made_at_a_time(studio: Target) -> None:
    seen = refused_of(studio, "synchronous-calls", COUNT - MAX_DRAWING)
    assert seen["503"] >= COUNT - MAX_DRAWING


def refusal(studio: Target, request: bytes) -> bytes:
    with socket.create_connection(studio.address, timeout=10) as one:
        one.sendall(request)
        return one.recv(65536)


def test_a_refusal_says_why_and_when_to_come_back(studio: Target) -> None:
    request = studio.head(f"GET /api/art/generations/{studio.generation()}?wait=30")
    with connections(studio, COUNT) as sockets:
        ATTACKS["waits"](studio, sockets)
        end = time.monotonic() + SETTLED_S
        while states(sockets).get("503", 0) < COUNT - MAX_WAITING and time.monotonic() < end:
            time.sleep(0.5)
        answer = refusal(studio, request)
    assert b" 503 " in answer
    assert b'"code":"too_many_waiting"' in answer
    assert b"retry-after: 5" in answer


def test_slow_readers_are_cut_off(studio: Target) -> None:
    with connections(studio, 8) as sockets:
        ATTACKS["slow-readers"](studio, sockets)
        time.sleep(25)
        for one in sockets:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            one.settimeout(5)
        assert all(received(one) < 8_000_000 for one in sockets)


def received(one: socket.socket) -> int:
    total = 0
    try:
        while data := one.recv(1 << 16):
            total += len(data)
    except OSError:
        pass
    return total


def test_the_bounds_leave_threads_for_everything_else() -> None:
    assert THREADS - MAX_WAITING - MAX_DRAWING >= 16
