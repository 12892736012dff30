"""What stops `up` before or while it serves, each said in one line."""

from __future__ import annotations

from typing import ClassVar

from rmos_runs.errors import DomainError, Kind


class CannotRun(DomainError):
    """The studio cannot run here."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "cannot_run"


class PostgresMissing(CannotRun):
    """The programs of Postgres cannot be used."""

    code = "postgres_missing"


class ClusterBroken(CannotRun):
    """The database in the data folder does not start."""

    code = "cluster_broken"


class FolderUnusable(CannotRun):
    """The data folder cannot be written."""

    code = "folder_unusable"


class FolderInUse(CannotRun):
    """Another `up` works in this data folder."""

    code = "folder_in_use"


class BadAddress(CannotRun):
    """The address to listen on is not one."""

    code = "bad_address"


class PortTaken(CannotRun):
    """Another program listens on the port."""

    code = "port_taken"
