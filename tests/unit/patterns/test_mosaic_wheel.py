"""The Spanish rosette: a tile chart round a ring, and how it is built."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely

from artstudio.patterns import Pattern, draw_spec
from artstudio.patterns.mosaic_wheel import BuildSheet, build_sheet
from artstudio.patterns.mosaic_wheel.charts import charts, fault_of
from artstudio.patterns.woods import WOODS
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.geometry import flattened
from tests.unit.patterns.prompts import composed
from tests.unit.patterns.test_cut_card_of_families import warnings_of


def wheel(name: str, **changes: Any) -> Pattern:
    """Return a wheel of one of the charts at the size of a classical guitar."""
    own = charts()[name]
    breadth = 2 * (len(own.rows) * 0.6 + 3)
    parameters = {
        "width_mm": 108 + breadth / 2,
        "height_mm": 108 + breadth / 2,
        "outer_mm": 108 + breadth / 2,
        "inner_mm": 108 - breadth / 2,
        "chart": own.text,
        "tiles": 2 * round(math.pi * 108 / (0.6 * len(own.rows[0])) / 2),
        **{f"wood_{c}": w for c, w in zip("abcdef", own.woods, strict=False)},
    }
    return draw_spec({"family": "mosaic_wheel", "parameters": parameters | changes})


def wood_drawn_at(areas: list[tuple[str, Any]], at: tuple[float, float]) -> str:
    """Return the wood that is seen at a point: the topmost layer that is inked there."""
    for name, rings in reversed(areas):
        if shapely.contains_xy(rings, *at).sum() % 2:
            return str(name)
    return ""


def areas_of(pattern: Pattern) -> list[tuple[str, Any]]:
    """Return the name and the outlines of each layer."""
    return [
        (layer.name, np.array([shapely.Polygon(ring) for ring in flattened(layer.contours, 16)]))
        for layer in pattern.drawing.filled
    ]


def rebuilt(sheet: BuildSheet, tile: int, column: int, row: int) -> tuple[str, tuple[float, float]]:
    """Return a cell's wood by the cut list alone, and the middle of the cell on the face."""
    angle = math.radians(tile * 360 / sheet.tiles + (column + 0.5) * sheet.degrees_a_column)
    radius = sheet.mosaic_inner_mm / 2 + (row + 0.5) * sheet.veneer_mm
    middle = sheet.outer_mm / 2
    at = (middle + radius * math.sin(angle), middle - radius * math.cos(angle))
    return sheet.wood_at(tile, column, row), at


@pytest.mark.parametrize("match", ["slip", "book", "turned"])
@pytest.mark.parametrize("chart", ["heart", "keys", "flower"])
def test_the_cut_list_alone_rebuilds_the_picture(chart: str, match: str) -> None:
    pattern = wheel(chart, match=match)
    sheet, areas = build_sheet(pattern.parameters), areas_of(pattern)
    for tile in (0, 1, 2, sheet.tiles - 1):
        for column in range(sheet.columns):
            for row in range(sheet.rows):
                wood, at = rebuilt(sheet, tile, column, row)
                assert wood_drawn_at(areas, at) == wood, (tile, column, row)
    for line in sheet.lines:
        at = (sheet.outer_mm / 2 + (line.inner_mm + line.outer_mm) / 4, sheet.outer_mm / 2)
        assert wood_drawn_at(areas, at) == line.wood


def test_there_are_at_least_eight_charts_and_all_can_be_cut() -> None:
    assert len(charts()) >= 8
    for name, chart in charts().items():
        assert fault_of(chart.text) == ""
        assert warnings_of(wheel(name)) == [], name


def test_layers_are_woods_with_their_names_and_colours() -> None:
    layers = wheel("flower").drawing.filled
    assert [layer.name for layer in layers] == ["ebony", "maple", "dyed-red", "dyed-yellow"]
    assert [layer.fill for layer in layers] == [WOODS[layer.name] for layer in layers]


def test_strips_taper_as_arithmetic_says() -> None:
    # 13 columns of 0.6 mm at a mean radius of 54 mm: lutherie's own example.
    chart = "/".join(["AB" * 6 + "A"] * 13)
    spec = wheel("heart").spec()["parameters"]
    spec |= {"chart": chart, "tiles": 43, "lines": 0, "outer_mm": 115.8, "inner_mm": 100.2}
    spec |= {"width_mm": 115.8, "height_mm": 115.8}
    sheet = build_sheet(draw_spec({"family": "mosaic_wheel", "parameters": spec}).parameters)
    assert sheet.degrees_a_tile == pytest.approx(8.372)
    assert sheet.degrees_a_column == pytest.approx(0.644, abs=0.001)
    strips = (sheet.strip_inside_mm, sheet.strip_mean_mm, sheet.strip_outside_mm)
    assert strips == pytest.approx((0.563, 0.607, 0.651), abs=0.001)
    assert [stack.columns for stack in sheet.stacks] == [
        (1, 3, 5, 7, 9, 11, 13),
        (2, 4, 6, 8, 10, 12),
    ]


def test_sticks_hold_all_chips_and_their_saw_cuts() -> None:
    pattern = wheel("diamonds", chip_mm=2.0, kerf_mm=0.5, spare=10)
    sheet = build_sheet(pattern.parameters)
    assert sheet.tiles_with_spare == math.ceil(sheet.tiles * 1.1)
    assert sheet.sticks * sheet.chips_a_stick >= sheet.tiles_with_spare
    assert sheet.stick_mm == pytest.approx(sheet.chips_a_stick * 2.5)
    assert sheet.stick_mm <= 250
    assert sum(len(stack.columns) for stack in sheet.stacks) == sheet.columns


@pytest.mark.parametrize(
    ("chart", "part"),
    [
        ("AB/ABC", "as many letters"),
        ("AX/AB", "letters A to F"),
        ("A/B", "2 to 24 columns"),
        ("AB", "2 to 24 rows"),
    ],
)
def test_a_chart_that_is_none_is_refused(chart: str, part: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        wheel("heart", chart=chart)
    assert part in str(caught.value.fields)


@pytest.mark.parametrize(
    ("prompt", "chart"),
    [
        ("mosaic wheel with hearts", "heart"),
        ("mosaic wheel with waves, 120 mm outside", "waves"),
        ("rosette from a tile chart with diamonds", "diamonds"),
        ("Mosaikrad mit Herzen", "heart"),
        ("rueda de mosaico con estrellas", "star"),
        ("roue de mosaïque avec des cœurs", "heart"),
        ("ruota di mosaico con onde", "waves"),
    ],
)
def test_the_chart_is_chosen_by_the_words(prompt: str, chart: str) -> None:
    pattern = composed(prompt)
    assert pattern.family == "mosaic_wheel"
    assert pattern.parameters.chart == charts()[chart].text
    assert pattern.is_exact


def test_diameters_that_are_given_are_kept() -> None:
    pattern = composed("mosaic wheel, 120 mm outside, 96 mm hole")
    assert (pattern.parameters.outer_mm, pattern.parameters.inner_mm) == (120.0, 96.0)
    assert pattern.is_exact


def test_a_ring_without_room_for_its_rows_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="at least"):
        composed("mosaic wheel", outer_diameter_mm=102, inner_diameter_mm=97)
