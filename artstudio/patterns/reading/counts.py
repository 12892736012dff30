"""Counts in a prompt: three rings, 12 petals, five-pointed, 12-fold, a 6 by 4 panel."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from artstudio.patterns.reading.numbers import NUMBERS_BY_LANGUAGE
from artstudio.patterns.reading.sizes import Quantity
from artstudio.patterns.reading.vocabulary import Hit
from artstudio.patterns.reading.words import Word

_REACH_WORDS = 3
_GRID = 2
_LARGEST = 1_000_000
#: Counted nouns that say how often a drawing repeats in one turn.
SYMMETRIC = frozenset({"fold", "points", "sides"})


@dataclass(frozen=True, kw_only=True)
class Count:
    """A number with what it counts: the name of a concept, or "grid" for two numbers."""

    noun: str
    values: tuple[int, ...]
    start: int
    end: int
    hit: Hit | None


def number_words(words: Sequence[Word], language: str) -> list[Quantity]:
    """Return the numbers that are written as words, in the prompt's language or English."""
    known = NUMBERS_BY_LANGUAGE["en"] | NUMBERS_BY_LANGUAGE[language]
    return [
        Quantity(
            text=word.text,
            start=word.start,
            end=word.end,
            values=(float(known[word.folded]),),
            has_unit=False,
        )
        for word in words
        if word.folded in known
    ]


def find_counts(
    numbers: Sequence[Quantity], hits: Sequence[Hit], words: Sequence[Word]
) -> list[Count]:
    """Return the whole numbers that stand before a noun, or inside one ("zwölfzackig")."""
    found = [count for number in numbers if (count := _count(number, hits, words)) is not None]
    for number, noun in itertools.pairwise(hits):
        value = number.name("number")
        if value is not None and noun.first == number.first and (name := noun_of(noun)):
            found.append(
                Count(noun=name, values=(int(value),), start=number.start, end=noun.end, hit=noun)
            )
    return sorted(found, key=lambda count: count.start)


def _count(number: Quantity, hits: Sequence[Hit], words: Sequence[Word]) -> Count | None:
    if any(value > _LARGEST or value != int(value) for value in number.values):
        return None
    values = tuple(int(value) for value in number.values)
    limit = _reach_end(number, words)
    following = [hit for hit in hits if number.end <= hit.start < limit]
    if len(values) == _GRID:
        return Count(noun="grid", values=values, start=number.start, end=number.end, hit=None)
    counted = next((hit for hit in following if hit.is_a("counted")), None)
    noun = counted or next((hit for hit in following if noun_of(hit)), None)
    if noun is None:
        return None
    name = noun_of(noun) or ""
    return Count(noun=name, values=values, start=number.start, end=noun.end, hit=noun)


def noun_of(hit: Hit) -> str | None:
    """Return what a hit counts: a counted noun, or else a motif, subject or family."""
    counted = hit.name("counted")
    if counted and counted != "pieces":
        return counted
    return next(
        (found for kind in ("motif", "subject", "family") if (found := hit.name(kind))), counted
    )


def _reach_end(number: Quantity, words: Sequence[Word]) -> int:
    """Return where a number's noun must have begun: three words on, before a sign or number."""
    end, seen = number.end, 0
    for word in words:
        if word.start < number.end:
            continue
        if word.is_break or word.is_number or seen == _REACH_WORDS:
            return word.start
        seen += word.is_word
        end = word.end
    return end + 1
