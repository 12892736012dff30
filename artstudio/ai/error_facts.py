"""What a body says about an error, in whichever form a provider or gateway writes it.

OpenAI and Azure write `{"error": {"message", "code", "type", ...}}`, Azure with an inner error,
LiteLLM with the HTTP status as its code, OpenRouter with a number and `metadata`, FastAPI
servers `{"detail": [...]}`, others `{"error": "text"}` or `{"message": "text"}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artstudio.ai import errors

_BLOCKED = {
    "moderation_blocked",
    "content_policy_violation",
    "contentpolicyviolation",
    "contentpolicyviolationerror",
    "image_content_policy_violation",
    "content_filter",
    "contentfilter",
    "content_filtered",
    "responsibleaipolicyviolation",
    "safety",
    "prohibited_content",
    "image_safety",
}
_NO_CREDIT = {
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
    "insufficient_credits",
    "insufficient_funds",
    "budget_exceeded",
}
_NO_MODEL = {"model_not_found", "invalid_model", "model_not_available"}
_SAYS_BLOCKED = re.compile(
    r"content[ _-]?policy[ _-]?violation|responsible ?ai ?policy|moderation_blocked"
    r"|(rejected|blocked|refused) (by|as a result of) (the |our )?"
    r"(safety|moderation|content)|flagged (by|as|for)",
    re.IGNORECASE,
)
_SAYS_NO_CREDIT = re.compile(
    r"insufficient[ _](quota|credits?|funds|balance)|exceeded your current quota"
    r"|(out of|not enough|more) credits|payment required|budget has been exceeded",
    re.IGNORECASE,
)
_BY_STATUS: dict[int, type[errors.ProviderError]] = {
    401: errors.AuthenticationFailed,
    402: errors.QuotaExhausted,
    403: errors.PermissionRefused,
    404: errors.ModelNotFound,
    408: errors.ProviderFailed,
    425: errors.RateLimited,
    429: errors.RateLimited,
    451: errors.PromptBlocked,
}
_KEPT = ("code", "type", "param", "moderation_details", "metadata", "innererror", "inner_error")
_LONGEST_DETAILS = 4_000


@dataclass(frozen=True, kw_only=True)
class ErrorFacts:
    """An error as a body tells it."""

    message: str = ""
    #: Codes and types in lower case, those of inner errors too.
    words: frozenset[str] = frozenset()
    #: A status that the body names, which a 200 with an error inside hides.
    status: int | None = None
    #: Of _KEPT, those that were there and are short.
    details: Mapping[str, Any] = field(default_factory=dict)

    def kind(self, status: int) -> type[errors.ProviderError]:
        """Return which of our errors it is, at this HTTP status."""
        if self.words & _NO_CREDIT or _SAYS_NO_CREDIT.search(self.message):
            return errors.QuotaExhausted
        if self.words & _BLOCKED or _SAYS_BLOCKED.search(self.message) or self._has_reasons():
            return errors.PromptBlocked
        if self.words & _NO_MODEL:
            return errors.ModelNotFound
        if status >= 500:
            return errors.ProviderFailed
        return _BY_STATUS.get(status, errors.RequestRejected)

    def _has_reasons(self) -> bool:
        """Whether it has the reasons of a moderation, as OpenRouter's 403 has them."""
        metadata = self.details.get("metadata")
        return isinstance(metadata, dict) and bool(metadata.keys() & {"reasons", "flagged_input"})


def facts_of(body: object) -> ErrorFacts | None:
    """Return what a body (JSON, read) says about an error, or None where it tells of none."""
    if not isinstance(body, dict):
        return ErrorFacts(message=body) if isinstance(body, str) and body.strip() else None
    for name in ("error", "detail", "errors"):
        if value := body.get(name):
            return _facts(value)
    is_error = isinstance(body.get("message"), str) and not body.keys() & {"data", "choices"}
    return _facts(body) if is_error else None


def facts_of_bytes(body: bytes) -> ErrorFacts:
    """Return what the body of a refusal says; nothing where it is no JSON."""
    try:
        return facts_of(json.loads(body)) or ErrorFacts()
    except (ValueError, RecursionError):
        return ErrorFacts()


def _facts(value: object) -> ErrorFacts:
    if isinstance(value, list):
        return ErrorFacts(message="; ".join(filter(None, map(_entry, value))))
    if not isinstance(value, dict):
        return ErrorFacts(message=str(value))
    inner = [value.get(name) for name in ("innererror", "inner_error")]
    levels = [value, *(level for level in inner if isinstance(level, dict))]
    words = {
        str(level[key]).lower() for level in levels for key in ("code", "type") if key in level
    }
    return ErrorFacts(
        message=str(value.get("message") or value.get("detail") or value.get("msg") or ""),
        words=frozenset(words),
        status=_status(value.get("code") or value.get("status")),
        details=_details(value),
    )


def _entry(entry: object) -> str:
    """Return one entry of FastAPI's list: where it is, and what is wrong with it."""
    if not isinstance(entry, dict):
        return str(entry)
    where = entry.get("loc")
    place = ".".join(map(str, where)) if isinstance(where, list) else ""
    return f"{place}: {entry.get('msg', '')}".strip(": ")


def _status(code: object) -> int | None:
    is_number = isinstance(code, int) or (isinstance(code, str) and code.isdecimal())
    return int(str(code)) if is_number and 400 <= int(str(code)) < 600 else None


def _details(value: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value[name] for name in _KEPT if value.get(name) is not None}
    return kept if len(json.dumps(kept)) <= _LONGEST_DETAILS else {}
