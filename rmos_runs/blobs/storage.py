"""What the attachments need of a store, and which one the settings name.

`rmos_runs.blobs.local` offers it with a folder, `rmos_runs.blobs.s3.storage` with a bucket.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from typing import Protocol, cast, runtime_checkable

from django.core.files.base import File
from django.core.files.storage import storages

from rmos_runs.blobs.stored_files import StoreWalk


class Staged(Protocol):
    """Bytes that only need their name."""

    def publish(self) -> str:
        """Give the bytes their name and return it. Raises StoreUnavailable."""


class BlobStorage(Protocol):
    """What the attachments need of a store."""

    def find(self, sha256: str, ext: str = "") -> str | None:
        """Return the name the digest is stored under, or None."""

    def stage(
        self, sha256: str, content: File[bytes], ext: str = ""
    ) -> AbstractContextManager[Staged]:
        """Do what can be done before any lock is held, until the block ends."""

    def open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Open a name for reading."""

    def open_digest(self, sha256: str, ext: str = "") -> File[bytes] | None:
        """Open the bytes of a digest, or return None where there are none."""

    def path(self, name: str) -> str:
        """Return the local path of a name. Raises NotImplementedError where there is none."""

    def place(self, name: str) -> str:
        """Return where a name is, for people: a path or an address."""

    def check_writable(self) -> None:
        """Try a write. Raises StoreUnavailable."""


class Bucket(BlobStorage, Protocol):
    """A store that brings its own walk; a folder's is `rmos_runs.blobs.listing`."""

    def folder(self) -> StoreWalk:
        """Return the store as an operator sees it."""


@runtime_checkable
class RemoteFile(Protocol):
    """An open file whose bytes come over the network."""

    @property
    def sha256(self) -> str | None:
        """The digest that the other side computed itself, or None where it does not tell."""

    def expect(self, *, first: int, length: int) -> None:
        """Go to `first`; no more than `length` bytes will be read from there."""

    def signed_url(self, content_type: str, disposition: str) -> str | None:
        """Return an address that gives the bytes with these headers, or None."""


def attachment_storage() -> BlobStorage:
    """Return the store that the settings name."""
    return cast("BlobStorage", storages["attachments"])


def sha256_of(content: File[bytes]) -> str:
    """Return the digest of an open file's bytes."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()
