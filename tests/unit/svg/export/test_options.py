"""What can be asked of an export, and what is refused with the field's name."""

from __future__ import annotations

import math
from typing import Any

import pytest

from artstudio.svg.export.options import Format, check_options
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.writers import FILE_TYPES, export
from rmos_runs.errors import InvalidRequest
from tests.unit.svg.export.drawings import rosette

STARTS = {
    Format.SVG: b"<svg ",
    Format.SVG_METADATA: b"<svg ",
    Format.DXF: b"0\nSECTION\n",
    Format.DXF_R12: b"0\nSECTION\n",
    Format.PDF: b"%PDF-1.4\n",
    Format.PNG: b"\x89PNG",
    Format.EPS: b"%!PS-Adobe-3.0 EPSF-3.0\n",
}


def test_defaults_are_a_hundredth_of_a_millimetre_and_300_dpi() -> None:
    assert check_options(format=Format.DXF).tolerance_mm == 0.01
    assert check_options(format=Format.PNG).dpi == 300
    assert check_options().as_dict() == {
        "format": "svg",
        "preset": "plain",
        "role": None,
        "roles": {},
        "tolerance_mm": None,
        "curves": None,
        "dpi": None,
    }


def test_a_preset_needs_no_role() -> None:
    assert check_options(preset=Preset.LIGHTBURN).role is None
    assert check_options(preset=Preset.LIGHTBURN, role=Role.SCORE).role is Role.SCORE


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("format", {"format": "stl"}),
        ("preset", {"preset": "epilog"}),
        ("role", {"preset": Preset.LIGHTBURN, "role": "fold"}),
        ("tolerance_mm", {"format": Format.DXF, "tolerance_mm": 0.0009}),
        ("tolerance_mm", {"format": Format.DXF, "tolerance_mm": 1.1}),
        ("tolerance_mm", {"format": Format.DXF_R12, "tolerance_mm": math.nan}),
        ("tolerance_mm", {"format": Format.PDF, "tolerance_mm": 0.01}),
        ("dpi", {"format": Format.PNG, "dpi": 9}),
        ("dpi", {"format": Format.PNG, "dpi": 2401}),
        ("dpi", {"format": Format.SVG, "dpi": 300}),
        ("preset", {"format": Format.PNG, "preset": Preset.LIGHTBURN}),
        ("preset", {"format": Format.SVG_C2PA, "preset": Preset.LIGHTBURN}),
        ("role", {"role": Role.CUT}),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(field: str, asked: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        check_options(**asked)
    assert list(refused.value.fields or {}) == [field]


@pytest.mark.parametrize("format", list(STARTS))
def test_every_format_has_a_writer_and_a_type(format: Format) -> None:
    data = export(rosette(), check_options(format=format))
    assert data.startswith(STARTS[format])
    assert data == export(rosette(), check_options(format=format))
    assert "/" in FILE_TYPES[format].media_type
