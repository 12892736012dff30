"""From a prompt to its reading: every part with its meaning and its place in the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from artstudio.patterns.reading.counts import SYMMETRIC, Count, find_counts, number_words
from artstudio.patterns.reading.families import TITLES, choose_family
from artstudio.patterns.reading.features import Item, Meaning, PromptFeatures, Reading, WantedMotif
from artstudio.patterns.reading.grammar import (
    find_head,
    find_negated,
    find_places,
    find_purposes,
    hit_kind,
    ornament_of,
    split_clauses,
)
from artstudio.patterns.reading.size_roles import assign_sizes
from artstudio.patterns.reading.sizes import MeasuredSize, Quantity, find_quantities, measure_sizes
from artstudio.patterns.reading.vocabulary import Concept, Hit, find_hits, languages_of
from artstudio.patterns.reading.words import Word, split_words

_QUOTED = re.compile(
    r"(?<![\w\d])(?:\"([^\"\n]{1,80})\"|“([^”\n]{1,80})”|„([^“”\n]{1,80})[“”]|«\s*([^»\n]{1,80}?)\s*»"
    r"|‘([^’\n]{1,80})’|'([^'\n]{1,80})'(?!\w))"
)
# After "the word", "initials", "letters": capitals, or one capitalised word.
_LETTERED = re.compile(r"[\s:]+((?:[A-ZÀ-Þ]\.?\s?&?\s?){1,6}(?![a-zß-ÿ])|[A-ZÀ-Þ][\w’'-]*)")
_NEVER = ("nothing",)
_DIAMETER_DECIDES = (
    "A diameter is given and the prompt names a straight strip; the diameter decides, and a "
    "rosette is drawn."
)
_MANY_SUBJECTS = frozenset({"animal", "person", "place_or_thing", "plant"})
#: More stars than one are a field of them.
_MANY_STARS = frozenset({"stars", "sterne", "sternen", "estrellas", "étoiles", "etoiles", "stelle"})
_SAME_PLACE = {"outside": "@outside", "inside": "@inside", "middle": "@middle"}
_MEANINGS: dict[str, Meaning] = {
    "family": "family", "form": "family", "motif": "motif", "subject": "subject",
    "style": "style", "density": "density", "lettering": "lettering",
}  # fmt: skip
#: What a counted noun without a number asks for.
_UNCOUNTED = {"rings": ("form:ring",), "fold": ("symmetric",)}
_MOST_RINGS, _MOST_FOLD, _LEAST_FOLD = 12, 72, 2
_MOST_CELLS = 120


@dataclass(kw_only=True)
class _Text:
    """A prompt taken apart."""

    prompt: str
    language: str
    words: list[Word]
    hits: list[Hit]
    unknown: list[Word]
    sizes: list[MeasuredSize]
    counts: list[Count]
    lettering: list[Item]
    loose_numbers: list[Quantity]
    items: list[Item] = field(default_factory=list)


def read_prompt(prompt: str, *, hints: Sequence[str] = (), given: Collection[str] = ()) -> Reading:
    """Return what a prompt asks for, with the style hints that came with it.

    given: names of constraints that have a value; they win over hints, and hints over
    words. The same arguments give the same reading.
    """
    text = _take_apart(prompt)
    hinted = [_take_apart(hint.replace("_", " ")) for hint in hints]
    hint_hits = [hit for part in hinted for hit in part.hits]
    used = frozenset(hit.start for size in text.sizes for hit in text.hits if _lies_in(hit, size))
    ends = [size.quantity.start for size in text.sizes]
    clauses = split_clauses([h for h in text.hits if h.start not in used], text.words, ends)
    negated = find_negated(text.hits, text.words)
    places = find_places(clauses, used)
    refused = frozenset(negated)
    own_head = find_head(clauses, text.language, refused) or find_head(
        split_clauses(text.hits, text.words, ends), text.language, refused
    )
    own = _concept(own_head)
    hint_head = find_head(split_clauses(hint_hits, [], []), "en", frozenset())
    decided = _concept(hint_head) if hint_head and hint_head[1] in {"family", "form"} else None
    turns = {c.hit.start for c in text.counts if c.hit is not None and c.noun in SYMMETRIC}
    wished = _wished(text.hits, used | turns, negated) | _wished(hint_hits, frozenset(), {})
    head = decided or own or _concept(hint_head)
    if head is None and text.lettering:
        head = ("lettering", "lettering")
        text.lettering[0] = replace(text.lettering[0], is_head=True)
    family, fits = choose_family(head, {(c.kind, c.name) for c in wished})
    if family == "purfling" and head and head[0] == "motif" and _speaks_of_rings(text, places):
        family = "rosette"
    if head == ("motif", "pearls") and _grid(text.counts):
        family = "figure"
    if family == "figure" and own_head and own_head[0].text.lower() in _MANY_STARS:
        family = "tessellation"
    is_strip = family == "purfling" and head is not None and head[0] == "family"
    family = _round_family(family, given, text.sizes)
    sizes, size_items = assign_sizes(text.sizes, family)
    purposes = find_purposes(clauses, own_head[0] if own_head else None)
    builder = _Builder(
        text=text,
        used=used,
        skipped=used | purposes,
        negated=negated,
        places=places,
        head=own_head,
    )
    found = sorted([*builder.items(), *size_items, *text.lettering], key=lambda item: item.start)
    items = [replace(item, text=prompt[item.start : item.end]) for item in found]
    features = PromptFeatures(
        head=head,
        family=family,
        fits=fits,
        motifs=builder.motifs(hint_hits),
        without=frozenset(
            name for hit in text.hits if hit.start in negated for name in _names(hit)
        ),
        only=any(hit.name("negation") == "only" for hit in text.hits) and bool(builder.motifs([])),
        symmetry=_symmetry(text.counts),
        rings=_rings(text.counts),
        density=_density([*text.hits, *hint_hits], negated),
        counts={c.noun: c.values[0] for c in reversed(text.counts) if c.noun != "grid"},
        grid=_grid(text.counts),
        sizes=sizes,
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


def _take_apart(prompt: str) -> _Text:
    lettering = _lettering(prompt)
    words = split_words(prompt)
    masked = _masked(words, [(item.start, item.end) for item in lettering])
    language = languages_of(masked)
    quantities = [q for q in find_quantities(prompt) if not _inside(q.start, lettering)]
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
    counted = {count.start for count in counts}
    lettering = _named_lettering(prompt, hits, lettering)
    return _Text(
        prompt=prompt,
        language=language,
        words=masked,
        hits=[hit for hit in hits if not _inside(hit.start, lettering)],
        unknown=[word for word in unknown if not _inside(word.start, lettering)],
        sizes=sizes,
        counts=counts,
        lettering=lettering,
        loose_numbers=[n for n in numbers if n.start not in counted],
    )


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


def _lies_in(hit: Hit, size: MeasuredSize) -> bool:
    return size.start <= hit.start and hit.end <= size.end and hit.is_a("dimension", "family")


def _lettering(prompt: str) -> list[Item]:
    """Return the quoted texts."""
    found = []
    for match in _QUOTED.finditer(prompt):
        content = next(group for group in match.groups() if group is not None)
        found.append(_letters(match.group(), match.span(), content))
    return found


def _named_lettering(prompt: str, hits: Sequence[Hit], quoted: Sequence[Item]) -> list[Item]:
    """Return the quoted texts and those that follow "the word", "initials" and the like."""
    items = list(quoted)
    for hit in hits:
        if not hit.is_a("lettering") or any(abs(item.start - hit.end) <= 1 for item in quoted):
            continue
        if match := _LETTERED.match(prompt, hit.end):
            content = match[1].rstrip()
            items.append(
                _letters(content, (match.start(1), match.start(1) + len(content)), content)
            )
    return items


def _letters(text: str, span: tuple[int, int], content: str) -> Item:
    needs = (f"lettering:{content}",)
    return Item(
        text=text, start=span[0], end=span[1], meaning="lettering", value=content, needs=needs
    )


def _concept(head: tuple[Hit, str] | None) -> tuple[str, str] | None:
    if head is None:
        return None
    return head[1], head[0].name(head[1]) or ""


def _names(hit: Hit) -> set[str]:
    return {concept.name for concept in hit.concepts}


def _wished(hits: Sequence[Hit], used: frozenset[int], negated: Collection[int]) -> set[Concept]:
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


def _speaks_of_rings(text: _Text, places: dict[int, tuple[str, Hit]]) -> bool:
    """Tell whether motifs that stand alone are rings: they are counted, or inside and outside."""
    return _rings(text.counts) is not None or any(
        place in {"inside", "outside"} for place, _ in places.values()
    )


@dataclass(kw_only=True)
class _Builder:
    """Makes the items and features of the hits of one prompt."""

    text: _Text
    used: frozenset[int]
    skipped: frozenset[int]
    negated: dict[int, Hit]
    places: dict[int, tuple[str, Hit]]
    head: tuple[Hit, str] | None

    def items(self) -> list[Item]:
        """Return the parts of the prompt that mean something."""
        counted = {c.hit.start: c for c in self.text.counts if c.hit is not None}
        found = [_count_item(count) for count in self.text.counts]
        for hit in self.text.hits:
            if hit.start in self.skipped or hit.start in counted or hit.is_a("number"):
                continue
            if (item := self._item(hit)) is not None:
                found.append(item)
        return found

    def _item(self, hit: Hit) -> Item | None:
        kind = hit_kind(hit)
        if hit.start in self.negated:
            return _negation_item(hit)
        if kind == "negation":
            value = hit.name("negation")
            needs = ("only",) if value == "only" else ()
            return _item(hit, "negation", value, needs)
        if kind == "place" or any(word is hit for _, word in self.places.values()):
            return self._place_item(hit)
        if self.head is not None and hit is self.head[0]:
            return self._head_item(hit, self.head[1])
        if kind == "counted":
            name = hit.name("counted")
            return _item(hit, "motif", name, _UNCOUNTED.get(name or "", _NEVER))
        return _meant(hit, kind) if kind in _MEANINGS else None

    def _head_item(self, hit: Hit, kind: str) -> Item:
        if kind == "context":
            return replace(_item(hit, "subject", hit.text.lower(), _NEVER), is_head=True)
        return replace(_meant(hit, kind), is_head=True)

    def _place_item(self, hit: Hit) -> Item:
        at = hit.name("place")
        for start, (place, word) in self.places.items():
            if word is hit:
                motif = next(h for h in self.text.hits if h.start == start)
                name = ornament_of(motif) or ""
                value = {"motif": name, "at": place}
                return _item(hit, "place", value, (f"motif:{name}{_SAME_PLACE[place]}",))
        needs = ("form:ring",) if at == "around" else _NEVER
        return _item(hit, "place", at, needs)

    def motifs(self, hint_hits: Sequence[Hit]) -> tuple[WantedMotif, ...]:
        """Return the ornaments that are asked for, in the order of the prompt."""
        found = []
        for hit in [*self.text.hits, *hint_hits]:
            own = hit in self.text.hits
            name = ornament_of(hit)
            if name and not (own and hit.start in self.negated):
                place = self.places.get(hit.start, (None, None))[0] if own else None
                found.append(WantedMotif(name=name, place=place))
        return tuple(found)

    def words(self, hint_hits: Sequence[Hit]) -> list[str]:
        """Return the plain English words of what is asked for."""
        found = []
        for hit in [*hint_hits, *self.text.hits]:
            own = hit in self.text.hits
            kind = hit_kind(hit)
            if own and (hit.start in self.negated or (hit.start in self.used and kind == "place")):
                continue
            if kind in {"family", "form", "motif", "subject", "style", "counted"}:
                name = hit.name(kind) or ""
                found += name.removesuffix("_shape").split("_")
                if self.text.language == "en":
                    found += hit.text.lower().split()
        return list(dict.fromkeys(found))


def _item(hit: Hit, meaning: Meaning, value: object, needs: tuple[str, ...]) -> Item:
    return Item(
        text=hit.text, start=hit.start, end=hit.end, meaning=meaning, value=value, needs=needs
    )


def _meant(hit: Hit, kind: str) -> Item:
    """Return a hit as an item; a subject without a concept of its own is what it says."""
    name = hit.name(kind) or ""
    if kind == "subject" and name in _MANY_SUBJECTS:
        return _item(hit, "subject", hit.text.lower(), _NEVER)
    return _item(hit, _MEANINGS[kind], name, _needs(kind, name))


def _needs(kind: str, name: str) -> tuple[str, ...]:
    """Return the facts of which one must be seen in a drawing for a word to be drawn."""
    by_kind = {
        "family": (f"family:{name}", f"tiling:{name}"),
        "form": (f"form:{name}",),
        "motif": (f"motif:{name}", f"figure:{name}", f"tiling:{name}"),
        "subject": (f"figure:{name}",),
        "style": (f"style:{name}",),
        "density": ("density", f"density:{name}"),
        "lettering": ("lettering",),
    }
    return by_kind[kind]


def _negation_item(hit: Hit) -> Item:
    names = sorted(_names(hit))
    value = next(
        (hit.name(k) for k in ("family", "motif", "subject", "style") if hit.name(k)), None
    )
    return _item(hit, "negation", value or names[0], tuple(f"without:{name}" for name in names))


def _count_item(count: Count) -> Item:
    meaning = "symmetry" if count.noun in SYMMETRIC else "count"
    value: object = count.values[0]
    if count.noun == "grid":
        value = list(count.values)
        needs: tuple[str, ...] = (f"grid:{count.values[0]}x{count.values[1]}",)
    elif meaning == "symmetry":
        needs = (f"symmetry:{value}",) if count.noun == "fold" else (f"{count.noun}:{value}",)
    else:
        needs = (f"count:{count.noun}={value}",)
    return Item(
        text="",
        start=count.start,
        end=count.end,
        meaning="symmetry" if count.noun in SYMMETRIC else "count",
        value={"of": count.noun, "number": value},
        needs=needs,
    )


def _symmetry(counts: Sequence[Count]) -> int | None:
    fold = next((c.values[0] for c in counts if c.noun in {*SYMMETRIC, "petals", "leaves"}), None)
    return fold if fold is not None and _LEAST_FOLD <= fold <= _MOST_FOLD else None


def _rings(counts: Sequence[Count]) -> int | None:
    rings = next((c.values[0] for c in counts if c.noun == "rings"), None)
    return rings if rings is not None and 1 <= rings <= _MOST_RINGS else None


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


def _unknown_words(text: _Text) -> list[str]:
    found = [(word.start, word.text) for word in text.unknown]
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
