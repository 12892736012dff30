"""From a prompt to its reading: every part with its meaning and its place in the text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from artstudio.patterns.reading.counts import (
    MOST_RINGS,
    SYMMETRIC,
    Count,
    counted_bands,
    lists_motifs,
)
from artstudio.patterns.reading.families import (
    FIELD_MOTIFS,
    ROUND_FORMS,
    STRIP_HEADS,
    TITLES,
    carries_lettering,
    choose_family,
)
from artstudio.patterns.reading.features import Item, PromptFeatures, Reading, WantedMotif
from artstudio.patterns.reading.grammar import (
    find_head,
    find_negated,
    find_places,
    find_purposes,
    hit_kind,
    split_clauses,
)
from artstudio.patterns.reading.items import ItemBuilder
from artstudio.patterns.reading.size_roles import CONSTRAINTS, assign_sizes
from artstudio.patterns.reading.sizes import MeasuredSize
from artstudio.patterns.reading.text import Text, as_lettering, take_apart
from artstudio.patterns.reading.vocabulary import Concept, Hit

_DIAMETER_DECIDES = (
    "A diameter is given and the prompt names a straight strip; the diameter decides, and a "
    "rosette is drawn."
)
_TWO = 2
_MOST_FOLD, _LEAST_FOLD = 72, 2
_MOST_CELLS = 120

#: More stars than one are a field of them.
_MANY_STARS = frozenset({"stars", "sterne", "sternen", "estrellas", "étoiles", "etoiles", "stelle"})


def read_prompt(prompt: str, *, hints: Sequence[str] = (), given: Collection[str] = ()) -> Reading:
    """Return what a prompt asks for, with the style hints that came with it.

    given: names of constraints that have a value; they win over hints, and hints over
    words. The same arguments give the same reading.
    """
    text = take_apart(prompt)
    hinted = [take_apart(hint.replace("_", " ")) for hint in hints]
    hint_hits = [hit for part in hinted for hit in part.hits]
    if not text.lettering and any(hit.is_a("lettering") for hit in hint_hits):
        text = as_lettering(text)
    used = frozenset(hit.start for size in text.sizes for hit in text.hits if _lies_in(hit, size))
    ends = [size.quantity.start for size in text.sizes]
    clauses = split_clauses([h for h in text.hits if h.start not in used], text.words, ends)
    negated = find_negated(text.hits, text.words)
    places = find_places(clauses, used, [size.start for size in text.sizes])
    refused = frozenset(negated)
    own_head = find_head(clauses, text.language, refused) or find_head(
        split_clauses(text.hits, text.words, ends), text.language, refused
    )
    own = _concept(own_head)
    hint_head = find_head(split_clauses(hint_hits, [], []), "en", frozenset())
    decided = _concept(hint_head) if hint_head and hint_head[1] in {"family", "form"} else None
    turns = {c.hit.start for c in text.counts if c.hit is not None and c.noun in SYMMETRIC}
    wished = _wanted_concepts(text.hits, used | turns, negated) | _wanted_concepts(
        hint_hits, frozenset(), {}
    )
    head = decided or own or _concept(hint_head)
    if text.lettering and carries_lettering(head, {(c.kind, c.name) for c in wished}):
        head = decided = ("lettering", "lettering")
        text.lettering[0] = replace(text.lettering[0], is_head=True)
    family, fits = choose_family(head, {(c.kind, c.name) for c in wished})
    if family == "purfling":
        family = _kind_of_strip(text, head, places)
    if _is_fretboard(text, family):
        family, fits = "fretboard", True
    if head == ("motif", "pearls") and _grid(text.counts):
        family = "figure"
    if family == "figure" and own_head and own_head[0].text.lower() in _MANY_STARS:
        family = "tessellation"
    # A border of 20 x 30 cm is a frame, and no strip.
    is_field = any(size.quantity.is_field for size in text.sizes) and head is not None
    is_field = is_field and bool(family == "purfling" or (head and head[1] in STRIP_HEADS))
    if is_field and head and head[0] == "motif" and head[1] in FIELD_MOTIFS:
        family, is_field = "tessellation", False
    is_field = is_field and family != "wood_purfling"
    is_strip = family in {"purfling", "wood_purfling"} and head is not None and head[0] == "family"
    family = _round_family(family, given, text.sizes)
    forms = {c.name for c in wished if c.kind in {"form", "family"}}
    sizes, size_items = assign_sizes(
        text.sizes,
        family,
        is_round=bool(forms & ROUND_FORMS),
        is_strip=bool(forms & STRIP_HEADS or head == ("motif", "braid"))
        and family in {"celtic_knot", "vine"},
    )
    measures = {name: mm for name, mm in sizes.items() if name not in CONSTRAINTS}
    sizes = {name: mm for name, mm in sizes.items() if name in CONSTRAINTS}
    bands = counted_bands(text.counts, text.hits) if family == "rosette" else {}
    _place_bands(text, bands, places, negated)
    purposes = find_purposes(clauses, own_head[0] if own_head else None)
    builder = ItemBuilder(
        text=text,
        used=used,
        skipped=used | purposes,
        negated=negated,
        places=places,
        head=own_head,
        bands=bands,
        head_fits=fits
        and not is_field
        and not (head == ("motif", "chequer") and family == "purfling"),
    )
    frets = [fret.item for fret in text.frets]
    found = sorted(
        [*builder.items(), *size_items, *text.lettering, *frets], key=lambda item: item.start
    )
    items = [replace(item, text=prompt[item.start : item.end]) for item in found]
    features = PromptFeatures(
        head=head,
        family=family,
        fits=fits,
        motifs=builder.motifs(hint_hits),
        without=frozenset(
            name for hit in text.hits if hit.start in negated for name in hit.names()
        ),
        only=bool(builder.motifs([]))
        and (
            any(builder.restricts(hit) for hit in text.hits) or lists_motifs(text.counts, text.hits)
        ),
        symmetry=_symmetry(text.counts),
        rings=_all_rings(text.counts, bands, builder.motifs(hint_hits)),
        density=_density([*text.hits, *hint_hits], negated),
        counts={
            c.noun: c.values[0]
            for c in reversed(text.counts)
            if c.noun != "grid" and c.start not in bands
        },
        grid=_grid(text.counts),
        sizes=sizes,
        measures=measures | _fret_measures(text),
        instruments=tuple(h.text.lower() for h in text.hits if h.name("context") == "instrument"),
        materials=tuple(h.text for h in text.hits if h.name("context") == "material"),
        texts=tuple(item.value for item in text.lettering),
        words=tuple(builder.words(hint_hits)),
    )
    return Reading(
        language=text.language,
        items=tuple(items),
        not_understood=tuple(_unknown_words(text)),
        features=features,
        conflicts=(
            *_conflicts(own_head, decided, own, wished),
            *([_DIAMETER_DECIDES] if is_strip and family == "rosette" else []),
        ),
        subjects=tuple(dict.fromkeys(i.text for i in items if _is_subject(i))),
    )


# A purfling narrower than that is made of veneers.
_NARROW_MM = 3.0

#: Families that a fret or a scale length turns into the inlays of a fretboard.
_ON_FRETBOARDS = frozenset({None, "purfling", "figure", "vine", "medallion", "fretboard"})


def _is_fretboard(text: Text, family: str | None) -> bool:
    """Tell whether a fretboard is measured: by its scale length, its frets, or one of them."""
    has_scale = any("scale" in size.roles for size in text.sizes)
    has_frets = bool(text.frets) or any(count.noun == "frets" for count in text.counts)
    return family in _ON_FRETBOARDS and (has_scale or has_frets)


def _fret_measures(text: Text) -> dict[str, float]:
    found: dict[str, float] = {}
    for fret in text.frets:
        if fret.width_mm is None:
            found.setdefault("fret", fret.number)
        else:
            found.setdefault("fret12_mm", fret.width_mm)
    return found


def _lies_in(hit: Hit, size: MeasuredSize) -> bool:
    return size.start <= hit.start and hit.end <= size.end and hit.is_a("dimension", "family")


def _concept(head: tuple[Hit, str] | None) -> tuple[str, str] | None:
    if head is None:
        return None
    return head[1], head[0].name(head[1]) or ""


def _wanted_concepts(
    hits: Sequence[Hit], used: frozenset[int], negated: Collection[int]
) -> set[Concept]:
    """Return the concepts that are asked for, each hit in the kind it is meant in."""
    return {
        Concept(kind, hit.name(kind) or "")
        for hit in hits
        if hit.start not in used and hit.start not in negated
        for kind in (hit_kind(hit),)
    }


def _round_family(
    family: str | None, given: Collection[str], sizes: Sequence[MeasuredSize]
) -> str | None:
    """Return a round family where a diameter is given: it decides outright."""
    roles = {role for size in sizes for role in size.roles}
    has_diameter = bool({"inner_diameter_mm", "outer_diameter_mm"} & set(given)) or bool(
        roles & {"inner", "outer", "diameter"}
    )
    return "rosette" if has_diameter and family in {None, "purfling"} else family


def _speaks_of_rings(text: Text, places: dict[int, tuple[str, Hit]]) -> bool:
    """Tell whether motifs that stand alone are rings: they are counted, or inside and outside."""
    return _rings(text.counts) is not None or any(
        place in {"inside", "outside", "both"} for place, _ in places.values()
    )


def _symmetry(counts: Sequence[Count]) -> int | None:
    fold = next((c.values[0] for c in counts if c.noun in {*SYMMETRIC, "petals", "leaves"}), None)
    return fold if fold is not None and _LEAST_FOLD <= fold <= _MOST_FOLD else None


def _place_bands(
    text: Text, bands: dict[int, Hit], places: dict[int, tuple[str, Hit]], negated: Collection[int]
) -> None:
    """Put two bands of one motif on both sides of the others: "two rope rings and a mosaic"."""
    for count in text.counts:
        motif = bands.get(count.start)
        if motif is None or count.hit is None or motif.start in negated:
            continue
        _, word = places.get(motif.start, ("", count.hit))
        if count.values[0] == _TWO and word is count.hit:
            places[motif.start] = ("both", count.hit)


def _all_rings(
    counts: Sequence[Count], bands: dict[int, Hit], motifs: Sequence[WantedMotif]
) -> int | None:
    """Return how many rings there are: as counted, or those of the only motif there is."""
    of_all = _rings([count for count in counts if count.start not in bands])
    if of_all is not None or len({motif.name for motif in motifs}) != 1:
        return of_all
    return next((c.values[0] for c in counts if c.start in bands and c.values[0] > 1), None)


def _rings(counts: Sequence[Count]) -> int | None:
    rings = next((c.values[0] for c in counts if c.noun == "rings"), None)
    return rings if rings is not None and 1 <= rings <= MOST_RINGS else None


def _grid(counts: Sequence[Count]) -> tuple[int, int] | None:
    """Return columns and rows, where both can be drawn."""
    values = next((c.values for c in counts if c.noun == "grid"), None)
    if values is None or not all(1 <= value <= _MOST_CELLS for value in values):
        return None
    return values[0], values[1]


def _density(hits: Sequence[Hit], negated: Collection[int]) -> int:
    names = [
        hit.name("density")
        for hit in hits
        if hit_kind(hit) == "density" and hit.start not in negated
    ]
    dense, bold = names.count("dense"), names.count("bold")
    return 1 + (dense > bold) - (bold > dense)


def _kind_of_strip(
    text: Text, head: tuple[str, str] | None, places: dict[int, tuple[str, Hit]]
) -> str:
    """Return which family draws what a strip's head names."""
    if head and head[0] == "motif" and _speaks_of_rings(text, places):
        return "rosette"
    return "wood_purfling" if _is_of_woods(text, head) else "purfling"


def _is_of_woods(text: Text, head: tuple[str, str] | None) -> bool:
    """Tell whether a purfling is of woods: two are named, it is a frame, or narrow."""
    if len({hit.text for hit in text.hits if hit.name("context") == "material"}) > 1:
        return True
    if head is None or head[1] not in {"purfling", "binding"}:
        return False
    return any(
        size.quantity.is_field or min(size.quantity.values, default=_NARROW_MM) < _NARROW_MM
        for size in text.sizes
    )


def _unknown_words(text: Text) -> list[str]:
    found = [(word.start, word.text) for word in (*text.unknown, *text.stray_digits)]
    found += [(number.start, number.text) for number in text.loose_numbers]
    return list(dict.fromkeys(word for _, word in sorted(found)))


def _is_subject(item: Item) -> bool:
    return item.meaning == "subject" or (item.meaning == "style" and item.value == "manner")


def _conflicts(
    own_head: tuple[Hit, str] | None,
    decided: tuple[str, str] | None,
    own: tuple[str, str] | None,
    wished: set[Concept],
) -> tuple[str, ...]:
    """Return what the ticked style and the words say differently."""
    if own_head is None or decided is None or own is None or own_head[1] == "style":
        return ()
    names = {(concept.kind, concept.name) for concept in wished}
    by_style, by_words = choose_family(decided, names)[0], choose_family(own, names - {decided})[0]
    if by_style is None or by_words is None or by_style == by_words:
        return ()
    by_head = own_head[0].text
    text = f"The style asks for {TITLES[by_style]}, the prompt for “{by_head}”; the style decides."
    return (text,)
