"""What can be done with the rows of a list: they are read and proved, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from rmos_runs.admin.base import link_to
from rmos_runs.blobs.attachments import verify_blob
from rmos_runs.integrity import verify_run
from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachment, RunAttachmentLink

MOST = 50
_TROUBLE = {
    "blob_not_found": "Its file is missing from the store.",
    "hash_mismatch": "Its file was changed on disk.",
}


@admin.action(description="Verify facts and bytes", permissions=["view"])
def verify_runs(_admin: Any, request: HttpRequest, queryset: QuerySet[RunArtifact]) -> None:
    """Recompute the digests of runs and of all bytes that they name."""
    runs = chosen(request, queryset, instead="manage.py verify_runs")
    _prove(request, runs, lambda run: verify_run(run, read_bytes=True).problems)


@admin.action(description="Verify bytes", permissions=["view"])
def verify_attachments(
    _admin: Any, request: HttpRequest, queryset: QuerySet[RunAttachment]
) -> None:
    """Read the bytes again and compare their digests with their names."""
    rows = chosen(request, queryset, instead="manage.py verify_attachments")
    _prove(request, rows, _trouble_with)


@admin.action(description="Verify bytes", permissions=["view"])
def verify_references(
    _admin: Any, request: HttpRequest, queryset: QuerySet[AdvisoryInput | RunAttachmentLink]
) -> None:
    """Read the bytes that references name."""
    rows = chosen(request, queryset, instead="manage.py verify_attachments")
    _prove(request, rows, lambda row: _trouble_with(row.attachment))


def chosen(request: HttpRequest, queryset: QuerySet[Any], *, instead: str) -> Sequence[Any]:
    """Return the chosen rows; none, and what to do instead, where a request cannot read so many."""
    rows = list(queryset[: MOST + 1])
    if len(rows) <= MOST:
        return rows
    advice = f"Choose at most {MOST} rows. For all of them there is {instead}."
    messages.error(request, advice)
    return []


def _prove(
    request: HttpRequest, rows: Sequence[Model], problems_of: Callable[[Any], Sequence[str]]
) -> None:
    sound = 0
    for row in rows:
        problems = problems_of(row)
        sound += not problems
        for problem in problems:
            messages.error(request, format_html("{}: {}", link_to(row), problem))
    if sound:
        messages.success(request, f"Read and hashed again: {sound} of {len(rows)} unchanged.")


def _trouble_with(attachment: RunAttachment) -> Sequence[str]:
    error = verify_blob(attachment)["error"]
    return [_TROUBLE[error]] if error else []
