"""Putting bytes into a bucket: once, whole, and only where the right ones are not there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # no types
from django.core.files.base import File

from rmos_runs.blobs.locks import digest_locked
from rmos_runs.blobs.names import blob_name, digest_of_name
from rmos_runs.blobs.s3.bucket import S3Bucket
from rmos_runs.blobs.s3.client import error_status, reported
from rmos_runs.blobs.s3.objects import S3Object
from rmos_runs.blobs.storage import sha256_of
from rmos_runs.errors import StoreUnavailable

#: Larger bodies that can be read only once wait on disk until they are sent.
_SPOOL_BYTES = 8 << 20
#: How often a put is repeated that met another one of the same name.
_TRIES = 3
_CONFLICT, _EXISTS = 409, 412


class StagedObject:
    """Bytes that are to be put, and what is known of those that are there."""

    def __init__(self, bucket: S3Bucket, sha256: str, content: File[bytes], ext: str) -> None:
        """Remember what is to be stored; nothing is sent yet."""
        self._bucket, self._sha256, self._content, self._ext = bucket, sha256, content, ext

    def publish(self) -> str:
        """Put the bytes unless they are there, and return their name.

        Bytes that are there keep their name, and their time is renewed so that
        the garbage collector's grace begins again; others under that name are
        replaced. The digest's lock is held, in the transaction at hand or in
        one of its own. Raises InvalidDigest, StoreUnavailable.
        """
        with digest_locked(self._sha256), reported("write"):
            found = look_among(self._bucket, self._sha256, self._ext)
            if found and self._is_same(found):
                self._bucket.copy_object(found, found.name)
            elif found:
                self._send(found.name, replace=True)
            else:
                self._send_new()
        return found.name if found else blob_name(self._sha256, self._ext)

    def _is_same(self, found: S3Object) -> bool:
        """Tell whether an object holds our bytes: a checksum that is believed says so, or they do.

        What came by another way has none; renewing its time gives it one.
        """
        if found.size != self._content.size:
            return False
        if found.sha256:
            return found.sha256 == self._sha256
        with self._bucket.opened(found) as stored:
            return sha256_of(stored) == self._sha256

    def _send_new(self) -> None:
        """Put where nothing is. An answer that was lost may have been a put of ours."""
        name = blob_name(self._sha256, self._ext)
        for _ in range(_TRIES):
            try:
                self._send(name, replace=False)
            except ClientError as error:
                if error_status(error) == _CONFLICT:
                    continue
                if error_status(error) != _EXISTS:
                    raise
                found = self._bucket.look(name)
                if found and self._is_same(found):
                    return
                if found:
                    self._send(name, replace=True)
                    return
            else:
                return
        raise StoreUnavailable("Others write the same bytes. Try again in a moment.")

    def _send(self, name: str, *, replace: bool) -> None:
        with _body(self._content) as body:
            self._bucket.put_object(name, self._sha256, body, replace=replace)
        if not self._bucket.proves_checksums():
            self._read_back(name, replaced=replace)

    def _read_back(self, name: str, *, replaced: bool) -> None:
        """Compare what the store has with what was sent. Raises StoreUnavailable."""
        found = self._bucket.look(name)
        if found and self._is_same(found):
            return
        if not replaced:
            # No row names it, and nobody shall find wrong bytes under a digest.
            self._bucket.remove_object(name)
        raise StoreUnavailable("The store gives back other bytes than it got. Try again.")


def look_among(bucket: S3Bucket, sha256: str, ext: str = "") -> S3Object | None:
    """Return the object of a digest, whatever its extension, in one question if there is none.

    Raises InvalidDigest, StoreUnavailable.
    """
    listed = [found.name for found in bucket.listed(blob_name(sha256))]
    names = [name for name in listed if digest_of_name(name) == sha256]
    wanted = blob_name(sha256, ext)
    if not names:
        return None
    return bucket.look(wanted if wanted in names else names[0])


@contextmanager
def _body(content: File[bytes]) -> Iterator[IO[bytes]]:
    """Give the bytes as a file from its beginning, which botocore may read again."""
    if content.seekable():
        content.seek(0)
        yield content.file  # type: ignore[misc]  # a seekable File has one
        return
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spooled:
        spooled.writelines(content.chunks())
        spooled.seek(0)
        yield spooled
