"""Checks of what a caller gives, field by field: every fault is found, not only the first. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

from rmos_runs.attachment_fields import check_kind
from rmos_runs.digests import canonical_json, is_sha256
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.storable_json import Unstorable, is_storable_text, plain_json

#: A body with more faults than this is told only the first ones.
MOST_FAULTS = 50


def printable(name: str) -> str:
    """Return the beginning of what a caller calls something, fit for JSON, pages and rows."""
    return repr(name[:80])[1:-1]


def nearest_name(name: str, known: Collection[str]) -> str:
    """Return the one of `known` that is written most alike; an empty text for none."""
    small = {word.lower(): word for word in known}
    near = difflib.get_close_matches(name[:80].lower(), small, n=1)
    return small[near[0]] if near else ""


def unknown_name(name: str, known: Collection[str]) -> str:
    """Return what to say of a name that is not `known`: the nearest one, and all there are."""
    near = nearest_name(name, known)
    advice = f" Did you mean {near}?" if near else ""
    return f"Unknown.{advice} Known are: {', '.join(known) or 'none'}."


class ErrorList:
    """The faults of one request, by the path of the field."""

    def __init__(self) -> None:
        """Begin without any."""
        self._by_path: dict[str, list[str]] = {}

    def add(self, path: str, message: str) -> None:
        """Write down what to do about the field at `path`."""
        if len(self._by_path) < MOST_FAULTS:
            self._by_path.setdefault(path, []).append(message)

    def has(self, *paths: str) -> bool:
        """Tell whether a fault of any of these fields is written down."""
        return any(path in self._by_path for path in paths)

    def raise_if_any(self) -> None:
        """Raise InvalidRequest with every fault."""
        if self._by_path:
            raise InvalidRequest(fields=self._by_path)

    def text(self, path: str, value: Any, *, longest: int, shortest: int = 0) -> str:
        """Return `value` as text of `shortest` to `longest` characters; None counts as empty."""
        if value is None and not shortest:
            return ""
        if not isinstance(value, str):
            self.add(path, "Required." if value is None else "Give text.")
            return ""
        if not is_storable_text(value):
            self.add(path, "Take out the NUL characters and lone surrogates.")
        elif not shortest <= len(value) <= longest:
            self.add(path, f"Give {shortest} to {longest} characters; there are {len(value)}.")
        return value

    def choice(self, path: str, value: Any, allowed: Collection[str]) -> str:
        """Return `value` if it is one of `allowed`."""
        if not isinstance(value, str) or value not in allowed:
            self.add(path, f"Choose from: {', '.join(allowed)}.")
            return ""
        return value

    def digest(self, path: str, value: Any, *, required: bool = False) -> str:
        """Return `value` if it is a SHA-256, or an empty text for none where none is needed."""
        if not required and (value is None or value == ""):
            return ""
        if not isinstance(value, str) or not is_sha256(value):
            self.add(path, "Give a SHA-256: 64 lower-case hexadecimal digits.")
            return ""
        return value

    def kind(self, path: str, value: Any) -> str:
        """Return `value` if it is a short word, or an empty text for none."""
        if value is None or value == "":
            return ""
        try:
            return check_kind(self.text(path, value, longest=64))
        except InvalidRequest as error:
            self.add(path, *(error.fields or {})["kind"])
            return ""

    def number(self, path: str, value: Any, *, least: float, most: float) -> float | None:
        """Return `value` if it is a number from `least` to `most`, or None."""
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # NaN is between no two numbers.
        if not is_number or not least <= value <= most:
            self.add(path, f"Give a number from {least:g} to {most:g}.")
            return None
        return float(value)

    def json(
        self,
        path: str,
        value: Any,
        *,
        max_bytes: int | None = None,
        keep_fractions: bool = False,
    ) -> Any:
        """Return `value` as Postgres will give it back, at most `max_bytes` as canonical JSON.

        `keep_fractions` as in `plain_json`.
        """
        try:
            plain = plain_json(value, path, keep_fractions=keep_fractions)
        except Unstorable as fault:
            self.add(printable(fault.path), fault.reason)
            return None
        size = 0 if max_bytes is None else len(canonical_json(plain))
        if max_bytes is not None and size > max_bytes:
            self.add(path, f"Give at most {max_bytes:,} bytes of JSON; there are {size:,}.")
        return plain

    def object(
        self,
        path: str,
        value: Any,
        *,
        max_bytes: int | None = None,
        keep_fractions: bool = False,
    ) -> dict[str, Any]:
        """Return `value` as a JSON object, like `json`; None counts as an empty one."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.add(path, "Give a JSON object.")
            return {}
        checked = self.json(path, dict(value), max_bytes=max_bytes, keep_fractions=keep_fractions)
        return checked or {}

    def known_names(self, path: str, value: Any, known: Collection[str]) -> Mapping[str, Any]:
        """Return `value` as a mapping, with a fault for every name that is not in `known`."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.add(path or "body", "Give a JSON object.")
            return {}
        for name in value:
            if name not in known:
                shown = printable(str(name))
                where = f"{path}.{shown}" if path else shown
                self.add(where, unknown_name(str(name), known))
        return value
