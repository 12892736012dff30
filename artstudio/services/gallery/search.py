"""Searching in prompts: full text, and what was probably meant where a word is unknown.

A word that no prompt contains is compared by its trigrams with the words that
prompts do contain (https://www.postgresql.org/docs/current/pgtrgm.html, "Text
Search Integration"). That takes the same time however many drawings there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from artstudio.models import ArtAsset
from artstudio.models.assets import SEARCH_CONFIG
from artstudio.models.gallery import MAX_WORD_LENGTH

MAX_QUERY_LENGTH = 200
_MAX_WORDS = 12
_SHORTEST = 3
_LIKE = 0.3
_NEARLY_AS_LIKE = 0.8
_TERM = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
_WORD = re.compile(r"\w+")
#: For each unknown word the known ones that are most like it, best first.
_SIMILAR = """
SELECT asked, word, similarity(word, asked) AS likeness
FROM unnest(%s::text[]) AS asked
JOIN artstudio_searchword ON word %% asked
WHERE similarity(word, asked) >= %s
ORDER BY asked, likeness DESC, word
"""
#: Those words whose stem no word of any prompt begins with; words like "the" have no stem.
_UNKNOWN = """
SELECT asked FROM (
    SELECT asked, (tsvector_to_array(to_tsvector(%s::regconfig, asked)))[1] AS stem
    FROM unnest(%s::text[]) AS asked
) AS stems
WHERE stem IS NOT NULL
AND NOT EXISTS (SELECT FROM artstudio_searchword WHERE starts_with(word, stem))
"""


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for: `corrected` has the words taken in place of unknown ones."""

    text: str
    tsquery: str
    corrected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Words were unknown, and this database has no trigrams to guess by.
    spelling_unchecked: bool = False

    def apply(self, assets: QuerySet[ArtAsset]) -> QuerySet[ArtAsset]:
        """Return those assets whose prompts hold what is looked for."""
        if not self.tsquery:
            return assets.none()
        query = SearchQuery(self.tsquery, config=SEARCH_CONFIG, search_type="raw")
        return assets.filter(words=query)


@dataclass(frozen=True, kw_only=True)
class _Term:
    words: Sequence[str]
    excluded: bool
    is_phrase: bool


def read_search(text: str) -> Search:
    """Return what `text` looks for: words (their beginnings too), "phrases" and -exclusions.

    Every word must occur. Text without a word finds nothing.
    """
    terms = [term for term in map(_term, _TERM.finditer(text)) if term.words][:_MAX_WORDS]
    plain = {w for t in terms if not t.is_phrase and not t.excluded for w in t.words}
    # Numbers are no matter of spelling, and the list of words has none.
    spelled = sorted(word for word in plain if _is_listed(word))
    unknown = _unknown(spelled) if spelled else []
    can_guess = _has_trigrams() if unknown else True
    corrected = _corrections(unknown) if unknown and can_guess else {}
    # Every word must occur: with one that never does, there is nothing to look through.
    hopeless = len(corrected) < len(unknown)
    return Search(
        text=text,
        tsquery="" if hopeless else " & ".join(_written(term, corrected) for term in terms),
        corrected=corrected,
        spelling_unchecked=not can_guess,
    )


def _is_listed(word: str) -> bool:
    """Tell whether the list of known words would have a word like this one."""
    return _SHORTEST <= len(word) <= MAX_WORD_LENGTH and word.isalpha()


def _term(match: re.Match[str]) -> _Term:
    said = match["phrase"] if match["plain"] is None else match["plain"]
    return _Term(
        words=_WORD.findall(said.lower()),
        excluded=bool(match["no"]),
        is_phrase=match["plain"] is None,
    )


def _written(term: _Term, corrected: Mapping[str, Sequence[str]]) -> str:
    """Return a term in the language of to_tsquery; its words hold nothing but letters."""
    if term.is_phrase:
        query = f"({' <-> '.join(map(_quoted, term.words))})"
    else:
        query = " & ".join(_any_of(corrected.get(word) or [word]) for word in term.words)
    return f"!({query})" if term.excluded else query


def _any_of(words: Sequence[str]) -> str:
    return f"({' | '.join(map(_itself_or_longer, words))})"


def _itself_or_longer(word: str) -> str:
    """Return a word and what begins with it.

    The word by itself finds nothing more, but is all that the database can estimate where
    prompts have few different words: it takes any beginning for rare then, and gathers and
    sorts all that hold a common word instead of stopping when a page is full.
    """
    whole = _quoted(word)
    return f"{whole} | {whole}:*" if len(word) >= _SHORTEST else whole


def _quoted(word: str) -> str:
    return f"'{word}'"


def _unknown(words: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, [SEARCH_CONFIG, list(words)])
        return [row[0] for row in cursor.fetchall()]


def _corrections(unknown: Sequence[str]) -> dict[str, list[str]]:
    """Return the known words that are most like each unknown one, where there are any."""
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, [list(unknown), _LIKE])
        return _best(cursor.fetchall())


def _best(found: Sequence[tuple[str, str, float]]) -> dict[str, list[str]]:
    """Return the best known words by unknown word, and those that are nearly as like."""
    best: dict[str, list[str]] = {}
    likeness_of: dict[str, float] = {}
    for asked, word, likeness in found:
        top = likeness_of.setdefault(asked, likeness)
        if likeness >= top * _NEARLY_AS_LIKE:
            best.setdefault(asked, []).append(word)
    return best


def _has_trigrams() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None
