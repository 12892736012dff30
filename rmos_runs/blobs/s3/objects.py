"""What a bucket says of an object, and how it writes a SHA-256."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class S3Object:
    """An object: its name below the root, bytes, time (whole seconds, UTC) and version.

    checksum: base64 of the SHA-256, where the store told it and is known to compute it.
    """

    name: str
    size: int
    modified: datetime
    etag: str
    checksum: str | None = None

    @property
    def sha256(self) -> str | None:
        """The digest that the store computed, where it told."""
        return base64.b64decode(self.checksum).hex() if self.checksum else None


def checksum_of(sha256: str) -> str:
    """Return a digest as S3 writes it: base64 of its 32 bytes."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()
