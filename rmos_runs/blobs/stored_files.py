"""What an operator's walk through a store of either kind gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from rmos_runs.blobs.names import digest_of_name

QUARANTINE = "quarantine"


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


@dataclass(frozen=True, kw_only=True)
class OrphanFile:
    """What a dead writer left; `remove` tells whether it went."""

    what: Literal["temporary file", "folder"]
    name: str
    size_bytes: int
    remove: Callable[[], bool]


class StoreWalk(Protocol):
    """Walks through a store and removes from it; times are seconds since the epoch.

    Who removes something holds the digest's lock already.
    """

    def files(self) -> Iterator[StoredFile]:
        """Yield every file that begins with a digest; those that are findable in digest order."""

    def copies(self, sha256: str) -> list[StoredFile]:
        """Return the files of one digest; more than one only if somebody copied them by hand."""

    def remove(self, name: str, *, unless_put_since: float) -> int | None:
        """Remove a file that was last put before then; return its size, or None if it stays."""

    def quarantine(self, name: str) -> str | None:
        """Move a file with wrong bytes out of the way; return its new name, or None if it stays."""

    def leftovers(self, *, before: float) -> Iterator[OrphanFile]:
        """Yield what dead writers left before then."""
