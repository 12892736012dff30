"""Bytes that are put into a bucket, and what is seen of that on the wire."""

from __future__ import annotations

import hashlib

from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.blobs.names import blob_name
from rmos_runs.models import RunAttachment
from tests.s3_proxy import (
    S3Proxy,
    Seen,
)

DATA = bytes(range(256)) * 2_000
SHA = hashlib.sha256(DATA).hexdigest()
NAME = blob_name(SHA, ".png")


def put(data: bytes = DATA) -> RunAttachment:
    return put_bytes_attachment(data, "picture", "image/png", "a.png", ".png")[0]


def seen(proxy: S3Proxy, method: str) -> list[Seen]:
    return [request for request in proxy.seen if request.method == method]
