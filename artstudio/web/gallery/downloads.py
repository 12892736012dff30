"""All chosen drawings as one file."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_POST

from artstudio.services.exports.archives import archive_of
from rmos_runs.web.htmx import PageRequest


@require_POST
def download(request: PageRequest) -> StreamingHttpResponse:
    """Answer with a zip that is made while it is sent."""
    archive = archive_of(request.POST.getlist("asset"), format=request.POST.get("format", "svg"))
    return StreamingHttpResponse(
        archive.chunks(),
        headers={
            "Content-Type": "application/zip",
            "Content-Disposition": f'attachment; filename="{archive.filename}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
