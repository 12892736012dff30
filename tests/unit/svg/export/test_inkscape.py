"""Sizes as Inkscape sees them, where it is installed; it is too heavy to be asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from artstudio.svg.drawing import Drawing
from artstudio.svg.export import dxf
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.svg import svg
from artstudio.svg.measure import measure
from tests.unit.svg.export.drawings import rosette
from tests.unit.svg.export.test_svg import RECORD

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("inkscape"), reason="inkscape is not installed"),
]
PX_MM = 25.4 / 96
#: What a stroke adds to the box that Inkscape measures: nothing, or its width.
SVGS = [
    (svg(rosette()), 0.0),
    (svg(rosette(), record=RECORD), 0.0),
    (svg(rosette(), preset=Preset.INKSCAPE, role=Role.CUT), 0.0),
    (svg(rosette(), preset=Preset.LIGHTBURN, role=Role.CUT), 0.01),
    (svg(rosette(), preset=Preset.GLOWFORGE, role=Role.ENGRAVE), 0.0),
]


def run(folder: Path, *command: str) -> bytes:
    environment = {"HOME": str(folder), "PATH": os.defpath}
    return subprocess.run(
        command, capture_output=True, check=True, timeout=60, cwd=folder, env=environment
    ).stdout


def box_mm(data: bytes, folder: Path) -> tuple[float, ...]:
    """Return x, y, width and height of everything in an SVG, as Inkscape measures it."""
    (folder / "measured.svg").write_bytes(data)
    lines = run(folder, "inkscape", "--query-all", "measured.svg").decode().splitlines()
    return tuple(float(n) * PX_MM for n in lines[0].split(",")[1:])


def imported(data: bytes, folder: Path) -> bytes:
    """Return the SVG that Inkscape's own import makes of a DXF."""
    share = Path(run(folder, "inkscape", "--system-data-directory").decode().strip())
    python = str(shutil.which("python3", path=os.defpath))
    (folder / "drawing.dxf").write_bytes(data)
    try:
        run(folder, python, "-c", "import lxml, numpy")
        return run(folder, python, str(share / "extensions" / "dxf_input.py"), "drawing.dxf")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("what Inkscape needs to import DXF is not installed")


def true_box(drawing: Drawing) -> tuple[float, ...]:
    bounds = measure(drawing).bounds
    assert bounds is not None
    x0, y0, x1, y1 = bounds
    return x0, y0, x1 - x0, y1 - y0


@pytest.mark.parametrize(("data", "stroke_mm"), SVGS)
def test_an_svg_has_its_true_size(data: bytes, stroke_mm: float, tmp_path: Path) -> None:
    x, y, width, height = true_box(rosette())
    half = stroke_mm / 2
    expected = (x - half, y - half, width + stroke_mm, height + stroke_mm)
    assert box_mm(data, tmp_path) == pytest.approx(expected, abs=0.002)


@pytest.mark.parametrize("write", [dxf.r2000, dxf.r12])
def test_a_dxf_has_its_true_size(write: Callable[..., bytes], tmp_path: Path) -> None:
    *_, width, height = box_mm(imported(write(rosette(), tolerance_mm=0.01), tmp_path), tmp_path)
    # Its import draws with lines of one pixel.
    assert (width - PX_MM, height - PX_MM) == pytest.approx(true_box(rosette())[2:], abs=0.01)
