"""A run's bundle: complete, checkable with `sha256sum`, and always the same bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path, put_text_attachment
from rmos_runs.errors import BlobDamaged
from rmos_runs.models import RunArtifact
from rmos_runs.runs.bundle.export import export_run, write_bundle
from rmos_runs.runs.immutable import facts_of
from rmos_runs.runs.service import attach_advisory, create_run, link_attachments
from tests.integration.rmos_runs.bundles import DECISION, members_of, modes_of, rich_run

pytestmark = pytest.mark.django_db


def export(run: RunArtifact, path: Path) -> bytes:
    call_command("export_run", run.run_id, str(path), verbosity=0)
    return path.read_bytes()


def bare_run() -> RunArtifact:
    return create_run(
        mode="test",
        tool_id="router",
        status="OK",
        decision=DECISION,
        hashes={"feasibility_sha256": "a" * 64},
    )


def test_a_bundle_has_the_facts_the_references_and_the_bytes(tmp_path: Path) -> None:
    run = rich_run()
    export(run, tmp_path / "out.zip")
    members = members_of(tmp_path / "out.zip")
    assert set(members) == {
        "SHA256SUMS",
        "run.json",
        "attachments/r.nc",
        "attachments/R.SVG",
        "attachments/r-2.svg",
    } or set(members) == {
        "SHA256SUMS",
        "run.json",
        "attachments/r.nc",
        "attachments/R-2.SVG",
        "attachments/r.svg",
    }
    document = json.loads(members["run.json"])
    assert document["facts"] == facts_of(run)
    assert document["artifact_sha256"] == run.artifact_sha256
    assert document["explanation"] == {"status": "READY", "summary": "Slow down at the bridges."}
    assert [link["filename"] for link in document["links"]] == ["r.nc", "R.SVG"]
    assert [link["kind"] for link in document["links"]] == ["gcode", "log"]
    assert document["advisory_inputs"][0]["engine_id"] == "studio"
    assert document["workflow_session"]["session_id"] == run.workflow_session_id
    for facts in document["attachments"]:
        assert len(members[facts["path"]]) == facts["size_bytes"]


@pytest.mark.parametrize("unpack", [["unzip", "-q"], ["python", "-m", "zipfile", "-e"]])
def test_sha256sum_passes_on_what_was_unpacked(tmp_path: Path, unpack: list[str]) -> None:
    run = rich_run()
    link_attachments(
        run.run_id,
        [{"sha256": put_text_attachment("x", "n")[0].sha256, "filename": "-é (1) \u2028x.txt"}],
    )
    export(run, tmp_path / "out.zip")
    (tmp_path / "out").mkdir()
    program = sys.executable if unpack[0] == "python" else shutil.which(unpack[0])
    if program is None:
        pytest.skip(f"{unpack[0]} is not installed")
    arguments = [program, *unpack[1:], "../out.zip", *(["."] if unpack[0] == "python" else [])]
    subprocess.run(arguments, cwd=tmp_path / "out", check=True)
    check = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path / "out",
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr
    assert check.stdout.count(": OK\n") == 5
    (tmp_path / "out" / "run.json").write_bytes(b"{}")
    again = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert again.returncode == 1


def test_an_unchanged_run_is_the_same_bundle_whenever_and_however_it_is_asked(
    tmp_path: Path, client: Client
) -> None:
    run = rich_run()
    first = export(run, tmp_path / "1.zip")
    put_text_attachment("something else meanwhile", "note")
    assert export(run, tmp_path / "2.zip") == first
    answer = client.get(f"/api/rmos/runs/{run.run_id}/export")
    assert b"".join(answer) == first
    assert modes_of(first) == {0o644}
    attach_advisory(run.run_id, sha256=put_text_attachment("more", "note")[0].sha256, kind="note")
    assert export(run, tmp_path / "3.zip") != first


def test_drawings_bring_the_record_of_how_they_first_came_to_be(tmp_path: Path) -> None:
    run = bare_run()
    first = generate_svg_variants("a celtic rosette", 1, "seed", provider="stub").variants.get()
    assert first.svg
    assert first.provenance
    attach_advisory(run.run_id, sha256=first.svg.sha256, kind="geometry_svg")
    exported = export(run, tmp_path / "1.zip")
    again = generate_svg_variants("a celtic rosette", 1, "seed", provider="stub").variants.get()
    assert again.svg == first.svg
    assert again.provenance != first.provenance
    assert export(run, tmp_path / "2.zip") == exported
    members = members_of(tmp_path / "1.zip")
    (record,) = (data for name, data in members.items() if name.startswith("provenance/"))
    assert json.loads(record)["drawing"]["sha256"] == first.svg.sha256
    assert json.loads(members["run.json"])["provenance"] == [first.provenance.sha256]


def test_a_missing_or_damaged_file_is_named_and_leaves_what_was_there(
    tmp_path: Path, client: Client
) -> None:
    run = rich_run()
    sha256 = run.links.get(kind="gcode").attachment_id
    blob = Path(get_attachment_path(sha256) or "")
    out = tmp_path / "out" / "out.zip"
    out.parent.mkdir()
    out.write_bytes(b"an earlier export")
    for damage, code in ((lambda: blob.write_bytes(b"?"), "damaged"), (blob.unlink, "gone")):
        damage()
        with pytest.raises(CommandError, match=rf"attachments/r\.nc \({sha256}\) are {code}"):
            call_command("export_run", run.run_id, str(out))
        assert out.read_bytes() == b"an earlier export"
        assert list(out.parent.iterdir()) == [out]
        answer = client.get(f"/api/rmos/runs/{run.run_id}/export")
        assert answer.status_code == 410
        assert sha256 in answer.json()["detail"]


def test_bytes_that_change_while_they_are_written_break_the_export_off(tmp_path: Path) -> None:
    run = rich_run()
    bundle = export_run(run.run_id)
    blob = Path(get_attachment_path(run.links.get(kind="gcode").attachment_id) or "")
    chunks = bundle.chunks()
    next(chunks)
    blob.write_bytes(b"G0 X1\n" * 9)
    with pytest.raises(BlobDamaged, match=r"attachments/r\.nc"):
        list(chunks)


def test_a_bundle_is_never_whole_in_memory(tmp_path: Path) -> None:
    run = bare_run()
    big, _ = put_text_attachment("x" * 5_000_000, "note")
    link_attachments(run.run_id, [{"sha256": big.sha256}])
    assert max(map(len, export_run(run.run_id).chunks())) < 1_000_000


def test_the_answer_has_a_name_and_an_etag_that_saves_the_next_download(client: Client) -> None:
    run = rich_run()
    path = f"/api/rmos/runs/{run.run_id}/export"
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{run.run_id}.zip"'
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, answer["ETag"], b"")
    link_attachments(run.run_id, [{"sha256": put_text_attachment("new", "note")[0].sha256}])
    changed = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != answer["ETag"]
    assert client.head(path)["ETag"] == changed["ETag"]
    assert client.post(path).status_code == 405
    accepted = client.get(path, headers={"Accept": "application/zip"})
    assert accepted.status_code == 200


@pytest.mark.parametrize("run_id", ["run_unknown", "run_" + "0" * 32])
def test_an_unknown_run_is_said_to_be_unknown(run_id: str, client: Client, tmp_path: Path) -> None:
    answer = client.get(f"/api/rmos/runs/{run_id}/export")
    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
    with pytest.raises(CommandError, match="No run has this id"):
        call_command("export_run", run_id, str(tmp_path / "out.zip"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"out\.zip cannot be written: No such file"):
        call_command("export_run", bare_run().run_id, str(tmp_path / "none" / "out.zip"))


def test_a_run_without_references_can_be_exported(tmp_path: Path) -> None:
    run = bare_run()
    bundle = export_run(run.run_id)
    assert write_bundle(bundle, tmp_path / "out.zip") == (tmp_path / "out.zip").stat().st_size
    assert set(members_of(tmp_path / "out.zip")) == {"run.json", "SHA256SUMS"}
    assert run.created_at_utc <= timezone.now()
