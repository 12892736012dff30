"""Copying every stored content from one store to another, proven by its digest at both ends.

What is there and right is skipped, so a copy that broke off goes on where it was.
Nothing is removed from the source, and no row is read or written: rows name bytes
by their digest, wherever they are.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import deque
from collections.abc import Callable, Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import IO, Literal, cast

from django.core.files.base import File
from django.db import connection

from rmos_runs.blobs.listing import folder_of
from rmos_runs.blobs.names import ext_of
from rmos_runs.blobs.storage import BlobStorage, RemoteFile, sha256_of
from rmos_runs.blobs.stored_files import StoredFile
from rmos_runs.errors import StoreUnavailable

THREADS = 8
#: Contents that fail one after the other before it is the store that fails.
PATIENCE = 16
#: Larger contents wait on disk and not in memory between the two stores.
_SPOOL_BYTES = 8 << 20
_BLOCK = 1 << 20
_AHEAD = 4

Outcome = Literal["copied", "present", "damaged", "failed"]


@dataclass(frozen=True, kw_only=True)
class CopiedFile:
    """What became of one content; `name` is its name in the source."""

    outcome: Outcome
    name: str
    size_bytes: int
    detail: str = ""


@dataclass(kw_only=True)
class Copied:
    """What a copy did.

    present: contents that were in the target already, with the right bytes.
    misnamed: files that no put could have named; they stay where they are.
    faults: contents of the source that are not in the target now.
    """

    copied: int = 0
    present: int = 0
    bytes_copied: int = 0
    misnamed: int = 0
    faults: list[CopiedFile] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every content of the source is in the target now."""
        return not self.faults


def copy_store(
    source: BlobStorage,
    target: BlobStorage,
    *,
    only: Container[str] | None = None,
    threads: int = THREADS,
    on_file: Callable[[], object] = lambda: None,
) -> Copied:
    """Copy what `source` has, or of it only these digests; `on_file` is called for each content.

    Raises StoreUnavailable when the source cannot be listed, the target not
    written, or nothing goes any more; running it again then goes on.
    """
    target.check_writable()
    copy = _Copy(source, target, only, on_file)
    with ThreadPoolExecutor(threads, thread_name_prefix="copy") as pool:
        try:
            copy.run(pool, ahead=threads * _AHEAD)
        finally:
            pool.shutdown(cancel_futures=True)
    return copy.done


class _Copy:
    """One pass over a source; the counts belong to the thread that made it."""

    def __init__(
        self,
        source: BlobStorage,
        target: BlobStorage,
        only: Container[str] | None,
        on_file: Callable[[], object],
    ) -> None:
        self.done = Copied()
        self._source, self._target, self._only, self._on_file = source, target, only, on_file
        self._failed_in_a_row = 0

    def run(self, pool: ThreadPoolExecutor, *, ahead: int) -> None:
        waiting: deque[Future[CopiedFile]] = deque()
        for files in self._contents():
            waiting.append(pool.submit(self._copy, files))
            if len(waiting) >= ahead:
                self._take(waiting.popleft().result())
        for future in waiting:
            self._take(future.result())

    def _contents(self) -> Iterator[list[StoredFile]]:
        """Yield the files of each digest: one, unless somebody copied it by hand."""
        for _sha256, group in groupby(self._findable(), key=attrgetter("sha256")):
            yield list(group)

    def _findable(self) -> Iterator[StoredFile]:
        for file in folder_of(self._source).files():
            if not file.is_findable:
                self.done.misnamed += 1
            elif self._only is None or file.sha256 in self._only:
                yield file

    def _take(self, file: CopiedFile) -> None:
        self._on_file()
        if file.outcome == "copied":
            self.done.copied += 1
            self.done.bytes_copied += file.size_bytes
        elif file.outcome == "present":
            self.done.present += 1
        else:
            self.done.faults.append(file)
        self._failed_in_a_row = self._failed_in_a_row + 1 if file.outcome == "failed" else 0
        if self._failed_in_a_row >= PATIENCE:
            raise StoreUnavailable(file.detail)

    def _copy(self, files: list[StoredFile]) -> CopiedFile:
        """Copy the first of a content's files that is sound."""
        try:
            outcomes = (self._copy_file(file) for file in files)
            results = list(_up_to_the_first_sound(outcomes))
            return results[-1]
        except StoreUnavailable as error:
            return _result("failed", files[0], error.message)
        except OSError as error:
            return _result("failed", files[0], error.strerror or type(error).__name__)
        finally:
            # The thread's own: the lock of a digest is held in it while a bucket is written.
            connection.close()

    def _copy_file(self, file: StoredFile) -> CopiedFile:
        if self._is_there(file):
            return _result("present", file)
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spooled:
            size = self._fetch(file, cast("IO[bytes]", spooled))
            if size is None:
                return _result("damaged", file, "Its bytes are not those of its name.")
            content = File(cast("IO[bytes]", spooled), file.name)
            content.size = size
            with self._target.stage(file.sha256, content, ext_of(file.name)) as staged:
                name = staged.publish()
        return self._proven(file, name)

    def _is_there(self, file: StoredFile) -> bool:
        found = self._target.open_digest(file.sha256, ext_of(file.name))
        if found is None:
            return False
        with found:
            told = found.sha256 if isinstance(found, RemoteFile) else None
            return (told or sha256_of(found)) == file.sha256

    def _fetch(self, file: StoredFile, spooled: IO[bytes]) -> int | None:
        """Read a file into `spooled`; return its size, or None when its digest is another."""
        digest = hashlib.sha256()
        with self._source.open(file.name) as stored:
            for block in stored.chunks(_BLOCK):
                digest.update(block)
                spooled.write(block)
        return spooled.tell() if digest.hexdigest() == file.sha256 else None

    def _proven(self, file: StoredFile, name: str) -> CopiedFile:
        """Read back what was written."""
        with self._target.open(name) as stored:
            if sha256_of(stored) == file.sha256:
                return _result("copied", file)
        return _result("damaged", file, "The target gives back other bytes than it got.")


def _up_to_the_first_sound(results: Iterator[CopiedFile]) -> Iterator[CopiedFile]:
    for result in results:
        yield result
        if result.outcome in ("copied", "present"):
            return


def _result(outcome: Outcome, file: StoredFile, detail: str = "") -> CopiedFile:
    return CopiedFile(outcome=outcome, name=file.name, size_bytes=file.size_bytes, detail=detail)
