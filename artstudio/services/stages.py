"""Where a variant at work stands: written so that others can watch it, and stop it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from artstudio.errors import VariantCancelled
from artstudio.models import Variant, VariantStage, VariantStatus
from artstudio.services.provenance import own_versions

log = structlog.stdlib.get_logger(__name__)
HEARTBEAT_S = 5.0


def start(variant: Variant) -> None:
    """Mark a variant as at work; raises VariantCancelled where that was asked for before."""
    now = timezone.now()
    variant.status = VariantStatus.RUNNING
    variant.tool_versions = own_versions()
    variant.started_at_utc = variant.started_at_utc or now
    variant.error = None
    _move(
        variant,
        VariantStage.ASKING,
        status=variant.status,
        tool_versions=variant.tool_versions,
        started_at_utc=variant.started_at_utc,
        error=None,
        finished_at_utc=None,
    )


def enter(variant: Variant, stage: VariantStage) -> None:
    """Note that a variant goes on to `stage`; raises VariantCancelled if it shall not."""
    _move(variant, stage)


def _move(variant: Variant, stage: VariantStage, **columns: object) -> None:
    now = timezone.now()
    # One statement: whoever asks to cancel is seen, or comes before the next stage.
    moved = Variant.objects.filter(pk=variant.pk, cancel_asked_at_utc=None).update(
        stage=stage, stage_at_utc=now, seen_at_utc=now, **columns
    )
    if not moved:
        raise VariantCancelled
    variant.stage, variant.stage_at_utc = stage, now


@contextmanager
def heartbeat(variant: Variant) -> Iterator[None]:
    """Say every few seconds that the process at work on a variant lives.

    Of queued work the queue itself knows it.
    """
    if variant.is_queued:
        yield
        return
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=[variant.pk, done], daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _beat(variant_pk: int, done: threading.Event) -> None:
    while not done.wait(HEARTBEAT_S):
        try:
            Variant.objects.filter(pk=variant_pk).update(seen_at_utc=timezone.now())
        except DatabaseError:
            # Whoever looks for the silent ones cannot reach the database either.
            log.warning("heartbeat_missed")
        finally:
            connection.close()
