"""What FreeCAD and LibreCAD read from our DXF: all of it, in its true size and area."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from artstudio.geometry.contours import joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.flatten import flattened
from artstudio.geometry.measure import measure
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.engine import compose
from artstudio.svg.export import dxf
from artstudio.svg.export.dxf import Curves
from tests.unit.svg.export.drawings import rosette, two_colours

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("freecadcmd"), reason="FreeCAD is not installed"),
]

#: Run by FreeCAD's own Python: the box and the area of each closed line of each file.
READER = """
import json, FreeCAD, Import, Part, pathlib
read = {}
for path in sorted(pathlib.Path(".").glob("*.dxf")):
    document = FreeCAD.newDocument("read")
    Import.readDXF(str(path), "read")
    edges = [e for o in document.Objects if hasattr(o, "Shape") for e in o.Shape.Edges]
    wires = [Part.Wire(group) for group in Part.sortEdges(edges)]
    box = FreeCAD.BoundBox()
    for wire in wires:
        box.add(wire.BoundBox)
    read[path.stem] = {
        "areas": [abs(Part.Face(wire).Area) for wire in wires if wire.isClosed()],
        "open": sum(not wire.isClosed() for wire in wires),
        "box": [box.XMin, box.YMin, box.XMax, box.YMax],
    }
    FreeCAD.closeDocument("read")
pathlib.Path("read.json").write_text(json.dumps(read))
"""
PROMPTS = {
    "gear": "gear with 24 teeth, 50 mm",
    "knot": "celtic knot panel 60x40 mm",
    "letters": "the word LUTE, letters 20 mm high",
    "girih": "girih circle 90 mm",
    "vine": "vine with leaves 120x30 mm",
}


def drawings() -> dict[str, Drawing]:
    drawn = {
        name: compose(prompt, constraints=PatternConstraints(), seed=1).drawing
        for name, prompt in PROMPTS.items()
    }
    return {"rosette": rosette(), "colours": two_colours(), **drawn}


def ring_areas(drawing: Drawing) -> list[float]:
    """Return the area of every ring by chords within 0.02 micrometres, the smallest first."""
    rings = joined([layer.contours for layer in drawing.layers if isinstance(layer, Layer)])
    points, offsets = flattened(rings, 0.00002)
    areas = []
    for start, end in pairwise(offsets):
        x, y = points[start:end].T
        areas.append(abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2))
    return sorted(areas)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with each drawing in each kind of DXF."""
    made = tmp_path_factory.mktemp("dxf")
    for name, drawing in drawings().items():
        for version, write in (("r2000", dxf.r2000), ("r12", dxf.r12)):
            data = write(drawing, tolerance_mm=0.002, curves=Curves.ARCS)
            (made / f"{name}-{version}.dxf").write_bytes(data)
    return made


def run(folder: Path, *command: str) -> str:
    environment = {"HOME": str(folder), "PATH": os.defpath, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, capture_output=True, check=True, timeout=240, cwd=folder, env=environment
    )
    return (done.stdout + done.stderr).decode(errors="replace")


def test_freecad_reads_every_ring_closed_in_its_size_and_area(folder: Path) -> None:
    (folder / "reader.py").write_text(READER)
    said = run(folder, "freecadcmd", "reader.py")
    assert "degenerate" not in said
    read = json.loads((folder / "read.json").read_text())
    for name, drawing in drawings().items():
        bounds = measure(drawing).bounds
        assert bounds is not None
        x0, y0, x1, y1 = bounds
        truth = ring_areas(drawing)
        for version in ("r2000", "r12"):
            found = read[f"{name}-{version}"]
            assert found["open"] == 0, name
            assert len(found["areas"]) == len(truth), name
            assert sum(found["areas"]) == pytest.approx(sum(truth), rel=1e-4), name
            box = (x0, drawing.height_mm - y1, x1, drawing.height_mm - y0)
            assert found["box"] == pytest.approx(box, abs=0.003), name


def test_librecad_draws_them_in_their_true_size(folder: Path) -> None:
    names = sorted(path.name for path in folder.glob("*.dxf"))
    page = ("--paper", "200x200", "--scale", "1", "--center", "--monochrome")
    run(folder, "librecad", "dxf2pdf", *page, *names)
    for name, drawing in drawings().items():
        bounds = measure(drawing).bounds
        assert bounds is not None
        x0, y0, x1, y1 = bounds
        for version in ("r2000", "r12"):
            # Ten pixels for a millimetre.
            pdf, png = f"{name}-{version}.pdf", f"{name}-{version}"
            run(folder, "pdftoppm", "-r", "254", "-png", "-singlefile", pdf, png)
            with Image.open(folder / f"{png}.png") as picture:
                dark = np.argwhere(np.asarray(picture.convert("L")) < 128)
            height, width = np.ptp(dark, axis=0) / 10
            assert (width, height) == pytest.approx((x1 - x0, y1 - y0), abs=0.4), name
