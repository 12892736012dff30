"""Runs to export, bundles taken apart, and an installation made empty."""

from __future__ import annotations

import hashlib
import shutil
import stat
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db import connection, transaction

from rmos_runs.blobs.attachments import put_bytes_attachment, put_text_attachment
from rmos_runs.digests import sha256_hex
from rmos_runs.models import RunArtifact
from rmos_runs.runs.service import (
    attach_advisory,
    create_run,
    link_attachments,
    move_explanation,
)
from rmos_runs.runs.sessions import create_session

DECISION: dict[str, Any] = {
    "risk_level": "YELLOW",
    "score": 71.5,
    "warnings": ["thin bridge"],
    "details": {"min_bridge_mm": 0.4},
}
FEASIBILITY: dict[str, Any] = {"score": 1e22, "nested": [None, -0.5, "é"], "margin_mm": 1.0}
FEASIBILITY_SHA256 = sha256_hex(
    '{"margin_mm":1.0,"nested":[null,-0.5,"é"],"score":10000000000000000000000}'.encode()
)


def rich_run() -> RunArtifact:
    """A run with everything a run can have."""
    session = create_session(workflow_type="rosette")
    svg, _ = put_bytes_attachment(b"<svg/>", "svg", "image/svg+xml", "r.svg", ".svg")
    gcode, _ = put_text_attachment("G0 X0\n" * 9, "gcode", filename="r.nc", ext=".nc")
    note, _ = put_text_attachment("Zoë says: slow", "note", filename="r.svg")
    run = create_run(
        mode="art_studio",
        tool_id="vbit_30",
        status="OK",
        request_summary={"drawing": "rosette", "count": 1},
        feasibility=FEASIBILITY,
        decision=DECISION,
        hashes={"feasibility_sha256": FEASIBILITY_SHA256, "gcode_sha256": gcode.sha256},
        outputs={"gcode_text": "G0 X0", "opplan_json": {"steps": [1, 2]}},
        attachments=[gcode.sha256],
        workflow_session_id=session.session_id,
        request_id="req_export",
        meta={"operator": "Ada"},
    )
    link_attachments(run.run_id, [{"sha256": note.sha256, "kind": "log", "filename": "R.SVG"}])
    attach_advisory(run.run_id, sha256=svg.sha256, kind="geometry_svg", engine_id="studio")
    move_explanation(run.run_id, status="PENDING")
    return move_explanation(run.run_id, status="READY", summary="Slow down at the bridges.")


def empty_installation(attachments_dir: Path) -> None:
    """Remove every row and file, which no door of the product does."""
    with transaction.atomic(), connection.cursor() as cursor:
        # References that wait for the end of a test's transaction would hinder TRUNCATE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "TRUNCATE rmos_runs_runattachment, rmos_runs_runartifact, rmos_runs_workflowsession"
            " CASCADE"
        )
    shutil.rmtree(attachments_dir)


def members_of(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path: Path, members: dict[str, bytes], *, sums: bool = False) -> Path:
    """Write a zip as an export would; with `sums` the list of digests is made anew."""
    if sums:
        digests = {n: hashlib.sha256(d).hexdigest() for n, d in members.items()}
        digests.pop("SHA256SUMS", None)
        lines = [f"{digests[name]}  {name}\n" for name in sorted(digests)]
        members = members | {"SHA256SUMS": "".join(lines).encode()}
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name), data)
    return path


def modes_of(data: bytes) -> set[int]:
    with ZipFile(BytesIO(data)) as archive:
        return {stat.S_IMODE(entry.external_attr >> 16) for entry in archive.infolist()}
