"""What can go wrong between a prompt and an indexed drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from artstudio.ai.errors import InvalidAnswer
from rmos_runs.errors import DomainError, Kind


class AssetNotFound(DomainError):
    """No asset has this id. The gallery lists the assets there are."""

    kind = Kind.NOT_FOUND
    code = "asset_not_found"


class CollectionNotFound(DomainError):
    """No collection has this id. The gallery lists the collections there are."""

    kind = Kind.NOT_FOUND
    code = "collection_not_found"


class GenerationNotFound(DomainError):
    """No generation has this id. GET /api/art/generations lists those there are."""

    kind = Kind.NOT_FOUND
    code = "generation_not_found"


class CannotDraw(DomainError):
    """Not all words of the prompt can be drawn. Change them, or leave "strict" out."""

    kind = Kind.REFUSED
    code = "cannot_draw"


class StoredSourceDamaged(DomainError):
    """The stored source no longer has its SHA-256. Restore it, or ask again with "fresh": true."""

    kind = Kind.UNAVAILABLE
    code = "stored_source_damaged"


class WorkerDied(DomainError):
    """The program was stopped at work. Ask again with this variant_seed; what is stored is used."""

    kind = Kind.UNAVAILABLE
    code = "interrupted"


class VariantCancelled(DomainError):
    """The drawing was cancelled. Retry makes it after all, with the same seed."""

    kind = Kind.CONFLICT
    code = "cancelled"


class LeaseLost(DomainError):
    """Another process makes this drawing, or has made it."""

    kind = Kind.CONFLICT
    code = "taken_over"


class OutcomeUnknown(DomainError):
    """Nobody saw the end of the last call: it may have been billed. Retry asks once more."""

    kind = Kind.UPSTREAM
    code = "outcome_unknown"


class CallNotSent(DomainError):
    """The program was stopped before this call was sent: it was not billed, and is made again."""

    kind = Kind.UNAVAILABLE
    code = "call_not_sent"


class NothingToCancel(DomainError):
    """It is finished already; there is nothing to cancel."""

    kind = Kind.CONFLICT
    code = "nothing_to_cancel"


class NothingToRetry(DomainError):
    """Only what failed or was cancelled is tried again; send "fresh": true for another answer."""

    kind = Kind.CONFLICT
    code = "nothing_to_retry"


class IdempotencyKeyReused(DomainError):
    """The Idempotency-Key came with another body before. Use a new key for a new request."""

    kind = Kind.REFUSED
    code = "idempotency_key_reused"


class RequestInProgress(DomainError):
    """The request of this Idempotency-Key is still being carried out. Ask again in a while."""

    kind = Kind.CONFLICT
    code = "request_in_progress"
    retry_after = 2.0


class BudgetSpent(DomainError):
    """Today's budget is spent. Wait until 00:00 UTC, or raise ARTSTUDIO_DAILY_BUDGET_USD."""

    kind = Kind.RATE_LIMITED
    code = "budget_spent"

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        """Keep the seconds until the next day begins."""
        super().__init__(message)
        self.retry_after = retry_after


class InternalError(DomainError):
    """Something unexpected went wrong; the log has the details under the request id."""

    kind = Kind.UPSTREAM
    code = "internal_error"


class VariantNotFound(DomainError):
    """No variant has this id. GET /api/art/generations lists those there are."""

    kind = Kind.NOT_FOUND
    code = "variant_not_found"


class NotRetraceable(DomainError):
    """The variant has no stored picture to trace: it has no source, or was drawn exactly."""

    kind = Kind.CONFLICT
    code = "nothing_to_retrace"


class NothingToRedraw(DomainError):
    """The variant has no pattern parameters to edit; a traced picture can be traced again."""

    kind = Kind.CONFLICT
    code = "nothing_to_redraw"


class NothingToDerive(DomainError):
    """The variant has no drawing to make something of."""

    kind = Kind.CONFLICT
    code = "nothing_to_derive"


class CannotDerive(DomainError):
    """These parameters leave nothing of the drawing. Change them."""

    kind = Kind.REFUSED
    code = "cannot_derive"


class NotADrawing(DomainError):
    """Only a drawing can be exported; this asset is a record or a specification."""

    code = "not_a_drawing"


class NoCutList(DomainError):
    """Only a mosaic wheel of the pattern engine has a cut list. Ask for a "mosaic wheel"."""

    kind = Kind.NOT_FOUND
    code = "no_cut_list"


class NotExportable(DomainError):
    """The drawing is not in the studio's own form. Ask for format=svg, which is as stored."""

    code = "not_exportable"


class NotBundleable(DomainError):
    """The variant has no drawing yet, or never got one."""

    kind = Kind.CONFLICT
    code = "nothing_to_bundle"


class AnswerNotADrawing(InvalidAnswer):
    """What the model wrote cannot be cut. Every answer is kept; try again, or another route."""

    code = "answer_not_a_drawing"

    def __init__(
        self, message: str, *, rounds: Sequence[Mapping[str, Any]], received: bytes
    ) -> None:
        """Keep the record of every round, and the last answer's bytes."""
        super().__init__(message, received=received)
        self.rounds = list(rounds)
