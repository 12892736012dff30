"""Take secrets and machine paths out of text that a provider sent.

A provider may echo the key in its error message, and a gateway on this machine
may name its own files. Neither may reach a log, a row or an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

LONGEST_TEXT = 300
#: Levels of a JSON value that are kept; honest answers have five or six.
DEEPEST = 24
_LARGEST = 1e300
_LONGEST_READ = 4_000

#: Shorter "secrets" are the placeholders that local gateways are given; replacing
#: every `a` in a text would hide nothing and spoil the text.
_SHORTEST_SECRET = 4
_KEY_LIKE = re.compile(r"\b(?:sk|sess)-[\w*.-]{6,}|\b[Bb]earer\s+[^\s'\",;]+")
_PATH = re.compile(r"(?<![\w/.:])(?:file://)?/(?:[\w.@+-]+/)+[\w.@+-]*|\b[A-Za-z]:\\[^\s'\"]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def storable(text: str) -> str:
    """Return `text` without zero characters, and half characters replaced by question marks."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


class Redactor:
    """Knows the secrets of one configuration; never shows them."""

    def __init__(self, *, key: str, base_url: str = "") -> None:
        """Remember the key and the password in the address, in the spellings that may come back."""
        secrets = [key, urlsplit(base_url).password or ""]
        spellings = {s for secret in secrets for s in (secret, quote(secret, safe=""))}
        self._secrets = sorted((s for s in spellings if len(s) >= _SHORTEST_SECRET), key=len)[::-1]

    def __repr__(self) -> str:
        return "Scrubber(...)"

    def text(self, value: object, *, longest: int | None = None) -> str:
        """Return `value` as text on one line, without secrets and paths, cut to `longest`."""
        clean = self.secrets_of(storable(str(value)))
        clean = _CONTROL.sub(" ", _PATH.sub("[path]", _KEY_LIKE.sub("[key]", clean))).strip()
        if longest is not None and len(clean) > longest:
            clean = clean[: longest - 1].rstrip() + "…"
        return clean

    def sentence(self, value: object) -> str:
        """Return the provider's own words, short and clean, for the end of a message."""
        # Cut roughly first: a message may be as long as the whole answer.
        return (
            self.text(value[:_LONGEST_READ], longest=LONGEST_TEXT) if isinstance(value, str) else ""
        )

    def secrets_of(self, text: str) -> str:
        """Return `text` with every known secret replaced, otherwise untouched."""
        for secret in self._secrets:
            text = text.replace(secret, "[key]")
        return text

    def value(self, value: object, *, _depth: int = 0) -> object:
        """Return a JSON value with the secrets gone from every text inside it.

        What no record holds is gone too: zero characters, half characters (lone
        surrogates), numbers that are none or beyond all measure, and what lies too deep.
        """
        if isinstance(value, str):
            return _KEY_LIKE.sub("[key]", self.secrets_of(storable(value)))
        if _depth > DEEPEST or (isinstance(value, int | float) and not abs(value) < _LARGEST):
            return None
        if isinstance(value, dict):
            return {
                self.secrets_of(storable(str(key))): self.value(item, _depth=_depth + 1)
                for key, item in value.items()
            }
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self.value(item, _depth=_depth + 1) for item in value]
        return value

    def body(self, data: bytes) -> bytes:
        """Return an answer's bytes without the secrets."""
        for secret in self._secrets:
            data = data.replace(secret.encode(), b"[key]")
        return data
