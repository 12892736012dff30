"""What holds for all of the OpenAPI document, said once: refusals, and what any JSON is."""

from __future__ import annotations

from typing import Any

_PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_CHANGING = frozenset({"post", "put", "patch", "delete"})
_WORDS = {
    "400": "The request cannot be used; `fields` says why, by name.",
    "404": "Nothing has this id.",
    "406": "The Accept header asks for something else than JSON.",
    "413": "The body is too large.",
    "415": "The body is neither JSON nor, for uploads, multipart.",
    "503": "The database or the store does not answer; try again in a moment.",
}


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add them to each operation; a postprocessing hook of drf-spectacular."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            for status in sorted(_refusals(path, method, answers)):
                answers.setdefault(status, {"description": _WORDS[status], "content": _PROBLEM})
            operation["responses"] = dict(sorted(answers.items()))
    return result


def describe_any_json(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Let null fit where any JSON does; a postprocessing hook.

    The generator writes "any JSON, or null", of which null fits both and so neither.
    """
    loosened: dict[str, Any] = _loosened(result)
    return loosened


def _loosened(node: Any) -> Any:
    if isinstance(node, list):
        return [_loosened(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("oneOf") == [{}, {"type": "null"}]:
        return {name: part for name, part in node.items() if name != "oneOf"}
    return {name: _loosened(part) for name, part in node.items()}


def _refusals(path: str, method: str, answers: dict[str, Any]) -> set[str]:
    statuses = {"400", "503"}
    if "{" in path:
        statuses |= {"404"}
    if not _sends_bytes(answers):
        statuses |= {"406"}
    if method in _CHANGING:
        statuses |= {"413", "415"}
    return statuses


def _sends_bytes(answers: dict[str, Any]) -> bool:
    """Tell whether the bytes come as they are, whatever the client accepts."""
    return any(media != "application/json" for media in answers.get("200", {}).get("content", ()))
