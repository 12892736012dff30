"""Counts in a prompt: three rings, 12 petals, five-pointed, 12-fold, a 6 by 4 panel."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from artstudio.patterns.reading.grammar import ornament_of
from artstudio.patterns.reading.numbers import NUMBERS_BY_LANGUAGE
from artstudio.patterns.reading.sizes import Quantity
from artstudio.patterns.reading.vocabulary import Hit
from artstudio.patterns.reading.words import Word

_REACH_WORDS = 3
# Motifs without an end: a number of them is a number of bands.
_CONTINUOUS = frozenset(
    {"rope", "herringbone", "half_herringbone", "chevron", "braid", "meander", "wheat"}
)
_STRIPS = frozenset({"purfling", "border", "strip", "binding"})
_GRID = 2
_LARGEST = 1_000_000
MOST_RINGS = 12
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
    if not number.values or any(v > _LARGEST or v != int(v) for v in number.values):
        return None
    values = tuple(int(value) for value in number.values)
    limit = _reach_end(number, words)
    following = [hit for hit in hits if number.end <= hit.start < limit]
    following = list(
        itertools.takewhile(lambda hit: hit.name("link") not in {"and", "with"}, following)
    )
    if len(values) == _GRID:
        return Count(noun="grid", values=values, start=number.start, end=number.end, hit=None)
    counted = next((hit for hit in following if hit.is_a("counted")), None)
    noun = counted or next((hit for hit in following if noun_of(hit)), None)
    if noun is None:
        return _count_after_noun(number, hits, words)
    name = noun_of(noun) or ""
    return Count(noun=name, values=values, start=number.start, end=noun.end, hit=noun)


def _count_after_noun(number: Quantity, hits: Sequence[Hit], words: Sequence[Word]) -> Count | None:
    """Return the count of keywords: "rings 3", "petals: 12"."""
    before = next((hit for hit in reversed(hits) if hit.end <= number.start), None)
    if before is None or not before.is_a("counted"):
        return None
    between = [w.text for w in words if before.end <= w.start < number.start]
    if any(text not in {":", "=", "x", "×"} for text in between):
        return None
    values = tuple(int(value) for value in number.values)
    noun = noun_of(before) or ""
    return Count(noun=noun, values=values, start=before.start, end=number.end, hit=before)


def counted_bands(counts: Sequence[Count], hits: Sequence[Hit]) -> dict[int, Hit]:
    """Return by the start of each count of bands of one motif that motif: "two rope rings"."""
    return {
        count.start: motif
        for count in counts
        if count.hit is not None and (motif := _band_motif(count, count.hit, hits)) is not None
    }


def _band_motif(count: Count, noun: Hit, hits: Sequence[Hit]) -> Hit | None:
    """Return the motif whose bands a count is about, or None where it counts something else."""
    if count.noun in _CONTINUOUS:
        return noun
    if count.noun not in {"rings", *_STRIPS}:
        return None
    inside = [h for h in hits if count.start <= h.start < noun.start and ornament_of(h)]
    if inside:
        return inside[-1]
    made_of = _made_of(noun, hits)
    alone = made_of is not None and (count.noun in _STRIPS or not _list_follows(made_of, hits))
    return made_of if alone else None


def _list_follows(motif: Hit, hits: Sequence[Hit]) -> bool:
    """Tell whether other motifs stand directly beside one: "rings of rope and mosaic"."""
    after = [hit for hit in hits if hit.start >= motif.end][:2]
    if after and after[0].name("link") == "and":
        after = after[1:]
    return bool(after) and ornament_of(after[0]) is not None


def lists_motifs(counts: Sequence[Count], hits: Sequence[Hit]) -> bool:
    """Tell whether rings are said to be of some motifs, and so of no others."""
    nouns = [count.hit for count in counts if count.noun == "rings" and count.hit is not None]
    counted = [count.hit for count in counts]
    motifs = [_made_of(noun, hits) for noun in nouns]
    # "five rings of 12 petals" says nothing of the other rings.
    return any(motif is not None and motif not in counted for motif in motifs)


def _made_of(noun: Hit, hits: Sequence[Hit]) -> Hit | None:
    after = [hit for hit in hits if hit.start >= noun.end][:2]
    is_named = len(after) == _GRID and after[0].name("link") == "of" and ornament_of(after[1])
    return after[1] if is_named else None


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
