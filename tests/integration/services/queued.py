"""Work that is left to the queue, done in the test's process."""

from __future__ import annotations

from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from artstudio.models import (
    Attempt,
    Generation,
    Variant,
)
from artstudio.services.generation import pipeline
from artstudio.services.generation.generate import generate_svg_variants


def work() -> None:
    """Do what waits in the queue, as a worker would."""
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("id"):
        pipeline.run_queued(job.args["variant_id"])
        # Jobs belong to the queue's own functions; only their arguments matter here.


def code_of(row: Variant | Attempt) -> str:
    assert row.error is not None
    return str(row.error["code"])


def queued(prompt: str = "rosette", count: int = 1, **more: object) -> Generation:
    return generate_svg_variants(prompt, count, queued=True, variant_seed="s", **more)  # type: ignore[arg-type]


def in_thread(step: object) -> None:
    try:
        step()  # type: ignore[operator]
    finally:
        connections.close_all()
