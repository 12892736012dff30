"""An attachment's bytes as HTTP: forever cacheable, never able to run anything.

Bytes in a bucket are streamed through here, or, where the settings say so, the
client is sent to a short-lived signed address. Only what the bucket cannot show
wrongly goes that way: pictures made of pixels, and what is saved and not shown. A
bucket sends neither our Content-Security-Policy nor `nosniff`.

The digest in the address is the digest of the bytes, so an answer never gets
stale. The bytes are public to whoever knows their digest; should they ever
become private, the permission must be checked before the ETag is.
"""

from __future__ import annotations

import io
from typing import IO, cast

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from rmos_runs.api.byte_ranges import ByteRange, UnsatisfiableRange, parse_range
from rmos_runs.blobs.storage import RemoteFile
from rmos_runs.errors import BlobDamaged, InvalidRequest
from rmos_runs.hooks import is_own_drawing
from rmos_runs.models import RunAttachment

_SVG = "image/svg+xml"
_BLOCK = 1 << 16
#: What all other types are sent as.
SAVED_TYPE = "application/octet-stream"
#: Types that browsers may show, with the header they are sent under.
_SHOWN = {
    _SVG: _SVG,
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/webp": "image/webp",
    "application/json": "application/json",
    "text/plain": "text/plain; charset=utf-8",
}
SHOWN_TYPES = tuple(mime.partition(";")[0] for mime in _SHOWN.values())
#: Shown types that are the same wherever they come from.
_PIXELS = ("image/png", "image/jpeg", "image/webp")
#: Shorter than a signed address lives; a page shown again then takes the same picture.
_REDIRECT_CACHE = "private, max-age=120"
_ALWAYS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
}


def type_for(request: HttpRequest, mime: str) -> str:
    """Return the type to send bytes as: their own, or plain bytes where only those are accepted.

    Generated clients ask for plain bytes: few of them know other types.
    """
    return request.get_preferred_type([mime, SAVED_TYPE]) or mime


class _Slice(io.RawIOBase):
    """A stretch of a file, read once from front to back; closes the file with itself."""

    def __init__(self, file: File[bytes], *, first: int, length: int) -> None:
        super().__init__()
        self._file, self._left = file, length
        if isinstance(file, RemoteFile):
            file.expect(first=first, length=length)
        else:
            file.seek(first)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._file.read(min(len(view), self._left))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def blob_response(
    request: HttpRequest, attachment: RunAttachment, file: File[bytes]
) -> HttpResponseBase:
    """Answer a GET or HEAD with the bytes, a range of them, 304, 412 or 416; closes `file`.

    Raises BlobDamaged when the file has not the size it was stored with, and
    InvalidRequest for a `download` that is neither left out nor 1.
    """
    if request.GET.get("download", "1") != "1":
        file.close()
        raise InvalidRequest(fields={"download": ["Give 1, or leave it out."]})
    if file.size != attachment.size_bytes:
        file.close()
        raise BlobDamaged
    etag = f'"{attachment.sha256}"'
    conditional = get_conditional_response(request, etag=etag)
    if conditional is not None:
        file.close()
        return _with_headers(cast("HttpResponseBase", conditional), etag)
    mime, disposition = _presentation(request, attachment)
    redirect = _redirect(request, file, mime, disposition)
    if redirect is not None:
        return redirect
    response = _bytes(request, attachment, file, etag)
    response["Content-Type"], response["Content-Disposition"] = mime, disposition
    return _with_headers(response, etag)


def _redirect(
    request: HttpRequest, file: File[bytes], mime: str, disposition: str
) -> HttpResponseBase | None:
    """Return the way to the bytes in their bucket; closes `file` then."""
    may_go = mime in _PIXELS or disposition.startswith("attachment")
    if request.method == "HEAD" or not may_go or not isinstance(file, RemoteFile):
        return None
    url = file.signed_url(mime, disposition)
    if url is None:
        return None
    file.close()
    return HttpResponseRedirect(url, headers={"Cache-Control": _REDIRECT_CACHE})


def _bytes(
    request: HttpRequest, attachment: RunAttachment, file: File[bytes], etag: str
) -> HttpResponseBase:
    size = attachment.size_bytes
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers={"Content-Length": str(size)})
    try:
        part = _range(request, size, etag)
    except UnsatisfiableRange:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _stream(file, part, size)


def _range(request: HttpRequest, size: int, etag: str) -> ByteRange | None:
    if request.headers.get("If-Range", etag) != etag:
        return None
    return parse_range(request.headers.get("Range", ""), size)


def _stream(file: File[bytes], part: ByteRange | None, size: int) -> FileResponse:
    first, length = (part.first, part.length) if part else (0, size)
    body = cast("IO[bytes]", _Slice(file, first=first, length=length))
    response = FileResponse(body, status=206 if part else 200)
    response.block_size = _BLOCK
    response["Content-Length"] = str(length)
    if part:
        response["Content-Range"] = str(part)
    return response


def _presentation(request: HttpRequest, attachment: RunAttachment) -> tuple[str, str]:
    """Return the type and the disposition the bytes are sent with.

    An SVG can look like any page, a login page too. So only a drawing that the index
    knows as written by us is shown as a page of its own; what was uploaded, or sent by a
    provider, is offered for saving, whatever it says of itself. Within a page `<img>`
    shows all of them, as nothing in an image can be typed into or clicked.
    """
    mime = attachment.mime.partition(";")[0].strip().lower()
    download = "download" in request.GET or not _may_be_a_page(mime, attachment)
    disposition = content_disposition_header(download, attachment.filename)
    return _SHOWN.get(mime, SAVED_TYPE), disposition or "attachment"


def _may_be_a_page(mime: str, attachment: RunAttachment) -> bool:
    if mime == _SVG:
        return is_own_drawing(attachment.sha256)
    return mime in _SHOWN


def _with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    if response.status_code < 400:
        response["ETag"] = etag
        for name, value in _ALWAYS.items():
            response[name] = value
    return response
