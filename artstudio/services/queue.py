"""Work that is left to a worker: one job for each variant, in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker

from artstudio.models import Variant
from artstudio.services.sources import STUB

TASK = "draw_variant"
LOCAL_QUEUE = "local"
SIGN_OF_LIFE = timedelta(seconds=15)


def queue_of(provider: str) -> str:
    """Return the queue of a provider: each has a limit of its own, so none starves the others."""
    return LOCAL_QUEUE if provider == STUB else provider


def enqueue(variants: Iterable[Variant], *, provider: str) -> None:
    """Leave variants to the workers. Part of the transaction that is open: both or nothing."""
    deferrer = app.configure_task(TASK, queue=queue_of(provider), allow_unknown=True)
    for variant in variants:
        deferrer.defer(variant_id=variant.variant_id)


def is_anyone_working() -> bool:
    """Tell whether a worker has given a sign of life lately."""
    # Signs of times to come were given before the clock was set back.
    lately = (Now() - SIGN_OF_LIFE, Now() + SIGN_OF_LIFE)
    return bool(ProcrastinateWorker.objects.filter(last_heartbeat__range=lately).exists())
