"""The jobs of the queue: each calls one service."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from artstudio.errors import LeaseLost
from artstudio.services.generation import pipeline
from artstudio.services.queue.jobs import LOCAL_QUEUE, TASK
from rmos_runs.blobs.free_space import require_free_space
from rmos_runs.errors import DatabaseFull, StoreFull

# However long the database is away, a disk full, or another worker at it: the job ends with its
# variant.
_AGAIN_AND_AGAIN = RetryStrategy(
    wait=2,
    retry_exceptions=[OperationalError, InterfaceError, LeaseLost, DatabaseFull, StoreFull],
)


@app.task(name=TASK, queue=LOCAL_QUEUE, retry=_AGAIN_AND_AGAIN)
def draw_variant(variant_id: str) -> None:
    """Make the drawing of a queued variant, once there is room for it."""
    require_free_space()
    pipeline.run_queued(variant_id)
