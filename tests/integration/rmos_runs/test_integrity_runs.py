"""`verify_runs`: recorded facts still have their digest, and what they refer to is there."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.integrity import verify_run
from rmos_runs.models import RunArtifact
from tests.integration.rmos_runs.bundles import rich_run

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    try:
        call_command("verify_runs", "--json", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def forge(run: RunArtifact, change: str) -> None:
    """Change a fact behind the trigger's back, as a database's owner can."""
    with connection.cursor() as cursor:
        # The checks of references that wait for the end would hinder ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE rmos_runs_runartifact DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE rmos_runs_runartifact SET {change} WHERE run_id = %s", [run.run_id])
        cursor.execute("ALTER TABLE rmos_runs_runartifact ENABLE TRIGGER USER")
    run.refresh_from_db()


def file_of(run: RunArtifact, kind: str) -> Path:
    return Path(get_attachment_path(run.links.get(kind=kind).attachment_id) or "")


def test_no_runs_and_sound_runs_verify() -> None:
    assert verify() == (0, {"ok": True, "runs": 0, "failed": [], "noted": []})
    for _ in range(3):
        rich_run()
    assert verify() == (0, {"ok": True, "runs": 3, "failed": [], "noted": []})


@pytest.mark.parametrize(
    "change",
    [
        "score = 72",
        "tool_id = 'other'",
        "gcode_text = ''",
        "meta = '{}'",
        'request_summary = \'{"drawing": "rosette", "count": 2}\'',
        "workflow_session_id = NULL",
        "created_at_utc = created_at_utc + interval '1 microsecond'",
        "artifact_sha256 = repeat('b', 64)",
    ],
)
def test_a_fact_that_was_changed_behind_the_triggers_back_is_found(change: str) -> None:
    sound, forged = rich_run(), rich_run()
    forge(forged, change)
    code, report = verify()
    assert (code, report["runs"]) == (1, 2)
    (failed,) = report["failed"]
    assert failed["run_id"] == forged.run_id
    assert failed["artifact_sha256"] != failed["actual_sha256"]
    assert "The facts were changed" in failed["problems"][0]
    assert verify_run(sound).ok
    assert not verify_run(forged).facts_ok


def test_what_moves_on_is_no_change() -> None:
    run = rich_run()
    forge(run, "explanation_summary = 'Other words.'")
    assert verify()[0] == 0


def test_a_lost_file_is_found_and_a_damaged_one_when_bytes_are_read() -> None:
    run = rich_run()
    file_of(run, "gcode").unlink()
    file_of(run, "log").write_bytes(b"damaged")
    code, report = verify()
    assert code == 1
    gcode, log = (run.links.get(kind=kind).attachment_id for kind in ("gcode", "log"))
    assert report["failed"][0]["missing"] == [gcode]
    assert report["failed"][0]["damaged"] == []
    found = verify_run(run, read_bytes=True)
    assert (found.missing, found.damaged, found.attachments) == ((gcode,), (log,), 3)
    assert found.problems == (
        f"The bytes of {gcode} are missing.",
        f"The bytes of {log} are damaged.",
    )


def test_since_and_words_for_people() -> None:
    run = rich_run()
    file_of(run, "gcode").unlink()
    nothing = {"ok": True, "runs": 0, "failed": [], "noted": []}
    assert verify("--since", "2999-01-01") == (0, nothing)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_runs", stdout=out)
    assert f"{run.run_id}: The bytes of " in out.getvalue()
    assert "1 runs. 1 wrong." in out.getvalue()


def test_many_runs_take_few_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        rich_run()
    with django_assert_max_num_queries(7):
        call_command("verify_runs", stdout=StringIO())
