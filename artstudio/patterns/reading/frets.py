"""Frets by number in a prompt: "for the 12th fret", "am 5. Bund", "62 mm at the 12th fret"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from artstudio.patterns.reading.features import Item
from artstudio.patterns.reading.numbers import parse_number

_TWELVE = 12
_MOST_FRETS = 36
_ORDINALS = {
    "first": 1, "third": 3, "fifth": 5, "seventh": 7, "ninth": 9, "tenth": 10, "twelfth": 12,
    "ersten": 1, "dritten": 3, "fünften": 5, "siebten": 7, "neunten": 9, "zwölften": 12,
    "zwölfter": 12, "primer": 1, "tercer": 3, "quinto": 5, "séptimo": 7, "noveno": 9,
    "duodécimo": 12, "douzième": 12, "cinquième": 5, "septième": 7, "dodicesimo": 12, "settimo": 7,
}  # fmt: skip
_FRET = r"(?:frets?|bund(?:es)?|traste|frette|case|touche|tasto)"
_NAMED = (
    rf"(?:(?P<word>{'|'.join(_ORDINALS)})\s+{_FRET}"
    rf"|(?P<before>\d{{1,2}})\s*(?:st|nd|rd|th|\.|º|°|ª|ème|eme|er|e|o)\s*{_FRET}"
    rf"|{_FRET}\s+(?:no\.?\s*|n\.?º\s*|nr\.?\s*)?(?P<after>\d{{1,2}}))(?![\w\d])"
)
_JOINT = (
    r"\s*(?:wide|breit|de ancho|de large|larga|largo)?\s*(?:at|on|am|beim|an|en|à|al|au|a|in|im)\s+"
)
_ARTICLE = r"(?:the\s+|el\s+|la\s+|le\s+|il\s+|dem\s+|l['’]\s*)?"
_AT_FRET = re.compile(
    rf"(?:(?P<width>\d+(?:[.,]\d+)?)\s*mm{_JOINT}{_ARTICLE})?(?<![\w\d]){_NAMED}", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class FretNumber:
    """A fret that is named, or with `width_mm` the board's width there."""

    number: int
    item: Item
    width_mm: float | None = None


def find_frets(prompt: str) -> list[FretNumber]:
    """Return the frets that a prompt names by number, in order."""
    found = []
    for match in _AT_FRET.finditer(prompt):
        word = match["word"]
        number = _ORDINALS[word.lower()] if word else int(match["before"] or match["after"])
        if 1 <= number <= _MOST_FRETS:
            width = parse_number(match["width"]) if match["width"] else None
            found.append(_fret(prompt, match.span(), number, width))
    return found


def _fret(prompt: str, span: tuple[int, int], number: int, width: float | None) -> FretNumber:
    if width is not None and number == _TWELVE:
        value: dict[str, float] = {"fret12_mm": width}
        needs: tuple[str, ...] = (f"fret12_mm={width:g}",)
    else:
        value, needs = {"fret": number}, (f"fret:{number}",) if width is None else ("nothing",)
    item = Item(
        text=prompt[slice(*span)],
        start=span[0],
        end=span[1],
        meaning="size" if width is not None else "place",
        value=value,
        needs=needs,
    )
    return FretNumber(number=number, item=item, width_mm=width)
