"""Some parameters of a stored record changed: what must add up follows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from artstudio.patterns import draw_spec, edited_spec
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.prompts import composed


def own(prompt: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(composed(prompt, 3).spec()))
    return record


def test_nothing_changed_is_the_same_record() -> None:
    for prompt in ("rosette", "mandala", "celtic knot", "vine"):
        spec = own(prompt)
        assert draw_spec(edited_spec(spec, {})).spec() == spec


def test_bands_keep_their_proportions_in_another_ring() -> None:
    spec = own("rosette with three rings")
    before = [band["width_mm"] for band in spec["parameters"]["bands"]]
    after = draw_spec(edited_spec(spec, {"inner_mm": 30.0})).parameters.bands
    ratio = after[0].width_mm / before[0]
    assert [band.width_mm for band in after] == pytest.approx([w * ratio for w in before], rel=1e-3)
    assert [band.cells for band in after] == [b["cells"] for b in spec["parameters"]["bands"]]


def test_layers_reach_the_rim_of_another_size() -> None:
    spec = own("mandala")
    smaller = draw_spec(edited_spec(spec, {"outer_mm": 70.0})).parameters
    assert smaller.reach_mm + smaller.line_mm == pytest.approx(35, abs=0.01)


def test_bands_that_are_given_are_taken_as_they_are() -> None:
    bands = [{"motif": "line", "width_mm": 1.0}]
    with pytest.raises(InvalidRequest) as caught:
        draw_spec(edited_spec(own("rosette"), {"inner_mm": 30.0, "bands": bands}))
    assert "bands must fill the ring" in (caught.value.fields or {})["parameters"][0]


def test_a_fault_is_named_by_its_parameter() -> None:
    with pytest.raises(InvalidRequest) as caught:
        edited_spec(own("rosette"), {"inner_mm": "wide", "bands": [{"motif": "x"}], "colour": 1})
    assert set(caught.value.fields or {}) == {"inner_mm", "bands.0.motif", "colour"}


@pytest.mark.parametrize("prompt", ["rosette", "mandala", "medallion", "mosaic wheel", "triquetra"])
@pytest.mark.parametrize("outer", [130.0, 112.0])
def test_the_sheet_follows_the_outer_diameter(prompt: str, outer: float) -> None:
    spec = own(prompt)
    after = draw_spec(edited_spec(spec, {"outer_mm": outer})).parameters
    assert (after.outer_mm, after.width_mm, after.height_mm) == (outer, outer, outer)


def test_a_larger_sheet_only_grows_and_one_that_is_given_is_kept() -> None:
    spec = json.loads(
        json.dumps(composed("rosette", 3, outer_diameter_mm=100, width_mm=120).spec())
    )
    wide = edited_spec(spec, {"outer_mm": 110.0})["parameters"]
    assert (wide["width_mm"], wide["outer_mm"]) == (120.0, 110.0)
    given = edited_spec(spec, {"outer_mm": 110.0, "width_mm": 150.0})["parameters"]
    assert given["width_mm"] == 150.0
