"""A summary and examples for each operation of the OpenAPI document.

The examples are in api_examples.json by operation: what is sent, where there is a
body, and what is answered. tests/record_examples.py wrote them from real answers.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

SUMMARIES = {
    "assets_list": "List drawings and their records",
    "assets_archive_create": "Archive drawings",
    "assets_rate_create": "Rate drawings",
    "assets_star_create": "Star drawings, or remove the star",
    "assets_tag_create": "Add tags to drawings",
    "assets_unarchive_create": "Restore archived drawings",
    "assets_untag_create": "Remove tags from drawings",
    "assets_retrieve": "Get one asset",
    "asset_cut_list": "List the parts that a mosaic wheel is built of",
    "asset_export": "Export a drawing as SVG, DXF, PDF, PNG or EPS",
    "attempts_list": "List calls of providers",
    "calibrations_list": "List calibrations",
    "calibrations_create": "Keep what was measured on a machine with a material",
    "calibrations_retrieve": "Get a calibration",
    "calibrations_partial_update": "Change a calibration",
    "calibrations_destroy": "Delete a calibration",
    "calibrations_coupon_create": "Draw a test piece with five clearances",
    "derivations_retrieve": "List what can be made of a drawing",
    "variants_send_create": "Send a drawing to LightBurn or MillMage",
    "variants_derive_create": "Make an inlay pair, kerf and the like of a drawing",
    "variants_derive_preview_create": "Preview what an operation makes of a drawing",
    "generations_list": "List generations",
    "generations_retrieve": "Get a generation, or wait until it changes",
    "generations_acknowledge_create": "Acknowledge the safety flags of a generation",
    "generations_cancel_create": "Cancel a generation",
    "patterns_preview_create": "Preview a pattern",
    "patterns_schema_retrieve": "Get the JSON schema of patterns",
    "prompt_to_svg_create": "Make drawings from a prompt",
    "prompt_to_svg_attach_to_run_create": "Attach drawings to a run",
    "providers_list": "List providers",
    "spending_retrieve": "Sum what was spent",
    "import_create": "Import a drawing",
    "trace_create": "Trace an uploaded picture",
    "trace_preview_create": "Preview a trace",
    "variant_bundle": "Download a drawing with its provenance as a zip",
    "variants_cancel_create": "Cancel a variant",
    "variants_redraw_create": "Draw a pattern again with other parameters",
    "variants_reproduce_create": "Check that a drawing can be reproduced",
    "variants_retrace_create": "Trace a stored picture again",
    "variants_retry_create": "Retry a variant",
    "attachment_upload": "Upload an attachment",
    "attachment_bytes": "Download an attachment",
    "attachment_meta": "Get the facts of an attachment",
    "attachment_verify": "Verify the stored bytes of an attachment",
    "runs_list": "List runs",
    "runs_create": "Record a run",
    "run": "Get a run",
    "run_advisory_inputs": "List the advisory inputs of a run",
    "run_advisory_inputs_add": "Add an advisory input to a run",
    "run_attachments": "List the attachments of a run",
    "run_attachments_add": "Link or upload attachments to a run",
    "run_attachment_bytes": "Download an attachment of a run",
    "run_attachment_verify": "Verify the stored bytes of an attachment of a run",
    "run_explanation": "Move the explanation of a run on",
    "run_export": "Download a run with its attachments as a zip",
    "sessions_list": "List workflow sessions",
    "sessions_create": "Create a workflow session",
    "session": "Get a workflow session",
    "session_put": "Update a workflow session",
    "session_update": "Update a workflow session",
    "session_delete": "Delete a workflow session",
    "session_generations": "List the generations of a workflow session",
    "session_runs": "List the runs of a workflow session",
}
EXAMPLES = Path(__file__).with_name("api_examples.json")
_JSON = "application/json"


def describe_operations(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add summaries and examples; a postprocessing hook of drf-spectacular."""
    examples = _examples()
    for operations in result["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            if name in SUMMARIES:
                operation["summary"] = SUMMARIES[name]
            _add_examples(operation, examples.get(name, {}))
    return result


@functools.cache
def _examples() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXAMPLES.read_text())
    return found


def _add_examples(operation: dict[str, Any], example: dict[str, Any]) -> None:
    """Add what is sent, what is answered, and the values of the path's variables."""
    if "request" in example:
        media = example.get("media", _JSON)
        operation["requestBody"]["content"][media]["example"] = example["request"]
    if "answer" in example:
        answer = operation["responses"][str(example["status"])]
        answer["content"][_JSON]["example"] = example["answer"]
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
