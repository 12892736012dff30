"""What the database itself refuses, whoever asks it: changed facts, taken-away references."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from rmos_runs.models import AdvisoryInput, RunArtifact, RunAttachmentLink, WorkflowSession
from rmos_runs.runs import service
from tests.integration.rmos_runs.run_bodies import new_blob, new_run

pytestmark = pytest.mark.django_db
#: All that may ever change about a run.
MUTABLE = {"explanation_status", "explanation_summary"}
STATES = ["NONE", "PENDING", "READY", "ERROR"]
ARROWS = {("NONE", "PENDING"), ("PENDING", "READY"), ("PENDING", "ERROR")}


def columns_of(model: type[models.Model]) -> list[str]:
    return sorted(field.attname for field in model._meta.concrete_fields)


def another_value(column: str, value: Any) -> Any:
    """Return a value of the same type that satisfies the column's own checks."""
    special = {
        "run_id": "run_" + "f" * 32,
        "status": "ERROR",
        "risk_level": "RED",
        "created_at_utc": datetime(2020, 1, 1, tzinfo=UTC),
        "score": 7.0,
        "workflow_session_id": WorkflowSession.objects.create().pk,
        "decision_warnings": ["new"],
    }
    if column in special:
        return special[column]
    if column.endswith("_sha256"):
        return "c" * 64
    return {"changed": 1} if isinstance(value, dict) or column == "opplan_json" else "changed"


@pytest.mark.parametrize("column", sorted(set(columns_of(RunArtifact)) - MUTABLE))
def test_no_fact_of_a_run_can_be_changed(column: str) -> None:
    run = new_run()
    changed = another_value(column, getattr(run, column))
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        RunArtifact.objects.filter(pk=run.pk).update(**{column: changed})
    assert RunArtifact.objects.get(pk=run.pk).artifact_sha256 == run.artifact_sha256


def test_a_fact_cannot_be_taken_away_by_null_either() -> None:
    run = new_run(decision={"risk_level": "RED", "score": 5}, outputs={"opplan_json": [1]})
    for column in ("score", "opplan_json"):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            RunArtifact.objects.filter(pk=run.pk).update(**{column: None})


def test_a_run_cannot_be_deleted() -> None:
    run = new_run()
    with pytest.raises(IntegrityError, match="cannot be deleted"), transaction.atomic():
        run.delete()


@pytest.mark.parametrize("column", sorted(MUTABLE))
def test_the_explanation_is_what_moves_on(column: str) -> None:
    run = new_run()
    value = "PENDING" if column == "explanation_status" else "text"
    assert RunArtifact.objects.filter(pk=run.pk).update(**{column: value}) == 1


@pytest.mark.parametrize("start", STATES)
@pytest.mark.parametrize("to", STATES)
def test_an_explanation_only_moves_along_its_arrows(start: str, to: str) -> None:
    run = new_run(explanation_status=start, explanation_summary="because")
    change = RunArtifact.objects.filter(pk=run.pk)
    if start == to or (start, to) in ARROWS:
        assert change.update(explanation_status=to) == 1
    else:
        with pytest.raises(IntegrityError, match="does not go"), transaction.atomic():
            change.update(explanation_status=to)


@pytest.mark.parametrize("model", [RunAttachmentLink, AdvisoryInput])
def test_no_column_of_a_reference_can_be_changed(model: type[models.Model]) -> None:
    run, sha256 = new_run(), new_blob()
    service.link_attachments(run.pk, [{"sha256": sha256}])
    service.attach_advisory(run.pk, sha256=sha256)
    for column in columns_of(model):
        with (
            pytest.raises(IntegrityError, match="only added"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            # Even to the value it has: nobody updates a reference.
            cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{column}" = "{column}"')


@pytest.mark.parametrize("model", [RunAttachmentLink, AdvisoryInput])
def test_no_reference_can_be_deleted(model: type[models.Model]) -> None:
    run, sha256 = new_run(), new_blob()
    service.link_attachments(run.pk, [{"sha256": sha256}])
    service.attach_advisory(run.pk, sha256=sha256)
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        model._base_manager.all().delete()


@pytest.mark.parametrize("reference", ["link", "advisory"])
def test_bytes_that_a_run_names_cannot_be_deleted(reference: str) -> None:
    run, sha256 = new_run(), new_blob()
    if reference == "link":
        service.link_attachments(run.pk, [{"sha256": sha256}])
    else:
        service.attach_advisory(run.pk, sha256=sha256)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM rmos_runs_runattachment WHERE sha256 = %s; SET CONSTRAINTS ALL IMMEDIATE",
            [sha256],
        )


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("run_id", "run_x", "id_format"),
        ("status", "DONE", "status_known|blocked_has_reason"),
        ("risk_level", "PURPLE", "risk_known"),
        ("score", 100.5, "score_0_to_100"),
        ("score", -1, "score_0_to_100"),
        ("score", float("nan"), "score_0_to_100"),
        ("block_reason", "x", "blocked_has_reason"),
        ("status", "BLOCKED", "blocked_has_reason"),
        ("feasibility_sha256", "", "ok_has_feasibility_digest"),
        ("artifact_sha256", "AB" * 32, "digests"),
        ("gcode_sha256", "x", "digests"),
        ("explanation_status", "DONE", "explanation_known"),
        ("explanation_status", "READY", "ready_has_summary"),
    ],
)
def test_a_run_that_breaks_a_rule_is_refused(column: str, value: Any, constraint: str) -> None:
    row = {name: getattr(new_run(), name) for name in columns_of(RunArtifact)}
    row |= {"run_id": "run_" + "e" * 32, column: value}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RunArtifact.objects.create(**row)
