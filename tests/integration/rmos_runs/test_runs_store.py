"""Runs in Python: recorded whole, found again, proven, and given references."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmos_runs.models import RunArtifact
from rmos_runs.runs import service
from rmos_runs.runs.immutable import artifact_digest, columns_of, facts_of
from tests.rounds import rounds

pytestmark = pytest.mark.django_db
DIGEST = "ab" * 32
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | TEXT
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    SCALARS | NUMBERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXT, JSON, max_size=5)


def new_run(**fields: Any) -> RunArtifact:
    decision = {"risk_level": "GREEN"}
    whole = {"mode": "cut", "tool_id": "t1", "status": "OK", "decision": decision}
    return service.create_run(**{**whole, "hashes": {"feasibility_sha256": DIGEST}, **fields})


@settings(max_examples=rounds(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(summary=OBJECTS, details=OBJECTS, plan=JSON, score=st.floats(0, 100), meta=OBJECTS)
def test_the_digest_can_be_recomputed_from_the_row(
    summary: Any, details: Any, plan: Any, score: float, meta: Any
) -> None:
    run = new_run(
        request_summary=summary,
        decision={"risk_level": "RED", "score": score, "details": details},
        outputs={"opplan_json": plan},
        meta=meta,
    )
    read = RunArtifact.objects.get(pk=run.pk)
    assert read.artifact_sha256 == artifact_digest(read) == artifact_digest(run)
    assert facts_of(read) == facts_of(run)
    assert facts_of(RunArtifact(**columns_of(facts_of(read)))) == facts_of(read)
