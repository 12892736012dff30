"""The store as an operator sees it: a folder to walk through, to clean and to take damage out of.

What a put does not need is here and not in `rmos_runs.storage`. Nothing in this
module knows of rows; who removes something holds the digest's lock already.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import cast

from django.core.files.storage import storages

from rmos_runs.blob_names import digest_of_name
from rmos_runs.digests import is_sha256
from rmos_runs.durable_files import (
    TEMP_PREFIX,
    TEMP_SUFFIX,
    fsync_folder,
    locked_folder,
    make_folder,
)
from rmos_runs.storage import ContentAddressedStorage

QUARANTINE = "quarantine"
_SHARD = re.compile(r"[0-9a-f]{2}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file named by a digest: its name below the root, its size, when it was last put."""

    sha256: str
    name: str
    size_bytes: int
    modified: float

    @property
    def is_findable(self) -> bool:
        """Whether the store could find it: it lies where its digest says, with a clean ending."""
        return digest_of_name(self.name) is not None


def store_folder() -> StoreFolder:
    """Return the folder of the store that the settings name."""
    return StoreFolder(cast("ContentAddressedStorage", storages["attachments"]))


class StoreFolder:
    """Walks through a store and removes from it; times are seconds since the epoch."""

    def __init__(self, storage: ContentAddressedStorage) -> None:
        """Keep the store whose folder this is."""
        self.storage = storage
        self._root = Path(storage.location)

    def files(self) -> Iterator[StoredFile]:
        """Yield every file that begins with a digest; those that are findable in digest order."""
        for folder in self._leaf_folders():
            for entry in _sorted(folder):
                found = self._stored_file(folder, entry)
                if found:
                    yield found

    def copies(self, sha256: str) -> list[StoredFile]:
        """Return the files of one digest; more than one only if somebody copied them by hand."""
        folder = self._root / sha256[0:2] / sha256[2:4]
        found = [self._stored_file(folder, entry) for entry in _sorted(folder)]
        return [file for file in found if file and file.sha256 == sha256 and file.is_findable]

    def remove(self, name: str, *, unless_put_since: float) -> int | None:
        """Remove a file that was last put before then; return its size, or None if it stays.

        The folder's lock is the one under which a put renews the file's time.
        """
        path = self._root / name
        try:
            with locked_folder(path.parent):
                facts = path.lstat()
                if facts.st_mtime >= unless_put_since:
                    return None
                path.unlink()
        except FileNotFoundError:
            return None
        return facts.st_size

    def quarantine(self, name: str) -> str | None:
        """Move a file whose bytes are not those of its name out of the way.

        Returns its new name below the root, or None when it is gone or, by
        now, right. Raises OSError.
        """
        path, refuge = self._root / name, self._root / QUARANTINE
        make_folder(refuge)
        try:
            with locked_folder(path.parent):
                if _sha256_of(path) == digest_of_name(name):
                    return None
                target = _free_name(refuge, path)
                path.rename(target)
                fsync_folder(refuge)
        except FileNotFoundError:
            return None
        return target.relative_to(self._root).as_posix()

    def abandoned_writes(self, *, before: float) -> Iterator[tuple[Path, int]]:
        """Yield the temporary files of writers that died, with their sizes in bytes."""
        for folder in [self._root, *self._leaf_folders()]:
            for entry in _sorted(folder):
                if not entry.name.startswith(TEMP_PREFIX) or not entry.name.endswith(TEMP_SUFFIX):
                    continue
                facts = _facts(entry)
                if facts and facts.st_mtime < before:
                    yield Path(entry.path), facts.st_size

    def empty_folders(self, *, before: float) -> Iterator[Path]:
        """Yield the folders that have stood empty since before then, inner ones first."""
        for outer in self._shards(self._root):
            for folder in [*self._shards(outer), outer]:
                if folder.stat().st_mtime < before and next(os.scandir(folder), None) is None:
                    yield folder

    def remove_folder(self, folder: Path) -> bool:
        """Remove an empty folder; tell whether it was."""
        try:
            folder.rmdir()
        except FileNotFoundError:
            return False
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                return False
            raise
        return True

    def _stored_file(self, folder: Path, entry: os.DirEntry[str]) -> StoredFile | None:
        name = Path(folder, entry.name).relative_to(self._root).as_posix()
        facts = _facts(entry) if is_sha256(entry.name[:64]) else None
        if facts is None:
            return None
        return StoredFile(
            sha256=entry.name[:64], name=name, size_bytes=facts.st_size, modified=facts.st_mtime
        )

    def _leaf_folders(self) -> Iterator[Path]:
        for outer in self._shards(self._root):
            yield from self._shards(outer)

    def _shards(self, folder: Path) -> Iterator[Path]:
        for entry in _sorted(folder):
            if _SHARD.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


def _sorted(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _facts(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return size and times of a regular file; None for all else and for what is gone by now."""
    try:
        return entry.stat(follow_symlinks=False) if entry.is_file(follow_symlinks=False) else None
    except FileNotFoundError:
        return None


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free_name(refuge: Path, path: Path) -> Path:
    names = (f"{path.stem}{'' if n == 1 else f'-{n}'}{path.suffix}" for n in range(1, 1 << 20))
    return next(refuge / name for name in names if not (refuge / name).exists())
