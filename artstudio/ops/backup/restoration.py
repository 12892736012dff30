"""Bringing a backup back: it is proven first, then its files are copied, then its rows loaded.

The files come before the rows that name them; the rows are loaded in one transaction. So a
restore that broke off leaves files without rows, which are harmless, and can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from artstudio.embedded.binaries import client_programs
from artstudio.embedded.upgrade import migrate, schema_locked
from artstudio.ops.backup.errors import BackupInvalid, RestoreFailed, RestoreRefused
from artstudio.ops.backup.manifest import (
    ATTACHMENTS,
    Manifest,
    WrittenFile,
    file_facts,
    read_file_list,
    read_manifest,
)
from artstudio.ops.backup.postgres import check_dump, load_dump
from artstudio.ops.backup.snapshot import count_rows
from rmos_runs.blobs.copy import THREADS, copy_store
from rmos_runs.blobs.listing import folder_of
from rmos_runs.blobs.local import ContentAddressedStorage
from rmos_runs.blobs.storage import BlobStorage
from rmos_runs.integrity import Scope, StoreReport, verify_store

_STUDIO_TABLES = (
    "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'public' "
    "AND tablename ~ '^(artstudio|rmos_runs|procrastinate|auth|django)_'"
)
_OTHERS = (
    "SELECT pid, coalesce(nullif(application_name, ''), usename::text) "
    "FROM pg_catalog.pg_stat_activity WHERE datname = current_database() "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid"
)


@dataclass(frozen=True, kw_only=True)
class ProvenBackup:
    """A backup whose every byte was read; `damaged` are the files that are not right or not there.

    files: name below `attachments` of each sound file, by SHA-256.
    """

    folder: Path
    manifest: Manifest
    files: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RestoredBackup:
    """What a restore did, and what the check of rows and files found after it."""

    backup: ProvenBackup
    copied: int
    present: int
    migrated: bool
    store: StoreReport


def prove_backup(
    folder: Path, *, accept_damaged: bool = False, on_file: Callable[[], object] = lambda: None
) -> ProvenBackup:
    """Read a backup to its last byte; nothing is changed.

    Raises BackupInvalid, for damaged files too unless they are accepted, RestoreRefused
    for one of a newer version, and PostgresMissing.
    """
    manifest = read_manifest(folder)
    _refuse_newer(manifest)
    for written in (manifest.dump, manifest.file_list):
        _check_written(folder, written)
    check_dump(client_programs(manifest.pg_dump_major), folder / manifest.dump.name)
    proven = ProvenBackup(folder=folder, manifest=manifest)
    listed = list(read_file_list(folder, manifest))
    with ThreadPoolExecutor(THREADS, thread_name_prefix="prove") as pool:
        sound = pool.map(lambda pair: _is_sound(folder, *pair), listed)
        for (sha256, name), is_sound in zip(listed, sound, strict=True):
            on_file()
            if is_sound:
                proven.files[sha256] = name
            else:
                proven.damaged.append(name)
    if proven.damaged and not accept_damaged:
        raise BackupInvalid(_damage(proven))
    return proven


def restore_backup(
    backup: ProvenBackup,
    store: BlobStorage,
    *,
    replace: bool = False,
    on_file: Callable[[], object] = lambda: None,
) -> RestoredBackup:
    """Bring a proven backup back; the caller sees to it that nothing else works here.

    Without `replace` only into an empty database and a store without other contents.
    Raises RestoreRefused with nothing changed; RestoreFailed and StoreUnavailable with
    the database as it was.
    """
    _refuse_users()
    with schema_locked():
        has_tables = _count(_STUDIO_TABLES) > 0
        if not replace:
            _refuse_filled(backup, store, has_tables=has_tables)
        source = ContentAddressedStorage(backup.folder / ATTACHMENTS)
        done = copy_store(source, store, only=backup.files.keys(), on_file=on_file)
        if not done.ok:
            fault = done.faults[0]
            raise RestoreFailed(f"{len(done.faults)} files were not stored: {fault.detail}")
        manifest = backup.manifest
        programs = client_programs(manifest.pg_dump_major)
        connection.close()
        load_dump(programs, backup.folder / manifest.dump.name, clear=replace and has_tables)
        _check_counts(manifest)
        migrated = _migrate()
    return RestoredBackup(
        backup=backup,
        copied=done.copied,
        present=done.present,
        migrated=migrated,
        store=verify_store(Scope(fraction=0)),
    )


def _refuse_newer(manifest: Manifest) -> None:
    """Refuse a schema that this version's migrations did not make."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations) | {
        old for migration in loader.disk_migrations.values() for old in migration.replaces
    }
    unknown = [
        f"{app} {name}"
        for app, names in manifest.migrations.items()
        for name in names
        if (app, name) not in known
    ]
    if unknown:
        raise RestoreRefused(
            f"The backup was made by a newer version of the studio ({manifest.studio_version}): "
            f"this one does not know the migration {unknown[-1]}. Install that version first."
        )


def _check_written(folder: Path, written: WrittenFile) -> None:
    if "/" in written.name:
        raise BackupInvalid(f"The manifest in {folder} names a file elsewhere.")
    try:
        found = file_facts(folder, written.name)
    except OSError as error:
        raise BackupInvalid(f"{folder / written.name} cannot be read: {error.strerror}.") from error
    if found != written:
        raise BackupInvalid(f"{folder / written.name} was changed: its SHA-256 is another.")


def _is_sound(folder: Path, sha256: str, name: str) -> bool:
    try:
        return file_facts(folder / ATTACHMENTS, name).sha256 == sha256
    except OSError:
        return False


def _damage(proven: ProvenBackup) -> str:
    shown = ", ".join(proven.damaged[:5]) + (" …" if len(proven.damaged) > 5 else "")
    return (
        f"{len(proven.damaged)} files of the backup are damaged or missing: {shown}. "
        "Nothing was changed. --accept-damaged restores all others."
    )


def _refuse_users() -> None:
    """Refuse while a studio, or anybody else, is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        others = cursor.fetchall()
    if others:
        names = ", ".join(f"{name} (process {pid})" for pid, name in others[:5])
        raise RestoreRefused(
            f"{len(others)} others are connected to the database: {names}. Stop every web server "
            "and worker, close other programs' connections, and restore again."
        )


def _refuse_filled(backup: ProvenBackup, store: BlobStorage, *, has_tables: bool) -> None:
    advice = "--replace restores all the same, and removes what the database holds."
    if has_tables:
        raise RestoreRefused(f"The database holds a studio already. {advice}")
    for file in folder_of(store).files():
        if file.sha256 not in backup.files:
            raise RestoreRefused(
                f"The store holds other files already, such as {file.name}. --replace restores "
                "all the same, and leaves them there."
            )


def _count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _check_counts(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        found = count_rows(cursor)
    wrong = [table for table, rows in manifest.tables.items() if found.get(table) != rows]
    if wrong:
        raise RestoreFailed(f"The database has other rows than the manifest says: {wrong[0]}.")


def _migrate() -> bool:
    """Bring the restored schema up to date; tell whether it was of an older version."""
    before = _count("SELECT count(*) FROM django_migrations")
    migrate()
    return _count("SELECT count(*) FROM django_migrations") > before
