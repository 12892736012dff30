"""What a run refers to, over HTTP: attachments and advisory inputs, only ever added."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rmos_runs.api.blob_response import blob_response
from rmos_runs.api.bodies import arguments_of
from rmos_runs.api.pages import InOrder
from rmos_runs.api.parsers import LimitedJson, StreamedUpload, received_file
from rmos_runs.api.references_serializers import (
    AdvisoryBody,
    AdvisoryRecord,
    LinkRecord,
    LinksAnswer,
    LinksBody,
    UploadBody,
)
from rmos_runs.api.runs_views import PROBLEM
from rmos_runs.api.serializers import AttachmentSerializer, VerificationSerializer
from rmos_runs.blobs.attachments import open_blob, verify_blob
from rmos_runs.http.query_names import query_names
from rmos_runs.models import AdvisoryInput, RunAttachmentLink
from rmos_runs.runs import service, uploads


class Uploads(APIView):
    """POST: put bytes into the store."""

    parser_classes = [StreamedUpload]

    @extend_schema(
        operation_id="attachment_upload",
        tags=["attachments"],
        request=UploadBody,
        responses={
            201: AttachmentSerializer,
            200: AttachmentSerializer,
            400: PROBLEM,
            413: PROBLEM,
        },
    )
    def post(self, request: Request) -> Response:
        """Store a file; 201, or 200 for bytes that are here already."""
        stored, created = uploads.store_upload(**_upload_of(request))
        return Response(AttachmentSerializer(stored).data, status=201 if created else 200)


@extend_schema_view(
    get=extend_schema(
        operation_id="run_attachments",
        tags=["runs"],
        responses={200: LinkRecord(many=True), 404: PROBLEM},
    )
)
class RunAttachments(generics.ListAPIView[RunAttachmentLink]):
    """GET: the attachments of a run, in order. POST: link what is stored, or upload."""

    queryset = RunAttachmentLink.objects.none()
    serializer_class = LinkRecord
    pagination_class = InOrder
    filter_backends = []
    parser_classes = [LimitedJson, StreamedUpload]

    def get_queryset(self) -> Any:
        """Return the links of the run."""
        return service.list_links(service.require_run(self.kwargs["run_id"]))

    @extend_schema(
        operation_id="run_attachments_add",
        tags=["runs"],
        request={"application/json": LinksBody, "multipart/form-data": UploadBody},
        responses={
            201: LinksAnswer,
            200: LinksAnswer,
            400: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
            413: PROBLEM,
        },
    )
    def post(self, request: Request, run_id: str) -> Response:
        """Link attachments, all or none; 201, or 200 when every one was linked before."""
        links, created_count = (
            uploads.upload_to_run(run_id, **_upload_of(request))
            if request.content_type.lower().startswith("multipart/")
            else service.link_attachments(run_id, _links_of(request))
        )
        answer = LinksAnswer(
            {"run_id": run_id, "created_count": created_count, "attachments": links}
        )
        return Response(answer.data, status=201 if created_count else 200)


@extend_schema_view(
    get=extend_schema(
        operation_id="run_advisory_inputs",
        tags=["runs"],
        responses={200: AdvisoryRecord(many=True), 404: PROBLEM},
    )
)
class AdvisoryInputs(generics.ListAPIView[AdvisoryInput]):
    """GET: what advised a run, in order. POST: add to it."""

    queryset = AdvisoryInput.objects.none()
    serializer_class = AdvisoryRecord
    pagination_class = InOrder
    filter_backends = []

    def get_queryset(self) -> Any:
        """Return the advisory inputs of the run."""
        return service.list_advisory_inputs(service.require_run(self.kwargs["run_id"]))

    @extend_schema(
        operation_id="run_advisory_inputs_add",
        tags=["runs"],
        request=AdvisoryBody,
        responses={
            201: AdvisoryRecord,
            200: AdvisoryRecord,
            400: PROBLEM,
            404: PROBLEM,
            409: PROBLEM,
        },
    )
    def post(self, request: Request, run_id: str) -> Response:
        """Add stored bytes; 201, or 200 with what is there when they were added before."""
        advisory, created = service.attach_advisory(
            run_id, **arguments_of(request, AdvisoryBody().fields, required=["sha256"])
        )
        return Response(AdvisoryRecord(advisory).data, status=201 if created else 200)


@query_names("download")
@csrf_exempt  # it only reads; the check would answer 403 where 405 is the truth
@require_safe
def run_attachment(request: HttpRequest, run_id: str, sha256: str) -> HttpResponseBase:
    """Answer with the bytes of an attachment, if the run links it."""
    found = service.get_linked_attachment(run_id, sha256)
    return blob_response(request, found, open_blob(found))


class RunAttachmentVerify(APIView):
    """The integrity of an attachment of a run."""

    @extend_schema(
        operation_id="run_attachment_verify",
        tags=["runs"],
        responses={200: VerificationSerializer, 404: PROBLEM},
    )
    def get(self, _request: Request, run_id: str, sha256: str) -> Response:
        """Read the stored bytes again and compare their SHA-256 with their name."""
        found = cast(
            "dict[str, object]", verify_blob(service.get_linked_attachment(run_id, sha256))
        )
        return Response(found, headers={"Cache-Control": "no-store"})


def _links_of(request: Request) -> Any:
    return arguments_of(request, ["attachments"], required=["attachments"])["attachments"]


def _upload_of(request: Request) -> dict[str, Any]:
    fields = arguments_of(request, UploadBody().fields)
    file = received_file(request.FILES)
    promised = fields.pop("sha256", None)
    known = {"sha256": file.sha256, "mime": file.told_mime, "promised": promised}
    return {"file": file, **known, **fields}
