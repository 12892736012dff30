"""Bundles of chosen runs, downloaded from their list."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from rmos_runs.admin.actions import chosen
from rmos_runs.errors import DomainError
from rmos_runs.models import RunArtifact
from rmos_runs.runs.bundle.export import Bundle, export_run


@admin.action(description="Export", permissions=["view"])
def export_runs(
    _admin: Any, request: HttpRequest, queryset: QuerySet[RunArtifact]
) -> HttpResponseBase | None:
    """Download the bundle of one run, or a zip of the bundles of several."""
    runs = chosen(request, queryset, instead="manage.py export_run")
    bundles = [export_run(run.run_id) for run in runs]
    try:
        for bundle in bundles:
            bundle.check()
    except DomainError as error:
        messages.error(request, error.message)
        return None
    return _download(bundles) if bundles else None


def _download(bundles: Sequence[Bundle]) -> HttpResponseBase:
    if len(bundles) > 1:
        return FileResponse(_together(bundles), as_attachment=True, filename="runs.zip")
    (only,) = bundles
    headers = {"Content-Disposition": f'attachment; filename="{only.filename}"'}
    return StreamingHttpResponse(only.chunks(), content_type="application/zip", headers=headers)


def _together(bundles: Sequence[Bundle]) -> IO[bytes]:
    """Write the bundles into one file on disk, which is gone once it was sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for bundle in bundles:
            with archive.open(bundle.filename, "w", force_zip64=True) as member:
                for block in bundle.chunks():
                    member.write(block)
    file.seek(0)
    return file
