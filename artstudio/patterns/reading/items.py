"""The parts of a prompt with their meaning, and the facts that a drawing must show for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from artstudio.patterns.reading.counts import MOST_RINGS, SYMMETRIC, Count
from artstudio.patterns.reading.features import Item, Meaning, WantedMotif
from artstudio.patterns.reading.grammar import hit_kind, ornament_of
from artstudio.patterns.reading.text import Text
from artstudio.patterns.reading.vocabulary import Hit

_NEVER = ("nothing",)
_MANY_SUBJECTS = frozenset({"animal", "person", "place_or_thing", "plant"})
_AT_BOTH = {"both": ("outside", "inside")}
_MEANINGS: dict[str, Meaning] = {
    "family": "family", "form": "family", "motif": "motif", "subject": "subject",
    "style": "style", "density": "density", "lettering": "lettering",
}  # fmt: skip
#: What a counted noun, or a measure, without a number asks for.
_UNCOUNTED = {
    "rings": ("form:ring",),
    "fold": ("symmetric",),
    "inner": ("form:ring", "dimension:inner"),
}


@dataclass(kw_only=True)
class ItemBuilder:
    """Makes the items and features of the hits of one prompt."""

    text: Text
    used: frozenset[int]
    skipped: frozenset[int]
    negated: dict[int, Hit]
    places: dict[int, tuple[str, Hit]]
    head: tuple[Hit, str] | None
    bands: dict[int, Hit]
    # A head that no family draws; a chequer alone is a board, and no strip of one.
    head_fits: bool

    def items(self) -> list[Item]:
        """Return the parts of the prompt that mean something."""
        counted = {c.hit.start: c for c in self.text.counts if c.hit is not None}
        found = [_count_item(count, self.bands) for count in self.text.counts]
        found = [self._of_stars(item) for item in found]
        for hit in self.text.hits:
            if hit.start in self.skipped or hit.start in counted or hit.is_a("number"):
                continue
            if (item := self._item(hit)) is not None:
                found.append(item)
        return found

    def _of_stars(self, item: Item) -> Item:
        """Return a count of points as one of the stars beside it: "five-pointed stars"."""
        if item.meaning != "symmetry" or item.value["of"] != "points":
            return item
        near = [h for h in self.text.hits if h.start >= item.end][:1]
        near += [h for h in self.text.hits if h.end <= item.start and not h.is_a("link")][-1:]
        if not any(hit.name("motif") == "star" for hit in near):
            return item
        return replace(item, needs=(f"star_points:{item.value['number']}",))

    def _item(self, hit: Hit) -> Item | None:
        kind = hit_kind(hit)
        if hit.start in self.negated:
            return _negation_item(hit)
        if kind == "negation":
            value = hit.name("negation")
            needs = ("only",) if self.restricts(hit) else ()
            return _item(hit, "negation", value, needs)
        if kind == "place" or any(word is hit for _, word in self.places.values()):
            return self._place_item(hit)
        if self.head is not None and hit is self.head[0]:
            return self._head_item(hit, self.head[1])
        if kind in {"counted", "dimension"}:
            return _item_without_number(hit, kind)
        return _meant(hit, kind) if kind in _MEANINGS else None

    def restricts(self, hit: Hit) -> bool:
        """Tell whether a word refuses everything else; "only two rings" just counts."""
        counts = any(0 < count.start - hit.end <= 1 for count in self.text.counts)
        return hit.name("negation") == "only" and not counts

    def _head_item(self, hit: Hit, kind: str) -> Item:
        if kind == "context":
            return replace(_item(hit, "subject", hit.text.lower(), _NEVER), is_head=True)
        item = replace(_meant(hit, kind), is_head=True)
        return item if self.head_fits or kind == "subject" else replace(item, needs=_NEVER)

    def _place_item(self, hit: Hit) -> Item:
        at = hit.name("place")
        for start, (place, word) in self.places.items():
            if word is hit:
                motif = next(h for h in self.text.hits if h.start == start)
                name = ornament_of(motif) or ""
                value = {"motif": name, "at": place}
                need = "+".join(f"motif:{name}@{at}" for at in _AT_BOTH.get(place, (place,)))
                return _item(hit, "place", value, (need,))
        needs: tuple[str, ...] = ("form:ring", "form:closed") if at == "around" else _NEVER
        both = [start for start, (place, _) in self.places.items() if place == "both"]
        if at == "middle" and any("inner" in size.roles for size in self.text.sizes):
            # "a hole in the middle"
            needs = ()
        if at in _AT_BOTH["both"] and both:
            # "pearls outside and inside": the second of the two words.
            motif = next(h for h in self.text.hits if h.start == both[-1])
            needs = (f"motif:{ornament_of(motif)}@{at}",)
        return _item(hit, "place", at, needs)

    def motifs(self, hint_hits: Sequence[Hit]) -> tuple[WantedMotif, ...]:
        """Return the ornaments that are asked for, in the order of the prompt."""
        found = []
        for hit in [*self.text.hits, *hint_hits]:
            own = hit in self.text.hits
            name = ornament_of(hit)
            if name and not (own and hit.start in self.negated):
                place = self.places.get(hit.start, (None, None))[0] if own else None
                places = _AT_BOTH.get(place or "", (place,)) * (1 if place else self.times(hit))
                found += [WantedMotif(name=name, place=at) for at in places]
        return tuple(found)

    def times(self, motif: Hit) -> int:
        """Return how many bands of a motif are asked for, as far as that is said."""
        counted = [c for c in self.text.counts if self.bands.get(c.start) is motif]
        return max(1, min(counted[0].values[0], MOST_RINGS)) if counted else 1

    def words(self, hint_hits: Sequence[Hit]) -> list[str]:
        """Return the plain English words of what is asked for."""
        found = []
        for hit in [*hint_hits, *self.text.hits]:
            own = hit in self.text.hits
            kind = hit_kind(hit)
            if own and (hit.start in self.negated or (hit.start in self.used and kind == "place")):
                continue
            if kind in {"family", "form", "motif", "subject", "style", "counted", "lettering"}:
                name = hit.name(kind) or ""
                found += name.removesuffix("_shape").split("_")
                if self.text.language == "en":
                    found += hit.text.lower().split()
        return list(dict.fromkeys(found))


def _item(hit: Hit, meaning: Meaning, value: object, needs: tuple[str, ...]) -> Item:
    return Item(
        text=hit.text, start=hit.start, end=hit.end, meaning=meaning, value=value, needs=needs
    )


def _item_without_number(hit: Hit, kind: str) -> Item:
    """Return a counted noun or a measure that has no number: "a wide border", "with a hole"."""
    name = hit.name(kind) or ""
    meaning: Meaning = "motif" if kind == "counted" else "size"
    return _item(hit, meaning, name, _UNCOUNTED.get(name, _NEVER))


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
    names = sorted(hit.names())
    value = next(
        (hit.name(k) for k in ("family", "motif", "subject", "style") if hit.name(k)), None
    )
    return _item(hit, "negation", value or names[0], tuple(f"without:{name}" for name in names))


def _count_item(count: Count, bands: dict[int, Hit]) -> Item:
    meaning = "symmetry" if count.noun in SYMMETRIC else "count"
    value: object = count.values[0]
    if count.noun == "grid":
        value = list(count.values)
        needs: tuple[str, ...] = (f"grid:{count.values[0]}x{count.values[1]}",)
    elif count.start in bands:
        needs = (f"rings:{ornament_of(bands[count.start])}={value}",)
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
