"""The bucket as an operator sees it: a list to walk through, to clean and to take damage out of.

What `rmos_runs.blobs.listing` is to a folder. There are no temporary files and no
empty folders in a bucket. Who removes something holds the digest's lock already.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # no types

from rmos_runs.blobs.names import blob_name, digest_of_name
from rmos_runs.blobs.s3.bucket import S3Bucket
from rmos_runs.blobs.s3.client import is_missing, reported
from rmos_runs.blobs.s3.objects import S3Object
from rmos_runs.blobs.stored_files import QUARANTINE, OrphanFile, StoredFile
from rmos_runs.digests import is_sha256

_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[^/]+", re.ASCII)
#: Times are told in whole seconds: it may have been put as late as this after its time.
_RESOLUTION_S = 1.0


class S3Folder:
    """Walks through a bucket and removes from it; times are seconds since the epoch."""

    def __init__(self, bucket: S3Bucket) -> None:
        """Keep the bucket whose objects these are."""
        self._bucket = bucket

    def files(self) -> Iterator[StoredFile]:
        """Yield every object that begins with a digest; those findable in digest order."""
        for found in self._bucket.listed(""):
            if _NAME.fullmatch(found.name) and is_sha256(_digest_in(found.name)):
                yield _stored_file(found)

    def copies(self, sha256: str) -> list[StoredFile]:
        """Return the objects of one digest; more than one only if somebody copied them by hand."""
        listed = [_stored_file(found) for found in self._bucket.listed(blob_name(sha256))]
        return [file for file in listed if file.is_findable]

    def remove(self, name: str, *, unless_put_since: float) -> int | None:
        """Remove an object that was last put before then; return its size, or None if it stays."""
        found = self._bucket.look(name)
        if found is None or _put_at(found) >= unless_put_since:
            return None
        self._bucket.remove_object(name)
        return found.size

    def quarantine(self, name: str) -> str | None:
        """Move an object whose bytes are not those of its name out of the way.

        Returns its new name below the root, or None when it is gone or, by
        now, right. Raises StoreUnavailable.
        """
        found = self._bucket.look(name)
        if found is None or self._digest_of(found) == digest_of_name(name):
            return None
        target = self._free_name(name)
        with reported("quarantine"):
            try:
                self._bucket.copy_object(found, target)
            except ClientError as error:
                if is_missing(error):
                    return None
                raise
        self._bucket.remove_object(name)
        return target

    def leftovers(self, *, before: float) -> Iterator[OrphanFile]:  # noqa: ARG002 - a folder has some
        """Yield nothing: a put that breaks off leaves nothing, and a bucket has no folders."""
        return iter(())

    def _digest_of(self, found: S3Object) -> str:
        digest = hashlib.sha256()
        with self._bucket.opened(found) as file:
            for chunk in file.chunks(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()

    def _free_name(self, name: str) -> str:
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        names = (
            f"{QUARANTINE}/{stem}{'' if n == 1 else f'-{n}'}{suffix}" for n in range(1, 1 << 20)
        )
        return next(free for free in names if self._bucket.look(free) is None)


def _digest_in(name: str) -> str:
    return name.rpartition("/")[2][:64]


def _put_at(found: S3Object) -> float:
    return found.modified.timestamp() + _RESOLUTION_S


def _stored_file(found: S3Object) -> StoredFile:
    return StoredFile(
        sha256=_digest_in(found.name),
        name=found.name,
        size_bytes=found.size,
        modified=_put_at(found),
    )
