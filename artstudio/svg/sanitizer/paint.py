"""Readers of colours and of references to other parts of the same drawing."""

from __future__ import annotations

import functools
import math
import re

from tinycss2 import color4

from artstudio.svg.sanitizer.values import identifier, one_of

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_NAME = re.compile(r"[a-z]{3,30}")
_FUNCTION = re.compile(r"(?:rgb|hsl)a?\([0-9.,%/+\- degratun]{5,80}\)|hwb\([0-9.%/ deg]{5,80}\)")
_URL = re.compile(
    r"""url\(\s*+(["']?+)\s*+#([^\s"'()]++)\s*+\1\s*+\)\s*+(.*)""", re.IGNORECASE | re.DOTALL
)
_KEYWORD = one_of("none", "inherit", "currentColor", "context-fill", "context-stroke")
_COLOUR_KEYWORD = one_of("inherit", "currentColor")


def colour(text: str) -> str | None:
    """Return a colour as a hex code, a name, or rgb(); or currentColor or inherit."""
    return plain_colour(text.strip().lower()) or _COLOUR_KEYWORD(text)


@functools.lru_cache(maxsize=1024)
def _function_colour(text: str) -> str | None:
    """Return rgb(r, g, b) or rgba(r, g, b, a) for a colour function."""
    parsed = color4.parse_color(text)
    if parsed is None or isinstance(parsed, str):
        return None
    red, green, blue, alpha = parsed.to("srgb")
    if not all(map(math.isfinite, (red, green, blue, alpha))):
        return None
    levels = ", ".join(str(round(255 * min(1, max(0, level)))) for level in (red, green, blue))
    return f"rgb({levels})" if alpha >= 1 else f"rgba({levels}, {round(alpha, 4):g})"


@functools.lru_cache(maxsize=1024)
def _is_name(text: str) -> bool:
    return isinstance(color4.parse_color(text), color4.Color)


def plain_colour(text: str) -> str | None:
    """Return a lower-case colour that needs nothing else to be known."""
    if _HEX.fullmatch(text):
        return text
    if _NAME.fullmatch(text):
        return text if len(text) <= 20 and _is_name(text) else None
    return _function_colour(text) if _FUNCTION.fullmatch(text) else None


def paint(text: str) -> str | None:
    """Return a colour, a keyword, or a reference with what to use if it leads nowhere."""
    if _HEX.fullmatch(text):
        return text
    if not (found := _URL.fullmatch(text.strip())):
        return _flat(text)
    target = identifier(found[2])
    fallback = _flat(found[3])
    return f"url(#{target}) {fallback or ''}".strip() if target else fallback or "none"


def _flat(text: str) -> str | None:
    """Return a colour or keyword; what is fully transparent is no paint."""
    text = text.strip().lower()
    return "none" if text == "transparent" else plain_colour(text) or _KEYWORD(text)


def clip(text: str) -> str | None:
    """Return a reference to a clip path, or none."""
    text = text.strip()
    if text.lower() == "none":
        return "none"
    found = _URL.fullmatch(text)
    target = identifier(found[2]) if found and not found[3].strip() else None
    return f"url(#{target})" if target else None


def clip_or_inherit(text: str) -> str | None:
    """Return a reference, none or inherit."""
    return "inherit" if text.strip().lower() == "inherit" else clip(text)


def href(text: str) -> str | None:
    """Return `#id`, the only place a link may lead to."""
    text = text.strip()
    return text if text.startswith("#") and identifier(text[1:]) else None


def reference(value: str) -> tuple[str, str] | None:
    """Return the id that a kept `url(#id)` names and what follows it."""
    if not value.startswith("url(#"):
        return None
    target, _, fallback = value[5:].partition(")")
    return target, fallback.strip()
