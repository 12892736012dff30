"""How much room is left where the database and the store keep their bytes.

New work is refused while a reserve is still free: what is under way needs it, above all
answers that were paid for, and Postgres stops when it cannot write its log.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import psycopg
from django.conf import settings
from django.db import Error, connection, transaction

from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.errors import DatabaseFull, DomainError, StoreFull

#: One segment of Postgres' log, and eight pictures of two megabytes.
RESERVE_BYTES = 16 << 20
#: More than `work_mem` allows, so that it goes to a temporary file; gone at once.
_SPILL = "SELECT count(*) FROM generate_series(1, 10000)"

Part = Literal["database", "store"]
State = Literal["ok", "low", "full"]
FULL: dict[Part, type[DomainError]] = {"database": DatabaseFull, "store": StoreFull}


@dataclass(frozen=True, kw_only=True)
class Volume:
    """The file system that holds the database or the store; sizes in bytes.

    has_names: whether another file can be made, where the file system counts them.
    """

    part: Part
    free_bytes: int
    total_bytes: int
    has_names: bool = True

    @property
    def state(self) -> State:
        """`full` while new work is refused, `low` below the setting's number of bytes."""
        if self.free_bytes < RESERVE_BYTES or not self.has_names:
            return "full"
        return "low" if self.free_bytes < settings.RMOS_LOW_SPACE_BYTES else "ok"


def volumes() -> list[Volume]:
    """Return the volumes that this machine can see: not of a bucket or a server elsewhere."""
    found = [_volume("database", _database_folder()), _volume("store", _store_folder())]
    return [volume for volume in found if volume]


def is_volume_full(part: Part) -> bool:
    """Tell whether new work is refused because of this volume."""
    return any(volume.part == part and volume.state == "full" for volume in volumes())


def require_free_space() -> None:
    """Raise DatabaseFull or StoreFull while a volume has no room for new work."""
    for volume in volumes():
        if volume.state == "full":
            raise FULL[volume.part]


def check_database_space() -> None:
    """Make the database write a temporary file. Raises DatabaseFull, and DatabaseError."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(_SPILL)
    except Error as error:
        if is_database_full(error):
            raise DatabaseFull from error
        raise


def _volume(part: Part, folder: Path | None) -> Volume | None:
    try:
        facts = os.statvfs(folder) if folder else None
    except OSError:
        return None
    if facts is None:
        return None
    return Volume(
        part=part,
        free_bytes=facts.f_bavail * facts.f_frsize,
        total_bytes=facts.f_blocks * facts.f_frsize,
        # A file system that does not count names says 0 of 0.
        has_names=facts.f_favail > 0 or facts.f_files == 0,
    )


def _store_folder() -> Path | None:
    """Return the store's folder or, before the first put, what it will be made in."""
    try:
        folder = Path(attachment_storage().path("00/00/" + "0" * 64)).parents[2]
    except NotImplementedError:
        return None
    return _existing(folder)


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _database_folder() -> Path | None:
    """Return Postgres' own folder where it is on this machine: our own, or by a Unix socket."""
    if settings.RMOS_DATABASE_DIR:
        return _existing(settings.RMOS_DATABASE_DIR)
    facts = connection.settings_dict
    host = str(facts.get("OPTIONS", {}).get("host") or facts.get("HOST") or "")
    if not host.startswith("/"):
        return None
    try:
        return _data_directory(host, str(facts["NAME"]))
    except Error:
        # That it does not answer is said elsewhere.
        return None


@lru_cache(maxsize=4)
def _data_directory(_host: str, _name: str) -> Path | None:
    # Only who may read all settings is told; the studio's own server tells us.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'USAGE') "
            "THEN current_setting('data_directory') END"
        )
        (folder,) = cursor.fetchone()
    return Path(folder) if folder else None


def is_database_full(error: BaseException) -> bool:
    """Tell whether Postgres said that its disk is full (SQLSTATE 53100)."""
    return isinstance(error.__cause__, psycopg.errors.DiskFull)


def is_disk_full(error: OSError) -> bool:
    """Tell whether the file system has no room, or no more for this account."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
