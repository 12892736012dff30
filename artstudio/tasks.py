"""The jobs of the queue: each calls one service."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from artstudio.services import jobs
from artstudio.services.queue import LOCAL_QUEUE, TASK

# A database that restarts is back within seconds; one that is away longer has other troubles.
_WHILE_DATABASE_IS_AWAY = RetryStrategy(
    max_attempts=30, wait=2, retry_exceptions=[OperationalError, InterfaceError]
)


@app.task(name=TASK, queue=LOCAL_QUEUE, retry=_WHILE_DATABASE_IS_AWAY)
def draw_variant(variant_id: str) -> None:
    """Make the drawing of a queued variant."""
    jobs.draw_variant(variant_id)
