"""The admin's actions on runs: read and hash again, export."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client

from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.models import RunArtifact
from tests.integration.rmos_runs.run_admin.pages import (
    ADVICE,
    ATTACHMENTS,
    LINKS,
    RUNS,
)
from tests.integration.rmos_runs.run_bodies import new_run

pytestmark = pytest.mark.django_db


class TestProving:
    """Actions read and hash again."""

    def act(self, client: Client, address: str, action: str, *rows: Any) -> str:
        response = client.post(
            address, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True
        )
        assert response.status_code == 200
        return response.content.decode()

    def damage(self, sha256: str) -> None:
        path = Path(str(get_attachment_path(sha256)))
        path.chmod(0o644)
        path.write_text("changed")

    def test_sound_runs_are_counted(self, admin_client: Client, run: RunArtifact) -> None:
        html = self.act(admin_client, RUNS, "verify_runs", run, new_run())
        assert "2 of 2 unchanged" in html

    def test_a_changed_file_of_a_run_is_named(self, admin_client: Client, run: RunArtifact) -> None:
        sha256 = run.advisory_inputs.get().attachment_id
        self.damage(sha256)
        html = self.act(admin_client, RUNS, "verify_runs", run, new_run())
        assert "1 of 2 unchanged" in html
        assert re.search(rf"{run.pk}</a>: [^<]*{sha256}[^<]*damaged", html)

    def test_changed_facts_of_a_run_are_reported(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        with connection.cursor() as cursor:
            # As a superuser may: triggers are off for this session.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE rmos_runs_runartifact SET tool_id = 'x'")
            cursor.execute("SET LOCAL session_replication_role = origin")
        assert "The facts were changed" in self.act(admin_client, RUNS, "verify_runs", run)

    def test_references_and_attachments_are_read_again(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        link, advice = run.links.get(), run.advisory_inputs.get()
        self.damage(link.attachment_id)
        html = self.act(admin_client, LINKS, "verify_references", link)
        assert "changed on disk" in html
        assert "1 of 1 unchanged" in self.act(admin_client, ADVICE, "verify_references", advice)
        html = self.act(
            admin_client, ATTACHMENTS, "verify_attachments", link.attachment, advice.attachment
        )
        assert "1 of 2 unchanged" in html
        assert "changed on disk" in html

    def test_too_many_are_left_to_the_command(
        self, admin_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("rmos_runs.admin.actions.MOST", 1)
        html = self.act(admin_client, RUNS, "verify_runs", new_run(), new_run())
        assert "manage.py verify_runs" in html
        assert "unchanged" not in html


class TestExporting:
    """Bundles of the chosen runs."""

    def export(self, client: Client, *runs: RunArtifact) -> Any:
        chosen = [run.pk for run in runs]
        return client.post(RUNS, {"action": "export_runs", "_selected_action": chosen})

    def test_one_run_is_its_bundle(self, admin_client: Client, run: RunArtifact) -> None:
        response = self.export(admin_client, run)
        assert f'filename="{run.pk}.zip"' in response["Content-Disposition"]
        assert response.getvalue() == admin_client.get(f"/api/rmos/runs/{run.pk}/export").getvalue()

    def test_several_runs_are_a_zip_of_their_bundles(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        other = new_run()
        with ZipFile(io.BytesIO(self.export(admin_client, run, other).getvalue())) as archive:
            assert set(archive.namelist()) == {f"{run.pk}.zip", f"{other.pk}.zip"}
            own = admin_client.get(f"/api/rmos/runs/{run.pk}/export").getvalue()
            assert archive.read(f"{run.pk}.zip") == own

    def test_a_run_whose_bytes_are_gone_is_not_exported(
        self, admin_client: Client, run: RunArtifact
    ) -> None:
        Path(str(get_attachment_path(run.links.get().attachment_id))).unlink()
        response = self.export(admin_client, run)
        assert response.status_code == 302
        assert "note.txt" in admin_client.get(RUNS).content.decode()
