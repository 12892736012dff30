"""Sizes as Inkscape sees them, where it is installed; it is too heavy to be asked for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from artstudio.geometry.drawing import Drawing
from artstudio.geometry.measure import measure
from artstudio.svg.export import dxf
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.svg import svg
from tests.unit.svg.export.drawings import mixed, rosette, tones
from tests.unit.svg.export.test_svg import RECORD

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("inkscape"), reason="inkscape is not installed"),
]
PX_MM = 25.4 / 96
SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
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


def boxes_mm(data: bytes, folder: Path) -> dict[str, tuple[float, ...]]:
    """Return x, y, width and height of everything in an SVG by its id, as Inkscape measures it.

    The first is the whole of it.
    """
    (folder / "measured.svg").write_bytes(data)
    lines = run(folder, "inkscape", "--query-all", "measured.svg").decode().splitlines()
    boxes = (line.split(",") for line in lines)
    return {name: tuple(float(n) * PX_MM for n in box) for name, *box in boxes}


def box_mm(data: bytes, folder: Path) -> tuple[float, ...]:
    return next(iter(boxes_mm(data, folder).values()))


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


def test_strokes_have_their_true_size_and_width(tmp_path: Path) -> None:
    boxes = boxes_mm(svg(mixed()), tmp_path)
    assert boxes["right"] == pytest.approx((70, 50, 20, 20), abs=0.002)
    # The arc rises by three quarters of its controls' height, and is round and 3 mm wide.
    arc = (20 - 1.5, 75 - 0.75 * 35 - 1.5, 60 + 3, 0.75 * 35 + 3)
    assert list(boxes.values())[-1] == pytest.approx(arc, abs=0.002)


@pytest.mark.parametrize("make", [mixed, tones])
@pytest.mark.parametrize("role", [None, Role.CUT])
def test_hairlines_are_as_large_as_the_way_of_the_tool(
    make: Callable[[], Drawing], role: Role | None, tmp_path: Path
) -> None:
    boxes = boxes_mm(svg(make(), preset=Preset.INKSCAPE, role=role), tmp_path)
    assert next(iter(boxes.values())) == pytest.approx(true_box(make()), abs=0.002)
    for layer in make().layers:
        if layer.name:
            alone = Drawing(make().width_mm, make().height_mm, (layer,))
            assert boxes[layer.name] == pytest.approx(true_box(alone), abs=0.002)


@pytest.mark.parametrize("write", [dxf.r2000, dxf.r12])
def test_a_dxf_of_strokes_and_layers_is_read_as_such(
    write: Callable[..., bytes], tmp_path: Path
) -> None:
    read = imported(write(mixed(), tolerance_mm=0.01, preset=Preset.LIGHTBURN), tmp_path)
    layers = {
        group.attrib[LABEL]: [path.attrib["d"].rstrip() for path in group.iterfind(f"{SVG}path")]
        for group in ET.fromstring(read).iterfind(f"{SVG}g")
    }
    assert layers.pop("0") == []
    assert {name: len(paths) for name, paths in layers.items()} == {
        "cut": 2,
        "LINE_0000FF": 2,
        "LINE_00A050": 1,
    }
    closed = {name: [path[-1] in "zZ" for path in paths] for name, paths in layers.items()}
    assert closed == {"cut": [True, True], "LINE_0000FF": [False, True], "LINE_00A050": [False]}
    # Without its lines of one pixel only the geometry is measured.
    areas = re.sub(rb"fill:none;stroke:#\w+", b"fill:#000000", read)
    found = list(boxes_mm(areas, tmp_path).values())
    assert found[0][2:] == pytest.approx(true_box(mixed())[2:], abs=0.01)


@pytest.mark.parametrize("write", [dxf.r2000, dxf.r12])
def test_a_dxf_has_its_true_size(write: Callable[..., bytes], tmp_path: Path) -> None:
    *_, width, height = box_mm(imported(write(rosette(), tolerance_mm=0.01), tmp_path), tmp_path)
    # Its import draws with lines of one pixel.
    assert (width - PX_MM, height - PX_MM) == pytest.approx(true_box(rosette())[2:], abs=0.01)
