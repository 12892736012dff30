"""A bucket of objects by their names: asking, sending, copying, removing.

What the storage, its puts and its operators' walk are built of. Names are those
below the prefix; nothing here knows what a digest has to do with them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # no types
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # no types

from rmos_runs.blobs.s3.blob import S3Blob
from rmos_runs.blobs.s3.client import is_missing, reported, shared_resource
from rmos_runs.blobs.s3.objects import S3Object, checksum_of
from rmos_runs.blobs.s3.trial import missing_abilities, refuses_wrong_checksums

_PROBE = ".writable"
_OTHER = "application/octet-stream"
#: Long enough for a browser to begin, too short to be handed on.
SIGNED_S = 300


class S3Bucket(S3Storage):  # type: ignore[misc]  # its base has no types
    """A bucket, or what is under a prefix of it."""

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

    def key(self, name: str) -> str:
        """Return the key of a name, or with "" what every key begins with."""
        return f"{self.location}/{name}" if self.location else name

    def place(self, name: str) -> str:
        """Return where in S3 a name is or would be."""
        return f"s3://{self.bucket_name}/{self.key(name)}"

    def check_writable(self) -> None:
        """Try a small write, and do not wait long for it. Raises StoreUnavailable."""
        client = shared_resource(**self._account, probe=True).meta.client
        with reported("check"):
            client.put_object(Bucket=self.bucket_name, Key=self.key(_PROBE), Body=b"writable")

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
        told = answer.get("ChecksumSHA256")
        return S3Object(
            name=name,
            size=answer["ContentLength"],
            modified=answer["LastModified"],
            etag=answer["ETag"],
            # A store that only echoes what it was sent knows nothing of the bytes.
            checksum=told if told and self.proves_checksums() else None,
        )

    def proves_checksums(self) -> bool:
        """Tell whether the store compares checksums with bytes. Raises StoreUnavailable."""
        return refuses_wrong_checksums(self)

    def missing_abilities(self) -> list[str]:
        """Try what is needed of a bucket; return what is missing. Raises StoreUnavailable."""
        return missing_abilities(self)

    def listed(self, begin: str) -> Iterator[S3Object]:
        """Yield the objects whose names begin so, in the order of their names."""
        root = len(self.key(""))
        for page in self.pages(begin):
            for entry in page.get("Contents", ()):
                yield S3Object(
                    name=entry["Key"][root:],
                    size=entry["Size"],
                    modified=entry["LastModified"],
                    etag=entry["ETag"],
                )

    def pages(self, begin: str, **options: str) -> Iterator[Any]:
        """Yield boto3's pages of a listing. Raises StoreUnavailable."""
        pages = self.client.get_paginator("list_objects_v2")
        with reported("list"):
            yield from pages.paginate(Bucket=self.bucket_name, Prefix=self.key(begin), **options)

    def opened(self, found: S3Object) -> S3Blob:
        """Return an object as an open file that stays with this version of it."""
        return S3Blob(found, partial(self._fetch, found), partial(self._signed_url, found.name))

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

    def copy_object(self, found: S3Object, target: str) -> None:
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

    def remove_object(self, name: str) -> None:
        """Remove an object; harmless when there is none. Raises StoreUnavailable."""
        with reported("delete"):
            self.client.delete_object(Bucket=self.bucket_name, Key=self.key(name))

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
