"""Warnings that travel with a trace; named notes, as Python has warnings of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something the user should know: a stable `code` and a message that says what to do."""

    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """Return `{code, message}`."""
        return {"code": self.code, "message": self.message}
