"""What kind of drawing a file is, from its bytes alone: names and media types are often wrong."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum

from artstudio.importers.errors import ImportFormatUnsupported

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_DXF = re.compile(rb"(?:\s*999[^\n]*\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\s*\r?\n", re.IGNORECASE)
BINARY_DXF = b"AutoCAD Binary DXF"
#: The header of an EPS file that holds a preview as well (Adobe's note 5002).
_BINARY_EPS = b"\xc5\xd0\xd3\xc6"
_DWG = re.compile(rb"AC10[0-9]{2}")
_HEAD_BYTES = 65_536
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_TRACE = "This is a picture. Send it to POST /api/art/trace, which turns pictures into drawings."


class FileType(StrEnum):
    """The formats that can be imported."""

    SVG = "svg"
    SVGZ = "svgz"
    DXF = "dxf"
    PDF = "pdf"
    EPS = "eps"

    @property
    def mime(self) -> str:
        """The media type that the file is stored under."""
        return _MIMES[self]


_MIMES = {
    FileType.SVG: "image/svg+xml",
    FileType.SVGZ: "application/gzip",
    FileType.DXF: "image/vnd.dxf",
    FileType.PDF: "application/pdf",
    FileType.EPS: "application/postscript",
}


def file_type_of(data: bytes) -> FileType:
    """Return the format of a file. Raises ImportFormatUnsupported, which says what to do."""
    if data.startswith(b"\x1f\x8b"):
        return _packed(data)
    if data.startswith(BINARY_DXF) or _DXF.match(data.lstrip(_MARKS)):
        return FileType.DXF
    if b"%PDF-" in data[:1024]:
        return FileType.PDF
    if data.startswith(_BINARY_EPS) or data.lstrip(_MARKS).startswith(b"%!PS"):
        return FileType.EPS
    if _is_svg(data):
        return FileType.SVG
    raise _unsupported(data)


def _unsupported(data: bytes) -> ImportFormatUnsupported:
    """Return the refusal of a file, with what to do where it is known what it is."""
    if not data:
        return ImportFormatUnsupported("The file is empty. Send an SVG, DXF, PDF or EPS file.")
    if is_picture(data):
        return ImportFormatUnsupported(_TRACE)
    if _DWG.match(data):
        return ImportFormatUnsupported("This is a DWG file. Save it as DXF and send that.")
    return ImportFormatUnsupported()


def is_picture(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a picture of pixels."""
    return head.startswith(_PICTURES) or head[4:8] == b"ftyp"


def _packed(data: bytes) -> FileType:
    try:
        head = zlib.decompressobj(31).decompress(data, _HEAD_BYTES)
    except zlib.error:
        head = b""
    if _is_svg(head):
        return FileType.SVGZ
    raise ImportFormatUnsupported(
        "The file is compressed and holds no SVG. Unpack it and send what is inside."
    )


def _is_svg(data: bytes) -> bool:
    """Tell whether there is an svg element near the start, in whatever encoding."""
    head = data[:_HEAD_BYTES].replace(b"\x00", b"").lower()
    return re.search(rb"<(?:[a-z_][\w.-]*:)?svg[\s>]", head) is not None
