"""Doing what waits in the queue, inside of the test's process.

Real worker processes are started where they are what is tried; elsewhere this
keeps a test to the settings and the database that it has.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.errors import LeaseLost
from artstudio.models import Variant
from artstudio.services.generation import pipeline


def work(done: set[int] | None = None) -> None:
    """Make every drawing that waits; `done` holds the jobs that were done before."""
    waiting = list(
        ProcrastinateJob.objects.filter(status="todo").exclude(pk__in=done or ()).order_by("id")
    )
    # Looked up after the jobs, whose variants came with them in one transaction. Django's
    # flush leaves the queue's tables as they are: some jobs are of tests before.
    here = set(Variant.objects.values_list("variant_id", flat=True))
    for job in waiting:
        if done is not None:
            done.add(job.pk)
        if job.args["variant_id"] not in here:
            continue
        try:
            pipeline.run_queued(job.args["variant_id"])
        except LeaseLost:
            # Cancelled between its reading and its claim, say. The queue takes such a job up again.
            if done is None:
                raise
            done.discard(job.pk)


@contextmanager
def working() -> Iterator[None]:
    """Work in a thread as long as the block lasts."""
    over = threading.Event()
    done: set[int] = set()

    def keep_working() -> None:
        try:
            while not over.wait(0.05):
                work(done)
        finally:
            connections.close_all()

    thread = threading.Thread(target=keep_working)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
