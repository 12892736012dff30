"""A pattern's record: described by a schema, read with distrust, drawn as it says."""

from __future__ import annotations

import copy
import dataclasses
import functools
import json
import math
import time
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artstudio.patterns import FAMILIES, check_spec, draw_spec
from artstudio.patterns.records import MAX_NODES
from artstudio.patterns.schema import spec_schema
from rmos_runs.errors import DomainError, InvalidRequest
from tests.rounds import rounds
from tests.unit.patterns.prompts import PROMPTS, composed, contours_of

VALIDATOR = jsonschema.Draft202012Validator(spec_schema())
LIMITS = [
    {},
    {"width_mm": 3000.0, "height_mm": 2800.0},
    {"width_mm": 60.0, "height_mm": 60.0},
    {"width_mm": 200.0, "height_mm": 16.0},
]


# Large sheets of these take seconds; they are drawn at night.
SLOW = {"grille", "girih", "mosaic_wheel"}


def spec_of(family: str, seed: int = 1, **limits: Any) -> dict[str, Any]:
    """Return a record as it comes out of the store."""
    record: dict[str, Any] = json.loads(_stored(family, seed, tuple(limits.items())))
    return record


@functools.cache
def _stored(family: str, seed: int, limits: tuple[tuple[str, float], ...]) -> str:
    """Return a record as text. A planner chooses it, and the drawing is made but once."""
    return json.dumps(composed(PROMPTS[family], seed, **dict(limits)).spec())


def faults_of(spec: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidRequest) as caught:
        check_spec(spec)
    return caught.value.fields or {}


def changed(family: str, **changes: Any) -> dict[str, Any]:
    spec = spec_of(family)
    spec["parameters"] |= changes
    return spec


class TestSchema:
    def test_is_a_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(spec_schema())
        assert json.loads(json.dumps(spec_schema())) == spec_schema()

    @pytest.mark.parametrize("family", PROMPTS)
    def test_describes_every_record_which_is_read_and_drawn_the_same(self, family: str) -> None:
        for seed in range(rounds(1 if family in SLOW else 4, nightly=24)):
            try:
                spec = spec_of(family, seed, **LIMITS[seed % 4])
            except DomainError:
                continue
            VALIDATOR.validate(spec)
            assert check_spec(spec).record() == spec
            if seed < rounds(1, nightly=4):
                drawing = composed(PROMPTS[family], seed, **LIMITS[seed % 4]).drawing
                assert draw_spec(spec).drawing.to_svg() == drawing.to_svg()

    @pytest.mark.parametrize("family", PROMPTS)
    def test_says_what_every_parameter_means(self, family: str) -> None:
        definitions = spec_schema()["$defs"]
        reference = definitions[family]["properties"]["parameters"]["$ref"]
        for name, schema in definitions[reference.rpartition("/")[2]]["properties"].items():
            assert schema["description"].endswith("."), name

    @pytest.mark.parametrize(
        ("family", "name", "value"),
        [
            ("purfling", "cells", 2001),
            ("purfling", "cells", 2.5),
            ("purfling", "cells", True),
            ("purfling", "motif", "spaghetti"),
            ("purfling", "mirror", 1),
            ("rosette", "bands", []),
            ("tessellation", "hollow", [0, 0]),
            ("tessellation", "hollow", [0, 0, 0.9]),
            ("mandala", "layers", [{"motif": "lotus"}]),
            ("vine", "colour", "red"),
        ],
    )
    def test_refuses_what_the_reader_refuses(self, family: str, name: str, value: Any) -> None:
        spec = changed(family, **{name: value})
        assert not VALIDATOR.is_valid(spec)
        assert any(path.startswith(f"parameters.{name}") for path in faults_of(spec))


class TestReading:
    def test_every_fault_is_named_by_its_path(self) -> None:
        spec = spec_of("rosette")
        spec["parameters"]["bands"][2] = {"motif": "rope", "cells": "many", "colour": 3}
        spec["parameters"] |= {"gap_mm": math.nan, "outer_mm": None}
        del spec["parameters"]["inner_mm"]
        assert faults_of(spec) == {
            "parameters.gap_mm": ["It must be from 0.01 to 50."],
            "parameters.outer_mm": ["Give a number."],
            "parameters.inner_mm": ["This is missing: Diameter of the hole."],
            "parameters.bands.2.colour": ["There is no such parameter."],
            "parameters.bands.2.cells": ["Give a number."],
            "parameters.bands.2.width_mm": ["This is missing: Breadth of the ring."],
        }

    @pytest.mark.parametrize(
        ("family", "changes", "part"),
        [
            ("rosette", {"inner_mm": 500.0}, "inner diameter must be the smaller"),
            ("rosette", {"outer_mm": 101.0}, "larger than its sheet"),
            ("rosette", {"inner_mm": 1.0}, "bands must fill the ring"),
            ("mandala", {"hub_mm": 70.0}, "beyond the rim"),
            ("celtic_knot", {"rows": 5}, "must be even"),
            ("celtic_knot", {"band": 0.2, "slit": 0.3}, "slit must be narrower"),
            ("celtic_knot", {"frame_mm": 100.0}, "frame leaves no room"),
            ("tessellation", {"tiling": "octagon_stars", "angle": 10.0}, "from 55 to 70 degrees"),
            ("tessellation", {"round": True, "outer_mm": 400.0}, "disc must fit"),
            ("vine", {"outer_mm": 5000.0, "inner_mm": 10.0}, "larger than its sheet"),
            ("vine", {"bends": 7, "mirror": True}, "even number of bends"),
            ("purfling", {"lines": 4, "line_mm": 50.0}, "no room for the band"),
            ("medallion", {"line_mm": 60.0}, "no room for the figure"),
        ],
    )
    def test_parameters_that_contradict_each_other_are_refused(
        self, family: str, changes: dict[str, Any], part: str
    ) -> None:
        (messages,) = faults_of(changed(family, **changes)).values()
        assert part in messages[0]

    @pytest.mark.parametrize(
        "spec",
        [None, [], "rosette", 7, {}, {"family": []}, {"family": "rosette"}, {"family": {"a": 1}}],
    )
    def test_what_is_no_record_is_refused(self, spec: Any) -> None:
        assert faults_of(spec)

    def test_a_sheet_beside_the_parameters_must_be_theirs(self) -> None:
        assert list(faults_of(spec_of("purfling") | {"width_mm": 1.0})) == ["width_mm"]
        assert list(faults_of(changed("purfling", width_mm=120))) == ["width_mm"]
        spec = changed("purfling", width_mm=120)
        del spec["width_mm"]
        assert check_spec(spec).record()["width_mm"] == 120

    def test_names_and_lists_of_any_length_cost_nothing(self) -> None:
        deep: Any = 1
        for _ in range(900):
            deep = [deep]
        started = time.perf_counter()
        for value in (deep, "x" * 10**6, [1] * 10**6, 10**4000, {"y" * 10**6: 1}):
            for name in ("bands", "outer_mm", "q" * 10**6):
                fields = faults_of(changed("rosette", **{name: value}))
                assert len(json.dumps(fields)) < 1000
        assert time.perf_counter() - started < 1.0

    def test_at_most_twenty_faults_are_told(self) -> None:
        assert len(faults_of(changed("rosette", **{f"x{i}": 1 for i in range(100)}))) == 20

    def test_whole_numbers_may_be_written_as_floats_and_the_other_way(self) -> None:
        spec = changed("purfling", cells=12.0, width_mm=80, height_mm=10)
        parameters = check_spec({**spec, "width_mm": 80, "height_mm": 10}).parameters
        assert (type(parameters.cells), type(parameters.width_mm)) == (int, float)

    @pytest.mark.parametrize(
        ("changes", "field"), [({"hollow": (0.9, 0.0, 0.0)}, "hollow"), ({"columns": 0}, "columns")]
    )
    def test_parameters_that_are_built_by_a_program_keep_their_ranges_too(
        self, changes: dict[str, Any], field: str
    ) -> None:
        parameters = composed(PROMPTS["tessellation"]).parameters
        with pytest.raises(InvalidRequest) as caught:
            dataclasses.replace(parameters, **changes)
        assert list(caught.value.fields or {}) == [f"parameters.{field}"]


class TestDrawing:
    @pytest.mark.parametrize(
        ("family", "changes"),
        [
            ("tessellation", {"columns": 120, "rows": 120}),
            (
                "celtic_knot",
                {"form": "panel", "columns": 400, "rows": 40, "slit": 0.1, "band": 0.5},
            ),
            (
                "mandala",
                {
                    "gap_mm": 0.01,
                    "line_mm": 0.01,
                    "layers": [{"motif": "lotus", "height_mm": 1, "cells": 4000}] * 20,
                },
            ),
        ],
    )
    def test_what_would_take_long_is_refused_before_it_is_drawn(
        self, family: str, changes: dict[str, Any]
    ) -> None:
        started = time.perf_counter()
        fields = faults_of(changed(family, **changes))
        assert "at most 120,000 are drawn" in fields["parameters"][0]
        assert time.perf_counter() - started < 0.5

    @pytest.mark.parametrize("family", PROMPTS)
    def test_the_estimate_of_nodes_is_of_the_right_size(self, family: str) -> None:
        for seed in range(rounds(1 if family in SLOW else 2, nightly=4)):
            pattern = composed(PROMPTS[family], seed)
            estimate = FAMILIES[family].nodes(pattern.parameters)
            assert 0.8 * contours_of(pattern).nodes < estimate < MAX_NODES / 4

    def test_a_drawing_that_is_nothing_is_refused(self) -> None:
        spec = changed(
            "tessellation",
            columns=40,
            rows=40,
            tiling="hexagons",
            angle=0.0,
            joint_mm=3.0,
            frame_mm=0.0,
        )
        with pytest.raises(InvalidRequest, match="Nothing is left"):
            draw_spec(spec)

    def test_a_strand_that_walls_close_in_is_not_lost_but_refused(self) -> None:
        around = [(1, 0, "h"), (2, 1, "v"), (1, 2, "h")]
        walls = [{"column": c, "row": r, "way": way} for c, r, way in around]
        spec = changed("celtic_knot", form="panel", columns=8, rows=4, walls=walls)
        with pytest.raises(InvalidRequest, match="closed in by walls") as caught:
            draw_spec(spec)
        assert list(caught.value.fields or {}) == ["parameters"]

    def test_a_layer_may_go_without_its_line(self) -> None:
        spec = spec_of("mandala")
        lines = len(contours_of(draw_spec(spec)))
        spec["parameters"]["layers"][0]["open"] = True
        assert len(contours_of(draw_spec(spec))) == lines - 2


def _values() -> st.SearchStrategy[Any]:
    return (
        st.none()
        | st.booleans()
        | st.integers(-5, 5000)
        | st.floats()
        | st.floats(0, 2)
        | st.sampled_from(["line", "lotus", "ring", "scroll", "heart", "compass", "v", ""])
        | st.lists(st.integers(0, 3), max_size=4)
        | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
    )


SEEDS = st.integers(0, rounds(3, nightly=50))


@settings(max_examples=rounds(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    family=st.sampled_from(sorted(PROMPTS)),
    seed=st.integers(0, rounds(3, nightly=50)),
)
def test_whatever_is_edited_comes_out_drawn_on_its_sheet_or_refused(
    data: st.DataObject, family: str, seed: int
) -> None:
    spec = copy.deepcopy(spec_of(family, seed))
    for name in ("width_mm", "height_mm"):
        del spec[name]
    for _ in range(data.draw(st.integers(1, 4))):
        _edit(spec, data)
    started = time.perf_counter()
    try:
        pattern = draw_spec(spec)
    except InvalidRequest:
        assert time.perf_counter() - started < 5
        return
    VALIDATOR.validate(pattern.spec())
    points = contours_of(pattern).points
    assert len(points)
    assert np.isfinite(points).all()
    assert points[:, 2].min() > -0.02
    assert time.perf_counter() - started < 5


def _edit(spec: dict[str, Any], data: st.DataObject) -> None:
    """Change, scale or drop one value somewhere in the record."""
    at: Any = spec
    if isinstance(spec.get("parameters"), dict) and data.draw(st.integers(0, 9)):
        at = spec["parameters"]
    lists: list[Any] = [value for value in at.values() if isinstance(value, list) and value]
    if data.draw(st.booleans()) and lists:
        entry: Any = data.draw(st.sampled_from(lists[0]))
        at = entry if isinstance(entry, dict) else at
    name = data.draw(st.sampled_from(sorted(at) or ["family"]))
    old = at.get(name)
    if type(old) in {int, float} and data.draw(st.booleans()):
        at[name] = old * data.draw(st.sampled_from([0.3, 0.5, 0.9, 1.1, 2, 5]))
    elif data.draw(st.integers(0, 9)) == 0:
        at.pop(name, None)
    else:
        at[name] = data.draw(_values())
