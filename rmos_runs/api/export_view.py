"""A run's bundle over HTTP, streamed as it is read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rmos_runs.api.blob_response import type_for
from rmos_runs.http.query_names import query_names
from rmos_runs.runs.bundle.export import Bundle, export_run


@query_names()
@csrf_exempt  # it only reads; the check would answer 403 where 405 is the truth
@require_safe
def run_export(request: HttpRequest, run_id: str) -> HttpResponseBase:
    """Answer with the zip of a run."""
    return bundle_response(request, export_run(run_id))


def bundle_response(request: HttpRequest, bundle: Bundle) -> HttpResponseBase:
    """Answer with the zip, or 304.

    Every byte is read once before the first is sent: what is missing or
    damaged is an error then, and not a download that breaks off.
    """
    response = get_conditional_response(request, etag=bundle.etag) or _zip(request, bundle)
    if response.status_code < 400:
        response["ETag"] = bundle.etag
        response["Cache-Control"] = "no-cache"
    return response


def _zip(request: HttpRequest, bundle: Bundle) -> HttpResponseBase:
    bundle.check()
    headers = {
        "Content-Type": type_for(request, "application/zip"),
        "Vary": "Accept",
        "Content-Disposition": f'attachment; filename="{bundle.filename}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(bundle.chunks(), headers=headers)
