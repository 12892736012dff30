"""Drawings nobody would draw, in every format: sizes, counts and kinds stay what they are."""

from __future__ import annotations

import io
import math
import re
from xml.etree import ElementTree as ET

import ezdxf
import pytest
from ezdxf import bbox
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from artstudio.geometry.contours import contours_from_rings, strokes_from_lines
from artstudio.geometry.drawing import CAPS, JOINS, Drawing, Layer, StrokeLayer
from artstudio.geometry.measure import Measurements, measure
from artstudio.svg.export.options import Format, check_options
from artstudio.svg.export.presets import Preset, Role
from artstudio.svg.export.writers import export
from tests.rounds import rounds

WIDTH, HEIGHT = 70.0, 50.0
#: Coarse coordinates make rings and lines that are flat, empty or end where they start.
POINTS = st.tuples(
    st.integers(0, 14).map(lambda n: 5.0 * n) | st.floats(0, WIDTH),
    st.integers(0, 10).map(lambda n: 5.0 * n) | st.floats(0, HEIGHT),
)
SEGMENTS = st.tuples(POINTS) | st.tuples(POINTS, POINTS, POINTS)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=5)
COLOURS = st.sampled_from(["#000000", "#ffffff", "#d01020", "#0000ff"])
AREAS = st.builds(
    Layer, st.lists(PATHS, max_size=3).map(contours_from_rings), COLOURS, st.sampled_from(["", "a"])
)
STROKES = st.builds(
    StrokeLayer,
    st.lists(st.tuples(POINTS, PATHS, st.booleans()), max_size=3).map(strokes_from_lines),
    COLOURS,
    st.floats(0.001, 20),
    st.sampled_from(["", "b"]),
    st.sampled_from(CAPS),
    st.sampled_from(JOINS),
)
DRAWINGS = st.lists(AREAS | STROKES, max_size=5, unique_by=lambda n: n.name or id(n)).map(
    lambda layers: Drawing(WIDTH, HEIGHT, tuple(layers))
)
PRESETS = st.sampled_from(list(Preset))
#: OpenSCAD is for DXF alone.
OTHER_PRESETS = st.sampled_from([preset for preset in Preset if preset is not Preset.OPENSCAD])
ROLES = st.none() | st.sampled_from(list(Role))


def written(
    drawing: Drawing,
    format: Format,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    dpi: int | None = None,
) -> bytes:
    """Return an export, which is the same of the drawing that is read back from its bytes."""
    played = None if preset in (Preset.PLAIN, Preset.OPENSCAD) else role
    asked = check_options(format=format, preset=preset, role=played, dpi=dpi)
    data = export(drawing, asked)
    assert export(Drawing.from_svg(drawing.to_svg()), asked) == data
    return data


def size(facts: Measurements) -> tuple[float, float]:
    if facts.bounds is None:
        return (0, 0)
    x0, y0, x1, y1 = facts.bounds
    return x1 - x0, y1 - y0


@settings(deadline=None, max_examples=rounds(20))
@given(DRAWINGS, st.sampled_from([Format.DXF, Format.DXF_R12]), PRESETS, ROLES)
def test_a_dxf_holds_every_line_in_its_place(
    drawing: Drawing, format: Format, preset: Preset, role: Role | None
) -> None:
    data = written(drawing, format, preset, role)
    document = ezdxf.read(io.StringIO(data.decode("ascii")))  # type: ignore[attr-defined]
    assert not document.audit().errors
    facts = measure(drawing)
    space = document.modelspace()
    assert len(space) == facts.subpaths
    box = bbox.extents(space)
    found = (box.size.x, box.size.y) if box.has_data else (0, 0)
    assert found == pytest.approx(size(facts), abs=0.011)
    assert len({entity.dxf.layer for entity in space}) <= facts.colours


@settings(deadline=None, max_examples=rounds(20))
@given(DRAWINGS, OTHER_PRESETS, ROLES)
def test_an_svg_holds_every_path_once(drawing: Drawing, preset: Preset, role: Role | None) -> None:
    root = ET.fromstring(written(drawing, Format.SVG, preset, role))
    paths = list(root.iter("{http://www.w3.org/2000/svg}path"))
    shown = [layer for layer in drawing.layers if not layer.is_empty]
    strokes = [path for path in paths if path.attrib["fill"] == "none"]
    assert len(paths) == len(shown)
    assert sorted(path.get("id", "") for path in paths) == sorted(layer.name for layer in shown)
    # Strokes are never filled, whatever a role may ask.
    assert len(strokes) >= sum(isinstance(layer, StrokeLayer) for layer in shown)
    assert root.attrib["width"] == "70mm"


@settings(deadline=None, max_examples=rounds(20))
@given(DRAWINGS, OTHER_PRESETS, ROLES)
def test_pdf_and_eps_begin_and_end_every_line(
    drawing: Drawing, preset: Preset, role: Role | None
) -> None:
    facts = measure(drawing)
    closed = facts.subpaths - sum(int(n.on_grid.open.sum()) for n in drawing.stroked)
    for format in (Format.PDF, Format.EPS):
        data = written(drawing, format, preset, role)
        assert len(re.findall(rb" m\n", data)) == facts.subpaths
        assert len(re.findall(rb"^(?:.* )?h$", data, re.MULTILINE)) == closed
        assert b"nan" not in data


@settings(deadline=None, max_examples=rounds(20))
@given(DRAWINGS)
def test_a_png_has_the_size_of_the_sheet(drawing: Drawing) -> None:
    with Image.open(io.BytesIO(written(drawing, Format.PNG, dpi=30))) as image:
        image.load()
        assert image.size == (math.ceil(WIDTH / 25.4 * 30), math.ceil(HEIGHT / 25.4 * 30))
