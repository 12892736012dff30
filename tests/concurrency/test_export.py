"""Runs are recorded, given references and exported at once; every bundle is whole."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from rmos_runs.integrity import verify_runs, verify_store
from rmos_runs.models import RunArtifact
from rmos_runs.runs.bundle.export import export_run, write_bundle
from rmos_runs.runs.bundle.importer import import_run
from rmos_runs.runs.bundle.reader import opened_bundle
from rmos_runs.runs.service import create_run, link_attachments
from tests.concurrency.test_store import put, together
from tests.integration.rmos_runs.bundles import DECISION, empty_installation

pytestmark = pytest.mark.django_db(transaction=True)


def record(*contents: bytes) -> RunArtifact:
    return create_run(
        mode="test",
        tool_id="router",
        status="OK",
        decision=DECISION,
        hashes={"feasibility_sha256": "a" * 64},
        attachments=[put(data)[0].sha256 for data in contents],
    )


def test_runs_are_recorded_and_exported_at_once(tmp_path: Path, attachments_dir: Path) -> None:
    growing = record(b"first")

    def work(index: int) -> list[Path]:
        paths = []
        for number in range(8):
            if index % 2:
                run = record(b"shared", f"{index} {number}".encode())
                sha256 = run.links.all()[0].attachment_id
                link_attachments(growing.run_id, [{"sha256": sha256}])
            else:
                run = growing
            paths.append(tmp_path / f"{index}-{number}.zip")
            write_bundle(export_run(run.run_id), paths[-1])
        return paths

    for path in chain.from_iterable(together(6, work)):
        with opened_bundle(path) as bundle:
            linked = {link["sha256"] for link in bundle.document["links"]}
            assert linked == set(bundle.attachments)
    assert RunArtifact.objects.count() == 25
    assert verify_runs().ok
    assert verify_store().ok


@pytest.mark.parametrize("count", [0, 5])
def test_the_same_bundle_is_imported_by_many_at_once(
    count: int, tmp_path: Path, attachments_dir: Path
) -> None:
    put(b"there is a store")
    run = record(*(f"content {number}".encode() for number in range(count)))
    path = tmp_path / "run.zip"
    write_bundle(export_run(run.run_id), path)
    empty_installation(attachments_dir)
    results = together(6, lambda _: import_run(path))
    assert sum(result.is_new for result in results) == 1
    assert sum(result.new_attachments for result in results) == count
    assert RunArtifact.objects.get().links.count() == count
    assert verify_store().ok
