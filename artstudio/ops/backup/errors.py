"""Why a backup cannot be made or restored, each said so that the reader knows what to do."""

from __future__ import annotations

from typing import ClassVar

from rmos_runs.errors import DomainError, Kind


class BackupFailed(DomainError):
    """The backup cannot be made."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "backup_failed"


class BackupInvalid(DomainError):
    """The folder holds no backup that can be restored."""

    code = "backup_invalid"


class RestoreRefused(DomainError):
    """The backup cannot be restored here."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code = "restore_refused"


class RestoreFailed(DomainError):
    """The backup could not be restored; the database is as it was."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "restore_failed"
