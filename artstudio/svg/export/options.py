"""What an export can be asked for, and what cannot be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from artstudio.svg.export.dxf import Curves
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.roles import is_selector
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
    LBRN2 = "lbrn2"


Word = TypeVar("Word", bound=StrEnum)
_FLATTENED = (Format.DXF, Format.DXF_R12)


@dataclass(frozen=True, kw_only=True)
class ExportOptions:
    """Options that go together; what a format has no use for is None.

    role: of the whole drawing; None leaves it to the preset, which keeps the drawing's
        own colours when plain, and else cuts areas and scores strokes, each colour by itself.
    roles: of parts of it instead, as (`outline`, `inside` or `#rrggbb`, role) in order.
    tolerance_mm: how far a line or an arc may stray from its curve.
    curves: what curves become in DXF.
    dpi: pixels for each 25.4 mm.
    """

    format: Format = Format.SVG
    preset: Preset = Preset.PLAIN
    role: Role | None = None
    roles: tuple[tuple[str, Role], ...] = ()
    tolerance_mm: float | None = None
    curves: Curves | None = None
    dpi: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the options as JSON values, for their digest."""
        return {
            "format": self.format.value,
            "preset": self.preset.value,
            "role": self.role.value if self.role else None,
            "roles": {part: role.value for part, role in self.roles},
            "tolerance_mm": self.tolerance_mm,
            "curves": self.curves.value if self.curves else None,
            "dpi": self.dpi,
        }


def check_options(
    *,
    format: str = Format.SVG,
    preset: str = Preset.PLAIN,
    role: str | None = None,
    roles: Mapping[str, str] | None = None,
    tolerance_mm: float | None = None,
    curves: str | None = None,
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
    parts = _roles(roles or {}, written, played)
    fitted = _curves(curves, written, chosen)
    return ExportOptions(
        format=written,
        preset=chosen,
        role=played,
        roles=parts,
        curves=fitted,
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
    if preset is Preset.OPENSCAD and format not in _FLATTENED:
        raise _invalid("preset", "OpenSCAD is for dxf and dxf-r12: it gets lines it can read.")
    if format is Format.LBRN2 and preset not in (Preset.PLAIN, Preset.LIGHTBURN):
        raise _invalid("preset", "lbrn2 is LightBurn's own format. Leave preset out.")
    if role and preset in (Preset.PLAIN, Preset.OPENSCAD) and format is not Format.LBRN2:
        raise _invalid("role", "A role needs a preset: lightburn, glowforge or inkscape.")
    if tolerance_mm is not None and format not in _FLATTENED:
        raise _invalid("tolerance_mm", f"Only dxf and dxf-r12 have a tolerance; {format} is exact.")
    if dpi is not None and format is not Format.PNG:
        raise _invalid("dpi", f"Only png has pixels; {format} is drawn in lines.")


def _roles(
    roles: Mapping[str, str], format: Format, role: Role | None
) -> tuple[tuple[str, Role], ...]:
    if not roles:
        return ()
    if format in (Format.PNG, Format.SVG_C2PA):
        raise _invalid("roles", f"{format} has no layers. Leave roles out, or ask for svg.")
    if role:
        raise _invalid("roles", "Give role for the whole drawing, or roles for its parts.")
    if not isinstance(roles, Mapping):
        raise _invalid("roles", 'Give an object such as {"outline": "cut", "inside": "engrave"}.')
    for part in roles:
        if not is_selector(part):
            raise _invalid("roles", f"{part} is no part: use outline, inside or #rrggbb.")
    return tuple((part, _member(Role, "roles", str(roles[part]))) for part in sorted(roles))


def _curves(curves: str | None, format: Format, preset: Preset) -> Curves | None:
    if format not in _FLATTENED:
        if curves is not None:
            raise _invalid("curves", f"Only dxf and dxf-r12 have a choice of curves; not {format}.")
        return None
    if preset is Preset.OPENSCAD:
        if curves not in (None, Curves.LINES):
            raise _invalid("curves", "OpenSCAD reads no arcs or splines. Leave curves out.")
        return Curves.LINES
    chosen = Curves.ARCS if curves is None else _member(Curves, "curves", curves)
    if chosen is Curves.SPLINES and format is Format.DXF_R12:
        raise _invalid("curves", "R12 has no splines: choose arcs or lines, or format dxf.")
    return chosen


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
