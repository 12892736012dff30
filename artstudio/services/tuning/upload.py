"""A picture of the user's own, traced as if a provider had answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import File

from artstudio.models import MAX_PROMPT_LENGTH, Generation
from artstudio.patterns.reading import read_prompt
from artstudio.services.generation.generate import generate_from_source
from artstudio.services.providers.images import put_source_bytes
from artstudio.services.requests.constraints import parse_constraints
from artstudio.services.requests.intake import (
    MAX_REFERENCE_LENGTH,
    GenerationRequest,
)
from artstudio.services.sources.stored import Source, SourceForm
from artstudio.vectorize import check_method
from artstudio.vectorize.limits import check_bytes
from artstudio.vectorize.upload import Cleaned, clean_upload
from rmos_runs.digests import sha256_hex
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.runs.sessions import get_session

#: What generations of uploaded pictures have in place of a provider.
UPLOAD = "upload"
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
    filename = _printable(file.name or "") or "Uploaded picture"
    request = _checked(title, filename, constraints or {}, workflow_session_id)
    upload = _cleaned(file, filename)
    request = replace(request, variant_seed=sha256_hex(upload.cleaned.picture)[:_SEED_LENGTH])
    return generate_from_source(request, lambda: _put(upload), request_id=request_id)


def _cleaned(file: File[bytes], filename: str) -> _Upload:
    check_bytes(file.size)
    data = file.read()
    cleaned = clean_upload(data)
    return _Upload(cleaned=cleaned, filename=filename, received_sha256=sha256_hex(data))


def _checked(
    title: Any, filename: str, constraints: Mapping[str, Any], session_id: Any
) -> GenerationRequest:
    faults = ErrorList()
    prompt = faults.text("title", title, longest=MAX_PROMPT_LENGTH)
    session = faults.text("workflow_session_id", session_id, longest=MAX_REFERENCE_LENGTH)
    faults.raise_if_any()
    known, warnings = parse_constraints(constraints)
    if known.method:
        check_method(known.method)
    if session:
        get_session(session)
    return GenerationRequest(
        prompt=prompt if prompt.strip() else filename,
        count=1,
        variant_seed="",
        constraints=known,
        style_hints=(),
        provider=UPLOAD,
        route=ROUTE,
        route_reason=_REASON,
        reading=read_prompt(""),
        model="",
        fresh=False,
        run_id="",
        workflow_session_id=session,
        warnings=tuple(warnings),
    )


def _printable(name: str) -> str:
    """Return a file's name as far as it can be shown and stored."""
    return "".join(char for char in name if char.isprintable()).strip()[:MAX_PROMPT_LENGTH]


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
