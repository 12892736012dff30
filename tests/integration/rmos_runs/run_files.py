"""Files that runs are given, and sending them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.integration.rmos_runs.run_bodies import (
    RUNS,
)

UPLOADS = "/api/rmos/attachments"
GCODE = b"G21\nG0 X0 Y0\n" * 1000


def links_of(run_id: str) -> str:
    return f"{RUNS}/{run_id}/attachments"


def upload(
    client: Client, path: str, data: bytes = GCODE, name: str = "a.nc", **fields: Any
) -> Any:
    return client.post(path, {"file": SimpleUploadedFile(name, data, "text/x-gcode"), **fields})


def stored_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]
