"""Work that is left to a worker: one job for each variant, in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Iterable

from procrastinate.contrib.django import app

from artstudio.models import Variant
from artstudio.services.sources import STUB

TASK = "draw_variant"
LOCAL_QUEUE = "local"


def queue_of(provider: str) -> str:
    """Return the queue of a provider: each has a limit of its own, so none starves the others."""
    return LOCAL_QUEUE if provider == STUB else provider


def enqueue(variants: Iterable[Variant], *, provider: str) -> None:
    """Leave variants to the workers. Part of the transaction that is open: both or nothing."""
    deferrer = app.configure_task(TASK, queue=queue_of(provider), allow_unknown=True)
    for variant in variants:
        deferrer.defer(variant_id=variant.variant_id)
