"""Waiting until a generation moves on, without asking again and again.

One thread of each process listens to Postgres (see the migration
`tell_progress`) and wakes those who wait for the generation that was named.
While it cannot listen, the waiting look for themselves once a second.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, connections

from artstudio.services.resources.connections import release_connection

log = structlog.stdlib.get_logger(__name__)
CHANNEL = "artstudio_progress"
_LOOK_S = 1.0
_RECONNECT_S = 1.0
_IDLE_S = 2.0
_NEVER = threading.Event()


class ProgressListener:
    """Wakes the threads that wait for news of a generation."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._versions: Counter[int] = Counter()
        self._waiting: Counter[int] = Counter()
        self._thread: threading.Thread | None = None
        self._listening = threading.Event()
        self._wanted_until = 0.0

    @property
    def is_listening(self) -> bool:
        """Whether a connection to the database is held for listening."""
        return self._thread is not None

    def wait(
        self,
        generation_pk: int,
        *,
        unchanged: Callable[[], bool],
        timeout_s: float,
        left: threading.Event | None = None,
    ) -> None:
        """Return when the generation has moved on, or after `timeout_s` seconds.

        `unchanged` says from the database whether it stands as the caller knows it;
        `left` is set when nobody listens to the answer any more, which ends the wait
        within a second. No database connection is held meanwhile.
        """
        deadline = time.monotonic() + timeout_s
        with self._news:
            self._waiting[generation_pk] += 1
            self._start()
        try:
            self._listening.wait(min(_LOOK_S, timeout_s))
            while True:
                seen = self._versions[generation_pk]
                if not _holds(unchanged):
                    return
                release_connection()
                if not self._await(generation_pk, seen, deadline, left or _NEVER):
                    return
        finally:
            with self._news:
                self._waiting[generation_pk] -= 1
                if not self._waiting[generation_pk]:
                    del self._waiting[generation_pk], self._versions[generation_pk]

    def _await(self, generation_pk: int, seen: int, deadline: float, left: threading.Event) -> bool:
        """Sleep until there is news; False when the time is up or nobody listens any more."""
        with self._news:
            while self._versions[generation_pk] == seen:
                seconds = deadline - time.monotonic()
                if seconds <= 0 or left.is_set():
                    return False
                self._news.wait(min(seconds, _LOOK_S))
                if not self._listening.is_set():
                    return True
        return True

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, name="progress", daemon=True)
            self._thread.start()

    def _listen(self) -> None:
        """Listen as long as anybody waits, and a little longer."""
        while self._is_wanted():
            try:
                with _listening_connection() as heard:
                    self._listening.set()
                    self._wake_all()
                    while self._is_wanted():
                        for notice in heard.notifies(timeout=_LOOK_S, stop_after=1):
                            self._wake(int(notice.payload))
            except psycopg.Error as error:
                log.warning("progress_not_heard", reason=type(error).__name__)
                time.sleep(_RECONNECT_S)
            finally:
                self._listening.clear()

    def _is_wanted(self) -> bool:
        """Tell whether to go on; who comes after a no starts the next thread."""
        with self._news:
            if self._waiting:
                self._wanted_until = time.monotonic() + _IDLE_S
            elif time.monotonic() > self._wanted_until:
                self._thread = None
                return False
            return True

    def _wake(self, generation_pk: int) -> None:
        with self._news:
            if generation_pk in self._waiting:
                self._versions[generation_pk] += 1
                self._news.notify_all()

    def _wake_all(self) -> None:
        """Make everyone look: what happened before we listened was not heard."""
        with self._news:
            for generation_pk in self._waiting:
                self._versions[generation_pk] += 1
            self._news.notify_all()


def _listening_connection() -> psycopg.Connection[tuple[object, ...]]:
    parameters = connections["default"].get_connection_params()
    wanted = {
        name: value
        for name, value in parameters.items()
        if name not in ("context", "cursor_factory", "prepare_threshold", "client_encoding")
    }
    listener = psycopg.connect(**wanted, autocommit=True)
    listener.execute(f"LISTEN {CHANNEL}")
    return listener


def _holds(unchanged: Callable[[], bool]) -> bool:
    """Ask the database; while it is away nothing is known to have changed."""
    try:
        return unchanged()
    except (OperationalError, InterfaceError) as error:
        log.warning("progress_not_seen", reason=type(error).__name__)
        return True


listener = ProgressListener()
