"""Bodies that the tests of runs send, and how they send them."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from artstudio.models import Generation
from rmos_runs.blobs.attachments import put_bytes_attachment
from rmos_runs.models import RunArtifact
from rmos_runs.runs import service
from rmos_runs.runs.immutable import feasibility_digest

RUNS = "/api/rmos/runs"
SESSIONS = "/api/workflow-sessions"
DIGEST = "ab" * 32
FEASIBILITY = {"checks": [{"name": "kerf", "ok": False}], "margin_mm": 1.0}
UNKNOWN_RUN = "run_" + "0" * 32


def least_body(**fields: Any) -> dict[str, Any]:
    """Return the least that can be recorded, with `fields` changed."""
    least = {
        "mode": "rosette_cut",
        "tool_id": "tool_1",
        "status": "OK",
        "decision": {"risk_level": "GREEN"},
        "hashes": {"feasibility_sha256": DIGEST},
    }
    return least | fields


def whole_body(**fields: Any) -> dict[str, Any]:
    """Return a body that has every part."""
    return {
        "mode": "rosette_cut",
        "tool_id": "endmill_1mm",
        "status": "BLOCKED",
        "request_summary": {"material": "ebony", "depth_mm": 1.5, "n": 1e22},
        "feasibility": FEASIBILITY,
        "decision": {
            "risk_level": "red",
            "score": 12.5,
            "block_reason": "Channels are narrower than the tool.",
            "warnings": ["thin wall at 12 mm"],
            "details": {"worst": {"width_mm": 0.4}},
        },
        "hashes": {
            "feasibility_sha256": feasibility_digest(FEASIBILITY),
            "toolpaths_sha256": "1" * 64,
            "gcode_sha256": "2" * 64,
            "opplan_sha256": "3" * 64,
            "snapshot_sha256": "4" * 64,
        },
        "outputs": {
            "gcode_text": "G21\nG0 X0 Y0\n",
            "opplan_json": {"ops": [1, 2]},
            "gcode_path": "out/a.nc",
            "opplan_path": "out/a.json",
            "preview_svg_path": "out/a.svg",
        },
        "request_id": "order-7.a",
        "explanation_status": "PENDING",
        "explanation_summary": "being written",
        "meta": {"shop": "Åse", "bench": 3},
    } | fields


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    """Send JSON."""
    return client.post(path, json.dumps(body), "application/json", headers=headers)


def new_run(**fields: Any) -> RunArtifact:
    """Record a run."""
    return service.create_run(**least_body(**fields))


def new_blob(data: bytes = b"<svg/>", filename: str = "a.svg") -> str:
    """Store bytes and return their SHA-256."""
    return put_bytes_attachment(data, "geometry_svg", "image/svg+xml", filename, ".svg")[0].sha256


def drawing_of(generation: Generation) -> str:
    """Return the SHA-256 of the one drawing of a generation."""
    (variant,) = generation.variants.all()
    return str(variant.svg_id)
