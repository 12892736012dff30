"""`style` attributes and the insides of style rules: CSS text to attributes of the allow-list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import tinycss2
from tinycss2.serializer import serialize_identifier

from artstudio.svg.sanitizer.errors import SvgTooLarge
from artstudio.svg.sanitizer.findings import SanitizerWarnings
from artstudio.svg.sanitizer.limits import MAX_CSS_CHARS
from artstudio.svg.sanitizer.vocabulary import MISSED, PROPERTIES, SHORTHANDS

# What has no escape, comment, block or unusual quote means the same split at ; and :
# as it does to a CSS parser, which is a hundred times slower.
_PLAIN = re.compile(r"""(?:[^"'\\(){}\[\]!/@<]|\([#\w .,%+\-]*+\)|'[\w ,.\-]*+'|"[\w ,.\-]*+")*+""")
#: Values with which a property changes nothing.
_NO_EFFECT = frozenset({"", "none", "normal", "auto"})
_SIMPLE_TOKENS = frozenset(
    {"ident", "number", "percentage", "dimension", "hash", "whitespace", "string", "literal"}
)


class Declaration(NamedTuple):
    """One attribute that a style sets; its value has been read."""

    name: str
    value: str
    important: bool


class StyleReader:
    """Reads declarations of one document, each text once, and bounds what that costs."""

    def __init__(self, findings: SanitizerWarnings) -> None:
        self._findings = findings
        self._left = MAX_CSS_CHARS
        self._plain: dict[str, list[Declaration]] = {}

    def spend(self, text: str) -> None:
        """Count what a CSS parser is about to be given; raises SvgTooLarge over the limit."""
        self._left -= len(text)
        if self._left < 0:
            raise SvgTooLarge(
                f"The SVG has more than {MAX_CSS_CHARS:,} characters of style. "
                "Export it with presentation attributes instead."
            )

    def of_text(self, text: str) -> list[Declaration]:
        """Return what a `style` attribute sets."""
        if _PLAIN.fullmatch(text):
            return [found for part in text.split(";") for found in self._of_part(part)]
        self.spend(text)
        return self.of_nodes(tinycss2.parse_blocks_contents(text))

    def of_nodes(self, nodes: Iterable[Any]) -> list[Declaration]:
        """Return what the content of a rule sets, as tinycss2 parsed it."""
        return [
            found
            for node in nodes
            if node.type == "declaration"
            for found in self._accepted(
                node.lower_name, _flat_text(node.value), important=node.important
            )
        ]

    def _of_part(self, part: str) -> list[Declaration]:
        """Return what one `name: value` sets; drawings say the same few over and over."""
        if part not in self._plain:
            name, colon, value = part.partition(":")
            name = name.strip().lower()
            self._plain[part] = self._accepted(name, value, important=False) if colon else []
        return self._plain[part]

    def _accepted(self, name: str, value: str | None, *, important: bool) -> list[Declaration]:
        names = SHORTHANDS.get(name, (name,))
        read = PROPERTIES.get(names[0])
        if read is None:
            if name in MISSED and (value or "").strip().lower() not in _NO_EFFECT:
                self._findings.add("attributes_removed", name)
            return []
        kept = None if value is None else read(value)
        if kept is None:
            self._findings.add("values_removed", name)
            return []
        return [Declaration(each, kept, important) for each in names]


def _flat_text(tokens: Iterable[Any]) -> str | None:
    """Return a value without comments and escapes, or None where it nests or is unusual."""
    parts = [_token_text(token) for token in tokens if token.type != "comment"]
    return None if None in parts else "".join(filter(None, parts))


def _token_text(token: Any) -> str | None:
    if token.type == "url":
        return _url(token.value)
    if token.type == "function":
        return _function_text(token)
    if token.type == "ident":
        # Not escaped again: the readers of values know no escapes, and refuse what needs one.
        return str(token.value)
    return str(token.serialize()) if token.type in _SIMPLE_TOKENS else None


def _function_text(token: Any) -> str | None:
    inner = [part for part in token.arguments if part.type not in {"comment", "whitespace"}]
    if token.lower_name == "url":
        return _url(inner[0].value) if [part.type for part in inner] == ["string"] else None
    # One level only, so that serialising cannot recurse.
    if any(part.type not in _SIMPLE_TOKENS for part in inner):
        return None
    return f"{serialize_identifier(token.lower_name)}({_flat_text(token.arguments)})"


def _url(target: str) -> str | None:
    """Return a local reference in the one spelling that the readers of values take."""
    return f"url({target})" if target.startswith("#") and not set(target) & set("()\"' ") else None
