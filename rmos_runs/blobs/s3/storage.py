"""Where the bytes are when many machines share them: objects named by their SHA-256.

An object appears whole or not at all, and the store itself compares the bytes with
the SHA-256 that is sent along. Putting and collecting the same bytes are kept apart
by the digest's lock in Postgres, which every machine shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import File
from django.utils.deconstruct import deconstructible

from rmos_runs.blobs.names import blob_name, digest_of_name, ext_of, is_shard
from rmos_runs.blobs.s3.bucket import S3Bucket
from rmos_runs.blobs.s3.listing import S3Folder
from rmos_runs.blobs.s3.objects import S3Object
from rmos_runs.blobs.s3.put import StagedObject, look_among
from rmos_runs.blobs.storage import sha256_of


@deconstructible(path="rmos_runs.blobs.s3.storage.S3ContentStorage")
class S3ContentStorage(S3Bucket):
    """A bucket, or what is under a prefix of it, of objects named by their digests."""

    # What Django asks of a storage.

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Return the name as it is: the same bytes have the same name."""
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        with self.stage(sha256_of(content), content, ext_of(name)) as staged:
            return staged.publish()

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            msg = "Stored bytes never change; open them with mode 'rb'."
            raise ValueError(msg)
        return self.opened(self._existing(name))

    def exists(self, name: str) -> bool:
        """Tell whether this very name holds bytes. Raises StoreUnavailable."""
        return digest_of_name(name) is not None and self.look(name) is not None

    def size(self, name: str) -> int:
        """Return the number of bytes under `name`. Raises FileNotFoundError, StoreUnavailable."""
        return self._existing(name).size

    def get_modified_time(self, name: str) -> datetime:
        """Return when the bytes were last put, in UTC and whole seconds; raises as `size`."""
        return self._existing(name).modified

    def path(self, name: str) -> str:
        """Raise NotImplementedError, as Django asks of a storage that is not on this machine."""
        msg = f"The store is a bucket; {name} has no path here."
        raise NotImplementedError(msg)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the blobs in `path` ("", "ab" or "ab/cd").

        Raises FileNotFoundError, StoreUnavailable.
        """
        if not is_shard(path):
            raise FileNotFoundError(path)
        begin = f"{path}/" if path else ""
        cut = len(self.key(begin))
        folders, names = list[str](), list[str]()
        for page in self.pages(begin, Delimiter="/"):
            folders += [entry["Prefix"][cut:-1] for entry in page.get("CommonPrefixes", ())]
            names += [entry["Key"][cut:] for entry in page.get("Contents", ())]
        if path and not folders and not names:
            raise FileNotFoundError(path)
        return folders, [name for name in names if digest_of_name(begin + name)]

    def delete(self, name: str) -> None:
        """Remove the bytes under `name`; harmless when there are none. Raises StoreUnavailable."""
        if digest_of_name(name) is not None:
            self.remove_object(name)

    # What is ours.

    def find(self, sha256: str, ext: str = "") -> str | None:
        """Return the name the digest is stored under, whatever its extension, or None.

        `ext` is where to look first. Raises InvalidDigest, StoreUnavailable.
        """
        found = self._find(sha256, ext)
        return found.name if found else None

    def open_digest(self, sha256: str, ext: str = "") -> File[bytes] | None:
        """Open the bytes of a digest, or return None; nothing is fetched before it is read."""
        found = self._find(sha256, ext)
        return self.opened(found) if found else None

    @contextmanager
    def stage(self, sha256: str, content: File[bytes], ext: str = "") -> Iterator[StagedObject]:
        """Do nothing yet: `publish` looks, and sends the bytes if they are not there.

        `sha256` must be the digest of `content`; the store refuses other bytes.
        """
        yield StagedObject(self, sha256, content, ext)

    def folder(self) -> S3Folder:
        """Return the store as an operator sees it."""
        return S3Folder(self)

    def _find(self, sha256: str, ext: str) -> S3Object | None:
        # Readers know the name but for rare cases; a listing costs more than a look.
        return self.look(blob_name(sha256, ext)) or look_among(self, sha256, ext)

    def _existing(self, name: str) -> S3Object:
        found = self.look(name) if digest_of_name(name) else None
        if found is None:
            raise FileNotFoundError(name)
        return found
