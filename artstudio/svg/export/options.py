"""What an export can be asked for, and what cannot be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from artstudio.svg.export.presets import Preset, Role
from rmos_runs.errors import InvalidRequest

DEFAULT_TOLERANCE_MM = 0.01
TOLERANCE_MM = (0.001, 1.0)
DEFAULT_DPI = 300
DPI = (10, 2400)


class Format(StrEnum):
    """What is written."""

    SVG = "svg"
    SVG_METADATA = "svg-metadata"
    SVG_C2PA = "svg-c2pa"
    DXF = "dxf"
    DXF_R12 = "dxf-r12"
    PDF = "pdf"
    PNG = "png"
    EPS = "eps"


Word = TypeVar("Word", bound=StrEnum)
_FLATTENED = (Format.DXF, Format.DXF_R12)


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """Options that go together; what a format has no use for is None.

    role: of the whole drawing; None leaves it to the preset, which keeps the drawing's
        own colours when plain, and else cuts areas and scores strokes, each colour by itself.
    tolerance_mm: how far a straight line may stray from its curve.
    dpi: pixels for each 25.4 mm.
    """

    format: Format = Format.SVG
    preset: Preset = Preset.PLAIN
    role: Role | None = None
    tolerance_mm: float | None = None
    dpi: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the options as JSON values, for their digest."""
        return {
            "format": self.format.value,
            "preset": self.preset.value,
            "role": self.role.value if self.role else None,
            "tolerance_mm": self.tolerance_mm,
            "dpi": self.dpi,
        }


def check_options(
    *,
    format: str = Format.SVG,
    preset: str = Preset.PLAIN,
    role: str | None = None,
    tolerance_mm: float | None = None,
    dpi: int | None = None,
) -> ExportOptions:
    """Return options with the defaults of the format filled in.

    Raises InvalidRequest, naming the field, for an unknown word, a value out of
    range and an option that the format would have to ignore.
    """
    written = _member(Format, "format", format)
    chosen = _member(Preset, "preset", preset)
    played = None if role is None else _member(Role, "role", role)
    _refuse_unused(written, chosen, played, tolerance_mm=tolerance_mm, dpi=dpi)
    return ExportOptions(
        format=written,
        preset=chosen,
        role=played,
        tolerance_mm=_tolerance(tolerance_mm) if written in _FLATTENED else None,
        dpi=_dpi(dpi) if written is Format.PNG else None,
    )


def _member(kind: type[Word], field: str, value: str) -> Word:
    try:
        return kind(value)
    except ValueError:
        raise _invalid(field, f"Choose one of: {', '.join(kind)}.") from None


def _refuse_unused(
    format: Format,
    preset: Preset,
    role: Role | None,
    *,
    tolerance_mm: float | None,
    dpi: int | None,
) -> None:
    if preset is not Preset.PLAIN and format is Format.PNG:
        raise _invalid("preset", "A picture has no layers. Leave preset out, or ask for svg.")
    if preset is not Preset.PLAIN and format is Format.SVG_C2PA:
        raise _invalid("preset", "Only the drawing as it is stored is signed. Leave preset out.")
    if role and preset is Preset.PLAIN:
        raise _invalid("role", "A role needs a preset: lightburn, glowforge or inkscape.")
    if tolerance_mm is not None and format not in _FLATTENED:
        raise _invalid("tolerance_mm", f"Only dxf and dxf-r12 have a tolerance; {format} is exact.")
    if dpi is not None and format is not Format.PNG:
        raise _invalid("dpi", f"Only png has pixels; {format} is drawn in lines.")


def _tolerance(tolerance_mm: float | None) -> float:
    low, high = TOLERANCE_MM
    chosen = DEFAULT_TOLERANCE_MM if tolerance_mm is None else tolerance_mm
    # Written so that NaN is refused too.
    if not low <= chosen <= high:
        raise _invalid("tolerance_mm", f"The tolerance is {low} to {high:g} mm.")
    return chosen


def _dpi(dpi: int | None) -> int:
    low, high = DPI
    chosen = DEFAULT_DPI if dpi is None else dpi
    if not low <= chosen <= high:
        raise _invalid("dpi", f"A picture has {low} to {high} dots per inch.")
    return chosen


def _invalid(field: str, message: str) -> InvalidRequest:
    return InvalidRequest(message, fields={field: [message]})
