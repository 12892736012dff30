"""The calls of a provider for one variant: each is on record before it is made.

What takes time comes before the record, and "sent" is noted at the last moment. A call
that was sent and whose end nobody saw, because time ran out or the process was killed,
may have been billed: it stays on record as UNKNOWN and is never repeated by itself. One
that was not sent was not billed: it becomes FAILED, and is asked again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any, TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from artstudio import ai
from artstudio.errors import (
    CallNotSent,
    LeaseLost,
    OutcomeUnknown,
    VariantCancelled,
    WorkerDied,
)
from artstudio.models import Attempt, AttemptOutcome, Variant, VariantStage
from artstudio.services.costs.budget import room_for_call
from artstudio.services.costs.prices import billed_usage, cost_of, usage_in
from artstudio.services.queue import stages
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.requests.providers import is_free
from artstudio.services.resources.connections import release_connection
from artstudio.services.sources.stored import rounds_so_far
from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.blobs.free_space import require_free_space
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.errors import DomainError, Kind, StoreUnavailable
from rmos_runs.models import RunAttachment

log = structlog.stdlib.get_logger(__name__)
Answer = TypeVar("Answer", ai.ImageResponse, ai.TextResponse)

# How long an answer that was paid for is held while the store or the database is away.
MAX_RETRY_S = 600.0
_FIRST_WAIT_S = 0.25
_LONGEST_WAIT_S = 5.0


class ProviderCalls:
    """The calls made for one variant."""

    def __init__(self, variant: Variant, request: GenerationRequest) -> None:
        """Nothing is asked or written yet."""
        self._variant = variant
        self._request = request

    def call(
        self,
        prepare: Callable[[], AbstractContextManager[ai.Send[Answer]]],
        keep: Callable[[Answer], RunAttachment],
    ) -> Answer:
        """Return what the prepared request is answered, once `keep` has stored it.

        `keep` runs in one transaction with the record of the call: it stores, and does
        nothing that takes time. No transaction may be open: the provider takes minutes.
        Raises the ProviderError of the call; before anything is asked InvalidRequest,
        StoreUnavailable or DatabaseFull where the answer could not be kept, BudgetSpent,
        and VariantCancelled or TakenOver.
        """
        stages.set_stage_unless_cancelled(self._variant, VariantStage.ASKING)
        with prepare() as send:
            attempt = self._open()
            # From here on it is no answer of before.
            self._variant.replayed_from = ""
            release_connection()
            answer = self._send(attempt, send)
        self._keep_or_lose(attempt, answer, keep)
        return answer

    def _send(self, attempt: Attempt, send: ai.Send[Answer]) -> Answer:
        try:
            return send(attempt.client_request_id, lambda: self._note_sent(attempt))
        except ai.ProviderError as error:
            failure = error
            retry_until_available(lambda: self._fail(attempt, failure))
            raise
        except DomainError as error:
            refusal = error
            # Refused on our side: nothing was sent, so nothing was billed.
            nothing = {"cost_usd": Decimal(0), "error": refusal.as_dict()}
            retry_until_available(lambda: _close(attempt, AttemptOutcome.FAILED, **nothing))
            raise
        except Exception:  # whatever it was, a call that nobody makes any more is not under way
            retry_until_available(lambda: _mark_unknown(attempt))
            raise

    def _open(self) -> Attempt:
        attachment_storage().check_writable()
        require_free_space()
        asked = self._request
        with transaction.atomic(), room_for_call(asked.provider, asked.model, asked.route):
            # The lock makes two processes at one variant number their calls one after the other.
            ours = Variant.objects.filter(pk=self._variant.pk, claim=self._variant.claim)
            if ours.select_for_update(no_key=True).values_list("pk").first() is None:
                raise LeaseLost
            number = self._variant.attempts.count() + 1
            return Attempt.objects.create(
                variant=self._variant,
                number=number,
                provider=asked.provider,
                model=asked.model,
                client_request_id=f"{self._variant.variant_id}-{number}",
                sent_at_utc=None,
            )

    def _note_sent(self, attempt: Attempt) -> None:
        """Note that a call is sent now; raises where it must not be: nothing is billed then."""
        ours = Variant.objects.filter(pk=self._variant.pk, claim=self._variant.claim)
        wanted = Exists(ours.filter(cancel_asked_at_utc=None))
        # One statement: whoever closes the call as not sent comes before it, or finds it sent.
        is_noted = Attempt.objects.filter(
            wanted, pk=attempt.pk, outcome=AttemptOutcome.OPEN
        ).update(sent_at_utc=Coalesce("sent_at_utc", Now()))
        if not is_noted:
            is_cancelled = ours.filter(cancel_asked_at_utc__isnull=False).exists()
            raise VariantCancelled if is_cancelled else LeaseLost
        release_connection()

    def _keep_or_lose(
        self, attempt: Attempt, answer: Answer, keep: Callable[[Answer], RunAttachment]
    ) -> None:
        retry_until_available(lambda: stages.set_stage(self._variant, VariantStage.STORING))
        try:
            retry_until_available(lambda: self._keep(attempt, answer, keep))
        except StoreUnavailable as error:
            loss = error.as_dict()
            # Billed, though no place was found for it in all that time.
            unkept = self._facts(attempt, answer) | {"error": loss}
            retry_until_available(lambda: _close(attempt, AttemptOutcome.UNKNOWN, **unkept))
            raise
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # as in `call`
            retry_until_available(lambda: _mark_unknown(attempt))
            raise

    def _keep(
        self, attempt: Attempt, answer: Answer, keep: Callable[[Answer], RunAttachment]
    ) -> None:
        facts = self._facts(attempt, answer)
        with transaction.atomic():
            stored = keep(answer)
            _close(attempt, AttemptOutcome.OK, answer=stored, **facts)

    def _facts(self, attempt: Attempt, answer: Answer) -> dict[str, Any]:
        usage = billed_usage(answer.usage, answer.metadata)
        model = answer.model or attempt.model
        return {
            "model": model,
            "provider_request_id": answer.provider_request_id or "",
            "usage": usage,
            "cost_usd": Decimal(0) if is_free(attempt.provider) else cost_of(model, usage),
        }

    def _fail(self, attempt: Attempt, error: ai.ProviderError) -> None:
        usage = usage_in(error.received) if error.billed == "yes" else None
        with transaction.atomic():
            _close(
                attempt,
                _outcome(error),
                answer=store_error_body(error),
                provider_request_id=error.provider_request_id or "",
                usage=usage,
                cost_usd=(
                    Decimal(0)
                    if error.billed == "no" or is_free(attempt.provider)
                    else cost_of(attempt.model, usage)
                ),
                error=error.as_dict(),
            )


def close_open_attempts(variant: Variant) -> int:
    """Mark calls of which nobody saw the end as UNKNOWN; return how many there were.

    Those that were never sent are FAILED, and do not count.
    """
    return _close_open(Attempt.objects.filter(variant=variant))


def refuse_to_ask_again(variant: Variant, *, unseen_calls: int) -> None:
    """Raise where this run of a variant has asked before: a second call is the user's to decide.

    OutcomeUnknown where the end of the last call was not seen, else Interrupted. Where
    the last answer is stored and has to be repaired, a further call repeats none; nor does
    it where the last call was never sent.
    """
    if unseen_calls:
        raise OutcomeUnknown
    calls = Attempt.objects.filter(variant=variant, started_at_utc__gte=variant.started_at_utc)
    last = calls.order_by("number").last()
    if last is None or last.sent_at_utc is None:
        return
    if last.outcome == AttemptOutcome.OK and rounds_so_far(variant):
        return
    raise OutcomeUnknown if last.outcome == AttemptOutcome.UNKNOWN else WorkerDied


def store_error_body(error: ai.ProviderError) -> RunAttachment | None:
    """Store what came back with an error, if anything did: it may have been paid for."""
    if not error.received:
        return None
    attachment, _path = put_bytes_attachment(
        error.received,
        kind="source",
        mime="application/octet-stream",
        filename="answer.bin",
        ext=".bin",
    )
    return attachment


def retry_until_available(step: Callable[[], Any]) -> None:
    """Do a step that must not be lost, again and again while database or store are away."""
    deadline, wait_s = time.monotonic() + MAX_RETRY_S, _FIRST_WAIT_S
    while True:
        try:
            step()
        except (OperationalError, InterfaceError, StoreUnavailable) as error:
            if time.monotonic() + wait_s > deadline or connection.in_atomic_block:
                raise
            log.warning("step_retries", reason=type(error).__name__, wait_s=wait_s)
            connection.close()
            time.sleep(wait_s)
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)
        else:
            return


def _outcome(error: ai.ProviderError) -> AttemptOutcome:
    if error.kind is Kind.REFUSED:
        return AttemptOutcome.REFUSED
    return AttemptOutcome.UNKNOWN if error.billed == "maybe" else AttemptOutcome.FAILED


def _close(attempt: Attempt, outcome: AttemptOutcome, **facts: Any) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(
        outcome=outcome, finished_at_utc=timezone.now(), **facts
    )


def _mark_unknown(attempt: Attempt) -> None:
    _close_open(Attempt.objects.filter(pk=attempt.pk))


def _close_open(calls: QuerySet[Attempt]) -> int:
    """Close those calls that are open; return how many of them were sent.

    Each is decided by one statement: one that is being sent meanwhile is met by the second.
    """
    under_way, now = calls.filter(outcome=AttemptOutcome.OPEN), timezone.now()
    under_way.filter(sent_at_utc=None).update(
        outcome=AttemptOutcome.FAILED,
        cost_usd=Decimal(0),
        error=CallNotSent().as_dict(),
        finished_at_utc=now,
    )
    return under_way.update(
        outcome=AttemptOutcome.UNKNOWN, error=OutcomeUnknown().as_dict(), finished_at_utc=now
    )
