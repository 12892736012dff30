"""A drawing of one's own made a variant, as if a provider had answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import File

from artstudio.importers.dxf import check_dxf
from artstudio.importers.dxf_units import UNITS_MM
from artstudio.importers.errors import FileTooLarge
from artstudio.importers.file_type import FileType, file_type_of
from artstudio.importers.pages import MAX_BYTES, MAX_PAGE, check_page
from artstudio.models import Generation
from artstudio.services.generation.drawing import IMPORT_ROUTE
from artstudio.services.generation.generate import generate_from_source
from artstudio.services.providers.images import put_source_bytes
from artstudio.services.requests.constraints import (
    SIZE_NAMES,
    Constraints,
)
from artstudio.services.requests.sent_files import check_sent_file, printable_name
from artstudio.services.sources.stored import Source, SourceForm
from rmos_runs.digests import sha256_hex
from rmos_runs.errors import InvalidRequest

#: What a unit of a DXF file may be said to be.
UNITS = tuple(UNITS_MM)
#: What closed lines become: they stay lines, or are filled.
CLOSED_LINES = ("lines", "areas")
_SEED_LENGTH = 16
_REASON = "A drawing was sent; it is imported."
_FORMS = {
    FileType.SVG: SourceForm.SVG,
    FileType.SVGZ: SourceForm.SVG,
    FileType.DXF: SourceForm.DXF,
    FileType.PDF: SourceForm.PAGE,
    FileType.EPS: SourceForm.PAGE,
}


@dataclass(frozen=True, kw_only=True)
class _Import:
    """A file as it came, and how it is to be read."""

    data: bytes
    file_type: FileType
    filename: str
    unit: str | None
    page: int
    closed_lines: str


def import_drawing(
    file: File[bytes],
    *,
    title: Any = None,
    constraints: Mapping[str, Any] | None = None,
    unit: Any = None,
    page: Any = None,
    closed_lines: Any = None,
    workflow_session_id: Any = None,
    request_id: str | None = None,
) -> Generation:
    """Import an SVG, SVGZ, DXF, PDF or EPS file and return the finished generation of one variant.

    The file is stored byte for byte as the source; its digest is the variant seed. The
    prompt is `title`, else the file's name. unit: what a unit of a DXF file is (mm, cm, m,
    in, ft), needed where the file does not say and no size is given. page: of a PDF, the
    first is 1. closed_lines: "areas" fills what is drawn in outline, so that widths are
    measured and pockets can be made of it. The drawing has the file's own size unless the
    constraints give one. Raises before anything is stored: InvalidRequest, SessionNotFound,
    ImportFormatUnsupported, FileTooLarge, DxfUnitsMissing, PageConverterMissing. A file that
    cannot be read is the variant's error.
    """
    filename = printable_name(file.name or "") or "Imported drawing"
    known_unit, known_page = _unit(unit), _page(page)
    request = check_sent_file(
        title=title,
        filename=filename,
        constraints=constraints or {},
        workflow_session_id=workflow_session_id,
        route=IMPORT_ROUTE,
        reason=_REASON,
    )
    if file.size > MAX_BYTES:
        raise FileTooLarge(f"The file has {file.size:,} bytes; {MAX_BYTES:,} are allowed.")
    data = file.read()
    sent = _Import(
        data=data,
        file_type=file_type_of(data),
        filename=filename,
        unit=known_unit,
        page=known_page,
        closed_lines=_closed_lines(closed_lines),
    )
    _check(sent, request.constraints)
    request = replace(request, variant_seed=sha256_hex(data)[:_SEED_LENGTH])
    return generate_from_source(request, lambda: _put(sent), request_id=request_id)


def _check(sent: _Import, constraints: Constraints) -> None:
    if sent.file_type is FileType.DXF:
        has_size = bool(constraints.picked(SIZE_NAMES))
        check_dxf(sent.data, unit=sent.unit, has_size=has_size)
    elif sent.file_type in {FileType.PDF, FileType.EPS}:
        check_page(sent.data, sent.file_type)


def _unit(given: Any) -> str | None:
    if given in (None, ""):
        return None
    if isinstance(given, str) and given.strip().lower() in UNITS_MM:
        return given.strip().lower()
    raise InvalidRequest(fields={"unit": [f"Choose one of {', '.join(UNITS_MM)}."]})


def _closed_lines(given: Any) -> str:
    if given in (None, ""):
        return CLOSED_LINES[0]
    if given in CLOSED_LINES:
        return str(given)
    raise InvalidRequest(fields={"closed_lines": [f"Choose one of {', '.join(CLOSED_LINES)}."]})


def _page(given: Any) -> int:
    if given in (None, ""):
        return 1
    text = str(given).strip()
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_PAGE:
        return int(text)
    raise InvalidRequest(fields={"page": [f"Give a whole number from 1 to {MAX_PAGE:,}."]})


def _put(sent: _Import) -> Source:
    """Store the file as it came."""
    facts = {"filename": sent.filename, "file_type": sent.file_type.value}
    if sent.file_type is FileType.DXF and sent.unit:
        facts["unit"] = sent.unit
    if sent.closed_lines != CLOSED_LINES[0]:
        facts["closed_lines"] = sent.closed_lines
    pages = {"page": sent.page} if sent.file_type is FileType.PDF else {}
    return Source(
        attachment=put_source_bytes(sent.data, sent.file_type.mime, suffix=sent.file_type.value),
        data=sent.data,
        form=_FORMS[sent.file_type],
        prompt_sent="",
        metadata={**facts, **pages},
    )
