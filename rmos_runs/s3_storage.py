"""Where the bytes are when many machines share them: objects named by their SHA-256.

An object appears whole or not at all, and the store itself compares the bytes with
the SHA-256 that is sent along. Putting and collecting the same bytes are kept apart
by the digest's lock in Postgres, which every machine shares.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import IO, Any

from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # no types
from django.core.files.base import File
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # no types

from rmos_runs.blob_names import blob_name, digest_of_name, ext_of, is_shard
from rmos_runs.blob_storage import sha256_of
from rmos_runs.s3_blob import S3Blob
from rmos_runs.s3_client import is_missing, reported, shared_resource
from rmos_runs.s3_folder import S3Folder
from rmos_runs.s3_objects import S3Object, checksum_of
from rmos_runs.s3_put import StagedObject

_PROBE = ".writable"
_OTHER = "application/octet-stream"
#: Long enough for a browser to begin, too short to be handed on.
SIGNED_S = 300


@deconstructible(path="rmos_runs.s3_storage.S3ContentStorage")
class S3ContentStorage(S3Storage):  # type: ignore[misc]  # its base has no types
    """A bucket, or what is under a prefix of it, of objects named by their digests."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return what may be set: what django-storages knows, and whether to redirect."""
        known: dict[str, Any] = super().get_default_settings()
        return known | {"redirect": False}

    @property
    def connection(self) -> Any:
        """The boto3 resource, shared by all threads; only its client is used."""
        return shared_resource(**self._account)

    @property
    def client(self) -> Any:
        """The boto3 client, which threads may share."""
        return self.connection.meta.client

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
        begin = self.key(f"{path}/" if path else "")
        folders, names = list[str](), list[str]()
        for page in self._pages(begin, Delimiter="/"):
            found = (entry["Prefix"] for entry in page.get("CommonPrefixes", ()))
            folders += [prefix[len(begin) : -1] for prefix in found]
            names += [entry["Key"][len(begin) :] for entry in page.get("Contents", ())]
        if path and not folders and not names:
            raise FileNotFoundError(path)
        return folders, [name for name in names if digest_of_name(f"{path}/{name}")]

    def delete(self, name: str) -> None:
        """Remove the bytes under `name`; harmless when there are none. Raises StoreUnavailable."""
        if digest_of_name(name) is not None:
            self.remove_key(name)

    # What is ours.

    def find(self, sha256: str, ext: str = "") -> str | None:
        """Return the name the digest is stored under, whatever its extension, or None.

        `ext` is where to look first. Raises InvalidDigest, StoreUnavailable.
        """
        found = self.look_for(sha256, ext)
        return found.name if found else None

    def open_digest(self, sha256: str, ext: str = "") -> File[bytes] | None:
        """Open the bytes of a digest, or return None; nothing is fetched before it is read."""
        found = self.look_for(sha256, ext)
        return self.opened(found) if found else None

    @contextmanager
    def stage(self, sha256: str, content: File[bytes], ext: str = "") -> Iterator[StagedObject]:
        """Do nothing yet: `publish` looks, and sends the bytes if they are not there.

        `sha256` must be the digest of `content`; the store refuses other bytes.
        """
        yield StagedObject(self, sha256, content, ext)

    def place(self, name: str) -> str:
        """Return where in S3 a name is or would be."""
        return f"s3://{self.bucket_name}/{self.key(name)}"

    def check_writable(self) -> None:
        """Try a small write, and do not wait long for it. Raises StoreUnavailable."""
        client = shared_resource(**self._account, probe=True).meta.client
        with reported("check"):
            client.put_object(Bucket=self.bucket_name, Key=self.key(_PROBE), Body=b"writable")

    def folder(self) -> S3Folder:
        """Return the store as an operator sees it."""
        return S3Folder(self)

    # What the other parts of this backend build on.

    def key(self, name: str) -> str:
        """Return the key of a name, or with "" what every key begins with."""
        return f"{self.location}/{name}" if self.location else name

    def look(self, name: str) -> S3Object | None:
        """Return the facts of an object, or None. Raises StoreUnavailable."""
        with reported("look"):
            try:
                answer = self.client.head_object(
                    Bucket=self.bucket_name, Key=self.key(name), ChecksumMode="ENABLED"
                )
            except ClientError as error:
                if is_missing(error):
                    return None
                raise
        return S3Object(
            name=name,
            size=answer["ContentLength"],
            modified=answer["LastModified"],
            etag=answer["ETag"],
            checksum=answer.get("ChecksumSHA256"),
        )

    def look_for(self, sha256: str, ext: str = "") -> S3Object | None:
        """Return the object of a digest, whatever its extension. Raises as `find`."""
        return self.look(blob_name(sha256, ext)) or self.look_among(sha256, ext)

    def look_among(self, sha256: str, ext: str = "") -> S3Object | None:
        """Like `look_for`, in one question instead of two where there is nothing."""
        listed = [one.name for one in self.listed(blob_name(sha256))]
        names = [name for name in listed if digest_of_name(name) == sha256]
        wanted = blob_name(sha256, ext)
        if not names:
            return None
        return self.look(wanted if wanted in names else names[0])

    def listed(self, begin: str) -> Iterator[S3Object]:
        """Yield the objects whose names begin so, in the order of their names."""
        root = len(self.key(""))
        for page in self._pages(self.key(begin)):
            for entry in page.get("Contents", ()):
                yield S3Object(
                    name=entry["Key"][root:],
                    size=entry["Size"],
                    modified=entry["LastModified"],
                    etag=entry["ETag"],
                )

    def opened(self, found: S3Object) -> S3Blob:
        """Return an object as an open file that stays with this version of it."""
        fetch = partial(self._fetch, found)
        return S3Blob(found, fetch, partial(self._signed_url, found.name))

    def put_object(self, name: str, sha256: str, body: IO[bytes], *, replace: bool) -> None:
        """Send bytes; without `replace` only if there is nothing. Raises botocore's ClientError."""
        condition = {} if replace else {"IfNoneMatch": "*"}
        self.client.put_object(
            Bucket=self.bucket_name,
            Key=self.key(name),
            Body=body,
            ChecksumAlgorithm="SHA256",
            ChecksumSHA256=checksum_of(sha256),
            **condition,
            **_headers(name),
        )

    def copy_key(self, found: S3Object, target: str) -> None:
        """Copy this version of an object; onto itself it renews the time. Raises ClientError."""
        self.client.copy_object(
            Bucket=self.bucket_name,
            Key=self.key(target),
            CopySource={"Bucket": self.bucket_name, "Key": self.key(found.name)},
            CopySourceIfMatch=found.etag,
            MetadataDirective="REPLACE",
            ChecksumAlgorithm="SHA256",
            **_headers(target),
        )

    def remove_key(self, name: str) -> None:
        """Remove an object; harmless when there is none. Raises StoreUnavailable."""
        with reported("delete"):
            self.client.delete_object(Bucket=self.bucket_name, Key=self.key(name))

    def _existing(self, name: str) -> S3Object:
        found = self.look(name) if digest_of_name(name) else None
        if found is None:
            raise FileNotFoundError(name)
        return found

    def _pages(self, begin: str, **options: str) -> Iterator[Any]:
        pages = self.client.get_paginator("list_objects_v2")
        with reported("list"):
            yield from pages.paginate(Bucket=self.bucket_name, Prefix=begin, **options)

    def _fetch(self, found: S3Object, part: str | None) -> Any:
        what = {"Range": part} if part else {}
        answer = self.client.get_object(
            Bucket=self.bucket_name, Key=self.key(found.name), IfMatch=found.etag, **what
        )
        return answer["Body"]

    def _signed_url(self, name: str, content_type: str, disposition: str) -> str | None:
        if not self.redirect:
            return None
        shown = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
        }
        with reported("sign"):
            return str(self.url(name, parameters=shown, expire=SIGNED_S))

    @property
    def _account(self) -> dict[str, Any]:
        return {
            "endpoint_url": self.endpoint_url,
            "region_name": self.region_name,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
            "token": self.security_token,
            "addressing_style": self.addressing_style or "auto",
        }


def _headers(name: str) -> dict[str, str]:
    """Return what the store says of an object to whoever may ask it directly.

    Never to be shown as a page: an SVG from there would run under the bucket's origin.
    """
    return {
        "ContentType": mimetypes.guess_type(name)[0] or _OTHER,
        "ContentDisposition": "attachment",
        "CacheControl": "public, max-age=31536000, immutable",
    }
