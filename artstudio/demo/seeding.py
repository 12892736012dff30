"""A believable workshop, made through the same services as a real one.

Everything is found again by a name of its own (a session's context, a
generation's variant seed, a run's request id), so that making it again adds
only what an interrupted first time left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from artstudio.demo.runs import RUNS, DemoRun
from artstudio.demo.workshop import (
    GENERATIONS,
    SESSIONS,
    DemoGeneration,
    DemoSession,
)
from artstudio.models import ArtAsset, Generation, GenerationStatus
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.runs.linking import attach_assets_to_run
from rmos_runs.blobs.attachments import put_text_attachment
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.models import RunArtifact, WorkflowSession
from rmos_runs.request_id import request_id_scope
from rmos_runs.runs.service import create_run, link_attachments, move_explanation
from rmos_runs.runs.sessions import create_session, update_session

_STEPS: Mapping[str, tuple[str, ...]] = {
    "NONE": (),
    "PENDING": ("PENDING",),
    "READY": ("PENDING", "READY"),
    "ERROR": ("PENDING", "ERROR"),
}


@dataclass(kw_only=True)
class Seeded:
    """How much was new."""

    sessions: int = 0
    generations: int = 0
    runs: int = 0


def seed_workshop() -> Seeded:
    """Make what is not there yet: sessions, drawings of the offline provider, runs with both."""
    seeded = Seeded()
    sessions = {}
    for order in SESSIONS:
        with request_id_scope(f"demo-{order.key}"):
            sessions[order.key] = _session(order, seeded)
    for asked in GENERATIONS:
        _generation(asked, sessions, seeded)
    for attempt in RUNS:
        with request_id_scope(f"demo-{attempt.key}"):
            _run(attempt, sessions, seeded)
    return seeded


def _session(order: DemoSession, seeded: Seeded) -> str:
    known = WorkflowSession.objects.filter(context_json__contains={"demo": order.key}).first()
    if known is None:
        seeded.sessions += 1
        context = {"demo": order.key, "title": order.title}
        state = dict(order.state)
        known = create_session(**order.fields, context_json=context, state_data_json=state)
        if order.status != known.status:
            update_session(known.session_id, status=order.status)
    return known.session_id


def _generation(asked: DemoGeneration, sessions: Mapping[str, str], seeded: Seeded) -> None:
    if _generations(asked.key).exists():
        return
    seeded.generations += 1
    generate_svg_variants(
        asked.prompt,
        asked.count,
        f"demo-{asked.key}",
        asked.constraints,
        asked.style_hints,
        provider="stub",
        route=asked.route,
        request_id=f"demo-{asked.key}",
        workflow_session_id=sessions[asked.session],
    )


def _generations(key: str) -> QuerySet[Generation]:
    return Generation.objects.filter(variant_seed=f"demo-{key}", status=GenerationStatus.OK)


def _run(attempt: DemoRun, sessions: Mapping[str, str], seeded: Seeded) -> None:
    run = RunArtifact.objects.filter(request_id=f"demo-{attempt.key}").first()
    if run is None:
        seeded.runs += 1
        run = _create(attempt, sessions)
    if attempt.note:
        note, _path = put_text_attachment(attempt.note, "note", filename="bench-note.txt")
        link_attachments(run.run_id, [{"sha256": note.sha256}])
    drawings = _drawings(attempt)
    if drawings:
        attach_assets_to_run(asset_ids=drawings, run_id=run.run_id)
    _explain(run, attempt)


def _create(attempt: DemoRun, sessions: Mapping[str, str]) -> RunArtifact:
    gcode = _gcode(attempt)
    feasibility = {"score": attempt.score, **attempt.measured}
    hashes = {"feasibility_sha256": sha256_hex(canonical_json(feasibility))}
    attachments = []
    if gcode:
        name = f"{attempt.key}.nc"
        program, _path = put_text_attachment(gcode, "gcode", filename=name, ext=".nc")
        hashes["gcode_sha256"] = program.sha256
        attachments.append(program.sha256)
    return create_run(
        mode=attempt.mode,
        tool_id=attempt.tool_id,
        status=attempt.status,
        request_summary={"demo": attempt.key, "drawings": list(attempt.drawings)},
        feasibility=feasibility,
        decision={
            "risk_level": attempt.risk_level,
            "score": attempt.score,
            "block_reason": attempt.block_reason or None,
            "warnings": list(attempt.warnings),
            "details": dict(attempt.measured),
        },
        hashes=hashes,
        outputs={"gcode_text": gcode} if gcode else {},
        attachments=attachments,
        workflow_session_id=sessions.get(attempt.session),
        meta={"demo": True},
    )


def _drawings(attempt: DemoRun) -> list[str]:
    """Return the first drawing of each generation that the run takes."""
    seeds = [f"demo-{key}" for key in attempt.drawings]
    assets = ArtAsset.objects.filter(
        variants__generation__variant_seed__in=seeds, variants__index=0
    )
    return sorted(assets.values_list("asset_id", flat=True).distinct())


def _explain(run: RunArtifact, attempt: DemoRun) -> None:
    steps = _STEPS[attempt.explanation]
    reached = steps.index(run.explanation_status) + 1 if run.explanation_status in steps else 0
    for status in steps[reached:]:
        summary = attempt.summary if status != "PENDING" else ""
        move_explanation(run.run_id, status=status, summary=summary)


def _gcode(attempt: DemoRun) -> str:
    """Return a program that cuts a round channel in passes of 0.5 mm; none without a diameter."""
    if attempt.diameter_mm is None or attempt.status == "BLOCKED":
        return ""
    radius = attempt.diameter_mm / 2
    depth = float(attempt.measured["depth_mm"])
    passes = math.ceil(depth / 0.5)
    lines = [f"({attempt.key})", "G21 G90 G17", "M3 S18000", "G0 Z5.000", f"G0 X{radius:.3f} Y0"]
    for number in range(1, passes + 1):
        lines += [
            f"G1 Z{-min(depth, number * 0.5):.3f} F120",
            f"G2 X{radius:.3f} Y0 I{-radius:.3f} J0 F450",
        ]
    return "\n".join([*lines, "G0 Z5.000", "M5", "M30", ""])
