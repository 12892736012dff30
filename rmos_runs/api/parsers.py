"""Bodies: JSON of a limited size, and uploads that are never held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from rest_framework.parsers import DataAndFiles, JSONParser, MultiPartParser

from rmos_runs.attachment_fields import check_mime
from rmos_runs.errors import BodyTooLarge, InvalidRequest
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.http.json_body import read_json
from rmos_runs.runs.uploads import ANY_TYPE

MAX_JSON_BYTES = 2 * 1024 * 1024
FILE = "file"
#: What the boundaries and the other fields of a form may take beside the file.
FORM_BYTES = 64 * 1024


class LimitedJson(JSONParser):
    """JSON up to 2 MiB, not nested so deeply that it cannot be read."""

    def parse(
        self,
        stream: IO[Any],
        _media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the value. Raises BodyTooLarge before reading, InvalidJson, InvalidRequest."""
        length = _content_length(parser_context)
        if length > MAX_JSON_BYTES:
            raise BodyTooLarge(
                f"The body may have {MAX_JSON_BYTES:,} bytes; it has {length:,}. "
                "Upload what is large as an attachment and name its SHA-256."
            )
        return cast("dict[str, Any]", read_json(stream.read()))


class ReceivedFile(TemporaryUploadedFile):
    """A file in a temporary place, and what came to be known while it was written."""

    sha256: str

    @property
    def told_mime(self) -> str:
        """The type the client told, where it is one."""
        try:
            return check_mime(self.content_type or "")
        except InvalidRequest:
            return ANY_TYPE


def received_file(files: Mapping[str, Any]) -> ReceivedFile:
    """Return the file of a form. Raises InvalidRequest."""
    file = files.get(FILE)
    if not isinstance(file, ReceivedFile):
        raise InvalidRequest(fields={FILE: ["Send the bytes as a multipart field 'file'."]})
    return file


class StreamedUpload(MultiPartParser):
    """A form with one file, which goes straight to a temporary file and through SHA-256."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> DataAndFiles[Any, Any]:
        """Return fields and files. Raises BodyTooLarge, InvalidRequest, ParseError."""
        limit = settings.RMOS_MAX_UPLOAD_BYTES
        if _content_length(parser_context) > limit + FORM_BYTES:
            raise _too_large(limit)
        request: HttpRequest = (parser_context or {})["request"]
        handler = _HashingHandler(limit)
        request.upload_handlers = [handler]
        try:
            return super().parse(stream, media_type, parser_context)
        except BaseException:
            handler.upload_interrupted()
            raise


class _HashingHandler(TemporaryFileUploadHandler):
    """Writes a file to a temporary place and its bytes' digest onto it."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit, self._digest = limit, hashlib.sha256()
        self._received: ReceivedFile | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        if field_name != FILE:
            faults = ErrorList()
            faults.known_names("", {field_name: None}, [FILE])
            faults.raise_if_any()
        if self._received is not None:
            raise InvalidRequest(fields={FILE: ["Send one file at a time."]})
        # What the temporary handler would do, with a file that knows its digest.
        FileUploadHandler.new_file(self, field_name, *args, **kwargs)
        self.file = self._received = ReceivedFile(
            self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self._limit:
            raise _too_large(self._limit)
        self._digest.update(raw_data)
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        assert self._received is not None
        self._received.sha256 = self._digest.hexdigest()
        return super().file_complete(file_size)


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(
        f"An upload may have {limit:,} bytes. Send less, or raise RMOS_MAX_UPLOAD_BYTES."
    )


def _content_length(parser_context: Mapping[str, Any] | None) -> int:
    try:
        return int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
