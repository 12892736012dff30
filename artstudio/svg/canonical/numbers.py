"""Numbers, lists of numbers and lengths as SVG attributes spell them."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBERS = re.compile(NUMBER, re.ASCII)
_LENGTH = re.compile(rf"\s*({NUMBER})\s*([a-zA-Z]{{1,3}}|%)?\s*", re.ASCII)
# CSS reference pixels (CSS Values 4, section 6.2).
PX = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 24 / 25.4}
PX |= {"pt": 96 / 72, "pc": 16.0}
#: A font's size where nothing is said, in pixels.
FONT_PX = 16.0
# Parts of the font's size; x-height and digits are taken to be half as large as it.
_OF_FONT = {"em": 1.0, "ex": 0.5, "ch": 0.5}
_FONT_WORDS = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18}
_FONT_WORDS |= {"x-large": 24, "xx-large": 32}
_STEP = 1.2


class Font(NamedTuple):
    """The sizes of the font in force and of the root's, in pixels."""

    size: float
    root: float


DEFAULT_FONT = Font(FONT_PX, FONT_PX)


def pixels(unit: str, font: Font = DEFAULT_FONT) -> float | None:
    """Return the pixels of a unit (lower case); None for one that is not known."""
    if unit == "rem":
        return font.root
    if unit in _OF_FONT:
        return _OF_FONT[unit] * font.size
    return PX.get(unit)


def numbers(text: str | None) -> list[float]:
    """Return the finite numbers of a list, whatever separates them."""
    return [n for n in map(float, _NUMBERS.findall(text or "")) if math.isfinite(n)]


def length_parts(text: str | None) -> tuple[float, str] | None:
    """Return a length's number and unit (lower case, or `%`); None where it is none."""
    match = _LENGTH.fullmatch(text or "")
    if not match:
        return None
    value, unit = float(match[1]), (match[2] or "").lower()
    is_known = unit == "%" or pixels(unit) is not None
    return (value, unit) if math.isfinite(value) and is_known else None


def length(
    text: str | None, *, of: float, default: float = 0.0, font: Font = DEFAULT_FONT
) -> float:
    """Return a length in user units; a percentage is taken of `of`."""
    parts = length_parts(text)
    if parts is None:
        return default
    value, unit = parts
    return value * of / 100 if unit == "%" else value * (pixels(unit, font) or 1.0)


def lengths(text: str | None, *, of: float) -> list[float] | None:
    """Return a list of lengths such as dashes in user units; None where one is none."""
    words = (text or "").replace(",", " ").split()
    if any(length_parts(word) is None for word in words):
        return None
    return [length(word, of=of) for word in words]


def in_pixels(text: str, font: Font) -> str:
    """Return a list of lengths with those by the font in plain pixels; other text as it is."""
    words = text.replace(",", " ").split()
    parts = [length_parts(word) for word in words]
    if not any(part and (part[1] in _OF_FONT or part[1] == "rem") for part in parts):
        return text
    return " ".join(
        word if part is None or part[1] == "%" else f"{length(word, of=0, font=font):.9g}"
        for word, part in zip(words, parts, strict=True)
    )


def font_size(text: str, font: Font) -> float:
    """Return a `font-size` in pixels, within the font of the parent."""
    word = text.strip().lower()
    if word in _FONT_WORDS:
        return float(_FONT_WORDS[word])
    if word in {"smaller", "larger"}:
        return font.size * (_STEP if word == "larger" else 1 / _STEP)
    size = length(word, of=font.size, default=font.size, font=font)
    return size if size >= 0 else font.size


def share(text: str | None, *, default: float = 1.0) -> float:
    """Return an opacity or an offset, number or percentage, as 0 to 1."""
    return min(1.0, max(0.0, length(text, of=1.0, default=default)))
