"""What a backup says of itself, and whether that is true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from artstudio.ops.backup.errors import BackupInvalid
from rmos_runs.blobs.durable_files import fsync_folder, write_temp
from rmos_runs.blobs.names import digest_of_name

FORMAT = 1
MANIFEST = "manifest.json"
UNFINISHED = "UNFINISHED"
ATTACHMENTS = "attachments"
SECRET_KEY = "secret_key"  # noqa: S105  # the name of its file
_BLOCK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class WrittenFile:
    """A file of the backup: its name below the folder, its size and its digest."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is in a backup.

    migrations: names of the applied ones, by app; they tell the version of the schema.
    tables: rows of each table in the dump.
    files, files_bytes: number and bytes of the stored files that `file_list` lists.
    missing: contents that the index knew and the store did not have, by SHA-256.
    pg_dump_major: major version of the pg_dump that wrote the dump.
    """

    created_at_utc: str
    studio_version: str
    migrations: dict[str, list[str]]
    server_version: str
    pg_dump_major: int
    dump: WrittenFile
    tables: dict[str, int]
    file_list: WrittenFile
    files: int
    files_bytes: int
    missing: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(self.tables.values())


def file_facts(folder: Path, name: str) -> WrittenFile:
    """Read a file of the backup and return its facts. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with (folder / name).open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return WrittenFile(name=name, size_bytes=size, sha256=digest.hexdigest())


def write_file(folder: Path, name: str, data: bytes, *, mode: int = 0o600) -> None:
    """Give bytes a name in the folder, whole or not at all. Raises OSError."""
    temp = write_temp(folder, [data])
    temp.chmod(mode)
    temp.replace(folder / name)
    fsync_folder(folder)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make what is in the folder a backup. Raises OSError."""
    facts = {"format": FORMAT, **asdict(manifest)}
    write_file(folder, MANIFEST, json.dumps(facts, indent=2).encode() + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a finished backup. Raises BackupInvalid."""
    try:
        facts = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise BackupInvalid(_why_none(folder)) from None
    except (OSError, ValueError) as error:
        raise BackupInvalid(f"{folder / MANIFEST} cannot be read: {error}.") from error
    version = facts.pop("format", None) if isinstance(facts, dict) else None
    if version != FORMAT:
        raise BackupInvalid(
            f"The backup in {folder} has the format {version}, and this version of the studio "
            f"reads the format {FORMAT}. Restore it with the version that made it."
        )
    return _manifest(folder, facts)


def _manifest(folder: Path, facts: dict[str, Any]) -> Manifest:
    try:
        dump, file_list = (WrittenFile(**facts.pop(name)) for name in ("dump", "file_list"))
        return Manifest(dump=dump, file_list=file_list, **facts)
    except (KeyError, TypeError) as error:
        raise BackupInvalid(f"{folder / MANIFEST} is not as it was written.") from error


def _why_none(folder: Path) -> str:
    if not folder.is_dir():
        return f"There is no folder {folder}."
    if (folder / UNFINISHED).exists():
        return (
            f"The backup in {folder} was not finished, so it is not whole. "
            "Run `manage.py backup` on it again: what is there is used."
        )
    return f"{folder} holds no backup: it has no {MANIFEST}."


def file_list_text(names: Iterable[tuple[str, str]]) -> bytes:
    """Return lines for `sha256sum -c` from pairs of digest and name below `attachments`."""
    return "".join(f"{sha256}  {ATTACHMENTS}/{name}\n" for sha256, name in names).encode()


def read_file_list(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield digest and name below `attachments` of every listed file. Raises BackupInvalid."""
    for line in (folder / manifest.file_list.name).read_text().splitlines():
        sha256, _, name = line.partition(f"  {ATTACHMENTS}/")
        # A name that is not its digest's could lead out of the folder.
        if not name or digest_of_name(name) != sha256:
            raise BackupInvalid(f"{folder / manifest.file_list.name} has a line that is no file.")
        yield sha256, name
