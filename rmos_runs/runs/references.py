"""References from a run to stored bytes: added once, all of a call's or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.db import transaction

from rmos_runs.attachment_fields import clean_filename
from rmos_runs.blobs.locks import lock_digest
from rmos_runs.errors import AttachmentMissing
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment, RunAttachmentLink
from rmos_runs.request_id import current_request_id


class NewLink(TypedDict, total=False):
    """An attachment to link; kind and filename are its own unless given."""

    sha256: str
    kind: str
    filename: str


class NewAdvisory(TypedDict, total=False):
    """Bytes to add as an advisory input; `advisory_id` is the SHA-256 unless given."""

    sha256: str
    advisory_id: str | None
    kind: str
    engine_id: str
    engine_version: str


@transaction.atomic
def add_links(
    run: RunArtifact, links: Mapping[str, Mapping[str, str]]
) -> tuple[list[RunAttachmentLink], int]:
    """Link bytes to a run under the kind and filename given for each SHA-256.

    Returns the links asked for, in order, and how many of them are new.
    Raises AttachmentMissing.
    """
    attachments = _hold_attachments(links)
    there = run.links.filter(attachment_id__in=list(links)).select_related("attachment")
    known = {row.attachment_id: row for row in there}
    new = [sha256 for sha256 in links if sha256 not in known]
    rows = RunAttachmentLink.objects.bulk_create(
        RunAttachmentLink(
            run=run,
            attachment=attachments[sha256],
            kind=links[sha256].get("kind") or attachments[sha256].kind,
            filename=clean_filename(links[sha256].get("filename") or attachments[sha256].filename),
            request_id=current_request_id(),
        )
        for sha256 in new
    )
    known |= dict(zip(new, rows, strict=True))
    return [known[sha256] for sha256 in links], len(new)


@transaction.atomic
def add_advisory_inputs(
    run: RunArtifact, inputs: Mapping[str, Mapping[str, str]]
) -> tuple[list[AdvisoryInput], int]:
    """Add bytes as advisory inputs with the columns given for each SHA-256.

    Returns the inputs asked for, in order, and how many of them are new.
    Raises AttachmentMissing.
    """
    attachments = _hold_attachments(inputs)
    there = run.advisory_inputs.filter(attachment_id__in=list(inputs)).select_related("attachment")
    known = {row.attachment_id: row for row in there}
    new = [sha256 for sha256 in inputs if sha256 not in known]
    rows = AdvisoryInput.objects.bulk_create(
        AdvisoryInput(
            run=run,
            attachment=attachments[sha256],
            request_id=current_request_id(),
            **inputs[sha256],
        )
        for sha256 in new
    )
    known |= dict(zip(new, rows, strict=True))
    return [known[sha256] for sha256 in inputs], len(new)


def _hold_attachments(shas: Iterable[str]) -> dict[str, RunAttachment]:
    """Return the rows of these digests, which nobody removes before the transaction ends.

    Whoever adds the same reference waits here too, so that what is found to be
    new is new. Locks are taken in one order, so that two callers never wait for
    each other.
    """
    for sha256 in sorted(shas):
        lock_digest(sha256)
    found = RunAttachment.objects.in_bulk(list(shas))
    missing = [sha256 for sha256 in shas if sha256 not in found]
    if missing:
        raise AttachmentMissing(
            f"Not in the store: {', '.join(missing[:10])}. "
            "Upload the bytes first with POST /api/rmos/attachments."
        )
    return found
