"""A run, checked as a whole before anything is stored. Pure."""

from __future__ import annotations

from typing import Any

from rmos_runs.http.field_checks import ErrorList
from rmos_runs.models import AdvisoryKind, ExplanationStatus, RiskLevel, RunStatus
from rmos_runs.models.runs import HASHES
from rmos_runs.request_id import is_safe_request_id
from rmos_runs.runs.immutable import DECISION, OUTPUTS, feasibility_digest

#: An attempt that broke off; it may have done so before anything was known of it.
_WITHOUT_RESULT = (RunStatus.BLOCKED, RunStatus.ERROR)
MAX_MODE = 64
MAX_TOOL_ID = 128
MAX_PATH = 1024
MAX_REFERENCE = 64
MAX_REASON = 10_000
MAX_SUMMARY = 100_000
MAX_WARNINGS = 1000
MAX_GCODE_BYTES = 200 * 1024
MAX_META_BYTES = 64 * 1024
MAX_ATTACHMENTS = 1000
MAX_ADVISORY_ID = 128
MAX_ENGINE_ID = 128
MAX_ENGINE_VERSION = 64


def check_facts(
    faults: ErrorList,
    *,
    mode: Any,
    tool_id: Any,
    status: Any,
    decision: Any,
    hashes: Any,
    request_summary: Any,
    feasibility: Any,
    outputs: Any,
    request_id: Any,
    workflow_session_id: Any,
    meta: Any,
) -> dict[str, Any]:
    """Return the facts in the form they are stored in, or write down every fault."""
    facts: dict[str, Any] = {
        "mode": faults.text("mode", mode, shortest=1, longest=MAX_MODE),
        "tool_id": faults.text("tool_id", tool_id, shortest=1, longest=MAX_TOOL_ID),
        "status": faults.choice("status", status, RunStatus.values),
        "request_summary": faults.object("request_summary", request_summary),
        # As it is spelled: its digest comes with it.
        "feasibility": faults.object("feasibility", feasibility, keep_fractions=True),
        "decision": _decision(faults, decision),
        "hashes": _hashes(faults, hashes),
        "outputs": _outputs(faults, outputs),
        "request_id": check_request_id(faults, request_id),
        "workflow_session_id": faults.text(
            "workflow_session_id", workflow_session_id, longest=MAX_REFERENCE
        ),
        "meta": faults.object("meta", meta, max_bytes=MAX_META_BYTES),
    }
    _check_feasibility_digest(faults, facts)
    _note_what_is_missing(facts, _missing(faults, facts))
    _reason_fits_status(faults, facts["status"], facts["decision"]["block_reason"])
    return facts


def check_request_id(faults: ErrorList, request_id: Any) -> str:
    """Return `request_id` if it is safe to write into a log line, or none."""
    if request_id is None or request_id == "":
        return ""
    if not isinstance(request_id, str) or not is_safe_request_id(request_id):
        faults.add("request_id", "Use 1 to 64 letters, digits, '.', '_' or '-'.")
        return ""
    return request_id


def check_explanation(faults: ErrorList, status: Any, summary: Any) -> tuple[str, str]:
    """Return status and summary of an explanation; one that is READY says something."""
    known = faults.choice("explanation_status", status, ExplanationStatus.values)
    text = faults.text("explanation_summary", summary, longest=MAX_SUMMARY)
    if known == ExplanationStatus.READY and not text.strip():
        faults.add("explanation_summary", "An explanation that is READY needs a summary.")
    return known, text


def check_attachment_shas(faults: ErrorList, value: Any) -> dict[str, dict[str, str]]:
    """Return links for a list of SHA-256s, each one once."""
    given = _listed(faults, "attachments", value)
    return {faults.digest(f"attachments.{i}", sha, required=True): {} for i, sha in given}


def check_links(faults: ErrorList, value: Any) -> dict[str, dict[str, str]]:
    """Return kind and filename, or empty texts, by SHA-256; the first of each counts."""
    checked: dict[str, dict[str, str]] = {}
    for i, item in _listed(faults, "attachments", value):
        path = f"attachments.{i}"
        given = faults.known_names(path, item, ("sha256", "kind", "filename"))
        link = {
            "kind": faults.kind(f"{path}.kind", given.get("kind")),
            "filename": faults.text(f"{path}.filename", given.get("filename"), longest=255),
        }
        sha256 = faults.digest(f"{path}.sha256", given.get("sha256"), required=True)
        checked.setdefault(sha256, link)
    return checked


def check_advisories(faults: ErrorList, value: Any) -> dict[str, dict[str, str]]:
    """Return the columns of advisory inputs by SHA-256; the first of each counts."""
    checked: dict[str, dict[str, str]] = {}
    for _, given in _listed(faults, "advisory_inputs", value):
        sha256 = faults.digest("sha256", given.get("sha256"), required=True)
        advisory_id = faults.text(
            "advisory_id", given.get("advisory_id"), longest=MAX_ADVISORY_ID
        ).strip()
        columns = {
            "advisory_id": advisory_id or sha256,
            "kind": faults.choice("kind", given.get("kind", "unknown"), AdvisoryKind.values),
            "engine_id": faults.text("engine_id", given.get("engine_id"), longest=MAX_ENGINE_ID),
            "engine_version": faults.text(
                "engine_version", given.get("engine_version"), longest=MAX_ENGINE_VERSION
            ),
        }
        checked.setdefault(sha256, columns)
    return checked


def _listed(faults: ErrorList, path: str, value: Any) -> list[tuple[int, Any]]:
    if not isinstance(value, list | tuple) or len(value) > MAX_ATTACHMENTS:
        faults.add(path, f"Give a list of at most {MAX_ATTACHMENTS}.")
        return []
    return list(enumerate(value))


def _decision(faults: ErrorList, value: Any) -> dict[str, Any]:
    given = faults.known_names("decision", value, DECISION)
    risk = given.get("risk_level")
    risk = risk.upper() if isinstance(risk, str) else risk
    return {
        "risk_level": faults.choice("decision.risk_level", risk, RiskLevel.values) if risk else "",
        "score": faults.number("decision.score", given.get("score"), least=0, most=100),
        "block_reason": faults.text(
            "decision.block_reason", given.get("block_reason"), longest=MAX_REASON
        ).strip(),
        "warnings": _warnings(faults, given.get("warnings")),
        "details": faults.object("decision.details", given.get("details")),
    }


def _warnings(faults: ErrorList, value: Any) -> list[str]:
    path = "decision.warnings"
    if value is None:
        return []
    if not isinstance(value, list | tuple) or len(value) > MAX_WARNINGS:
        faults.add(path, f"Give a list of at most {MAX_WARNINGS} texts.")
        return []
    return [faults.text(f"{path}.{i}", text, longest=MAX_REASON) for i, text in enumerate(value)]


def _hashes(faults: ErrorList, value: Any) -> dict[str, str]:
    given = faults.known_names("hashes", value, HASHES)
    return {name: faults.digest(f"hashes.{name}", given.get(name)) for name in HASHES}


def _outputs(faults: ErrorList, value: Any) -> dict[str, Any]:
    given = faults.known_names("outputs", value, OUTPUTS)
    paths = ("gcode_path", "opplan_path", "preview_svg_path")
    outputs: dict[str, Any] = {
        name: faults.text(f"outputs.{name}", given.get(name), longest=MAX_PATH) for name in paths
    }
    return outputs | {
        "gcode_text": _gcode(faults, given.get("gcode_text")),
        "opplan_json": faults.json("outputs.opplan_json", given.get("opplan_json")),
    }


def _gcode(faults: ErrorList, value: Any) -> str:
    path = "outputs.gcode_text"
    text = faults.text(path, value, longest=1 << 30)
    size = len(text.encode(errors="replace"))
    if size > MAX_GCODE_BYTES:
        faults.add(
            path,
            f"At most {MAX_GCODE_BYTES:,} bytes fit here; there are {size:,}. "
            "Upload the G-code as an attachment and name its SHA-256 in attachments.",
        )
    return text


def _check_feasibility_digest(faults: ErrorList, facts: dict[str, Any]) -> None:
    named = facts["hashes"]["feasibility_sha256"]
    actual = feasibility_digest(facts["feasibility"])
    if named and actual and named != actual:
        faults.add(
            "hashes.feasibility_sha256",
            "This is not the SHA-256 of feasibility. Of its canonical JSON (sorted keys, no "
            f"spaces, UTF-8) it is {actual}.",
        )


def _missing(faults: ErrorList, facts: dict[str, Any]) -> list[str]:
    """Return the paths of what every run should say and this one does not.

    An attempt that was BLOCKED or ended in an ERROR may have broken off before
    they were known; one that is OK is refused without them.
    """
    missing = [
        f"{part}.{name}"
        for part, name in (("decision", "risk_level"), ("hashes", "feasibility_sha256"))
        if not facts[part][name] and not faults.has(f"{part}.{name}", part)
    ]
    if facts["status"] in _WITHOUT_RESULT:
        return missing
    for path in missing:
        faults.add(path, "Required. Only a run that is BLOCKED or ERROR may leave it out.")
    return []


def _note_what_is_missing(facts: dict[str, Any], missing: list[str]) -> None:
    """Write down in the decision what was not given: for people and for programs."""
    if not missing:
        return
    decision, sentence = facts["decision"], f"Not given: {', '.join(missing)}."
    decision["risk_level"] = decision["risk_level"] or RiskLevel.UNKNOWN.value
    decision["warnings"] = [*decision["warnings"], sentence]
    decision["details"] = {**decision["details"], "missing": missing}
    if facts["status"] == RunStatus.BLOCKED:
        decision["block_reason"] = decision["block_reason"] or sentence


def _reason_fits_status(faults: ErrorList, status: str, reason: str) -> None:
    path = "decision.block_reason"
    if status == RunStatus.OK and reason:
        faults.add(path, "A run that is OK has no block_reason. Leave it out.")
    if status == RunStatus.BLOCKED and not reason:
        faults.add(path, "A run that is BLOCKED needs a block_reason.")
