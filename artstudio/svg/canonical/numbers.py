"""Numbers, lists of numbers and lengths as SVG attributes spell them."""

from __future__ import annotations

import math
import re

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBERS = re.compile(NUMBER, re.ASCII)
_LENGTH = re.compile(rf"\s*({NUMBER})\s*([a-zA-Z]{{1,3}}|%)?\s*", re.ASCII)
# CSS reference pixels (CSS Values 4, section 6.2); a font is taken to be 16 of them high.
PX = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 24 / 25.4}
PX |= {"pt": 96 / 72, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0}


def numbers(text: str | None) -> list[float]:
    """Return the finite numbers of a list, whatever separates them."""
    return [n for n in map(float, _NUMBERS.findall(text or "")) if math.isfinite(n)]


def length_parts(text: str | None) -> tuple[float, str] | None:
    """Return a length's number and unit (lower case, or `%`); None where it is none."""
    match = _LENGTH.fullmatch(text or "")
    if not match:
        return None
    value, unit = float(match[1]), (match[2] or "").lower()
    return (value, unit) if math.isfinite(value) and (unit in PX or unit == "%") else None


def length(text: str | None, *, of: float, default: float = 0.0) -> float:
    """Return a length in user units; a percentage is taken of `of`."""
    parts = length_parts(text)
    if parts is None:
        return default
    value, unit = parts
    return value * of / 100 if unit == "%" else value * PX[unit]


def lengths(text: str | None, *, of: float) -> list[float] | None:
    """Return a list of lengths such as dashes in user units; None where one is none."""
    words = (text or "").replace(",", " ").split()
    if any(length_parts(word) is None for word in words):
        return None
    return [length(word, of=of) for word in words]


def share(text: str | None, *, default: float = 1.0) -> float:
    """Return an opacity or an offset, number or percentage, as 0 to 1."""
    return min(1.0, max(0.0, length(text, of=1.0, default=default)))
