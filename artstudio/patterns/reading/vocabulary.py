"""The vocabulary, indexed by folded words: what a word or phrase may mean, and in which languages.

The words stand in `vocabulary.toml`. A German compound that is not listed is taken
apart into listed words ("Fischgrätrosette").
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from artstudio.patterns.reading.numbers import NUMBER_WORDS, NUMBERS_BY_LANGUAGE
from artstudio.patterns.reading.words import Word, base_forms, fold, split_words

LANGUAGES = ("en", "de", "es", "fr", "it")
LONGEST_PHRASE = 5
# Shorter words of another language than the prompt's are chance.
_SHORTEST_FOREIGN = 4
_SHORTEST_PART = 3
_SHORTEST_COMPOUND = 7
_LINKING = ("", "s", "n", "en", "es", "er", "e")


@dataclass(frozen=True, order=True)
class Concept:
    """What a word means: its kind (a table of the vocabulary) and its name there."""

    kind: str
    name: str


_NUMBERS = NUMBERS_BY_LANGUAGE
_AND_SIGNS = frozenset("&+")
_PIECES = Concept("counted", "pieces")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Words of a text that mean something; `first` and `last` index its words.

    concepts: what they may mean, in the text's language where they have a meaning there.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    concepts: tuple[Concept, ...]

    def name(self, kind: str) -> str | None:
        """Return the concept's name in a kind, or None where it has no meaning of that kind."""
        return next((c.name for c in self.concepts if c.kind == kind), None)

    def names(self) -> set[str]:
        """Return the names of all that it may mean."""
        return {concept.name for concept in self.concepts}

    def is_a(self, *kinds: str) -> bool:
        """Tell whether it may mean something of these kinds."""
        return any(concept.kind in kinds for concept in self.concepts)


Meanings = Mapping[str, tuple[Concept, ...]]


@functools.cache
def _index() -> dict[tuple[str, ...], dict[str, tuple[Concept, ...]]]:
    """Return every listed phrase as folded words, with its concepts by language."""
    data = tomllib.loads(
        resources.files(__package__).joinpath("vocabulary.toml").read_text("utf-8")
    )
    index: dict[tuple[str, ...], dict[str, tuple[Concept, ...]]] = {}
    for kind, entries in data.items():
        for name, columns in entries.items():
            for language, column in zip(LANGUAGES, columns, strict=True):
                for phrase in column.split(","):
                    for form in _spellings(phrase.strip(), language):
                        known = index.setdefault(form, {}).setdefault(language, ())
                        index[form][language] = (*known, Concept(kind, name))
    return index


def _spellings(phrase: str, language: str) -> set[tuple[str, ...]]:
    """Return a phrase as folded words; German umlauts also as ae, oe, ue."""
    spellings = {phrase}
    if language == "de":
        written = phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        spellings |= {written, written.capitalize()}
    found = {
        tuple(word.folded for word in split_words(spelling) if word.is_word)
        for spelling in spellings
        if not any(char.isdecimal() for char in spelling)
    }
    return found - {()}


def languages_of(words: Sequence[Word]) -> str:
    """Return the language most of the words belong to; English where none stands out."""
    weights = dict.fromkeys(LANGUAGES, 0.0)
    for i in range(len(words)):
        for length in (3, 2, 1):
            known = _meanings(words, i, length)
            # A word as it is listed tells more than one that is only related.
            known = _index().get((words[i].folded,), known) if length == 1 else known
            if length == 1 and not known:
                known = {name: () for name in LANGUAGES if words[i].folded in _NUMBERS[name]}
            for language in known:
                # A word that few languages share tells more; so do phrases.
                weights[language] += length / len(known)
    best = max(weights.values())
    return next(language for language in LANGUAGES if weights[language] == best)


def find_hits(words: Sequence[Word], language: str) -> tuple[list[Hit], list[Word]]:
    """Return what the words mean, longest phrases first, and the words that mean nothing here."""
    hits: list[Hit] = []
    unknown: list[Word] = []
    at = 0
    while at < len(words):
        if words[at].text in _AND_SIGNS:
            word = words[at]
            hits.append(_hit(word.start, word.end, (at, at), words, (Concept("link", "and"),)))
        if not words[at].is_word:
            at += 1
            continue
        taken = _longest(words, at, language)
        if taken is not None:
            hits.append(taken)
            at = taken.last + 1
            continue
        parts = _compound(words[at], at, language)
        hits += parts
        if not parts:
            unknown.append(words[at])
        at += 1
    return hits, unknown


def _longest(words: Sequence[Word], at: int, language: str) -> Hit | None:
    """Return the longest phrase that begins at a word: of the text's language, else of another.

    English phrases ("art nouveau") are used in every language.
    """
    for languages in ((language, "en"), LANGUAGES):
        if languages is LANGUAGES and words[at].folded in _NUMBERS[language]:
            break
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            known = _meanings(words, at, length)
            usable = {name: known[name] for name in languages if name in known}
            concepts = _chosen(usable, language, words[at].folded)
            if concepts:
                last = at + length - 1
                return _hit(words[at].start, words[last].end, (at, last), words, concepts)
    return None


def _hit(
    start: int, end: int, at: tuple[int, int], words: Sequence[Word], concepts: tuple[Concept, ...]
) -> Hit:
    text = " ".join(word.text for word in words[at[0] : at[1] + 1])
    return Hit(text=text, start=start, end=end, first=at[0], last=at[1], concepts=concepts)


def _meanings(words: Sequence[Word], at: int, length: int) -> Meanings:
    part = words[at : at + length]
    if len(part) < length or not all(word.is_word for word in _without_joints(part)):
        return {}
    folded = tuple(word.folded for word in part if word.is_word)
    if len(folded) != len(_without_joints(part)) or not part[-1].is_word:
        return {}
    return _listed(folded)


def _without_joints(part: Sequence[Word]) -> list[Word]:
    """Return the words of a phrase without the signs that may stand between them."""
    return [word for word in part if word.text not in {"-", "'", "’", "&", "/"}]


@functools.lru_cache(maxsize=4096)
def _listed(folded: tuple[str, ...]) -> Meanings:
    """Return the meanings of a phrase; those of its singular too where it only says "pieces"."""
    index = _index()
    *before, last = folded
    found: dict[str, tuple[Concept, ...]] = {}
    for form in base_forms(last):
        for language, concepts in index.get((*before, form), {}).items():
            known = found.get(language, ())
            if all(concept == _PIECES for concept in known):
                found[language] = (*known, *(c for c in concepts if c not in known))
    return found


def _chosen(known: Meanings, language: str, folded: str) -> tuple[Concept, ...]:
    """Return the meanings in the text's language, else in English, else in any other."""
    if language in known:
        return known[language]
    if len(folded) < _SHORTEST_FOREIGN:
        return ()
    return next((known[other] for other in LANGUAGES if other in known), ())


def _compound(word: Word, at: int, language: str) -> list[Hit]:
    """Return the parts of a compound as hits in order; none where a part is not listed."""
    if len(word.folded) < _SHORTEST_COMPOUND:
        return []
    hits, offset = [], 0
    for part, length in _split(word.folded):
        start = word.start + _position(word.text, offset)
        end = word.start + _position(word.text, offset + length)
        offset += length
        concepts = _chosen(_listed((part,)), language, "long")
        if part in NUMBER_WORDS:
            concepts = (Concept("number", str(NUMBER_WORDS[part])),)
        text = word.text[start - word.start : end - word.start]
        hits.append(Hit(text=text, start=start, end=end, first=at, last=at, concepts=concepts))
    return hits


def _position(text: str, folded_length: int) -> int:
    """Return how many characters of a text fold to so many."""
    length = 0
    for position, char in enumerate(text):
        if length >= folded_length:
            return position
        length += len(fold(char))
    return len(text)


@functools.lru_cache(maxsize=1024)
def _split(folded: str) -> tuple[tuple[str, int], ...]:
    """Return the listed parts of a compound, each with its length there, or nothing."""
    for cut in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
        head = folded[cut:]
        if not _is_part(head):
            continue
        for joint in _LINKING:
            rest = folded[:cut].removesuffix(joint) if joint else folded[:cut]
            if joint and rest == folded[:cut]:
                continue
            before = ((rest, cut),) if _is_part(rest) else _split_first(rest, cut)
            if before:
                return (*before, (head, len(head)))
    return ()


def _split_first(rest: str, cut: int) -> tuple[tuple[str, int], ...]:
    parts = _split(rest) if len(rest) >= _SHORTEST_COMPOUND else ()
    if not parts:
        return ()
    shortfall = cut - sum(length for _, length in parts)
    last, length = parts[-1]
    return (*parts[:-1], (last, length + shortfall))


def _is_part(folded: str) -> bool:
    if folded in NUMBER_WORDS:
        return True
    if len(folded) < _SHORTEST_PART:
        return False
    known = _listed((folded,))
    solid = [c for c in known.get("de", known.get("en", ())) if c.kind != "link"]
    return any(concept.kind != "filler" or concept.name == "request" for concept in solid)
