"""A language model may answer with a pattern's parameters; what it leaves out is filled in."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artstudio.patterns import FAMILIES, check_spec, draw_spec
from artstudio.patterns.llm_schema import LEFT_OUT, model_schema, spec_from_model
from artstudio.patterns.ranges import fields_of
from rmos_runs.errors import InvalidRequest
from tests.rounds import rounds

# A fretboard is as long as its scale: it refuses a sheet that is too small for it.
ANY_SHEET = [name for name in FAMILIES if name != "fretboard"]
VALIDATOR = jsonschema.Draft202012Validator(model_schema())


def completed(
    family: str, size: tuple[float | None, float | None] = (100.0, 100.0), /, **given_ones: Any
) -> dict[str, Any]:
    """Return the parameters that come of an answer, drawn once to see that they can be."""
    answer = {"pattern": {"family": family, **given_ones}}
    spec = spec_from_model(answer, width_mm=size[0], height_mm=size[1], seed=7)
    draw_spec(spec)
    parameters: dict[str, Any] = spec["parameters"]
    return parameters


def names_of(family: str) -> set[str]:
    kind: Any = FAMILIES[family].parameters
    return {field.name for field in fields_of(kind)}


def objects_in(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for item in schema for found in objects_in(item)]
    if not isinstance(schema, dict):
        return []
    below = [found for value in schema.values() for found in objects_in(value)]
    return [schema, *below] if "properties" in schema else below


class TestSchema:
    def test_is_a_schema_that_structured_outputs_take(self) -> None:
        """Every object closed, every property required, no object without a type."""
        jsonschema.Draft202012Validator.check_schema(model_schema())
        assert model_schema()["type"] == "object"
        assert len(objects_in(model_schema())) > len(FAMILIES)
        for found in objects_in(model_schema()):
            assert found["additionalProperties"] is False
            assert set(found["required"]) == set(found["properties"])
        assert '"$ref"' not in json.dumps(model_schema())

    def test_stays_small(self) -> None:
        assert len(json.dumps(model_schema())) < 37_000

    @pytest.mark.parametrize("family", ANY_SHEET)
    def test_takes_null_for_everything_but_the_family(self, family: str) -> None:
        nothing = dict.fromkeys(names_of(family) - LEFT_OUT)
        VALIDATOR.validate({"pattern": {"family": family} | nothing})
        assert completed(family, **nothing) == completed(family)


class TestFilling:
    @pytest.mark.parametrize("family", ANY_SHEET)
    @pytest.mark.parametrize("size", [(100.0, 100.0), (240.0, 60.0), (20.0, 150.0), (None, None)])
    def test_a_family_alone_is_enough(
        self, family: str, size: tuple[float | None, float | None]
    ) -> None:
        parameters = completed(family, size)
        if size[0]:
            assert (parameters["width_mm"], parameters["height_mm"]) == size

    @pytest.mark.parametrize("family", ANY_SHEET)
    def test_the_record_is_whole_and_the_same_each_time(self, family: str) -> None:
        first, again = (
            spec_from_model({"family": family}, width_mm=90, height_mm=90, seed=3) for _ in "12"
        )
        assert first == again == check_spec(first).record()

    def test_the_seed_chooses_what_the_model_left(self) -> None:
        records = [
            spec_from_model({"family": "rosette"}, width_mm=90, height_mm=90, seed=seed)
            for seed in range(3)
        ]
        assert len({json.dumps(record) for record in records}) == 3

    @pytest.mark.parametrize(
        ("family", "given_ones"),
        [
            ("rosette", {"inner_mm": 61.0, "outer_mm": 97.0}),
            ("celtic_knot", {"form": "panel", "columns": 20, "rows": 8}),
            ("celtic_knot", {"form": "ring", "inner_mm": 40.0}),
            ("celtic_knot", {"form": "ring"}),
            ("vine", {"style": "scroll", "leaf": "heart", "fruit": "berry"}),
            ("vine", {"outer_mm": 95.0, "inner_mm": 60.0}),
            ("vine", {"bends": 5}),
            ("mandala", {"hub_mm": 20.0, "hollow": True}),
            ("medallion", {"figure": "butterfly", "border": "rope"}),
            ("medallion", {"figure": "sun", "fold": 16, "border": "line"}),
            ("tessellation", {"tiling": "octagon_stars", "columns": 4, "rows": 4}),
            ("tessellation", {"tiling": "hexagons", "round": True}),
            ("purfling", {"motif": "meander", "lines": 0}),
        ],
    )
    def test_what_the_model_said_holds(self, family: str, given_ones: dict[str, Any]) -> None:
        assert completed(family, **given_ones).items() >= given_ones.items()


class TestAddingUp:
    def test_the_bands_of_a_rosette_are_stretched_to_fill_its_ring(self) -> None:
        bands = [
            {"motif": "line", "width_mm": 1.0},
            {"motif": "herringbone", "width_mm": 2.0, "cells": None},
            {"motif": "rope", "width_mm": 1.0, "cells": 40},
        ]
        parameters = completed("rosette", inner_mm=60.0, outer_mm=100.0, bands=bands)
        assert [band["width_mm"] for band in parameters["bands"]] == [5.0, 10.0, 5.0]
        line, herringbone, rope = (band["cells"] for band in parameters["bands"])
        assert (line, rope) == (0, 40)
        pitch = math.pi * 80 / herringbone
        assert pitch / 10 == pytest.approx(0.6, rel=0.1)

    def test_the_layers_of_a_mandala_reach_its_rim(self) -> None:
        layers = [{"motif": "lotus", "height_mm": 3.0}, {"motif": "zigzag", "height_mm": 1.0}]
        parameters = completed("mandala", line_mm=1.0, gap_mm=0.5, hub_mm=20.0, layers=layers)
        heights = [layer["height_mm"] for layer in parameters["layers"]]
        assert heights[0] / heights[1] == pytest.approx(3)
        assert 10 + sum(heights) + 3 * 1.0 + 4 * 0.5 == pytest.approx(50)
        assert all(layer["cells"] % 4 == 0 for layer in parameters["layers"])

    def test_a_strip_gets_as_many_cells_as_its_motif_likes(self) -> None:
        parameters = completed("purfling", (200.0, 10.0), motif="chequer", lines=0)
        assert parameters["cells"] == 30


class TestFaults:
    @pytest.mark.parametrize(
        ("answer", "paths"),
        [
            ({}, ["family"]),
            ([], ["family"]),
            ({"pattern": None}, ["family"]),
            ({"pattern": {"family": "spaghetti"}}, ["family"]),
            ({"pattern": {"family": ["rosette"]}}, ["family"]),
            ({"family": "rosette", "bands": "rope"}, ["bands"]),
            ({"family": "rosette", "bands": [{"width_mm": 1.0}]}, ["bands.0.motif"]),
            ({"family": "rosette", "bands": [{"motif": "rope", "x": 1}]}, ["bands.0.x"]),
            ({"family": "vine", "colour": "red", "bends": 0}, ["colour", "bends"]),
            ({"family": "mandala", "outer_mm": 300.0}, ["outer_mm"]),
            ({"family": "celtic_knot", "columns": 21}, ["parameters"]),
            ({"family": "purfling", "cells": math.nan}, ["cells"]),
        ],
    )
    def test_are_named_as_the_model_knows_them(self, answer: Any, paths: list[str]) -> None:
        with pytest.raises(InvalidRequest) as caught:
            spec_from_model(answer, width_mm=100, height_mm=100, seed=1)
        assert list(caught.value.fields or {}) == paths


@settings(max_examples=rounds(20), deadline=None)
@given(data=st.data(), family=st.sampled_from(sorted(FAMILIES)))
def test_any_values_come_out_as_a_record_or_a_refusal(data: st.DataObject, family: str) -> None:
    value = (
        st.none()
        | st.integers(-2, 300)
        | st.floats()
        | st.floats(0, 60)
        | st.booleans()
        | st.sampled_from(["ring", "panel", "line", "rope", "scroll", "hexagons", "lotus"])
        | st.lists(
            st.dictionaries(
                st.sampled_from(["motif", "width_mm", "height_mm", "cells"]),
                st.sampled_from(["rope", "line", "lotus", 0, 1, 2.5, 40, None, True]),
            ),
            max_size=4,
        )
    )
    names = sorted(names_of(family))
    pattern = data.draw(st.dictionaries(st.sampled_from(names), value, max_size=4))
    try:
        spec = spec_from_model(pattern | {"family": family}, width_mm=120, height_mm=90, seed=1)
    except InvalidRequest:
        return
    assert check_spec(spec).record() == spec
