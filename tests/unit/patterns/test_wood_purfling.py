"""A purfling of woods: pieces that fit, edges that are cut once, runs that close."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import shapely

from artstudio.cutting.card import cut_card
from artstudio.cutting.warnings import cut_warnings
from artstudio.geometry.measure import measure
from artstudio.geometry.polygons import flattened
from artstudio.patterns import Pattern, draw_spec
from artstudio.patterns.wood_purfling.drawing import draw
from artstudio.patterns.wood_purfling.parameters import PATTERNS
from artstudio.patterns.wood_purfling.planning import run_mm
from artstudio.patterns.woods import WOODS
from tests.unit.patterns.prompts import composed
from tests.unit.patterns.test_cut_card_of_families import warnings_of

CLOSED = {
    "rectangle": "rope purfling with mitred corners, 90 x 60 mm",
    "rounded": "rope purfling of two woods, rounded corners, 90 x 60 mm",
    "circle": "herringbone purfling of two woods in a circle",
    "guitar": "chequer purfling around a guitar body",
}


def areas_of(pattern: Pattern) -> dict[str, shapely.Geometry]:
    """Return what each wood covers as it is cut, by the even-odd rule."""
    areas: dict[str, shapely.Geometry] = {}
    for layer in pattern.drawing.filled:
        flat = flattened(layer.contours, tolerance_mm=0.002)
        rings = [shapely.Polygon(ring) for ring in np.split(flat.points, flat.offsets[1:-1])]
        area: shapely.Geometry = shapely.Polygon()
        for ring in sorted(rings, key=lambda one: -one.area):
            area = shapely.symmetric_difference(area, ring)
        areas[str(layer.name)] = area
    return areas


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_is_two_woods_whose_edges_are_cut_once(pattern: str) -> None:
    drawn = composed("herringbone purfling of two woods, 3 mm wide and 60 mm long")
    parameters = dataclasses.replace(drawn.parameters, pattern=pattern, cells=24)
    drawing = draw(parameters)
    assert [(layer.name, layer.fill) for layer in drawing.filled] == [
        ("ebony", WOODS["ebony"]),
        ("maple", WOODS["maple"]),
    ]
    ground, light = (layer.contours for layer in drawing.filled)
    assert len(ground) == 1
    assert light.points[:, 2, 0].min() >= parameters.line_mm - 0.002
    assert light.points[:, 2, 1].min() >= parameters.line_mm - 0.002
    length = measure(drawing).cut_length_mm
    assert cut_warnings(cut_card(drawing, cut_length_mm=length, svg_bytes=1)) == []


@pytest.mark.parametrize("prompt", CLOSED.values(), ids=CLOSED)
def test_a_closed_run_is_cut_without_a_warning(prompt: str) -> None:
    pattern = composed(prompt, 1)
    assert pattern.family == "wood_purfling"
    assert pattern.is_exact
    assert warnings_of(pattern) == []
    areas = areas_of(pattern)
    ground = areas.pop(pattern.drawing.filled[0].name or "")
    assert shapely.get_num_interior_rings(ground).sum() == 1
    for area in areas.values():
        assert shapely.contains_properly(ground, area)


@pytest.mark.parametrize("prompt", [CLOSED["circle"], CLOSED["rounded"]])
def test_a_closed_run_repeats_a_whole_number_of_times(prompt: str) -> None:
    pattern = composed(prompt, 1)
    cells = pattern.parameters.cells
    pieces = len(pattern.drawing.filled[1].contours)
    rows = 2 if pattern.parameters.pattern == "herringbone" else 1
    assert pieces == cells * rows
    pitch = run_mm(pattern.parameters) / cells
    assert 0.5 < pitch / pattern.parameters.band_mm < 1.4


@pytest.mark.parametrize("width", [1.0, 1.5, 2.0, 2.5])
@pytest.mark.parametrize("motif", ["herringbone", "rope", "wheat", "chequer", "half herringbone"])
def test_a_purfling_is_as_narrow_as_guitars_have_it(motif: str, width: float) -> None:
    pattern = composed(f"{motif} purfling {width:g} mm wide and 80 mm long")
    assert pattern.family == "wood_purfling"
    assert (pattern.drawing.width_mm, pattern.drawing.height_mm) == (80, width)
    assert len(pattern.drawing.filled[1].contours) > 30
    if width >= 2:
        assert warnings_of(pattern) == []
    else:
        assert "finer than a machine cuts" in pattern.warnings[-1].message


def test_woods_are_those_that_are_named_in_any_language() -> None:
    for prompt, woods in {
        "herringbone purfling, rosewood, maple and holly": {"rosewood", "maple", "holly"},
        "Fischgrät-Ader aus Palisander und Ahorn": {"rosewood", "maple"},
        "filete de espiga, ébano y arce": {"ebony", "maple"},
        "filet en chevrons, palissandre et érable": {"rosewood", "maple"},
    }.items():
        layers = composed(prompt).drawing.filled
        assert {layer.name for layer in layers} == woods


def test_lines_of_both_woods_lie_at_the_edges() -> None:
    spec = composed("b/w/b lines purfling in two woods", 1).spec()
    areas = areas_of(draw_spec(spec))
    p = draw_spec(spec).parameters
    across = [i * p.line_mm + 0.01 for i in range(p.lines)]
    woods = [bool(shapely.contains_xy(areas["maple"], p.width_mm / 2, y)) for y in across]
    assert woods == [False, True, False]
