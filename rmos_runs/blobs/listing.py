"""The store as an operator sees it: a folder to walk through, to clean and to take damage out of.

What a put does not need is here and not in `rmos_runs.blobs.local`. Nothing in this
module knows of rows; who removes something holds the digest's lock already.
`rmos_runs.blobs.s3.listing` is the same for a bucket.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import cast

from rmos_runs.blobs.durable_files import (
    TEMP_PREFIX,
    TEMP_SUFFIX,
    fsync_folder,
    locked_folder,
    make_folder,
)
from rmos_runs.blobs.local import ContentAddressedStorage
from rmos_runs.blobs.names import digest_of_name
from rmos_runs.blobs.storage import BlobStorage, Bucket, attachment_storage
from rmos_runs.blobs.stored_files import (
    QUARANTINE,
    OrphanFile,
    StoredFile,
    StoreWalk,
)
from rmos_runs.digests import is_sha256

_SHARD = re.compile(r"[0-9a-f]{2}", re.ASCII)


def store_folder() -> StoreWalk:
    """Return the walk through the store that the settings name."""
    return folder_of(attachment_storage())


def folder_of(storage: BlobStorage) -> StoreWalk:
    """Return the walk through a store of either kind."""
    if isinstance(storage, ContentAddressedStorage):
        return StoreFolder(storage)
    return cast("Bucket", storage).folder()


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

    def leftovers(self, *, before: float) -> Iterator[OrphanFile]:
        """Yield the temporary files of writers that died, then folders that stand empty."""
        return chain(self._abandoned_writes(before), self._empty_folders(before))

    def _abandoned_writes(self, before: float) -> Iterator[OrphanFile]:
        for folder in [self._root, *self._leaf_folders()]:
            for entry in _sorted(folder):
                if not entry.name.startswith(TEMP_PREFIX) or not entry.name.endswith(TEMP_SUFFIX):
                    continue
                facts = _facts(entry)
                if facts and facts.st_mtime < before:
                    yield _temporary_file(Path(entry.path), facts.st_size)

    def _empty_folders(self, before: float) -> Iterator[OrphanFile]:
        """Yield the folders that have stood empty since before then, inner ones first."""
        for outer in self._shards(self._root):
            for folder in [*self._shards(outer), outer]:
                if folder.stat().st_mtime < before and next(os.scandir(folder), None) is None:
                    remove = partial(_remove_folder, folder)
                    yield OrphanFile(what="folder", name=folder.name, size_bytes=0, remove=remove)

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


def _temporary_file(path: Path, size: int) -> OrphanFile:
    def remove() -> bool:
        path.unlink(missing_ok=True)
        return True

    return OrphanFile(what="temporary file", name=path.name, size_bytes=size, remove=remove)


def _remove_folder(folder: Path) -> bool:
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
