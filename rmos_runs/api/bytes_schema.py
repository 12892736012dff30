"""The paths of bytes in the OpenAPI schema: plain views, which the generator cannot see."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from rmos_runs.api.blob_response import SAVED_TYPE, SHOWN_TYPES

_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
# First the type of whatever is only saved: generators of clients take the first one.
_BYTES = dict.fromkeys((SAVED_TYPE, *SHOWN_TYPES), _BINARY)
_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_SHA256 = {"in": "path", "name": "sha256", "schema": _DIGEST, "required": True}
_RUN_ID = {"in": "path", "name": "run_id", "schema": {"type": "string"}, "required": True}
_DOWNLOAD = {
    "in": "query",
    "name": "download",
    "schema": {"type": "string", "enum": ["1"]},
    "description": "Save the bytes instead of showing them.",
}
_EXPORT = {
    "operationId": "run_export",
    "description": "The run, its references, their bytes and SHA256SUMS as a zip, with an ETag.",
    "tags": ["runs"],
    "parameters": [_RUN_ID],
    "responses": {
        "200": {
            "description": "The bundle.",
            "content": {"application/zip": _BINARY, SAVED_TYPE: _BINARY},
        },
        "304": {"description": "The client has this bundle."},
        "412": {"description": "Another bundle than If-Match names.", "content": _PROBLEM},
        "404": {"description": "No run has this id.", "content": _PROBLEM},
        "410": {"description": "A file is missing or damaged.", "content": _PROBLEM},
    },
}


def describe_bytes(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add `GET` of the bytes; a postprocessing hook of drf-spectacular."""
    result["paths"] |= {
        "/api/rmos/attachments/{sha256}": _get(
            "attachment_bytes", "attachments", [_SHA256, _DOWNLOAD]
        ),
        "/api/rmos/runs/{run_id}/attachments/{sha256}": _get(
            "run_attachment_bytes", "runs", [_RUN_ID, _SHA256, _DOWNLOAD]
        ),
        "/api/rmos/runs/{run_id}/export": {"get": deepcopy(_EXPORT)},
    }
    result["paths"] = dict(sorted(result["paths"].items()))
    return result


def _get(operation_id: str, tag: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "get": {
            "operationId": operation_id,
            "description": "The bytes: immutable, with an ETag; conditional and range requests.",
            "tags": [tag],
            "parameters": parameters,
            "responses": {
                "200": {"description": "All bytes.", "content": _BYTES},
                "206": {"description": "The range asked for.", "content": _BYTES},
                "302": {"description": "The bytes are at a signed address in the bucket."},
                "304": {"description": "The client has these bytes."},
                "404": {"description": "No attachment has this digest.", "content": _PROBLEM},
                "410": {"description": "The file is missing.", "content": _PROBLEM},
                "412": {"description": "Other bytes than If-Match names.", "content": _PROBLEM},
                "416": {"description": "No such range.", "content": _PROBLEM},
            },
        }
    }
