"""A worker process: takes jobs from the queues until it is told to stop.

Each queue has a limit of its own for jobs at the same time, so that slow
providers leave room for what is drawn here. A worker whose heart stops is
noticed by the others, which take its jobs up again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App, exceptions

from artstudio.services import jobs

log = structlog.stdlib.get_logger(__name__)

HEARTBEAT_S = 2.0
# Heartbeat, silence, look and fetch together stay under fifteen seconds.
SILENCE_S = 8.0
LOOK_EVERY_S = 2.0
POLL_S = 1.0
RESTART_AFTER_S = 1.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many jobs of each queue run at the same time; grace_s: what they get to finish."""

    by_queue: dict[str, int]
    grace_s: float


def run(app: App, limits: Limits) -> None:
    """Work until SIGTERM or Ctrl-C: running jobs are finished, or handed back after the grace."""
    left = asyncio.run(_run(app, limits))
    if left:
        log.warning("jobs_handed_back", count=left)
    # A thread that waits for a provider cannot be stopped; whoever takes its job up
    # finds the open call on record.
    os._exit(0)


async def _run(app: App, limits: Limits) -> int:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop.set)
    threads = sum(limits.by_queue.values()) + 4
    loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="job"))
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # of the Django connector
    async with worker_app.open_async():
        tasks = [
            asyncio.create_task(_again_and_again(_take_jobs(worker_app, queue, limit), stop))
            for queue, limit in limits.by_queue.items()
        ]
        tasks.append(asyncio.create_task(_again_and_again(_look_after(worker_app), stop)))
        await stop.wait()
        for task in tasks:
            task.cancel()
        _done, left = await asyncio.wait(tasks, timeout=limits.grace_s)
        return len(left)


async def _again_and_again(step: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Repeat `step` for ever: a database that restarts ends it, and it begins anew."""
    while not stop.is_set():
        try:
            await step()
        except (exceptions.ProcrastinateException, OSError) as error:
            log.warning("queue_unreachable", reason=" ".join(str(error).split())[:200])
            await asyncio.sleep(RESTART_AFTER_S)


def _take_jobs(app: App, queue: str, limit: int) -> Callable[[], Awaitable[None]]:
    async def step() -> None:
        await app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=limit,
            install_signal_handlers=False,
            fetch_job_polling_interval=POLL_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=SILENCE_S,
            delete_jobs="successful",
        )

    return step


def _look_after(app: App) -> Callable[[], Awaitable[None]]:
    """Return a step that takes up jobs of dead workers, and closes what dead requests left."""

    async def step() -> None:
        await asyncio.sleep(LOOK_EVERY_S)
        manager = app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_S):
            # Another worker may have been faster.
            with contextlib.suppress(exceptions.ConnectorException):
                await manager.retry_job(job)
                log.warning("stalled_job_taken_up", job=job.id, variant=job.task_kwargs)
        await sync_to_async(_close_silent, thread_sensitive=False)()

    return step


def _close_silent() -> None:
    try:
        jobs.close_silent_variants()
    finally:
        connections.close_all()
