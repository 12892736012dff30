"""Where the bytes are: files named by the SHA-256 of what is in them.

The same bytes are one file under whatever extension they came first. A reader
sees all of a file or none of it, and a name never points to other bytes than
before.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from rmos_runs.blobs.durable_files import locked_folder, make_folder, write_temp
from rmos_runs.blobs.free_space import is_disk_full
from rmos_runs.blobs.names import (
    blob_folder,
    blob_name,
    digest_of_name,
    ext_of,
    is_shard,
)
from rmos_runs.blobs.storage import sha256_of
from rmos_runs.digests import is_sha256
from rmos_runs.errors import InvalidDigest, StoreFull, StoreUnavailable

logger = logging.getLogger(__name__)


@deconstructible(path="rmos_runs.blobs.local.ContentAddressedStorage")
class ContentAddressedStorage(Storage):
    """A local folder of files named by their digests."""

    def __init__(self, location: str | os.PathLike[str]) -> None:
        """Keep the root; it is made when the first bytes come."""
        self.location = os.path.abspath(location)  # noqa: PTH100 - resolve() would follow a link now

    # What Django asks of a storage.

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Return the name as it is: the same bytes have the same name."""
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        digest = sha256_of(content)
        with self.stage(digest, content, ext_of(name)) as staged:
            return staged.publish()

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            msg = "Stored bytes never change; open them with mode 'rb'."
            raise ValueError(msg)
        return File(cast("IO[bytes]", self._existing(name).open("rb")), name)

    def exists(self, name: str) -> bool:
        """Tell whether this very name holds bytes."""
        if digest_of_name(name) is None:
            return False
        path = self._path(name)
        try:
            return stat.S_ISREG(path.lstat().st_mode) and self._is_real(path)
        except OSError:
            return False

    def size(self, name: str) -> int:
        """Return the number of bytes under `name`. Raises FileNotFoundError."""
        return self._existing(name).stat().st_size

    def get_modified_time(self, name: str) -> datetime:
        """Return when the bytes were last put, in UTC. Raises FileNotFoundError."""
        return datetime.fromtimestamp(self._existing(name).stat().st_mtime, tz=UTC)

    def path(self, name: str) -> str:
        """Return the absolute path that `name` has or would have. Raises InvalidDigest."""
        return str(self._path(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the blobs in `path` ("", "ab" or "ab/cd"). Raises OSError."""
        folder = self._root / path
        if not is_shard(path) or not self._is_real(folder):
            raise FileNotFoundError(path)
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        return folders, [entry.name for entry in entries if is_sha256(entry.name[:64])]

    def delete(self, name: str) -> None:
        """Remove the bytes under `name`; harmless when there are none. Raises StoreUnavailable."""
        if not self.exists(name):
            return
        path = self._path(name)
        with _reported("delete"), locked_folder(path.parent):
            path.unlink(missing_ok=True)

    # What is ours.

    def find(self, sha256: str, ext: str = "") -> str | None:
        """Return the name the digest is stored under, whatever its extension, or None.

        `ext` is where to look first. Raises InvalidDigest.
        """
        name = blob_name(sha256, ext)
        if self.exists(name):
            return name
        try:
            siblings = sorted(entry.name for entry in self._path(name).parent.iterdir())
        except OSError:
            return None
        names = (f"{blob_folder(sha256)}/{sibling}" for sibling in siblings)
        return next((n for n in names if digest_of_name(n) == sha256 and self.exists(n)), None)

    def open_digest(self, sha256: str, ext: str = "") -> File[bytes] | None:
        """Open the bytes of a digest, whatever their extension, or return None."""
        name = self.find(sha256, ext)
        try:
            return self.open(name) if name else None
        except FileNotFoundError:
            return None

    def place(self, name: str) -> str:
        """Return the path of a name, for people."""
        return self.path(name)

    @contextmanager
    def stage(self, sha256: str, content: File[bytes], ext: str = "") -> Iterator[StagedFile]:
        """Make the bytes durable without a name, until the block ends.

        The slow part (writing, fsync) happens here, so that a caller can take
        its locks afterwards and hold them only for `publish`. `sha256` must be
        the digest of `content`. Raises InvalidDigest, StoreUnavailable.
        """
        staged = StagedFile(self, sha256, content, ext)
        try:
            with _reported("write"):
                staged.prepare()
            yield staged
        finally:
            staged.discard()

    def writable_folder(self, sha256: str) -> Path:
        """Return the folder of a digest, made if need be. Raises OSError."""
        folder = self._path(blob_name(sha256)).parent
        make_folder(folder)
        if not self._is_real(folder):
            msg = "A link in the store leads elsewhere."
            raise OSError(msg)
        return folder

    def check_writable(self) -> None:
        """Make the root and try a write in it. Raises StoreUnavailable."""
        with _reported("check"):
            make_folder(self._root)
            write_temp(self._root, [b"writable"]).unlink()

    @property
    def _root(self) -> Path:
        return Path(self.location)

    def _path(self, name: str) -> Path:
        """Return the path of a well-formed name; nothing else ever becomes a path."""
        if digest_of_name(name) is None:
            raise InvalidDigest
        return self._root / name

    def _existing(self, name: str) -> Path:
        if not self.exists(name):
            raise FileNotFoundError(name)
        return self._path(name)

    def _is_real(self, path: Path) -> bool:
        """Tell whether no link below the root takes part in `path`."""
        below = path.relative_to(self._root).parts
        return not any(self._root.joinpath(*below[: n + 1]).is_symlink() for n in range(len(below)))


class StagedFile:
    """Bytes in a temporary file next to where they belong, or already stored."""

    def __init__(
        self, storage: ContentAddressedStorage, sha256: str, content: File[bytes], ext: str
    ) -> None:
        """Remember what is to be stored; nothing is written yet."""
        self._storage, self._sha256, self._content, self._ext = storage, sha256, content, ext
        self._temp: Path | None = None

    def prepare(self) -> None:
        """Write the temporary file unless the very same bytes are stored. Raises OSError."""
        self._folder = self._storage.writable_folder(self._sha256)
        if not self._is_stored():
            self._write()

    def publish(self) -> str:
        """Give the bytes their name and return it.

        A file that is there keeps its name, and its time is renewed so that
        the garbage collector's grace begins again; if its bytes are not the
        right ones it is replaced. Raises StoreUnavailable.
        """
        with _reported("write"), locked_folder(self._folder):
            found = self._storage.find(self._sha256, self._ext)
            if found and not self._temp and self._storage.size(found) == self._content.size:
                os.utime(self._storage.path(found))
                return found
            name = found or blob_name(self._sha256, self._ext)
            (self._temp or self._write()).replace(self._storage.path(name))
            self._temp = None
        return name

    def discard(self) -> None:
        """Remove the temporary file if it was not published."""
        if self._temp:
            self._temp.unlink(missing_ok=True)

    def _write(self) -> Path:
        try:
            self._temp = write_temp(self._folder, self._content.chunks())
        except FileNotFoundError:
            # The garbage collector removes a folder that stood empty for long.
            self._folder = self._storage.writable_folder(self._sha256)
            self._temp = write_temp(self._folder, self._content.chunks())
        return self._temp

    def _is_stored(self) -> bool:
        try:
            return self._holds_the_same()
        except FileNotFoundError:
            # The garbage collector took it between two looks; no lock is held yet.
            return False

    def _holds_the_same(self) -> bool:
        name = self._storage.find(self._sha256, self._ext)
        if name is None or self._storage.size(name) != self._content.size:
            return False
        with self._storage.open(name) as stored:
            pairs = zip_longest(stored.chunks(), self._content.chunks())
            return all(ours == theirs for ours, theirs in pairs)


@contextmanager
def _reported(action: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        logger.exception("store_unavailable", extra={"action": action})
        raise (StoreFull if is_disk_full(error) else StoreUnavailable) from error
