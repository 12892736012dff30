"""Trying what the store on S3 needs of a bucket, with objects of no importance.

A store's word counts for nothing here: one that echoes the checksum it was sent has
proven nothing. What counts is that it refuses a wrong one.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # no types

from rmos_runs.blobs.s3.client import error_status, reported
from rmos_runs.blobs.s3.objects import checksum_of
from rmos_runs.digests import sha256_hex

_DATA, _OTHER = b"trial", b"wrong"
_NO_OVERWRITE = (
    "The store ignores `If-None-Match: *` on writes: it overwrites what is there. "
    "It has to answer 412."
)
_NO_CHECKSUM = (
    "The store takes bytes whose SHA-256 is another than the one sent with them; it has to "
    "answer 400. Every put is therefore read back, which costs one more request."
)
_NO_COPY = (
    "The store cannot copy an object onto itself, which renews its time: putting known bytes "
    "again fails, or the garbage collector takes what was just put again."
)
_proven: dict[str, bool] = {}
_trying = threading.Lock()


class BucketLike(Protocol):
    """What a trial needs of a bucket."""

    bucket_name: str

    @property
    def client(self) -> Any:
        """The boto3 client."""

    def key(self, name: str) -> str:
        """Return the key of a name."""


def refuses_wrong_checksums(bucket: BucketLike) -> bool:
    """Tell whether the server compares checksums; it is tried once in a process.

    Raises StoreUnavailable where the trial cannot be made.
    """
    place = str(bucket.client.meta.endpoint_url)
    with _trying:
        if place not in _proven:
            with reported("trial"), _trial_key(bucket) as key:
                _proven[place] = _refuses_wrong_checksum(bucket, key)
        return _proven[place]


def forget_trials() -> None:
    """Try again when it matters next."""
    with _trying:
        _proven.clear()


def missing_abilities(bucket: BucketLike) -> list[str]:
    """Try everything that the store needs, and say what is missing, each in a sentence or two.

    Raises StoreUnavailable where the bucket cannot be used at all.
    """
    tries: list[tuple[Callable[[BucketLike, str], bool], str]] = [
        (_refuses_overwriting, _NO_OVERWRITE),
        (_refuses_wrong_checksum, _NO_CHECKSUM),
        (_copies_onto_itself, _NO_COPY),
    ]
    missing = []
    for can_do, otherwise in tries:
        with reported("trial"), _trial_key(bucket) as key:
            if not can_do(bucket, key):
                missing.append(otherwise)
    return missing


def _refuses_overwriting(bucket: BucketLike, key: str) -> bool:
    _put(bucket, key, _DATA, IfNoneMatch="*")
    return _is_refused(lambda: _put(bucket, key, _OTHER, IfNoneMatch="*"), 412)


def _refuses_wrong_checksum(bucket: BucketLike, key: str) -> bool:
    wrong = checksum_of(sha256_hex(_OTHER))
    return _is_refused(lambda: _put(bucket, key, _DATA, ChecksumSHA256=wrong), 400)


def _copies_onto_itself(bucket: BucketLike, key: str) -> bool:
    _put(bucket, key, _DATA)
    place = {"Bucket": bucket.bucket_name, "Key": key}
    before = bucket.client.head_object(**place)
    try:
        bucket.client.copy_object(
            **place,
            CopySource=place,
            CopySourceIfMatch=before["ETag"],
            MetadataDirective="REPLACE",
            ChecksumAlgorithm="SHA256",
        )
    except ClientError as error:
        if 400 <= error_status(error) < 500 or error_status(error) == 501:
            return False
        raise
    after = bucket.client.head_object(**place)
    read = bucket.client.get_object(**place)["Body"].read()
    return bool(read == _DATA and after["LastModified"] >= before["LastModified"])


def _put(bucket: BucketLike, key: str, data: bytes, **options: str) -> None:
    options.setdefault("ChecksumSHA256", checksum_of(sha256_hex(data)))
    bucket.client.put_object(
        Bucket=bucket.bucket_name, Key=key, Body=data, ChecksumAlgorithm="SHA256", **options
    )


def _is_refused(attempt: Callable[[], None], status: int) -> bool:
    try:
        attempt()
    except ClientError as error:
        if error_status(error) == status:
            return True
        raise
    return False


@contextmanager
def _trial_key(bucket: BucketLike) -> Iterator[str]:
    """Give a key that nobody uses, and leave nothing under it."""
    key = bucket.key(f".trial-{uuid.uuid4().hex}")
    try:
        yield key
    finally:
        bucket.client.delete_object(Bucket=bucket.bucket_name, Key=key)
