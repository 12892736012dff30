"""The queue's way to Postgres, which waits where the database is away instead of giving up.

A worker of procrastinate ends at the first statement that fails, and waits for its
jobs before it begins anew; an image model may hold those for minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import psycopg
import structlog
from procrastinate import PsycopgConnector, exceptions
from procrastinate.contrib.django.utils import connector_params

log = structlog.stdlib.get_logger(__name__)
AGAIN_AFTER_S = 0.5
# The pool's own pauses between two tries grow with each, up to this many seconds.
_LONGEST_TRY_S = 3.0
Result = TypeVar("Result")


class RetryingConnector(PsycopgConnector):
    """Repeats each statement until the database has answered it."""

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Carry a statement out, sooner or later."""
        ask = super().execute_query_async
        await _retry(lambda: ask(query, **arguments))

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """Return a statement's one row, sooner or later."""
        ask = super().execute_query_one_async
        return await _retry(lambda: ask(query, **arguments))

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Return a statement's rows, sooner or later."""
        ask = super().execute_query_all_async
        return await _retry(lambda: ask(query, **arguments))

    async def listen_notify(self, on_notification: Any, channels: Iterable[str]) -> None:
        """Listen for ever, on one connection after the other."""
        listen = super().listen_notify
        await _retry(lambda: listen(on_notification=on_notification, channels=channels))


def retrying_connector(*, connections: int) -> RetryingConnector:
    """Return a connector to Django's database with at most so many connections at a time."""
    return RetryingConnector(
        kwargs=connector_params(),
        configure=_without_transactions,
        min_size=1,
        max_size=connections,
        timeout=_LONGEST_TRY_S,
        reconnect_timeout=_LONGEST_TRY_S,
    )


async def _without_transactions(connection: psycopg.AsyncConnection) -> None:
    """Each statement of the queue stands for itself."""
    await connection.set_autocommit(True)


async def _retry(ask: Callable[[], Awaitable[Result]]) -> Result:
    is_first = True
    while True:
        try:
            return await ask()
        except exceptions.ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.OperationalError):
                raise
            if is_first:
                log.warning("queue_unreachable", reason=type(error.__cause__).__name__)
            is_first = False
            await asyncio.sleep(AGAIN_AFTER_S)
