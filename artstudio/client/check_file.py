"""The cut card of a file on this machine, without a studio: nothing is sent or stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artstudio.client.errors import ClientError
from rmos_runs.errors import DomainError


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file as it will cut: measurements by name, and warnings with code and message."""

    measurements: dict[str, Any]
    #: About reading the file, and about the cut.
    notes: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


def check_file(
    file: Path,
    *,
    size: dict[str, float],
    unit: str | None,
    limits: dict[str, float],
    areas: bool = False,
) -> Checked:
    """Return the cut card of an SVG, SVGZ, DXF, PDF or EPS file.

    size: width_mm or height_mm, else the file's own; unit: of a DXF file that names none;
    limits: as in the constraints (min_feature_mm, min_gap_mm, tool_diameter_mm, feed_mm_min).
    areas: whether closed lines count as areas. Raises ClientError.
    """
    # Loading what reads and measures takes a second, which other commands do not need.
    from artstudio.cutting.card import CutLimits, cut_card  # noqa: PLC0415
    from artstudio.cutting.warnings import cut_warnings  # noqa: PLC0415
    from artstudio.geometry.closed_lines import fill_closed_lines  # noqa: PLC0415
    from artstudio.geometry.measure import measure  # noqa: PLC0415

    try:
        drawing, notes = _read(file.read_bytes(), size, unit)
    except OSError as error:
        raise ClientError(f"{file}: {error.strerror}.") from error
    except DomainError as error:
        raise ClientError(f"{file}: {error.message}", code=error.code) from error
    if areas:
        drawing, _count = fill_closed_lines(drawing)
    facts = measure(drawing)
    card = cut_card(
        drawing,
        cut_length_mm=facts.cut_length_mm,
        svg_bytes=len(drawing.to_svg()),
        limits=CutLimits(**limits),
    )
    return Checked(
        measurements=facts.as_dict() | card.as_dict(), notes=notes, warnings=cut_warnings(card)
    )


def _read(data: bytes, size: dict[str, float], unit: str | None) -> tuple[Any, list[Any]]:
    from artstudio.importers.dxf import read_dxf  # noqa: PLC0415 - as above
    from artstudio.importers.file_type import FileType, file_type_of  # noqa: PLC0415
    from artstudio.importers.pages import page_as_svg  # noqa: PLC0415
    from artstudio.svg.importer import foreign_drawing  # noqa: PLC0415

    kind = file_type_of(data)
    if kind is FileType.DXF:
        plan = read_dxf(data, unit=unit, **size)
        return plan.drawing, list(plan.warnings)
    is_page = kind in (FileType.PDF, FileType.EPS)
    data = page_as_svg(data, kind) if is_page else data
    found = foreign_drawing(data, width_mm=size.get("width_mm"), height_mm=size.get("height_mm"))
    return found.drawing, list(found.warnings)
