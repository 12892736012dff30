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
_CARRIERS = frozenset(
    {"tessellation", "mosaic", "purfling", "binding", "border", "strip", "back_strip"}
)
_ARTICLE = len(" eine ")
_SIDES = frozenset({"outside", "inside"})
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
    place_ends = {hit.end for hit in hits if hit.is_a("place")}
    breaks = [
        word.start
        for i, word in enumerate(words)
        # "Outside: rope" is one clause.
        if word.is_break and not (word.text == ":" and i and words[i - 1].end in place_ends)
    ]
    before = 0
    for hit in hits:
        is_apart = any(before <= at < hit.start for at in (*breaks, *number_ends))
        link = hit.name("link") or ("around" if hit.name("place") == "around" else None)
        if hit.is_a("negation") and hit.name("negation") == "without":
            link = "with"
        if link in _NEW_CLAUSE or link == "around" or is_apart:
            opened_by = link or ("apart" if any(clause.hits for clause in clauses) else None)
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
            return (_carrier(clauses, negated) or found) if found[1] == "motif" else found
    for hits in wished:
        for kind in ("style", "context"):
            for hit in hits:
                if hit.is_a(kind) and hit.name(kind) in {"celtic", "islamic", "instrument"}:
                    return hit, kind
    return None


def _carrier(clauses: Sequence[Clause], negated: frozenset[int]) -> tuple[Hit, str] | None:
    """Return what carries the ornaments that stand before it.

    "herringbone on a rosette", "star and cross tiles": the ornaments are no heads.
    """
    for clause in clauses[1:]:
        for hit in clause.hits:
            name = hit.name("family")
            if hit.start in negated or name is None or name in PARTS:
                continue
            if name in WHOLE or (clause.opened_by == "and" and name in _CARRIERS):
                return hit, "family"
    return None


def _head_of(hits: Sequence[Hit], language: str) -> tuple[Hit, str] | None:
    named = [(hit, hit_kind(hit)) for hit in hits if hit_kind(hit) in _HEAD_KINDS]
    # "soundhole rosette", "fretboard inlay of stars": the part only says where.
    aside = _parts_aside(hits, [hit for hit, _ in named])
    named = [pair for pair in named if pair[0].start not in aside]
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


def _parts_aside(hits: Sequence[Hit], named: Sequence[Hit]) -> frozenset[int]:
    """Return the starts of parts of an instrument that stand before what is meant for them."""
    parts = [hit for hit in named if hit.name("family") in PARTS]
    others = [hit for hit in named if hit not in parts]
    inlays = [hit for hit in hits if hit.name("context") == "part"]
    return frozenset(
        part.start
        for part in parts
        if any(other.start > part.start for other in others)
        or (others and any(inlay.start > part.start for inlay in inlays))
    )


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
        if clause.opened_by in {"for", "in", "around"} or any(hit is head for hit in clause.hits)
        for hit in clause.hits
        if hit is not head and hit.name("family") in PARTS
    )


def find_negated(hits: Sequence[Hit], words: Sequence[Word]) -> dict[int, Hit]:
    """Return by their start the hits that are refused, with the word that refuses them.

    A refusal reaches to the next sign, or to a word that begins something new ("with",
    "no border and a ring").
    """
    negated: dict[int, Hit] = {}
    refusal: Hit | None = None
    breaks = [word.start for word in words if word.is_break]
    before = 0
    for i, hit in enumerate(hits):
        if any(before <= at < hit.start for at in breaks) or hit.name("link") in {"with", "for"}:
            refusal = None
        if refusal is not None and hit.name("link") == "and" and _begins_anew(hits, i, refusal):
            refusal = None
        if hit.name("negation") == "without":
            refusal = hit
        elif refusal is not None and hit_kind(hit) not in {"link", "filler"}:
            negated[hit.start] = refusal
        before = hit.end
    return negated


def _begins_anew(hits: Sequence[Hit], at: int, refusal: Hit) -> bool:
    """Tell whether an article stands after the "and" at an index, and none after the refusal."""
    after_refusal = hits[hits.index(refusal) + 1]
    after = hits[at + 1] if at + 1 < len(hits) else None
    is_article = [h is not None and h.name("filler") == "article" for h in (after_refusal, after)]
    return is_article == [False, True]


def find_places(
    clauses: Sequence[Clause], used: frozenset[int], sizes: Sequence[int] = ()
) -> dict[int, tuple[str, Hit]]:
    """Return by the start of each motif where it goes, with the word that says so.

    used: starts of the words that already say what a size measures; sizes: where each
    size begins ("around a 100 mm hole" names no place). A place belongs to
    the motif before it, or else to the next one; a border's motif is outside.
    """
    places: dict[int, tuple[str, Hit]] = {}
    earlier: list[Hit] = []
    edge: Hit | None = None
    for clause in clauses:
        motifs = [hit for hit in clause.hits if ornament_of(hit)]
        is_alone = clause.opened_by == "in" and len(clause.hits) == len(motifs) == 1
        if is_alone and edge is not None:
            # "un bord en corde": a border of rope.
            places[motifs[0].start] = ("outside", edge)
        edge = _edge_of(clause) if clause.hits and not motifs else None
        if any(hit.name("family") in PARTS for hit in clause.hits) or _is_sized(clause, sizes):
            continue
        if clause.opened_by == "and" and not motifs and _is_other_side(clause, earlier, places):
            continue
        if not motifs and clause.opened_by in {"around", "in"}:
            # "rope around a knot", "rope on the outside": the motif stands before.
            motifs = earlier[-1:]
        earlier = motifs or earlier
        if motifs:
            _place_motifs(clause, motifs, used, places)
    return places


def _is_sized(clause: Clause, sizes: Sequence[int]) -> bool:
    """Tell whether a size follows an "around" directly, or after an article."""
    end = clause.hits[-1].end
    named = any(hit_kind(hit) not in {"place", "filler"} for hit in clause.hits)
    near = any(0 <= start - end <= _ARTICLE for start in sizes)
    return clause.opened_by == "around" and near and not named


def _is_other_side(
    clause: Clause, motifs: Sequence[Hit], places: dict[int, tuple[str, Hit]]
) -> bool:
    """Put a motif on both sides where a clause adds the other: "pearls outside and inside"."""
    sides = [hit for hit in clause.hits if hit.name("place") in _SIDES]
    placed = [motif for motif in motifs if motif.start in places]
    if not sides or not placed or any(hit_kind(hit) in _HEAD_KINDS for hit in clause.hits):
        return False
    place, word = places[placed[-1].start]
    if {place, sides[0].name("place")} != _SIDES:
        return False
    places[placed[-1].start] = ("both", word)
    return True


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
    edge = _edge_of(clause)
    if edge is not None:
        for motif in motifs:
            places.setdefault(motif.start, ("outside", edge))


def _edge_of(clause: Clause) -> Hit | None:
    """Return the border that a clause adds to what was said before."""
    if clause.opened_by is None:
        return None
    return next((h for h in clause.hits if h.name("family") in _EDGE_WORDS), None)


def _motif_of_place(
    place: Hit, motifs: Sequence[Hit], taken: dict[int, tuple[str, Hit]]
) -> Hit | None:
    before = [m for m in motifs if m.end <= place.start and m.start not in taken]
    after = [m for m in motifs if m.start >= place.end and m.start not in taken]
    if place.name("place") == "around" or not before:
        return after[0] if after else (before[-1] if before else None)
    return before[-1]
