"""Putting bytes into the store, getting them back, and proving that they are unchanged.

File first, row second: at worst a file has no row, which is harmless. The same
bytes are one file and one row whatever their extension, kind or filename.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal, TypedDict

from django.core.files.base import ContentFile, File
from django.db import transaction

from rmos_runs.attachment_fields import (
    check_kind,
    check_metadata,
    check_mime,
    clean_filename,
    json_bytes,
)
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.blobs.names import ext_of
from rmos_runs.blobs.storage import attachment_storage
from rmos_runs.digests import is_sha256, sha256_hex
from rmos_runs.errors import AttachmentNotFound, BlobNotFound
from rmos_runs.models import RunAttachment
from rmos_runs.request_id import current_request_id


class Verification(TypedDict):
    """What a check of stored bytes found; the size is that of the bytes read."""

    sha256: str
    ok: bool
    size_bytes: int | None
    actual_sha256: str | None
    error: Literal["blob_not_found", "hash_mismatch"] | None


def put_bytes_attachment(
    data: bytes,
    kind: str,
    mime: str,
    filename: str,
    ext: str = "",
    *,
    metadata: dict[str, Any] | None = None,
) -> tuple[RunAttachment, str]:
    """Store `data` and return its row and where its bytes are: a path or `s3://...`.

    Bytes that are known keep the facts of their first writer. Inside a wider
    transaction the digest stays locked until that ends, so keep it short.
    Raises InvalidRequest, NotJson, StoreUnavailable.
    """
    attachment, _, path = _put(
        ContentFile(data), sha256_hex(data), ext, _facts(kind, mime, filename, metadata)
    )
    return attachment, path


def put_file_attachment(
    file: File[bytes],
    kind: str,
    mime: str,
    filename: str,
    *,
    sha256: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> tuple[RunAttachment, bool]:
    """Store the bytes of an open file, never all of them in memory; return the row, and if new.

    `sha256` is their digest where the caller computed it already. Otherwise
    like `put_bytes_attachment`; the extension is the filename's.
    """
    facts = _facts(kind, mime, filename, metadata)
    attachment, created, _ = _put(file, sha256 or _read(file)[0], ext_of(filename), facts)
    return attachment, created


def put_text_attachment(
    text: str,
    kind: str,
    mime: str = "text/plain",
    filename: str = "attachment.txt",
    ext: str = ".txt",
    *,
    metadata: dict[str, Any] | None = None,
) -> tuple[RunAttachment, str]:
    """Store `text` as UTF-8; otherwise like `put_bytes_attachment`."""
    return put_bytes_attachment(text.encode(), kind, mime, filename, ext, metadata=metadata)


def put_json_attachment(
    obj: Any,
    kind: str,
    filename: str = "data.json",
    ext: str = ".json",
    *,
    metadata: dict[str, Any] | None = None,
) -> tuple[RunAttachment, str, str]:
    """Store the canonical JSON of `obj` and return its row, place and SHA-256.

    Raises NotJson for NaN, infinities and what JSON cannot hold; otherwise
    like `put_bytes_attachment`.
    """
    data = json_bytes(obj)
    attachment, path = put_bytes_attachment(
        data, kind, "application/json", filename, ext, metadata=metadata
    )
    return attachment, path, attachment.sha256


def get_attachment(sha256: str) -> RunAttachment:
    """Return the row of a digest. Raises AttachmentNotFound, for what is no digest too."""
    attachment = RunAttachment.objects.filter(sha256=sha256).first() if is_sha256(sha256) else None
    if attachment is None:
        raise AttachmentNotFound
    return attachment


def get_attachment_path(sha256: str) -> str | None:
    """Return the path of a known attachment's file, or None when row, file or digest are not.

    Also None where the store is a bucket: there `open_attachment` is the way.
    """
    storage = attachment_storage()
    try:
        attachment = get_attachment(sha256)
        name = storage.find(attachment.sha256, attachment.ext)
        return storage.path(name) if name else None
    except (AttachmentNotFound, NotImplementedError):
        return None


def open_attachment(sha256: str) -> File[bytes]:
    """Open the bytes of an attachment; the caller closes them.

    Raises AttachmentNotFound for an unknown or malformed digest, BlobNotFound
    when the row is there and the file is not.
    """
    return open_blob(get_attachment(sha256))


def open_blob(attachment: RunAttachment) -> File[bytes]:
    """Open the bytes of a row that is at hand. Raises BlobNotFound, StoreUnavailable."""
    file = attachment_storage().open_digest(attachment.sha256, attachment.ext)
    if file is None:
        raise BlobNotFound
    return file


def verify_attachment(sha256: str) -> Verification:
    """Read the stored bytes again and compare their digest with their name.

    What is unknown or no digest at all has no bytes: `blob_not_found`.
    """
    try:
        return verify_blob(get_attachment(sha256))
    except AttachmentNotFound:
        return _no_blob(sha256)


def verify_blob(attachment: RunAttachment) -> Verification:
    """Verify the bytes of a row that is at hand."""
    try:
        with open_blob(attachment) as file:
            return _verification(attachment.sha256, file)
    except BlobNotFound:
        return _no_blob(attachment.sha256)


def _facts(kind: str, mime: str, filename: str, metadata: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "kind": check_kind(kind),
        "mime": check_mime(mime),
        "filename": clean_filename(filename),
        "metadata": check_metadata(metadata),
        "request_id": current_request_id(),
    }


def _put(
    file: File[bytes], sha256: str, ext: str, facts: dict[str, Any]
) -> tuple[RunAttachment, bool, str]:
    storage = attachment_storage()
    with storage.stage(sha256, file, ext) as staged, transaction.atomic():
        lock_digest(sha256)
        name = staged.publish()
        defaults = facts | {"ext": ext_of(name), "size_bytes": file.size}
        attachment, created = RunAttachment.objects.get_or_create(sha256=sha256, defaults=defaults)
    return attachment, created, storage.place(name)


def _no_blob(sha256: str) -> Verification:
    return Verification(
        sha256=sha256, ok=False, size_bytes=None, actual_sha256=None, error="blob_not_found"
    )


def _verification(sha256: str, file: File[bytes]) -> Verification:
    actual, size = _read(file)
    return Verification(
        sha256=sha256,
        ok=actual == sha256,
        size_bytes=size,
        actual_sha256=actual,
        error=None if actual == sha256 else "hash_mismatch",
    )


def _read(file: File[bytes]) -> tuple[str, int]:
    """Return the digest and the number of the bytes in an open file."""
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
