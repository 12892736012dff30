"""A prompt taken apart: its words, what they mean, its sizes, counts and lettering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from artstudio.patterns.reading.counts import Count, find_counts, number_words
from artstudio.patterns.reading.features import Item
from artstudio.patterns.reading.frets import FretNumber, find_frets
from artstudio.patterns.reading.lettering import (
    named_lettering,
    quoted_lettering,
    whole_prompt,
)
from artstudio.patterns.reading.sizes import MeasuredSize, Quantity, find_quantities, measure_sizes
from artstudio.patterns.reading.vocabulary import Hit, find_hits, languages_of
from artstudio.patterns.reading.words import Word, split_words


@dataclass(kw_only=True)
class Text:
    """A prompt taken apart."""

    prompt: str
    language: str
    words: list[Word]
    hits: list[Hit]
    unknown: list[Word]
    sizes: list[MeasuredSize]
    counts: list[Count]
    lettering: list[Item]
    frets: list[FretNumber]
    loose_numbers: list[Quantity]
    # Digits that are no number by themselves ("A4").
    stray_digits: list[Word]


def take_apart(prompt: str) -> Text:
    """Return the words of a prompt, and what each means by itself."""
    lettering = quoted_lettering(prompt)
    frets = find_frets(prompt)
    set_aside = [*lettering, *(fret.item for fret in frets)]
    words = split_words(prompt)
    language = languages_of(_masked(words, [(item.start, item.end) for item in lettering]))
    masked = _masked(words, [(item.start, item.end) for item in set_aside])
    quantities = [q for q in find_quantities(prompt) if not _inside(q.start, set_aside)]
    masked = _masked(masked, [(q.start, q.end) for q in quantities])
    spelled = number_words(masked, language)
    hits, unknown = find_hits(masked, language)
    # "nine" is no girl: a number wins over a subject of another language.
    at_numbers = {number.start for number in spelled}
    hits = [
        h for h in hits if not (h.start in at_numbers and h.is_a("subject") and h.first == h.last)
    ]
    spelled = [n for n in spelled if not any(h.start <= n.start < h.end for h in hits)]
    unknown = [word for word in unknown if not any(n.start == word.start for n in spelled)]
    sizes = measure_sizes(quantities, hits, masked)
    taken = {size.quantity.start for size in sizes}
    numbers = sorted(
        [*(q for q in quantities if q.start not in taken), *spelled], key=lambda q: q.start
    )
    counts = find_counts(numbers, hits, masked)
    lettering = named_lettering(prompt, hits, lettering)
    return Text(
        prompt=prompt,
        language=language,
        words=masked,
        hits=[hit for hit in hits if not _inside(hit.start, lettering)],
        unknown=[
            word
            for word in unknown
            if not _inside(word.start, lettering) and not _is_contracted(word, prompt)
        ],
        sizes=sizes,
        counts=counts,
        lettering=lettering,
        frets=frets,
        stray_digits=[word for word in masked if word.is_number],
        loose_numbers=[n for n in numbers if not any(c.start <= n.start < c.end for c in counts)],
    )


def as_lettering(text: Text) -> Text:
    """Return a prompt of which every word shall be written."""
    return replace(
        text,
        hits=[],
        unknown=[],
        sizes=[],
        counts=[],
        lettering=whole_prompt(text.prompt),
        frets=[],
        stray_digits=[],
        loose_numbers=[],
    )


def _is_contracted(word: Word, prompt: str) -> bool:
    """Tell whether a word is the rest of one: "that's", "I'll"."""
    before = prompt[max(0, word.start - 1) : word.start]
    return before in {"'", "’"} and word.folded in {"s", "ll", "re", "ve", "d", "m", "t"}


def _masked(words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> list[Word]:
    """Return the words with those inside the spans made unreadable."""
    return [
        Word(text="#", folded="#", start=w.start, end=w.end)
        if any(start <= w.start < end for start, end in spans)
        else w
        for w in words
    ]


def _inside(at: int, items: Sequence[Item]) -> bool:
    return any(item.start <= at < item.end for item in items)
