from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from shapely import affinity

from artstudio.patterns import PatternConstraints
from artstudio.patterns.tilings import TILINGS, Tiling
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.geometry import flattened
from tests.unit.patterns.prompts import PROMPTS, composed, contours_of

# Letters have a height of their own, and a mosaic wheel its veneers and a soundhole.
OF_THEIR_OWN_SIZE = {"lettering", "mosaic_wheel", "body_part"}


@pytest.mark.parametrize(
    "prompt", [words for family, words in PROMPTS.items() if family not in OF_THEIR_OWN_SIZE]
)
def test_the_longer_side_is_100_mm_by_default(prompt: str) -> None:
    drawing = composed(prompt).drawing
    assert max(drawing.width_mm, drawing.height_mm) == 100


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_the_sheet_is_as_ordered(prompt: str) -> None:
    drawing = composed(prompt, width_mm=150, height_mm=60).drawing
    assert (drawing.width_mm, drawing.height_mm) == (150, 60)


@pytest.mark.parametrize("prompt", ["rosette", "mandala", "sun medallion", "celtic knot ring"])
def test_diameters_are_exact(prompt: str) -> None:
    pattern = composed(prompt, outer_diameter_mm=123.4, inner_diameter_mm=86)
    assert pattern.drawing.width_mm == pattern.drawing.height_mm == 123.4
    points = np.concatenate(flattened(contours_of(pattern), 32)) - 61.7
    radii = np.hypot(points[:, 0], points[:, 1])
    assert radii.max() == pytest.approx(61.7, abs=0.001)
    if "medallion" not in prompt:
        assert radii.min() == pytest.approx(43, abs=0.001)


@pytest.mark.parametrize("fold", [5, 8, 12])
@pytest.mark.parametrize(
    "prompt", ["rosette", "mandala", "flower medallion", "celtic knot ring", "wreath of ivy"]
)
def test_symmetry_is_exact(prompt: str, fold: int) -> None:
    pattern = composed(prompt, symmetry=fold, outer_diameter_mm=100)
    ends = contours_of(pattern).points[:, 2] - 50
    angle = 2 * np.pi / fold
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    # A solid circle has the nodes of its own symmetry; ornament has that of the request.
    radii = np.round(np.hypot(ends[:, 0], ends[:, 1]), 2)
    common = {r for r in radii if (radii == r).sum() <= 8}
    ornament = ends[[r not in common for r in radii]]
    apart = shapely.STRtree([shapely.Point(end) for end in ends]).query_nearest(
        shapely.points(ornament @ turn), return_distance=True, all_matches=False
    )[1]
    assert apart.max() <= 0.0021


def test_constraints_win_over_words() -> None:
    pattern = composed("a 12-fold mandala", symmetry=7)
    assert all(layer.cells % 7 == 0 for layer in pattern.parameters.layers)


def test_a_constraint_that_a_family_does_not_use_is_named_in_a_warning() -> None:
    pattern = composed("bird medallion", inner_diameter_mm=50)
    assert [warned.code for warned in pattern.warnings] == ["pattern"]
    assert "inner_diameter_mm" in pattern.warnings[0].message
    assert composed("rosette", inner_diameter_mm=50).warnings == ()


@pytest.mark.parametrize(
    ("prompt", "symmetry", "kept"),
    [
        ("tessellation", 8, True),
        ("islamic tessellation", 4, True),
        ("honeycomb tessellation", 3, True),
        ("islamic tessellation", 5, False),
        ("honeycomb tessellation", 8, False),
        ("rhombille tessellation", 6, False),
    ],
)
def test_a_tessellation_says_which_symmetry_its_tiling_cannot_have(
    prompt: str, symmetry: int, kept: bool
) -> None:
    left_out = "A tessellation pattern has no use for symmetry; it was left out."
    for seed in range(8):
        warnings = composed(prompt, seed, symmetry=symmetry).warnings
        assert [warned.message for warned in warnings] == ([] if kept else [left_out])


@pytest.mark.parametrize("tiling", TILINGS.values(), ids=TILINGS)
def test_the_figure_of_a_tiling_turned_by_its_fold_lies_on_itself(tiling: Tiling) -> None:
    middle = shapely.Point(0, 0)
    tiles = [shapely.Polygon(tile.points) for tile in tiling.tiles(60.0)]
    figure = shapely.unary_union([tile.boundary for tile in tiles if tile.distance(middle) < 1e-9])
    turned = affinity.rotate(figure, 360 / tiling.fold, origin=middle)
    assert figure.hausdorff_distance(turned) < 0.001


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"inner_diameter_mm": 90, "outer_diameter_mm": 80}, "inner_diameter_mm"),
        ({"inner_diameter_mm": 80, "outer_diameter_mm": 80}, "inner_diameter_mm"),
        ({"outer_diameter_mm": 120, "width_mm": 100}, "outer_diameter_mm"),
        ({"outer_diameter_mm": 120, "height_mm": 100, "width_mm": 200}, "outer_diameter_mm"),
    ],
)
def test_contradictions_are_refused_by_name(limits: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        composed("rosette", **limits)
    assert set(caught.value.fields or {}) == {f"constraints.{field}"}


@pytest.mark.parametrize(
    "limits",
    [{"width_mm": 0}, {"height_mm": -3}, {"symmetry": 1}, {"rings": 0}, {"width_mm": 6000}],
)
def test_values_out_of_range_are_refused_by_name(limits: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        PatternConstraints(**limits)
    assert set(caught.value.fields or {}) == {f"constraints.{next(iter(limits))}"}
