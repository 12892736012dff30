"""LightBurn projects, read back by MeerK40t: layers with names, sizes and areas as drawn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from artstudio.cutting.card import cut_card
from artstudio.geometry.arc_segments import Arc, contours_with_arcs
from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.svg.export.lbrn2 import lbrn2
from artstudio.svg.export.presets import LIGHTBURN_PALETTE, Role
from tests.unit.cutting.cut_shapes import box, circle

READER = Path(__file__).parent / "lbrn2_reader.py"
ROLES = {"outline": Role.CUT, "inside": Role.ENGRAVE, "#0000ff": Role.SCORE}


def plate() -> Drawing:
    """A round plate with a square hole, a box beside it, and an open blue stroke."""
    areas = contours_from_rings([circle(50, 50, 30), box(45, 45, 10, 10), box(90, 10, 20, 20)])
    stroke = strokes_from_lines([((5, 5), [((20, 5), (30, 20), (40, 5)), ((50, 5),)], True)])
    return Drawing(120, 100, (Layer(areas), StrokeLayer(stroke, "#0000ff")))


def read(project: bytes, folder: Path) -> dict[str, Any]:
    file = folder / "drawing.lbrn2"
    file.write_bytes(project)
    command = [sys.executable, str(READER), str(file)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120, cwd=folder)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_meerk40t_reads_sizes_areas_and_layers(tmp_path: Path) -> None:
    pytest.importorskip("meerk40t")
    found = read(lbrn2(plate(), roles=ROLES), tmp_path)
    assert found["operations"] == [
        ["op raster", "engrave"],
        ["op cut", "score"],
        ["op cut", "cut"],
    ]
    hole, stroke, disc, square = found["shapes"]
    assert hole[1:] == [pytest.approx(100), pytest.approx([45, 45, 55, 55], abs=1e-3)]
    # y runs up: 5 mm below the sheet's upper edge is 95.
    assert stroke[2][0] == pytest.approx(5, abs=1e-3)
    assert stroke[2][3] == pytest.approx(95, abs=1e-3)
    assert square[1:] == [pytest.approx(400), pytest.approx([90, 70, 110, 90], abs=1e-3)]
    assert disc[2] == pytest.approx([20, 20, 80, 80], abs=1e-3)
    total = disc[1] - hole[1] + square[1]
    card = cut_card(plate(), cut_length_mm=1, svg_bytes=1)
    assert total == pytest.approx(card.area_mm2, rel=1e-4)


def test_layers_stand_before_shapes_and_say_how_they_are_worked() -> None:
    root = ET.fromstring(lbrn2(plate(), roles=ROLES))
    assert [child.tag for child in root] == ["CutSetting"] * 3 + ["Shape"] * 4
    settings = [
        (one.get("type"), *(one.find(name).get("Value") for name in ("index", "name", "priority")))  # type: ignore[union-attr]
        for one in root.findall("CutSetting")
    ]
    assert settings == [
        ("Scan", "0", "engrave", "0"),
        ("Cut", "1", "score", "1"),
        ("Cut", "2", "cut", "2"),
    ]
    assert all(shape.find("XForm") is not None for shape in root.findall("Shape"))
    assert "power" not in lbrn2(plate()).decode().lower()


def test_colours_are_those_of_the_program() -> None:
    assert len(LIGHTBURN_PALETTE) == len(set(LIGHTBURN_PALETTE)) == 30
    assert LIGHTBURN_PALETTE[:3] == ("#000000", "#0000ff", "#ff0000")


def test_circle_is_an_ellipse_of_its_radius() -> None:
    half = Arc((55, 50), (5, 5), 0, sweep=True), Arc((45, 50), (5, 5), 0, sweep=True)
    drawing = Drawing(100, 100, (Layer(contours_with_arcs([half])),))
    (shape,) = ET.fromstring(lbrn2(drawing)).findall("Shape")
    assert (shape.get("Type"), shape.get("Rx"), shape.get("Ry")) == ("Ellipse", "5", "5")
    assert shape.findtext("XForm") == "1 0 0 1 50 50"


def test_same_drawing_is_the_same_file() -> None:
    assert lbrn2(plate(), roles=ROLES) == lbrn2(plate(), roles=dict(reversed(ROLES.items())))
