"""The facts of a run have one spelling, whatever way their numbers came."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.field_checks import MOST_FAULTS, ErrorList
from rmos_runs.http.storable_json import (
    MAX_DEPTH,
    Unstorable,
    is_storable_text,
    plain_json,
)
from rmos_runs.models import RunArtifact
from rmos_runs.runs.immutable import artifact_digest, columns_of, facts_of

FACTS: dict[str, Any] = {
    "run_id": "run_" + "0" * 32,
    "created_at_utc": "2026-11-22T16:30:00.000001Z",
    "mode": "cut",
    "tool_id": "t",
    "status": "OK",
    "request_summary": {"b": 1, "a": "é"},
    "feasibility": {},
    "decision": {
        "risk_level": "GREEN",
        "score": 50,
        "block_reason": None,
        "warnings": [],
        "details": {},
    },
    "hashes": {
        "feasibility_sha256": "ab" * 32,
        "toolpaths_sha256": None,
        "gcode_sha256": None,
        "opplan_sha256": None,
        "snapshot_sha256": None,
    },
    "outputs": {
        "gcode_text": "G21",
        "opplan_json": None,
        "gcode_path": None,
        "opplan_path": None,
        "preview_svg_path": None,
    },
    "request_id": "r",
    "workflow_session_id": None,
    "meta": {},
}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.just("k") | st.just("l"), inner),
    max_leaves=10,
)


def test_facts_and_columns_are_each_other_the_other_way_round() -> None:
    assert facts_of(RunArtifact(**columns_of(FACTS))) == FACTS


def test_the_digest_is_pinned() -> None:
    """It is in databases and exports: a change here breaks every proof there is."""
    run = RunArtifact(**columns_of(FACTS))
    assert artifact_digest(run) == sha256_hex(canonical_json(FACTS))
    assert (
        artifact_digest(run) == "d7f6683a77eeae21edf0d2a1cba8c33ab88c2c3773212d25b2629ffd275c42a2"
    )


def test_every_column_is_a_fact_or_known_to_be_none() -> None:
    beside = {"artifact_sha256", "explanation_status", "explanation_summary"}
    columns = {field.attname for field in RunArtifact._meta.concrete_fields}
    assert set(columns_of(FACTS)) == columns - beside


@pytest.mark.parametrize("column", sorted(columns_of(FACTS)))
def test_every_fact_takes_part_in_the_digest(column: str) -> None:
    run = RunArtifact(**columns_of(FACTS))
    before = artifact_digest(run)
    other = columns_of(FACTS | {"created_at_utc": "2026-11-22T16:30:00.000002Z"})["created_at_utc"]
    setattr(run, column, {"score": 51.0, "created_at_utc": other}.get(column, "changed"))
    assert artifact_digest(run) != before


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (1e22, "10000000000000000000000"),
        (1e23, "100000000000000000000000"),
        (1e16, "10000000000000000"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (10**300, "1" + "0" * 300),
        (True, "true"),
    ],
)
def test_a_number_has_one_spelling(number: float, text: str) -> None:
    assert canonical_json(plain_json(number)).decode() == text


@given(JSON)
def test_plain_json_stays_as_it_is(value: Any) -> None:
    plain = plain_json(value)
    assert plain_json(plain) == plain
    assert plain == value or "e+" in json.dumps(value)


@given(JSON)
def test_plain_json_survives_a_store_that_keeps_decimals(value: Any) -> None:
    """jsonb keeps numbers as decimals, and writes none of them with an exponent."""
    plain = plain_json(value)

    def as_decimal(text: str) -> Any:
        spelled = f"{Decimal(text):f}"
        return float(spelled) if "." in spelled else int(spelled)

    kept = json.loads(canonical_json(plain), parse_float=as_decimal)
    assert canonical_json(kept) == canonical_json(plain)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [1, math.nan]}, "a.1"),
        ({"a": math.inf}, "a"),
        ({"a": 10**309}, "a"),
        ({"a": -(10**309)}, "a"),
        ({"a": "x\0"}, "a"),
        ({"a": ["\ud800"]}, "a.0"),
        ({"a\0": 1}, ""),
        ({1: 1}, ""),
        ({"a": {1, 2}}, "a"),
        ({"a": b"x"}, "a"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(value: Any, path: str) -> None:
    with pytest.raises(Unstorable) as refusal:
        plain_json(value)
    assert refusal.value.path == path


def test_nesting_has_an_end() -> None:
    deep: Any = 1
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert plain_json(deep) == deep
    with pytest.raises(Unstorable):
        plain_json([deep])


@given(st.text())
def test_storable_text_is_what_utf_8_and_postgres_hold(text: str) -> None:
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        assert not is_storable_text(text)
    else:
        assert is_storable_text(text) == (b"\0" not in encoded)


def test_faults_are_gathered_up_to_a_number() -> None:
    faults = ErrorList()
    faults.raise_if_any()
    for n in range(2 * MOST_FAULTS):
        faults.add(f"f{n}", "x")
    with pytest.raises(InvalidRequest) as refusal:
        faults.raise_if_any()
    assert len(refusal.value.fields or {}) == MOST_FAULTS


@pytest.mark.parametrize("value", [math.nan, math.inf, "5", True, None, 10**400, [], 101, -1])
def test_only_a_number_in_its_range_is_a_number(value: Any) -> None:
    faults = ErrorList()
    assert faults.number("score", value, least=0, most=100) is None
    if value is not None:
        with pytest.raises(InvalidRequest):
            faults.raise_if_any()
