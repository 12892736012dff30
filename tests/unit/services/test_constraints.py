"""Constraints: known ones are checked, unknown ones are said, nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artstudio.services.requests.constraints import Constraints, parse_constraints
from rmos_runs.errors import InvalidRequest


def test_everything_understood_comes_back() -> None:
    wanted = {
        "width_mm": 90,
        "height_mm": 60.5,
        "threshold": 128,
        "invert": True,
        "min_speck_mm": 0.4,
        "corner_smoothness": 1.2,
        "curve_tolerance_mm": 0.05,
        "inner_diameter_mm": 84,
        "outer_diameter_mm": 120,
        "symmetry": 12,
        "rings": 3,
        "min_feature_mm": 0.5,
        "min_gap_mm": 0.25,
        "tool_diameter_mm": 3.175,
        "feed_mm_min": 1200,
    }
    constraints, warnings = parse_constraints(wanted)
    assert constraints.given() == wanted
    assert warnings == []


def test_an_unknown_key_is_a_warning_and_not_an_error() -> None:
    constraints, (warning,) = parse_constraints({"colour": "gold", "width_mm": 50})
    assert constraints == Constraints(width_mm=50)
    assert warning["code"] == "unknown_constraint"
    assert "constraints.colour" in warning["message"]


@pytest.mark.parametrize("key", ["nul\x00", "half \ud800 a pair"])
def test_a_key_that_cannot_be_stored_is_named_in_escapes(key: str) -> None:
    _constraints, (warning,) = parse_constraints({key: 1})
    assert "\x00" not in warning["message"]
    assert warning["message"].encode()


def test_null_is_the_same_as_not_given() -> None:
    assert parse_constraints({"width_mm": None}) == (Constraints(), [])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("width_mm", "80"),
        ("width_mm", True),
        ("width_mm", 0),
        ("width_mm", -5),
        ("width_mm", 3000.1),
        ("height_mm", float("nan")),
        ("height_mm", float("inf")),
        ("height_mm", [80]),
        ("threshold", 256),
        ("threshold", 99.5),
        ("threshold", -1),
        ("invert", 1),
        ("invert", "yes"),
        ("corner_smoothness", 1.5),
        ("curve_tolerance_mm", -0.1),
        ("symmetry", 6.5),
        ("symmetry", 1),
        ("symmetry", 73),
        ("rings", 0),
        ("rings", "three"),
        ("min_feature_mm", 0),
        ("min_gap_mm", 20.1),
        ("tool_diameter_mm", 0),
        ("feed_mm_min", -100),
        ("rings", 10**400),
        ("width_mm", 10**400),
    ],
)
def test_a_wrong_type_or_range_names_the_field_by_its_path(key: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        parse_constraints({key: value})
    assert list(refusal.value.fields or {}) == [f"constraints.{key}"]


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        parse_constraints({"width_mm": "wide", "rings": 99})
    assert set(refusal.value.fields or {}) == {"constraints.width_mm", "constraints.rings"}


def test_the_inner_diameter_is_smaller_than_the_outer() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        parse_constraints({"inner_diameter_mm": 100, "outer_diameter_mm": 100})
    assert list(refusal.value.fields or {}) == ["constraints.inner_diameter_mm"]


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.floats() | st.text()))
def test_anything_is_either_understood_or_refused_with_fields(given_: dict[str, Any]) -> None:
    assert outcome(given_)


def outcome(given_: dict[str, Any]) -> bool:
    """Return whether a refusal names its fields, and each warning says something."""
    try:
        _constraints, warnings = parse_constraints(given_)
    except InvalidRequest as refusal:
        return bool(refusal.fields)
    return all(warning["message"] for warning in warnings)
