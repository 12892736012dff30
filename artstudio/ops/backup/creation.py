"""Making a backup, live: the rows of one moment first, then their files.

A file is in the store before the row that names it, and nothing is collected meanwhile;
so every row of the dump has its file when the files are copied after it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from artstudio import __version__
from artstudio.embedded.binaries import ClientPrograms, client_programs
from artstudio.ops.backup.errors import BackupFailed
from artstudio.ops.backup.manifest import (
    ATTACHMENTS,
    MANIFEST,
    SECRET_KEY,
    UNFINISHED,
    Manifest,
    WrittenFile,
    file_facts,
    file_list_text,
    write_file,
    write_manifest,
)
from artstudio.ops.backup.postgres import check_dump, dump_database
from artstudio.ops.backup.snapshot import Snapshot, taken_snapshot
from rmos_runs.blobs.copy import Copied, copy_store
from rmos_runs.blobs.durable_files import fsync_folder
from rmos_runs.blobs.local import ContentAddressedStorage
from rmos_runs.blobs.locks import not_collecting
from rmos_runs.blobs.storage import BlobStorage

_NOTE = b"This backup is being made, or was not finished. Run `manage.py backup` again.\n"


@dataclass(frozen=True, kw_only=True)
class CreatedBackup:
    """A finished backup, and what its copy of the files did."""

    manifest: Manifest
    copied: Copied


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Whom a backup tells how far it is: the number of files first, then once for each."""

    on_count: Callable[[int], object] = lambda _count: None
    on_file: Callable[[], object] = lambda: None


def create_backup(
    folder: Path,
    store: BlobStorage,
    *,
    secret_key: Path | None = None,
    watch: Watch = Watch(),
) -> CreatedBackup:
    """Write a backup into `folder`, or add to the one that is there.

    secret_key: a file to keep a copy of, where there is one.
    Raises BackupFailed, CollectionBusy, PostgresMissing, StoreUnavailable and OSError;
    an earlier backup in the folder is still whole then.
    """
    with _prepared(folder), not_collecting():
        now = datetime.now(tz=UTC)
        snapshot, dump, programs = _dumped(folder, f"database-{now:%Y%m%dT%H%M%S%fZ}.dump")
        check_dump(programs, folder / dump.name)
        watch.on_count(len(snapshot.contents))
        target = ContentAddressedStorage(folder / ATTACHMENTS)
        copied = copy_store(store, target, only=set(snapshot.contents), on_file=watch.on_file)
        names = {sha256: target.find(sha256) for sha256 in snapshot.contents}
        listed = [(sha256, name) for sha256, name in names.items() if name]
        if secret_key and secret_key.exists():
            write_file(folder, SECRET_KEY, secret_key.read_bytes())
        manifest = Manifest(
            created_at_utc=now.isoformat(),
            studio_version=__version__,
            migrations=snapshot.migrations,
            server_version=snapshot.server_version,
            pg_dump_major=programs.major,
            dump=dump,
            tables=snapshot.tables,
            file_list=_write_list(folder, f"files-{now:%Y%m%dT%H%M%S%fZ}.sha256", listed),
            files=len(listed),
            files_bytes=sum(target.size(name) for _sha256, name in listed),
            missing=[sha256 for sha256, name in names.items() if name is None],
        )
        write_manifest(folder, manifest)
    _remove_superseded(folder, manifest)
    return CreatedBackup(manifest=manifest, copied=copied)


@contextmanager
def _prepared(folder: Path) -> Iterator[None]:
    """Hold the folder for this backup alone, and mark it as unfinished until the block ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"Another backup is being written to {folder}.") from None
        _refuse_foreign(folder)
        write_file(folder, UNFINISHED, _NOTE)
        yield
        (folder / UNFINISHED).unlink()
        fsync_folder(folder)
    finally:
        os.close(descriptor)


def _refuse_foreign(folder: Path) -> None:
    names = {entry.name for entry in folder.iterdir()}
    # A new file system has a folder of its own in its root.
    if names - {"lost+found"} and not names & {MANIFEST, UNFINISHED}:
        raise BackupFailed(f"{folder} is not empty and holds no backup. Choose another folder.")


def _dumped(folder: Path, name: str) -> tuple[Snapshot, WrittenFile, ClientPrograms]:
    with taken_snapshot() as snapshot:
        programs = client_programs(int(snapshot.server_version.split(".")[0].split()[0]))
        dump_database(programs, snapshot.name, folder / name)
    # It holds what people may have: passwords' hashes and prompts.
    (folder / name).chmod(0o600)
    with (folder / name).open("rb") as file:
        os.fsync(file.fileno())
    return snapshot, file_facts(folder, name), programs


def _write_list(folder: Path, name: str, listed: list[tuple[str, str]]) -> WrittenFile:
    write_file(folder, name, file_list_text(listed))
    return file_facts(folder, name)


def _remove_superseded(folder: Path, manifest: Manifest) -> None:
    """Remove dumps and lists of earlier backups, and of those that were not finished."""
    kept = {manifest.dump.name, manifest.file_list.name}
    for pattern in ("database-*.dump", "files-*.sha256", ".put-*.tmp"):
        for path in folder.glob(pattern):
            if path.name not in kept:
                with suppress(OSError):
                    path.unlink()
