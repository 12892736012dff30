"""Who is at work on which variant: a claim in its row, renewed for as long as its process lives.

A claim that was not renewed for a while may be taken over by another process.
Should the first one still live (it was suspended, or cut off from the database),
whatever it wants to write afterwards finds another claim in the row, and is refused.
All times are the database's, so the clocks of several machines need not agree.
A claim that was renewed in the future has run out too: the clock was set back since.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import Q
from django.db.models.functions import Now

from artstudio.errors import LeaseLost
from artstudio.models import Variant, VariantStatus

log = structlog.stdlib.get_logger(__name__)
UNFINISHED = (VariantStatus.PENDING, VariantStatus.RUNNING)
RENEW_EVERY_S = 2.0
# Silence, the look of other workers and their next fetch together stay under 15 seconds.
LEASE_TTL_S = 8.0
_LINGER_S = 6.0


def acquire(variant: Variant, columns: Mapping[str, Any]) -> None:
    """Claim an unfinished variant, and write `columns` with the claim.

    Where a stop was asked for, the variant says so by its `cancel_asked_at_utc`.
    Raises TakenOver where it is finished, while another is at work, and where another
    was since `variant` was read: what it did must be seen first.
    """
    claim = uuid.uuid4().hex
    as_read = Variant.objects.filter(pk=variant.pk, claim=variant.claim, status__in=UNFINISHED)
    # One statement decides. Were there two, what changes in between would decide wrongly.
    free = as_read.filter(Q(claim="") | not_renewed_for(LEASE_TTL_S))
    if not free.update(claim=claim, lease_renewed_at_utc=Now(), **columns):
        raise LeaseLost
    variant.claim = claim
    # Only the holder of a claim ends it, so this can be read afterwards.
    ours = Variant.objects.filter(pk=variant.pk, claim=claim)
    variant.cancel_asked_at_utc = ours.values_list("cancel_asked_at_utc", flat=True).first()


def not_renewed_for(seconds: float) -> Q:
    """Return what holds for variants whose claim was not renewed for so long.

    A renewal that lies as far in the future was made before the clock was set back.
    """
    margin = timedelta(seconds=seconds)
    return (
        Q(lease_renewed_at_utc=None)
        | Q(lease_renewed_at_utc__lt=Now() - margin)
        | Q(lease_renewed_at_utc__gt=Now() + margin)
    )


def bring_back_from_future() -> int:
    """Count renewals of before the clock was set back as made now; return how many.

    Whoever lives renews its claim within BEAT_S, and the claims of the dead run out as usual.
    """
    ahead = Variant.objects.filter(
        status__in=UNFINISHED, lease_renewed_at_utc__gt=Now() + timedelta(seconds=RENEW_EVERY_S)
    )
    return ahead.update(lease_renewed_at_utc=Now())


def release_all() -> int:
    """End every claim; return how many. Only where no process can be at work."""
    renewing = Variant.objects.filter(status__in=UNFINISHED, lease_renewed_at_utc__isnull=False)
    return renewing.update(lease_renewed_at_utc=None)


def write(variant: Variant, columns: Mapping[str, Any]) -> None:
    """Write columns of a claimed variant; raises TakenOver where another has claimed it since."""
    if not Variant.objects.filter(pk=variant.pk, claim=variant.claim).update(**columns):
        raise LeaseLost


def release(claims: Iterable[str]) -> None:
    """Let others go on at once with what is claimed."""
    Variant.objects.filter(claim__in=list(claims), status__in=UNFINISHED).update(
        lease_renewed_at_utc=None
    )


@contextmanager
def renewing(variant: Variant) -> Iterator[None]:
    """Renew a variant's claim until the block ends."""
    renewer.add(variant.claim)
    try:
        yield
    except (OperationalError, InterfaceError):
        renewer.discard(variant.claim)
        # The database may be back already; otherwise the claim runs out by itself.
        with suppress(DatabaseError):
            _fresh_connection()
            release([variant.claim])
        raise
    finally:
        renewer.discard(variant.claim)


class LeaseRenewer:
    """One thread of a process that renews all of its claims while there are any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claims: set[str] = set()
        self._thread: threading.Thread | None = None
        self._wanted_until = 0.0

    def add(self, claim: str) -> None:
        """Renew a claim from now on; it is fresh."""
        with self._lock:
            self._claims.add(claim)
            if self._thread is None:
                self._thread = threading.Thread(target=self._beat, name="claims", daemon=True)
                self._thread.start()

    def discard(self, claim: str) -> None:
        """Renew a claim no more."""
        with self._lock:
            self._claims.discard(claim)

    def claims(self) -> list[str]:
        """Return what is renewed now."""
        with self._lock:
            return sorted(self._claims)

    def _beat(self) -> None:
        while self._is_wanted():
            time.sleep(RENEW_EVERY_S)
            if claims := self.claims():
                _renew(claims)

    def _is_wanted(self) -> bool:
        """Tell whether to go on; who comes after a no starts the next thread."""
        with self._lock:
            if self._claims:
                self._wanted_until = time.monotonic() + _LINGER_S
            elif time.monotonic() > self._wanted_until:
                self._thread = None
                return False
            return True


def _renew(claims: list[str]) -> None:
    try:
        Variant.objects.filter(claim__in=claims, status__in=UNFINISHED).update(
            lease_renewed_at_utc=Now()
        )
    except DatabaseError as error:
        # Whoever looks for silent ones cannot reach the database either.
        log.warning("leases_not_renewed", reason=type(error).__name__)
    finally:
        connection.close()


def _fresh_connection() -> None:
    if not connection.in_atomic_block:
        connection.close()


renewer = LeaseRenewer()
