"""A picture of the user's own, traced as if a provider had answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import File

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_from_source
from artstudio.services.providers.images import put_source_bytes
from artstudio.services.requests.sent_files import check_sent_file, printable_name
from artstudio.services.sources.stored import Source, SourceForm
from artstudio.vectorize import check_method
from artstudio.vectorize.limits import check_bytes
from artstudio.vectorize.upload import Cleaned, clean_upload
from rmos_runs.digests import sha256_hex

ROUTE = "raster"
_SEED_LENGTH = 16
_REASON = "A picture was sent; it is traced."


@dataclass(frozen=True, kw_only=True)
class _Upload:
    """A picture without metadata, and what is recorded of the file it came in."""

    cleaned: Cleaned
    filename: str
    received_sha256: str


def trace_upload(
    file: File[bytes],
    *,
    title: Any = None,
    constraints: Mapping[str, Any] | None = None,
    workflow_session_id: Any = None,
    request_id: str | None = None,
) -> Generation:
    """Trace a picture file and return the finished generation of one variant.

    What is kept as the source is the picture alone, upright and without metadata; its
    digest is the variant seed. The prompt is `title`, else the file's name. Raises before
    anything is stored: InvalidRequest, SessionNotFound, TracerUnavailable, ImageTooLarge,
    ImageFormatUnsupported, ImageTruncated, ImageUnreadable. A trace that fails is the
    variant's error.
    """
    filename = printable_name(file.name or "") or "Uploaded picture"
    request = check_sent_file(
        title=title,
        filename=filename,
        constraints=constraints or {},
        workflow_session_id=workflow_session_id,
        route=ROUTE,
        reason=_REASON,
    )
    if request.constraints.method:
        check_method(request.constraints.method)
    upload = _cleaned(file, filename)
    request = replace(request, variant_seed=sha256_hex(upload.cleaned.picture)[:_SEED_LENGTH])
    return generate_from_source(request, lambda: _put(upload), request_id=request_id)


def _cleaned(file: File[bytes], filename: str) -> _Upload:
    check_bytes(file.size)
    data = file.read()
    cleaned = clean_upload(data)
    return _Upload(cleaned=cleaned, filename=filename, received_sha256=sha256_hex(data))


def _put(upload: _Upload) -> Source:
    """Store the cleaned picture; of what arrived only its digest is recorded."""
    picture = upload.cleaned.picture
    notes = [note.as_dict() for note in upload.cleaned.notes]
    facts = {"filename": upload.filename, "received_sha256": upload.received_sha256}
    return Source(
        attachment=put_source_bytes(picture, upload.cleaned.mime),
        data=picture,
        form=SourceForm.PICTURE,
        prompt_sent="",
        metadata=facts | ({"warnings": notes} if notes else {}),
    )
