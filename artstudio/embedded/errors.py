"""What stops `up` before or while it serves, each said in one line."""

from __future__ import annotations

from typing import ClassVar

from rmos_runs.errors import DomainError, Kind


class StartupError(DomainError):
    """The studio cannot run here."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "cannot_run"


class PostgresMissing(StartupError):
    """The programs of Postgres cannot be used."""

    code = "postgres_missing"


class ClusterBroken(StartupError):
    """The database in the data folder does not start."""

    code = "cluster_broken"


class FolderUnusable(StartupError):
    """The data folder cannot be written."""

    code = "folder_unusable"


class FolderInUse(StartupError):
    """Another `up` works in this data folder."""

    code = "folder_in_use"


class BadAddress(StartupError):
    """The address to listen on is not one."""

    code = "bad_address"


class PortTaken(StartupError):
    """Another program listens on the port."""

    code = "port_taken"
