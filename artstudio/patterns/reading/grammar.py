"""The grammar of prompts: clauses, the head noun, what is negated, what is counted, and places.

A prompt is a noun with additions: "rosette with a rope border and a herringbone ring".
It is divided into clauses at commas and joining words; the head is looked for in the
first clause that names anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from artstudio.patterns.reading.families import BAND_MOTIFS
from artstudio.patterns.reading.vocabulary import Hit
from artstudio.patterns.reading.words import Word

#: Heads that are whole objects; they win over parts and ornaments beside them.
WHOLE = frozenset(
    {
        "rosette", "lute_rose", "mandala", "medallion", "fretboard", "headstock", "f_hole",
        "tie_block", "end_graft", "heel_cap", "soundhole",
    }
)  # fmt: skip
#: Parts of an instrument that a drawing may be meant for.
PARTS = frozenset({"fretboard", "headstock", "soundhole", "tie_block", "heel_cap", "end_graft"})
_HEAD_KINDS = ("family", "form", "subject", "motif")
_NEW_CLAUSE = frozenset({"with", "and", "for", "in"})
_ROMANCE = frozenset({"es", "fr", "it"})
_EDGE_WORDS = frozenset({"border", "binding", "purfling", "strip"})


@dataclass(kw_only=True)
class Clause:
    """Hits that belong together. opened_by: the joining concept before it, or None."""

    opened_by: str | None = None
    hits: list[Hit] = field(default_factory=list)


def split_clauses(
    hits: Sequence[Hit], words: Sequence[Word], number_ends: Sequence[int]
) -> list[Clause]:
    """Return the clauses of a prompt; joining words begin one, signs and sizes end one."""
    clauses = [Clause()]
    breaks = [word.start for word in words if word.is_break]
    before = 0
    for hit in hits:
        is_apart = any(before <= at < hit.start for at in (*breaks, *number_ends))
        link = hit.name("link") or ("around" if hit.name("place") == "around" else None)
        if hit.is_a("negation") and hit.name("negation") == "without":
            link = "with"
        if link in _NEW_CLAUSE or link == "around" or is_apart:
            opened_by = link or ("apart" if is_apart else None)
            clauses.append(Clause(opened_by=opened_by))
        if not hit.is_a("link") or link == "of":
            clauses[-1].hits.append(hit)
        before = hit.end
    return [clause for clause in clauses if clause.hits]


def find_head(
    clauses: Sequence[Clause], language: str, negated: frozenset[int]
) -> tuple[Hit, str] | None:
    """Return the hit that says what the whole drawing is, with the kind it is meant in."""
    wished = [[h for h in clause.hits if h.start not in negated] for clause in clauses]
    for hits in wished:
        if (found := _head_of(hits, language)) is not None:
            return found
    for hits in wished:
        for kind in ("style", "context"):
            for hit in hits:
                if hit.is_a(kind) and hit.name(kind) in {"celtic", "islamic", "instrument"}:
                    return hit, kind
    return None


def _head_of(hits: Sequence[Hit], language: str) -> tuple[Hit, str] | None:
    named = [(hit, hit_kind(hit)) for hit in hits if hit_kind(hit) in _HEAD_KINDS]
    if not named:
        return None
    whole = [pair for pair in named if pair[1] == "family" and pair[0].name("family") in WHOLE]
    if whole:
        return whole[0]
    of = next((i for i, hit in enumerate(hits) if hit.name("link") == "of"), None)
    before_of = [pair for pair in named if of is not None and pair[0].end <= hits[of].start]
    named = before_of or named
    if language in _ROMANCE:
        return named[0]
    families = [pair for pair in named if pair[1] in {"family", "form"}]
    last, kind = named[-1]
    if families and kind == "motif" and last.name("motif") in BAND_MOTIFS:
        # Keywords without grammar: "border herringbone".
        return families[-1]
    return last, kind


def hit_kind(hit: Hit) -> str:
    """Return the kind a hit is meant in where nothing beside it decides."""
    order = ("number", "negation", "family", "form", "subject", "motif", "style", "density",
             "lettering", "counted", "place", "dimension", "context", "link", "filler")  # fmt: skip
    return next((kind for kind in order if hit.is_a(kind)), "filler")


def ornament_of(hit: Hit) -> str | None:
    """Return the ornament of a band that a hit names; a mosaic is one, and a family too."""
    if hit.name("family") == "mosaic":
        return "mosaic"
    return hit.name("motif") if hit_kind(hit) == "motif" else None


def find_purposes(clauses: Sequence[Clause], head: Hit | None) -> frozenset[int]:
    """Return the starts of the places on an instrument that a drawing is only meant for.

    "a vine for a fretboard" is a vine; a fretboard alone is what is asked for.
    """
    return frozenset(
        hit.start
        for clause in clauses
        if clause.opened_by in {"for", "in", "around"}
        for hit in clause.hits
        if hit is not head and hit.name("family") in PARTS
    )


def find_negated(hits: Sequence[Hit], words: Sequence[Word]) -> dict[int, Hit]:
    """Return by their start the hits that are refused, with the word that refuses them.

    A refusal reaches to the next sign, or to a word that begins something new ("with").
    """
    negated: dict[int, Hit] = {}
    refusal: Hit | None = None
    breaks = [word.start for word in words if word.is_break]
    before = 0
    for hit in hits:
        if any(before <= at < hit.start for at in breaks) or hit.name("link") in {"with", "for"}:
            refusal = None
        if hit.name("negation") == "without":
            refusal = hit
        elif refusal is not None and hit_kind(hit) not in {"link", "filler"}:
            negated[hit.start] = refusal
        before = hit.end
    return negated


def find_places(clauses: Sequence[Clause], used: frozenset[int]) -> dict[int, tuple[str, Hit]]:
    """Return by the start of each motif where it goes, with the word that says so.

    used: starts of the words that already say what a size measures. A place belongs to
    the motif before it, or else to the next one; a border's motif is outside.
    """
    places: dict[int, tuple[str, Hit]] = {}
    earlier: list[Hit] = []
    for clause in clauses:
        motifs = [hit for hit in clause.hits if ornament_of(hit)]
        if not motifs and clause.opened_by in {"around", "in"}:
            # "rope around a knot", "rope on the outside": the motif stands before.
            motifs = earlier[-1:]
        earlier = motifs or earlier
        if motifs:
            _place_motifs(clause, motifs, used, places)
    return places


def _place_motifs(
    clause: Clause,
    motifs: Sequence[Hit],
    used: frozenset[int],
    places: dict[int, tuple[str, Hit]],
) -> None:
    """Add where the motifs of one clause go."""
    for hit in clause.hits:
        name = hit.name("place")
        if name is None or hit.start in used or hit_kind(hit) in {"family", "form"}:
            continue
        motif = _motif_of_place(hit, motifs, places)
        if motif is not None:
            places[motif.start] = ("outside" if name == "around" else name, hit)
    edge = next((h for h in clause.hits if h.name("family") in _EDGE_WORDS), None)
    if edge is not None and clause.opened_by is not None:
        for motif in motifs:
            places.setdefault(motif.start, ("outside", edge))


def _motif_of_place(
    place: Hit, motifs: Sequence[Hit], taken: dict[int, tuple[str, Hit]]
) -> Hit | None:
    before = [m for m in motifs if m.end <= place.start and m.start not in taken]
    after = [m for m in motifs if m.start >= place.end and m.start not in taken]
    if place.name("place") == "around" or not before:
        return after[0] if after else (before[-1] if before else None)
    return before[-1]
