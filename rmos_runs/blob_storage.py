"""What the attachments need of a store, and which one the settings name.

The list is short enough for an object store to offer too: there `stage` would
do nothing and `publish` would be a conditional put.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol, cast

from django.core.files.base import File
from django.core.files.storage import storages


class Staged(Protocol):
    """Bytes that are durable and only need their name."""

    def publish(self) -> str:
        """Give the bytes their name and return it. Raises StoreUnavailable."""


class BlobStorage(Protocol):
    """What the attachments need of a store."""

    def find(self, sha256: str, ext: str = "") -> str | None:
        """Return the name the digest is stored under, or None."""

    def stage(
        self, sha256: str, content: File[bytes], ext: str = ""
    ) -> AbstractContextManager[Staged]:
        """Make the bytes durable without a name, until the block ends."""

    def open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Open a name for reading."""

    def path(self, name: str) -> str:
        """Return the local path of a name."""

    def check_writable(self) -> None:
        """Try a write. Raises StoreUnavailable."""


def attachment_storage() -> BlobStorage:
    """Return the store that the settings name."""
    return cast("BlobStorage", storages["attachments"])
