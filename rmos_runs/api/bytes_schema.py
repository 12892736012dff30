"""The path of the bytes in the OpenAPI schema: a plain view, which the generator cannot see."""

from __future__ import annotations

from typing import Any

PATH = "/api/rmos/attachments/{sha256}"
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe_bytes(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add `GET` of the bytes; a postprocessing hook of drf-spectacular."""
    result["paths"][PATH] = {
        "get": {
            "operationId": "attachment_bytes",
            "description": "The bytes: immutable, with an ETag; conditional and range requests.",
            "tags": ["attachments"],
            "parameters": [
                {"in": "path", "name": "sha256", "schema": _DIGEST, "required": True},
                {
                    "in": "query",
                    "name": "download",
                    "schema": {"type": "string", "enum": ["1"]},
                    "description": "Save the bytes instead of showing them.",
                },
            ],
            "responses": {
                "200": {"description": "All bytes.", "content": _BYTES},
                "206": {"description": "The range asked for.", "content": _BYTES},
                "304": {"description": "The client has these bytes."},
                "404": {"description": "No attachment has this digest.", "content": _PROBLEM},
                "410": {"description": "The file is missing.", "content": _PROBLEM},
                "416": {"description": "No such range."},
            },
        }
    }
    result["paths"] = dict(sorted(result["paths"].items()))
    return result
