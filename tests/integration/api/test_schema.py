"""The API describes itself, and the description is what it does."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client


def test_the_schema_is_openapi_3_1_and_names_every_path(client: Client) -> None:
    answer = client.get("/api/schema", headers={"Accept": "application/json"})
    schema = answer.json()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == {
        "/api/art/assets",
        "/api/art/assets/archive",
        "/api/art/assets/rate",
        "/api/art/assets/star",
        "/api/art/assets/tag",
        "/api/art/assets/unarchive",
        "/api/art/assets/untag",
        "/api/art/assets/{asset_id}",
        "/api/art/assets/{asset_id}/export",
        "/api/art/generations",
        "/api/art/generations/{generation_id}",
        "/api/art/generations/{generation_id}/acknowledge",
        "/api/art/patterns/preview",
        "/api/art/patterns/schema",
        "/api/art/prompt-to-svg",
        "/api/art/prompt-to-svg/attach-to-run",
        "/api/art/providers",
        "/api/art/attempts",
        "/api/art/spending",
        "/api/art/trace",
        "/api/art/trace-preview",
        "/api/art/variants/{variant_id}/bundle",
        "/api/art/variants/{variant_id}/redraw",
        "/api/art/variants/{variant_id}/reproduce",
        "/api/art/variants/{variant_id}/retrace",
        "/api/art/variants/{variant_id}/cancel",
        "/api/art/variants/{variant_id}/retry",
        "/api/art/generations/{generation_id}/cancel",
        "/api/rmos/attachments",
        "/api/rmos/attachments/{sha256}",
        "/api/rmos/attachments/{sha256}/meta",
        "/api/rmos/attachments/{sha256}/verify",
        "/api/rmos/runs",
        "/api/rmos/runs/{run_id}",
        "/api/rmos/runs/{run_id}/advisory-inputs",
        "/api/rmos/runs/{run_id}/attachments",
        "/api/rmos/runs/{run_id}/attachments/{sha256}",
        "/api/rmos/runs/{run_id}/attachments/{sha256}/verify",
        "/api/rmos/runs/{run_id}/explanation",
        "/api/rmos/runs/{run_id}/export",
        "/api/workflow-sessions",
        "/api/workflow-sessions/{session_id}",
        "/api/workflow-sessions/{session_id}/generations",
        "/api/workflow-sessions/{session_id}/runs",
    }


def test_the_schema_has_no_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_the_docs_page_needs_no_other_host(client: Client) -> None:
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    assert b"//" not in answer.content.replace(b"http://testserver", b"")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert client.get("/api/docs?script=").status_code == 200
