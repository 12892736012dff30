"""Programs that generate clients take the OpenAPI document whole; they are fetched for the test."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

pytestmark = [pytest.mark.nightly, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[3]
_METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def schema(client: Client, tmp_path: Path) -> tuple[Path, int]:
    """Return the document as a file, and how many operations it has."""
    answer = client.get("/api/schema?format=json")
    file = tmp_path / "schema.json"
    file.write_bytes(answer.content)
    count = sum(len(_METHODS & set(path)) for path in answer.json()["paths"].values())
    return file, count


def test_openapi_python_client_gets_every_operation(schema: tuple[Path, int]) -> None:
    file, operations = schema
    uv = next(iter(ROOT.glob(".tools/uv-*/bin/uv")), None)
    if uv is None:
        pytest.skip("uv is not here.")
    made = file.with_name("client")
    words = [str(uv), "tool", "run", "openapi-python-client", "generate"]
    words += ["--path", str(file), "--output-path", str(made), "--meta", "none"]
    environment = os.environ | {"UV_SYSTEM_CERTS": "1"}
    told = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)

    assert "WARNING" not in told.stdout
    calls = [f for f in made.rglob("*.py") if "def sync_detailed" in f.read_text()]
    assert len(calls) == operations
    assert compileall.compile_dir(made, quiet=1)


def test_openapi_typescript_gets_every_path(schema: tuple[Path, int]) -> None:
    file, _operations = schema
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("npx is not here.")
    made = file.with_name("schema.ts")
    words = [npx, "--yes", "openapi-typescript@7", str(file), "-o", str(made)]
    subprocess.run(words, capture_output=True, check=True)

    text = made.read_text()
    assert '"/api/art/prompt-to-svg"' in text
    assert '"/api/art/calibrations/{calibration_id}"' in text
