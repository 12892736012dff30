"""Any file of one's own: a picture is traced, a drawing imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File

from artstudio.importers.file_type import is_picture
from artstudio.models import Generation
from artstudio.services.imports.intake import import_drawing
from artstudio.services.tuning.upload import trace_upload

_HEAD_BYTES = 16


def take_file(
    file: File[bytes],
    *,
    constraints: Mapping[str, Any],
    unit: str | None = None,
    closed_lines: str | None = None,
) -> Generation:
    """Return the finished generation of a file. Raises what the two ways in raise."""
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if is_picture(head):
        return trace_upload(file, constraints=constraints)
    return import_drawing(file, constraints=constraints, unit=unit, closed_lines=closed_lines)
