"""A worker process: takes jobs from the queues until it is told to stop.

Each queue has a limit of its own for jobs at the same time, so that slow
providers leave room for what is drawn here. Whoever is at work on a variant
says so in its row (`services.leases`); the work of one that fell silent is
taken up by the others.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connections
from procrastinate import App, exceptions

from artstudio.ops.queue_connector import retrying_connector
from artstudio.services.generation import lost
from artstudio.services.queue import jobs, leases

log = structlog.stdlib.get_logger(__name__)

SIGN_OF_LIFE_S = 5.0
# Rows of workers that fell silent are of no use, but harm nobody.
FORGET_WORKERS_AFTER_S = 600.0
LOOK_EVERY_S = 2.0
POLL_S = 1.0
RESTART_AFTER_S = 1.0
HAND_BACK_S = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many jobs of each queue run at the same time; grace_s: what they get to finish."""

    by_queue: dict[str, int]
    grace_s: float


def run(app: App, limits: Limits) -> None:
    """Work until SIGTERM or Ctrl-C: running jobs are finished, or handed back after the grace."""
    for number in _SIGNALS:
        # Until the loop takes over: what has not begun needs no grace.
        signal.signal(number, lambda *_: os._exit(0))
    asyncio.run(_run(app, limits))


async def _run(app: App, limits: Limits) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop.set)
    jobs_at_once = sum(limits.by_queue.values())
    loop.set_default_executor(ThreadPoolExecutor(jobs_at_once + 4, thread_name_prefix="job"))
    # Of each queue one fetches at a time, and those that end their jobs come in between.
    worker_app = app.with_connector(retrying_connector(connections=2 + len(limits.by_queue)))
    async with worker_app.open_async():
        tasks = [
            asyncio.create_task(_again_and_again(_take_jobs(worker_app, queue, limit), stop))
            for queue, limit in limits.by_queue.items()
        ]
        looking = asyncio.create_task(_again_and_again(_look_after, stop))
        await stop.wait()
        looking.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=limits.grace_s)
        await _hand_back()
        # A thread that waits for a provider cannot be stopped, and would be waited for;
        # whoever takes its job up finds the open call on record.
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)


async def _again_and_again(step: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Repeat `step` for ever: whatever ends it, it begins anew."""
    while not stop.is_set():
        try:
            await step()
        except (exceptions.ProcrastinateException, OSError) as error:
            log.warning("queue_restarts", reason=" ".join(str(error).split())[:200])
            await asyncio.sleep(RESTART_AFTER_S)


def _take_jobs(app: App, queue: str, limit: int) -> Callable[[], Awaitable[None]]:
    async def step() -> None:
        await app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=limit,
            install_signal_handlers=False,
            fetch_job_polling_interval=POLL_S,
            update_heartbeat_interval=SIGN_OF_LIFE_S,
            stalled_worker_timeout=FORGET_WORKERS_AFTER_S,
            delete_jobs="successful",
        )

    return step


async def _look_after() -> None:
    """Take up work of dead workers, and close what dead requests left."""
    await asyncio.sleep(LOOK_EVERY_S)
    try:
        await _in_thread(_look)
    except DatabaseError as error:
        log.warning("upkeep_failed", reason=type(error).__name__)
        # Those who were cut off as well get the time to say that they live.
        await asyncio.sleep(leases.LEASE_TTL_S)


def _look() -> None:
    jobs.forget_the_future()
    jobs.requeue_stalled()
    lost.fail_expired_variants()
    lost.requeue_orphaned_variants()


async def _hand_back() -> None:
    try:
        left = await asyncio.wait_for(_in_thread(jobs.release_running), HAND_BACK_S)
    except (DatabaseError, TimeoutError) as error:
        log.warning("jobs_not_released", reason=type(error).__name__)
    else:
        if left:
            log.warning("jobs_released", count=left)


async def _in_thread(step: Callable[[], int | None]) -> int | None:
    def closing() -> int | None:
        try:
            return step()
        finally:
            connections.close_all()

    return await sync_to_async(closing, thread_sensitive=False)()
