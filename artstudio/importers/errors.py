"""Why a file cannot be imported as a drawing."""

from __future__ import annotations

from typing import ClassVar

from rmos_runs.errors import DomainError, Kind


class ImportFormatUnsupported(DomainError):
    """Only SVG, SVGZ, DXF, PDF and EPS files can be imported."""

    code = "import_format_unsupported"


class DxfUnreadable(DomainError):
    """The DXF file cannot be read. Save it again as DXF R2000 or newer and send that."""

    code = "dxf_unreadable"


class DxfUnitsMissing(DomainError):
    """The DXF file does not say what its unit is. Give unit (mm, cm, m, in or ft) or width_mm."""

    code = "dxf_units_missing"


class FileTooLarge(DomainError):
    """The file is too large to import. Simplify the drawing and send it again."""

    kind: ClassVar[Kind] = Kind.TOO_LARGE
    code = "import_too_large"


class PageUnreadable(DomainError):
    """The page cannot be read. Save the file again without a password, or export it as SVG."""

    code = "page_unreadable"


class PageConverterMissing(DomainError):
    """PDF and EPS files need a program that is not installed here. Export the drawing as SVG."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "page_converter_missing"


class PageTimedOut(DomainError):
    """Reading the page timed out, perhaps because this machine is busy. Try again in a moment."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code = "page_timed_out"
    retry_after = 5.0
