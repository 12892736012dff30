"""An inlay pair: the gap is the same everywhere, and nothing is smaller than the tool."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from artstudio.cutting.areas import DerivationError, ink_of
from artstudio.cutting.inlay import InlayPair, inlay_pair
from artstudio.patterns import PatternConstraints, compose
from tests.unit.cutting.inlay_truth import gap_errors, unreached, unreached_around, written

FAMILIES = (
    "rosette with 12 petals",
    "celtic knot",
    "mandala",
    "medallion",
    "purfling strip",
    "tessellation",
    "vine",
)
ICONS = ("snowflake", "sunburst star", "heart", "gear", "moon", "leaf")


def ink(*polygons: shapely.Geometry) -> np.ndarray:
    return np.array(polygons, dtype=object)


def pattern_ink(prompt: str) -> np.ndarray:
    pattern = compose(prompt, style_hints=(), constraints=PatternConstraints(), seed=7)
    return ink_of(list(pattern.drawing.layers))


def check(pair: InlayPair, *, tool: float, gap: float) -> None:
    pocket, insert = written(pair.pocket), written(pair.insert)
    assert np.abs(gap_errors(pocket, insert, gap)).max() <= 0.01
    assert max(unreached(part, tool / 2) for part in pocket) < 1e-3
    assert max(unreached_around(part, tool / 2) for part in insert) < 1e-3


@pytest.mark.parametrize("prompt", [*FAMILIES, *ICONS])
def test_gap_is_even_in_every_family_and_icon(prompt: str) -> None:
    check(inlay_pair(pattern_ink(prompt), tool_diameter_mm=1.0, gap_mm=0.1), tool=1.0, gap=0.1)


@settings(max_examples=25, deadline=None)
@given(
    points=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=3, max_size=14, unique=True
    ),
    tool=st.sampled_from([0.4, 1.0, 3.0]),
    gap=st.sampled_from([0.0, 0.05, 0.15]),
)
def test_gap_is_even_in_any_polygon(points: list[tuple[int, int]], tool: float, gap: float) -> None:
    rough = shapely.make_valid(shapely.Polygon([(x / 10, y / 10) for x, y in points]))
    parts = [part for part in shapely.get_parts(rough) if part.geom_type == "Polygon"]
    if not parts:
        return
    try:
        pair = inlay_pair(ink(*parts), tool_diameter_mm=tool, gap_mm=gap)
    except DerivationError:
        return
    pocket, insert = written(pair.pocket), written(pair.insert)
    assert np.abs(gap_errors(pocket, insert, gap)).max() <= 0.01
    assert max(unreached(part, tool / 2) for part in pocket) < 1e-3


def test_square_pocket_is_rounded_by_the_tool() -> None:
    pair = inlay_pair(ink(shapely.box(0, 0, 20, 10)), tool_diameter_mm=2, gap_mm=0.1)
    assert shapely.area(pair.pocket[0]) == pytest.approx(200 - (4 - np.pi), abs=0.01)
    assert shapely.area(pair.insert[0]) == pytest.approx(
        19.8 * 9.8 - (4 - np.pi) * 0.9**2, abs=0.005
    )


def test_part_narrower_than_the_tool_is_named_where_it_was() -> None:
    pair = inlay_pair(
        ink(shapely.box(0, 0, 10, 10), shapely.box(20, 4, 30, 4.8)), tool_diameter_mm=1, gap_mm=0.1
    )
    (lost,) = [note for note in pair.notes if note["code"] == "parts_vanish"]
    assert lost["places"] == [{"x_mm": 25.0, "y_mm": 4.4}]
    assert len(pair.pocket) == 1


def test_neck_narrower_than_the_tool_divides_a_part_and_is_named() -> None:
    dumbbell = shapely.union_all(
        [shapely.box(0, 0, 6, 6), shapely.box(6, 2.7, 12, 3.3), shapely.box(12, 0, 18, 6)]
    )
    pair = inlay_pair(ink(dumbbell), tool_diameter_mm=1, gap_mm=0.1)
    (divided,) = [note for note in pair.notes if note["code"] == "parts_divided"]
    (place,) = divided["places"]
    assert (place["x_mm"], place["y_mm"]) == pytest.approx((9, 3), abs=0.1)
    assert len(pair.pocket) == 2


def test_hole_smaller_than_the_tool_is_closed_and_named() -> None:
    plate = shapely.box(0, 0, 20, 10).difference(shapely.Point(5, 5).buffer(0.4))
    plate = plate.difference(shapely.Point(14, 5).buffer(2))
    pair = inlay_pair(ink(plate), tool_diameter_mm=1, gap_mm=0.1)
    (closed,) = [note for note in pair.notes if note["code"] == "holes_closed"]
    assert closed["places"] == [{"x_mm": 5.0, "y_mm": 5.0}]
    assert [len(part.interiors) for part in pair.insert] == [1]


def test_slot_narrower_than_the_tool_leaves_no_neck() -> None:
    ring = (
        shapely.Point(0, 0)
        .buffer(10, quad_segs=64)
        .difference(shapely.Point(0, 0).buffer(6, quad_segs=64))
    )
    opened = ring.difference(shapely.box(0, -0.4, 20, 0.4))
    check(inlay_pair(ink(opened), tool_diameter_mm=1, gap_mm=0.1), tool=1, gap=0.1)


@pytest.mark.parametrize("kind", ["dog-bone", "t-bone"])
def test_relief_keeps_the_corner_and_lets_the_insert_in(kind: str) -> None:
    square = shapely.box(0, 0, 20, 10)
    pair = inlay_pair(ink(square), tool_diameter_mm=2, gap_mm=0.1, relief=kind)
    (pocket,), (insert,) = pair.pocket, pair.insert
    assert insert.symmetric_difference(shapely.box(0.1, 0.1, 19.9, 9.9)).area < 1e-6
    assert pocket.contains(square.buffer(-0.002))
    assert unreached(pocket, 1) < 1e-3
    x0, y0, _x1, _y1 = pocket.bounds
    if kind == "dog-bone":
        assert (x0, y0) == pytest.approx((np.sqrt(0.5) - 1,) * 2, abs=0.005)
    else:
        assert (x0, y0) == pytest.approx((0, -1), abs=0.005)


def test_gap_must_be_smaller_than_the_tools_radius() -> None:
    with pytest.raises(DerivationError, match="half the tool"):
        inlay_pair(ink(shapely.box(0, 0, 20, 10)), tool_diameter_mm=1, gap_mm=0.5)
