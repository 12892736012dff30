"""The words in which both apps say that something cannot be done.

A domain error has a stable `code` that programs may test, and a message that
tells a person what to do. `rmos_runs.http.problem_table` turns its `kind` into HTTP; no
other module knows about status codes.
"""

from __future__ import annotations

import enum
from typing import Any, ClassVar


class Kind(enum.Enum):
    """What sort of trouble an error is; one HTTP status each."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    UPSTREAM = "upstream"
    UNAVAILABLE = "unavailable"


def invalid_fields(fields: dict[str, list[str]]) -> str:
    """Return one sentence about faulty fields: the first with its message, and the others."""
    name, messages = next(iter(fields.items()))
    more = f" Correct also {', '.join(list(fields)[1:])}." if len(fields) > 1 else ""
    return f"Invalid request: {name}: {' '.join(messages)}{more}"


class DomainError(Exception):
    """Something anticipated went wrong."""

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "error"
    #: Seconds after which the same request may succeed, where that is known.
    retry_after: float | None = None

    def __init__(
        self, message: str | None = None, *, fields: dict[str, list[str]] | None = None
    ) -> None:
        """Keep the message (the class's docstring by default) and the faulty fields by path."""
        self.message = message or (type(self).__doc__ or "").strip()
        self.fields = fields
        super().__init__(self.message)

    def as_dict(self) -> dict[str, Any]:
        """Return `{type, code, message}`, the shape stored as a variant's `error_details`."""
        return {"type": type(self).__name__, "code": self.code, "message": self.message}


class InvalidRequest(DomainError):
    """Invalid request."""

    code = "invalid_request"

    def __init__(
        self, message: str | None = None, *, fields: dict[str, list[str]] | None = None
    ) -> None:
        """Name the first faulty field where no message is given."""
        super().__init__(message or (invalid_fields(fields) if fields else None), fields=fields)


class InvalidJson(DomainError):
    """The body is not JSON in UTF-8."""

    code = "parse_error"


class AttachmentNotFound(DomainError):
    """No attachment has this SHA-256."""

    kind = Kind.NOT_FOUND
    code = "attachment_not_found"


class BlobNotFound(DomainError):
    """The attachment is known, but its bytes are gone. Restore the store from a backup."""

    kind = Kind.GONE
    code = "blob_not_found"


class BlobDamaged(DomainError):
    """The stored bytes are not the ones that were put. Restore the store from a backup."""

    kind = Kind.GONE
    code = "blob_damaged"


class InvalidDigest(DomainError):
    """A SHA-256 is written as 64 lower-case hexadecimal digits."""

    code = "invalid_digest"


class NotJson(DomainError):
    """The value cannot be written as JSON. Use finite numbers, text, lists and objects only."""

    code = "not_json"


class StoreUnavailable(DomainError):
    """The store cannot be written. Check free space and permissions of the data folder."""

    kind = Kind.UNAVAILABLE
    code = "store_unavailable"


class StoreFull(StoreUnavailable):
    """The store is full. Free space on its disk, or give the bucket more; then try again."""

    code = "store_full"


class DatabaseFull(DomainError):
    """The database's disk is full. Free space on it and try again; nothing has to be restarted."""

    kind = Kind.UNAVAILABLE
    code = "database_full"


class DatabaseUnavailable(DomainError):
    """The database does not answer."""

    kind = Kind.UNAVAILABLE
    code = "database_unavailable"


class DiskFull(DomainError):
    """A disk of this machine is full. Free space, also for temporary files, and try again."""

    kind = Kind.UNAVAILABLE
    code = "disk_full"


class CollectionBusy(DomainError):
    """A backup is being made, or garbage is being collected. Try again when it is finished."""

    kind = Kind.CONFLICT
    code = "collection_busy"


class RunNotFound(DomainError):
    """No run has this id. GET /api/rmos/runs lists those there are."""

    kind = Kind.NOT_FOUND
    code = "run_not_found"


class SessionNotFound(DomainError):
    """No workflow session has this id. GET /api/workflow-sessions lists those there are."""

    kind = Kind.NOT_FOUND
    code = "session_not_found"


class SessionInUse(DomainError):
    """Runs or generations name this session. Set its status to ABANDONED instead of deleting it."""

    kind = Kind.CONFLICT
    code = "session_in_use"


class IllegalTransition(DomainError):
    """The status cannot move there from where it is."""

    kind = Kind.CONFLICT
    code = "illegal_transition"


class AttachmentMissing(DomainError):
    """An attachment is not in the store. Upload it first with POST /api/rmos/attachments."""

    kind = Kind.CONFLICT
    code = "attachment_missing"


class AttachmentNotLinked(DomainError):
    """The run links no attachment with this SHA-256. GET its attachments lists what it links."""

    kind = Kind.NOT_FOUND
    code = "attachment_not_linked"


class DigestMismatch(DomainError):
    """The bytes that arrived are not the ones promised. Nothing was kept; send them again."""

    code = "digest_mismatch"


class BodyTooLarge(DomainError):
    """The body is too large."""

    kind = Kind.TOO_LARGE
    code = "too_large"


class BundleRefused(DomainError):
    """The file is not a run's bundle as it was exported. Export it again."""

    code = "bundle_refused"


class RunConflict(DomainError):
    """Another run with this id and other facts is recorded here."""

    kind = Kind.CONFLICT
    code = "run_conflict"
