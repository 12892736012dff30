"""Readers of attribute values: each returns the value to keep, or None where it makes no sense.

The grammars are those of SVG 2 and CSS, narrowed to what has no reference and no
function; numbers are finite and at most a million million.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from artstudio.svg.sanitizer.limits import MAX_DASHES, MAX_ID_CHARS, MAX_NUMBER

#: Gives the value to keep, or None.
Read = Callable[[str], str | None]

# Possessive throughout: hostile text must not make the search try again.
_NUM = r"[+-]?+(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+"
NUMBER = re.compile(_NUM)
LENGTH = re.compile(rf"({_NUM})(px|in|cm|mm|Q|pt|pc|em|ex|rem|ch|%)?", re.IGNORECASE)
_NUMBERS = re.compile(rf"\s*+(?:{_NUM}\s*+,?+\s*+)*+")
_PATH = re.compile(r"[MmZzLlHhVvCcSsQqTtAaEe0-9 ,.+\-]*+")
_POINTS = re.compile(r"[Ee0-9 ,.+\-]*+")
_FUNCTION = re.compile(r"\s*+,?+\s*+(matrix|translate|scale|rotate|skewX|skewY)\s*+\(([^()]*+)\)")
_ARGUMENTS = {
    "matrix": (6,),
    "translate": (1, 2),
    "scale": (1, 2),
    "rotate": (1, 3),
    "skewX": (1,),
    "skewY": (1,),
}
_ASPECT = re.compile(r"(?:defer )?(none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max))(?: (meet|slice))?")
_ID = re.compile(rf"[\w.:\-]{{1,{MAX_ID_CHARS}}}")
_FAMILIES = re.compile(r"""[\w ,.'"+\-]{1,300}""")
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER = b"0" * 12


def identifier(text: str) -> str | None:
    """Return an id that needs no escape in a url() nor in a selector of ours."""
    return text if _ID.fullmatch(text) else None


def one_of(*words: str) -> Read:
    """Return a reader of keywords, in any case, that gives them as written here."""
    spelled = {word.lower(): word for word in words}
    return lambda text: spelled.get(text) or spelled.get(text.strip().lower())


def exactly(*words: str) -> Read:
    """Return a reader of keywords that are written in just this way."""
    return lambda text: text.strip() if text.strip() in words else None


def _is_sane(number: str) -> bool:
    return abs(float(number)) <= MAX_NUMBER


def number(text: str) -> str | None:
    """Return a plain number."""
    text = text.strip()
    return text if NUMBER.fullmatch(text) and _is_sane(text) else None


def length(text: str) -> str | None:
    """Return a number with or without a unit."""
    if NUMBER.fullmatch(text):
        return text if _is_sane(text) else None
    found = LENGTH.fullmatch(text.strip())
    return found[0] if found and _is_sane(found[1]) else None


def lengths(text: str) -> str | None:
    """Return a list of lengths with single spaces."""
    parts = text.replace(",", " ").split()
    kept = [length(part) for part in parts]
    return " ".join(filter(None, kept)) if kept and all(kept) else None


def length_or(*words: str) -> Read:
    """Return a reader of a length or one of these words."""
    word = one_of(*words)
    return lambda text: length(text) or word(text)


def number_or(*words: str) -> Read:
    """Return a reader of a plain number or one of these words."""
    word = one_of(*words)
    return lambda text: number(text) or word(text)


def dashes(text: str) -> str | None:
    """Return a dash pattern: lengths of zero and more, or none."""
    if text.strip().lower() in {"none", "inherit"}:
        return text.strip().lower()
    kept = lengths(text) or "-"
    parts = kept.split()
    return None if len(parts) > MAX_DASHES or any(part.startswith("-") for part in parts) else kept


def share(text: str) -> str | None:
    """Return a number or percentage, as opacities and offsets are."""
    text = text.strip()
    return text if number(text.removesuffix("%")) == text.removesuffix("%") else None


def share_or_inherit(text: str) -> str | None:
    """Return a number, a percentage or the word inherit."""
    return share(text) or one_of("inherit")(text)


def numbers(text: str) -> list[str] | None:
    """Return the numbers of a list that has nothing else in it."""
    if not _NUMBERS.fullmatch(text):
        return None
    found = NUMBER.findall(text)
    return found if all(map(_is_sane, found)) else None


def view_box(text: str) -> str | None:
    """Return `min-x min-y width height` with a width and a height above zero."""
    found = numbers(text)
    if not found or len(found) != 4 or min(float(found[2]), float(found[3])) <= 0:
        return None
    return " ".join(found)


def aspect(text: str) -> str | None:
    """Return an alignment and, where given, meet or slice."""
    found = _ASPECT.fullmatch(" ".join(text.split()))
    return " ".join(filter(None, found.groups())) if found else None


def transform(text: str) -> str | None:
    """Return the functions of a transform, each with as many numbers as it takes."""
    text = text.strip()
    kept: list[str] = []
    place = 0
    while place < len(text):
        found = _FUNCTION.match(text, place)
        given = numbers(found[2]) if found else None
        if not found or given is None or len(given) not in _ARGUMENTS[found[1]]:
            return None
        kept.append(f"{found[1]}({' '.join(given)})")
        place = found.end()
    return " ".join(kept) or None


def paint_order(text: str) -> str | None:
    """Return which of fill, stroke and markers come first, or a keyword."""
    words = text.lower().split()
    if len(words) == len(set(words)) and set(words) <= {"fill", "stroke", "markers"}:
        return " ".join(words) or None
    return one_of("normal", "inherit")(text)


def families(text: str) -> str | None:
    """Return names of fonts; quotes must be in pairs."""
    text = " ".join(text.split())
    paired = text.count("'") % 2 == 0 == text.count('"') % 2
    return text if paired and _FAMILIES.fullmatch(text) else None


def path(text: str) -> str | None:
    """Return path data up to the first character that cannot be part of it.

    Renderers draw a faulty path up to its fault, so that is what is kept.
    """
    return _up_to_fault(text, _PATH)


def points(text: str) -> str | None:
    """Return a list of points up to the first character that cannot be part of it."""
    return _up_to_fault(text, _POINTS)


def _up_to_fault(text: str, legal: re.Pattern[str]) -> str | None:
    spaced = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    found = legal.match(spaced)
    kept = found[0] if found else ""
    # An exponent or twelve digits in a row are what a number too large must have.
    if "e" in kept or "E" in kept or _LONG_NUMBER in kept.encode("ascii").translate(_DIGITS):
        kept = kept[: _first_too_large(kept)]
    return kept.strip() or None


def _first_too_large(text: str) -> int:
    wrong = (found.start() for found in NUMBER.finditer(text) if not _is_sane(found[0]))
    return next(wrong, len(text))
