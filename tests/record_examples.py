"""Writes the examples of the OpenAPI document from the answers of a running studio.

    .venv/bin/python -m tests.record_examples http://127.0.0.1:8000

Start the studio on a new folder, with ARTSTUDIO_SEND_TO=lightburn@127.0.0.1:19599: what is
stored there is listed in the examples, and the program that it sends to is started here.
"""

from __future__ import annotations

import io
import json
import sys
import urllib.request
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from PIL import Image, ImageDraw

from artstudio.patterns import PatternConstraints, compose
from rmos_runs.digests import canonical_json, sha256_hex
from tests.fake_lightburn import lightburn_by_rest

EXAMPLES = Path(__file__).resolve().parents[1] / "artstudio" / "ops" / "api_examples.json"
LIGHTBURN_PORT = 19599
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40">'
    b'<path d="M5 5H35V35H5Z"/></svg>'
)
_LONGEST_TEXT = 160
_LONGEST_LIST = 1
# More than any record of ours has; the schema of patterns has many more.
_LONGEST_OBJECT = 30


class Recorder:
    """Sends requests and keeps what is sent and answered, by operation."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.examples: dict[str, dict[str, Any]] = {}

    def get(self, operation: str, path: str, **variables: str) -> Any:
        """Ask for a path whose variables are filled in; returns the answer's JSON, if it is."""
        return self._keep(operation, self._request("GET", path.format(**variables)), variables)

    def send(
        self,
        operation: str,
        path: str,
        body: Any = None,
        *,
        method: str = "POST",
        prefer: str = "",
        **names: str,
    ) -> Any:
        """Send JSON, or nothing; without an operation it is no example."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Prefer": prefer} | ({"Content-Type": "application/json"} if data else {})
        request = self._request(method, path.format(**names), data, headers)
        return self._keep(operation, request, names, sent=body)

    def upload(
        self, operation: str, path: str, fields: dict[str, str], data: bytes, name: str = "leaf.png"
    ) -> Any:
        """Send a form with a file; the example shows its name in the place of its bytes."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: image/png\r\n\r\n".encode(), data, b"\r\n"]
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        request = self._request("POST", path, b"".join(parts) + f"--{mark}--".encode(), headers)
        answer = self._keep(operation, request, {}, sent={"file": name, **fields})
        self.examples[operation]["media"] = "multipart/form-data"
        return answer

    def _request(
        self, method: str, path: str, data: bytes | None = None, headers: Any = None
    ) -> urllib.request.Request:
        return urllib.request.Request(
            self._url + path, data=data, headers=headers or {}, method=method
        )

    def _keep(
        self,
        operation: str,
        request: urllib.request.Request,
        variables: dict[str, str],
        sent: Any = None,
    ) -> Any:
        with urllib.request.urlopen(request, timeout=60) as response:
            status, mime, data = response.status, response.headers["Content-Type"], response.read()
        example: dict[str, Any] = {"status": status}
        if variables:
            example["parameters"] = variables
        if sent is not None:
            example["request"] = sent
        answer = json.loads(data) if data and mime == "application/json" else None
        if answer is not None:
            shown = json.loads(json.dumps(answer).replace(self._url, "http://127.0.0.1:8000"))
            example["answer"] = shortened(shown)
        if operation:
            self.examples[operation] = example
        return answer


def shortened(value: Any) -> Any:
    """Return a value with long texts and lists cut."""
    if isinstance(value, dict):
        parts = list(value.items())[:_LONGEST_OBJECT]
        return {name: shortened(part) for name, part in parts}
    if isinstance(value, list):
        return [shortened(part) for part in value[:_LONGEST_LIST]]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"{value[:_LONGEST_TEXT]}..."
    return value


def picture() -> bytes:
    """Return a PNG of a leaf."""
    image = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(image).ellipse((40, 10, 160, 190), fill=0)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def run_body(session_id: str) -> dict[str, Any]:
    """Return a run that an RMOS might record."""
    feasibility = {"min_web_mm": 0.8}
    return {
        "mode": "rosette",
        "tool_id": "end_mill_0.8",
        "status": "OK",
        "request_summary": {"outer_diameter_mm": 100},
        "feasibility": feasibility,
        "decision": {"risk_level": "GREEN", "score": 92, "warnings": []},
        "hashes": {"feasibility_sha256": sha256_hex(canonical_json(feasibility))},
        "workflow_session_id": session_id,
    }


def record(to: Recorder) -> None:
    """Send every operation once, in an order in which each finds what it names."""
    art, rmos, sessions = "/api/art", "/api/rmos", "/api/workflow-sessions"
    session = to.send("sessions_create", sessions, {"workflow_type": "rosette", "user_id": "anna"})
    sid = session["session_id"]
    asked = {
        "prompt": "Rosette of oak leaves",
        "variant_seed": "luthier-01",
        "constraints": {"outer_diameter_mm": 100},
        "workflow_session_id": sid,
    }
    made = to.send("prompt_to_svg_create", f"{art}/prompt-to-svg", asked)
    variant, gid = made["variants"][0], made["generation_id"]
    aid, sha, vid = variant["asset_id"], variant["variant_sha256"], variant["variant_id"]
    fields = {"constraints": '{"width_mm": 80}', "title": "Leaf"}
    to.upload("import_create", f"{art}/import", {"title": "Square"}, SQUARE, name="square.svg")
    traced = to.upload("trace_create", f"{art}/trace", fields, picture())
    tid = traced["variants"][0]["variant_id"]
    _record_art(to, gid, aid, vid, tid)
    _record_cancelling(to)
    run = to.send("runs_create", f"{rmos}/runs", run_body(sid))["run_id"]
    to.send(
        "prompt_to_svg_attach_to_run_create",
        f"{art}/prompt-to-svg/attach-to-run",
        {"asset_ids": [aid], "run_id": run},
    )
    _record_runs(to, run, sha)
    for name, path in {"session": "", "session_generations": "/generations"}.items():
        to.get(name, f"{sessions}/{{session_id}}{path}", session_id=sid)
    to.get("session_runs", f"{sessions}/{{session_id}}/runs", session_id=sid)
    to.get("sessions_list", sessions)
    step = {"current_step": "cutting"}
    for name, method in {"session_update": "PATCH", "session_put": "PUT"}.items():
        to.send(name, f"{sessions}/{{session_id}}", step, method=method, session_id=sid)
    other = to.send("sessions_create", sessions, {"workflow_type": "rosette"})["session_id"]
    to.send("session_delete", f"{sessions}/{{session_id}}", method="DELETE", session_id=other)


def _record_art(to: Recorder, gid: str, aid: str, vid: str, tid: str) -> None:
    art = "/api/art"
    chosen: dict[str, Any] = {"asset_ids": [aid]}
    opinions: dict[str, dict[str, Any]] = {
        "star": {"starred": True},
        "rate": {"rating": 4},
        "tag": {"tags": ["oak", "rosette"]},
        "untag": {"tags": ["oak"]},
        "archive": {},
        "unarchive": {},
    }
    for word, more in opinions.items():
        to.send(f"assets_{word}_create", f"{art}/assets/{word}", {**chosen, **more})
    to.get("assets_list", f"{art}/assets")
    to.get("assets_retrieve", f"{art}/assets/{{asset_id}}", asset_id=aid)
    to.get("asset_export", f"{art}/assets/{{asset_id}}/export", asset_id=aid)
    wheel = to.send("", f"{art}/prompt-to-svg", {"prompt": "mosaic wheel with hearts"})
    to.get("asset_cut_list", f"{art}/assets/{{asset_id}}/cut-list", asset_id=wheel["asset_ids"][0])
    for name in ("attempts", "generations", "providers"):
        to.get(f"{name}_list", f"{art}/{name}")
    to.get("spending_retrieve", f"{art}/spending")
    to.get("generations_retrieve", f"{art}/generations/{{generation_id}}", generation_id=gid)
    to.send(
        "generations_acknowledge_create",
        f"{art}/generations/{{generation_id}}/acknowledge",
        {"acknowledged_by": "anna"},
        generation_id=gid,
    )
    to.get("patterns_schema_retrieve", f"{art}/patterns/schema")
    to.send(
        "variants_redraw_create",
        f"{art}/variants/{{variant_id}}/redraw",
        {"parameters": {}},
        variant_id=vid,
    )
    pattern = compose("Purfling", constraints=PatternConstraints(width_mm=80), seed=1)
    to.send("patterns_preview_create", f"{art}/patterns/preview", {"spec": pattern.spec()})
    to.get("variant_bundle", f"{art}/variants/{{variant_id}}/bundle", variant_id=vid)
    to.send(
        "variants_reproduce_create",
        f"{art}/variants/{{variant_id}}/reproduce",
        variant_id=vid,
    )
    to.get("derivations_retrieve", f"{art}/derivations")
    kerf = {"operation": "kerf", "parameters": {"kerf_mm": 0.15}}
    derive = f"{art}/variants/{{variant_id}}/derive"
    to.send("variants_derive_create", derive, kerf, variant_id=vid)
    to.send("variants_derive_preview_create", f"{derive}/preview", kerf, variant_id=vid)
    with lightburn_by_rest(LIGHTBURN_PORT):
        send = f"{art}/variants/{{variant_id}}/send"
        to.send("variants_send_create", send, {"program": "lightburn"}, variant_id=vid)
    options = {"constraints": {"threshold": 140}}
    to.send(
        "variants_retrace_create", f"{art}/variants/{{variant_id}}/retrace", options, variant_id=tid
    )
    to.send("trace_preview_create", f"{art}/trace-preview", {"variant_id": tid, **options})
    to.send(
        "variants_retry_create",
        f"{art}/variants/{{variant_id}}/retry",
        {"fresh": True},
        variant_id=tid,
    )


def _record_cancelling(to: Recorder) -> None:
    """Cancel what was just asked for; the workers may be faster, then other drawings are."""
    art, asked = "/api/art", {"prompt": "Celtic knot", "count": 4}
    for _ in range(20):
        made = to.send("", f"{art}/prompt-to-svg", asked, prefer="respond-async")
        gid, vid = made["generation_id"], made["variants"][-1]["variant_id"]
        cancel = f"{art}/variants/{{variant_id}}/cancel"
        rest = f"{art}/generations/{{generation_id}}/cancel"
        try:
            to.send("variants_cancel_create", cancel, variant_id=vid)
            to.send("generations_cancel_create", rest, generation_id=gid)
        except HTTPError as error:
            error.close()
        else:
            return


def _record_runs(to: Recorder, run: str, sha: str) -> None:
    rmos = "/api/rmos"
    to.upload("attachment_upload", f"{rmos}/attachments", {"kind": "photo"}, picture())
    for name, path in {"bytes": "", "meta": "/meta", "verify": "/verify"}.items():
        to.get(f"attachment_{name}", f"{rmos}/attachments/{{sha256}}{path}", sha256=sha)
    to.get("runs_list", f"{rmos}/runs")
    to.send(
        "run_advisory_inputs_add",
        f"{rmos}/runs/{{run_id}}/advisory-inputs",
        {"sha256": sha, "kind": "advisory", "engine_id": "art_studio"},
        run_id=run,
    )
    to.send(
        "run_attachments_add",
        f"{rmos}/runs/{{run_id}}/attachments",
        {"attachments": [{"sha256": sha, "kind": "drawing"}]},
        run_id=run,
    )
    to.get("run_advisory_inputs", f"{rmos}/runs/{{run_id}}/advisory-inputs", run_id=run)
    to.get("run_attachments", f"{rmos}/runs/{{run_id}}/attachments", run_id=run)
    linked = f"{rmos}/runs/{{run_id}}/attachments/{{sha256}}"
    to.get("run_attachment_bytes", linked, run_id=run, sha256=sha)
    to.get("run_attachment_verify", f"{linked}/verify", run_id=run, sha256=sha)
    to.send(
        "run_explanation",
        f"{rmos}/runs/{{run_id}}/explanation",
        {"status": "PENDING"},
        run_id=run,
    )
    to.get("run", f"{rmos}/runs/{{run_id}}", run_id=run)
    to.get("run_export", f"{rmos}/runs/{{run_id}}/export", run_id=run)


def main() -> None:
    """Record everything and write the file."""
    recorder = Recorder(sys.argv[1])
    record(recorder)
    text = json.dumps(recorder.examples, indent=1, sort_keys=True, ensure_ascii=False)
    EXAMPLES.write_text(f"{text}\n")


if __name__ == "__main__":
    main()
