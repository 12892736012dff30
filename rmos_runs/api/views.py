"""Bytes, facts and proof of an attachment."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rmos_runs.api.blob_response import blob_response
from rmos_runs.api.serializers import (
    AttachmentSerializer,
    ProblemSerializer,
    VerificationSerializer,
)
from rmos_runs.blobs.attachments import get_attachment, open_blob, verify_blob
from rmos_runs.http.query_names import query_names


@query_names("download")
@csrf_exempt  # it only reads; the check would answer 403 where 405 is the truth
@require_safe
def attachment(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Answer with the bytes.

    A plain view: an API view would refuse `Accept: image/svg+xml` with 406.
    """
    found = get_attachment(sha256)
    return blob_response(request, found, open_blob(found))


class AttachmentMeta(APIView):
    """The facts of an attachment."""

    @extend_schema(
        operation_id="attachment_meta",
        tags=["attachments"],
        responses={200: AttachmentSerializer, 404: ProblemSerializer},
    )
    def get(self, _request: Request, sha256: str) -> Response:
        """Return kind, type, filename, size and time as the first writer gave them."""
        return Response(AttachmentSerializer(get_attachment(sha256)).data)


class AttachmentVerify(APIView):
    """The integrity of an attachment."""

    @extend_schema(
        operation_id="attachment_verify",
        tags=["attachments"],
        responses={200: VerificationSerializer, 404: ProblemSerializer},
    )
    def get(self, _request: Request, sha256: str) -> Response:
        """Read the stored bytes again and compare their SHA-256 with their name."""
        found = cast("dict[str, object]", verify_blob(get_attachment(sha256)))
        return Response(found, headers={"Cache-Control": "no-store"})
