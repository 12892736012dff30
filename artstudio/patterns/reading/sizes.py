"""Sizes in a prompt: 102 mm, 4 in, 3 1/2", Ø 40, 102/84, 60 x 40 mm, 84 to 102 mm.

A size is first found as numbers with their unit; what it measures follows from the
words beside it ("102 mm outside", "hole of 84") and, without any, from the form of
the drawing. All results are millimetres.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from artstudio.patterns.reading.numbers import NUMBER, parse_number
from artstudio.patterns.reading.vocabulary import Hit
from artstudio.patterns.reading.words import DIAMETER_SIGNS, Word

_INCH = 25.4
_UNITS = {
    "mm": 1.0, "millimeter": 1.0, "millimetre": 1.0, "millimeters": 1.0, "millimetres": 1.0,
    "milimetros": 1.0, "milímetros": 1.0, "millimètres": 1.0, "millimetri": 1.0,
    "cm": 10.0, "centimeter": 10.0, "centimetre": 10.0, "centimeters": 10.0,
    "centimetres": 10.0, "zentimeter": 10.0, "centimetros": 10.0, "centímetros": 10.0,
    "centimètres": 10.0, "centimetri": 10.0,
    "in": _INCH, "inch": _INCH, "inches": _INCH, '"': _INCH, "″": _INCH, "”": _INCH, "''": _INCH,
    "zoll": _INCH, "pulgada": _INCH, "pulgadas": _INCH, "pouce": _INCH, "pouces": _INCH,
    "pollice": _INCH, "pollici": _INCH,
    "m": 1000.0, "meter": 1000.0, "metre": 1000.0,
}  # fmt: skip
_NAMES = "|".join(sorted((re.escape(name) for name in _UNITS), key=len, reverse=True))
# "in" is a unit only where no noun phrase follows: "4 in wide", not "4 in a ring".
_UNIT = rf"(?:(?:{_NAMES})(?![^\W\d_])(?!(?<=in)\s+(?:a|an|the|all|each|one|total|my|every)\b))"
_JOIN = r"(?:\s*[x×*/–—]\s*|\s*-\s*|\s+(?:by|to|bis|mal|auf|à|a|sur|per|hasta|por|x)\s+)"
_SIZE = re.compile(
    r"(?<![^\WØø])(?<!\d[.,/])(?P<between>(?:between|zwischen|entre|tra|fra)\s+)?"
    rf"(?P<first>{NUMBER})(?:\s*-?\s*(?P<unit1>{_UNIT}))?"
    rf"(?:(?P<join>{_JOIN}|(?(between)\s+(?:and|und|y|et|e)\s+|(?!)))"
    rf"(?P<second>{NUMBER})(?:\s*-?\s*(?P<unit2>{_UNIT}))?)?"
    r"(?![\d/])",
    re.IGNORECASE,
)
_RANGE_WORDS = frozenset(
    {"to", "bis", "à", "a", "hasta", "-", "–", "—", "and", "und", "y", "et", "e"}
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|º|ª|ème|eme|er)\b|\.(?=\s+\w)", re.IGNORECASE)
_REACH = 3
_LARGEST_COUNT = 24
_LARGEST_MAZE = 120
_PAIR = 2
_SLENDER = 3


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One number, or two that belong together, where they stand in the prompt.

    values: as written, none for "12th"; in millimetres where `has_unit`. joint: the
    word or sign between two values.
    """

    text: str
    start: int
    end: int
    values: tuple[float, ...] = ()
    has_unit: bool = False
    joint: str = ""

    @property
    def is_range(self) -> bool:
        """Whether it runs from one value to another ("84 to 102")."""
        return self.joint in _RANGE_WORDS

    @property
    def is_field(self) -> bool:
        """Whether it is two sides of which none is much longer."""
        return len(self.values) == _PAIR and max(self.values) < _SLENDER * min(self.values)


@dataclass(frozen=True, kw_only=True)
class MeasuredSize:
    """A size with what it measures: the names of `dimension` that stand beside it."""

    quantity: Quantity
    roles: frozenset[str]
    start: int
    end: int


def find_quantities(prompt: str) -> list[Quantity]:
    """Return the numbers of a prompt, with and without a unit, in order."""
    found = []
    for match in _SIZE.finditer(prompt):
        has_unit = match["unit1"] or match["unit2"]
        if not has_unit and (ordinal := _ORDINAL.match(prompt, match.end())):
            span = (match.start("first"), ordinal.end())
            found.append(Quantity(text=prompt[slice(*span)], start=span[0], end=span[1]))
            continue
        found += _quantities(prompt, match)
    return found


def _quantities(prompt: str, match: re.Match[str]) -> list[Quantity]:
    unit1, unit2 = match["unit1"], match["unit2"]
    first = parse_number(match["first"])
    if match["second"] is None:
        span = (match.start("first"), match.end())
        return [_quantity(prompt, span, (first,), unit1)]
    second = parse_number(match["second"])
    joint = match["join"].strip().casefold()
    scale = _scale(unit2 or unit1)
    values = (first * _scale(unit1 or unit2), second * scale)
    text = prompt[match.start() : match.end()].rstrip(" -")
    return [
        Quantity(
            text=text,
            start=match.start(),
            end=match.start() + len(text),
            values=values,
            has_unit=bool(unit1 or unit2),
            joint=joint,
        )
    ]


def _quantity(
    prompt: str, span: tuple[int, int], values: tuple[float, ...], unit: str | None
) -> Quantity:
    text = prompt[span[0] : span[1]].rstrip(" -")
    scaled = tuple(value * _scale(unit) for value in values)
    end = span[0] + len(text)
    return Quantity(text=text, start=span[0], end=end, values=scaled, has_unit=bool(unit))


def _scale(unit: str | None) -> float:
    return _UNITS[unit.casefold()] if unit else 1.0


def measure_sizes(
    quantities: Sequence[Quantity], hits: Sequence[Hit], words: Sequence[Word]
) -> list[MeasuredSize]:
    """Return the quantities that are sizes: they have a unit, or a word says what they measure."""
    beside = _dimension_words(hits)
    stops = {hit.start for hit in hits if hit.name("link") in {"with", "and"}}
    joints = {hit.first for hit in hits if hit.name("link") == "of"}
    taken: set[int] = set()
    owners = _owners(quantities, words, beside, joints)
    sizes = []
    # A maze without a unit is measured in cells.
    is_maze = any(hit.name("family") == "maze" for hit in hits)
    largest = _LARGEST_MAZE if is_maze else _LARGEST_COUNT
    for i, quantity in enumerate(quantities):
        if not quantity.values:
            continue
        stop_before = quantities[i - 1].end if i else 0
        stop_after = quantities[i + 1].start if i + 1 < len(quantities) else 1 << 30
        near = _words_beside(quantity, words, (stop_before, stop_after), stops)
        sign = near[0][0] if near[0] and words[near[0][0]].text in DIAMETER_SIGNS else None
        near = ([i for i in near[0] if i not in joints], near[1])
        others = {j for j, owner in owners.items() if owner is not quantity}
        roles = _roles(near, beside, taken | others, has_unit=quantity.has_unit)
        is_pair = len(quantity.values) == _PAIR and max(quantity.values) > largest
        if roles or quantity.has_unit or is_pair or sign is not None:
            starts = [words[j].start for j in (*roles, *([sign] if sign is not None else []))]
            ends = [words[beside[j][1]].end for j in roles]
            taken |= set(roles)
            sizes.append(
                MeasuredSize(
                    quantity=quantity,
                    roles=frozenset(name for j in roles for name in beside[j][0])
                    | ({"diameter"} if sign is not None else set()),
                    start=min([quantity.start, *starts]),
                    end=max([quantity.end, *ends]),
                )
            )
    return sizes


def _owners(
    quantities: Sequence[Quantity],
    words: Sequence[Word],
    beside: Mapping[int, object],
    joints: Collection[int],
) -> dict[int, Quantity]:
    """Return the dimension words that a joining word ties to a quantity: "a hole of 9 cm"."""
    found = {}
    for quantity in quantities:
        before = [i for i, word in enumerate(words) if word.end <= quantity.start]
        if len(before) >= _PAIR and before[-1] in joints and before[-2] in beside:
            found[before[-2]] = quantity
    return found


def _dimension_words(hits: Sequence[Hit]) -> dict[int, tuple[tuple[str, ...], int]]:
    """Return by its first word what each word measures, and its last word."""
    found: dict[int, tuple[tuple[str, ...], int]] = {}
    for hit in hits:
        names = tuple(c.name for c in hit.concepts if c.kind == "dimension")
        if hit.name("family") == "soundhole":
            names = (*names, "inner")
        if names:
            # A compound has two: "Lochdurchmesser".
            earlier = found.get(hit.first, ((), 0))[0]
            found[hit.first] = (earlier + names, hit.last)
    return found


def _words_beside(
    quantity: Quantity, words: Sequence[Word], stops: tuple[int, int], ends: Collection[int]
) -> tuple[list[int], list[int]]:
    """Return the words before (nearest first) and after, up to a break or another number.

    ends: starts of words that begin something else ("102 mm with a hole of 84").
    """
    indexed = list(enumerate(words))
    earlier = [(i, word) for i, word in reversed(indexed) if word.end <= quantity.start]
    before = itertools.takewhile(
        lambda pair: (
            pair[1].start >= stops[0]
            and pair[1].start not in ends
            and not (pair[1].is_break and pair[1].text != ":")
        ),
        earlier,
    )
    later = [(i, word) for i, word in indexed if word.start >= quantity.end]
    after = itertools.takewhile(
        lambda pair: pair[1].end <= stops[1] and pair[1].start not in ends and not pair[1].is_break,
        later,
    )
    near = [i for i, word in before if word.text not in {":", "="}]
    return near[: _REACH + 1], [i for i, _ in after][:_REACH]


def _roles(
    near: tuple[list[int], list[int]],
    beside: dict[int, tuple[tuple[str, ...], int]],
    taken: set[int],
    *,
    has_unit: bool,
) -> list[int]:
    """Return the dimension words that belong to a quantity.

    One that stands directly before it wins, then those after it, then others before it.
    A number without a unit takes only the word next to it; a diameter sign stands before.
    """
    before, after = near if has_unit else (near[0][:2], near[1][:1])
    free_before = [i for i in before if i in beside and i not in taken]
    free_after = [i for i in after if i in beside and i not in taken]
    if free_before and beside[free_before[0]][1] == before[0]:
        follows = [i for i in free_after if i == after[0] and _adds(beside[i][0])]
        return [*free_before[:2], *follows]
    return free_after[:2] if free_after else free_before[:2]


def _adds(names: tuple[str, ...]) -> bool:
    """Tell whether words only refine others: "outer 51 radius"."""
    return bool(set(names) & {"radius", "diameter"})
