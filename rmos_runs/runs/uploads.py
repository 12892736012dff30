"""Bytes that a client sends: checked against its promise, stored, and linked where it says."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction

from rmos_runs.blobs.attachments import put_file_attachment
from rmos_runs.errors import DigestMismatch
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.models import RunAttachment, RunAttachmentLink
from rmos_runs.runs.references import NewLink
from rmos_runs.runs.service import link_attachments, require_run

UPLOAD_KIND = "upload"
ANY_TYPE = "application/octet-stream"


def store_upload(
    file: File[bytes],
    *,
    sha256: str,
    promised: Any = None,
    kind: Any = None,
    filename: Any = None,
    mime: str = ANY_TYPE,
) -> tuple[RunAttachment, bool]:
    """Store a received file; return its row and whether its bytes are new here.

    `sha256` is the digest computed while the bytes came in, `promised` the one
    that the client said they have. Raises InvalidRequest, DigestMismatch,
    StoreUnavailable.
    """
    faults = ErrorList()
    promise = faults.digest("sha256", promised)
    kind = faults.kind("kind", kind) or UPLOAD_KIND
    filename = faults.text("filename", filename or file.name, longest=255)
    faults.raise_if_any()
    if promise and promise != sha256:
        told = [f"The bytes that arrived have the SHA-256 {sha256}."]
        raise DigestMismatch(fields={"sha256": told})
    return put_file_attachment(file, kind, mime, filename, sha256=sha256)


def upload_to_run(
    run_id: str, file: File[bytes], *, kind: Any = None, filename: Any = None, **upload: Any
) -> tuple[list[RunAttachmentLink], int]:
    """Store a received file and link it to a run; return the link and how many are new.

    Raises RunNotFound, and what `store_upload` raises.
    """
    run = require_run(run_id)
    # One transaction: the digest stays locked until the link is there, so that
    # no collector can take an old attachment of these bytes away in between.
    with transaction.atomic():
        stored, _ = store_upload(file, kind=kind, filename=filename, **upload)
        link = NewLink(sha256=stored.sha256, kind=kind or "", filename=filename or file.name or "")
        return link_attachments(run.pk, [link])
