"""Reads `prompt_corpus.txt`, and tells what of a prompt was understood in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from artstudio.patterns import Pattern
from artstudio.patterns.contents import contents_of
from artstudio.patterns.reading import Reading

CORPUS = Path(__file__).with_name("prompt_corpus.txt")
_SIZES = {
    "outer_diameter_mm": "outer", "inner_diameter_mm": "inner",
    "width_mm": "wide", "height_mm": "high",
}  # fmt: skip
_FAMILIES = {"celtic_knot": "knot"}
_SYMMETRIC = {"fold", "points", "sides"}
_PLURALS = {"star": "stars"}


def read_corpus(text: str | None = None) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the section, the prompt, and its clauses."""
    section = prompt = ""
    for line in (text or CORPUS.read_text(encoding="utf-8")).splitlines():
        if line.startswith("# "):
            section = line.removeprefix("# ")
        elif line.startswith("    "):
            yield section, prompt, [clause.strip() for clause in line.split(";")]
        elif line:
            prompt = line


def expected(clauses: list[str]) -> set[str]:
    """Return the clauses as single facts; lists are taken apart."""
    facts = set()
    for clause in clauses:
        match = re.fullmatch(r"(without|subject|unknown|lacks) (.+)", clause)
        if match:
            parts = (part.strip() for part in match[2].split(","))
            facts |= {f"{match[1]} {p.lower() if match[1] == 'subject' else p}" for p in parts}
        else:
            facts.add(clause)
    return facts


def understood(pattern: Pattern, clauses: list[str]) -> set[str]:
    """Return what was understood and drawn, as facts of the corpus.

    Of the sizes that the drawing has, those count that were asked for or are expected.
    """
    reading, undrawn = pattern.reading, pattern.undrawn
    assert reading is not None
    assert undrawn is not None
    facts = {_family_and_motifs(pattern, clauses), *_of_reading(reading)}
    drawn = contents_of(pattern.family, pattern.parameters).sizes
    for name, short in _SIZES.items():
        fact = f"{short} {drawn.get(name, 0):g} mm"
        if name in reading.features.sizes or fact in clauses:
            facts.add(fact)
    return facts | ({"exact"} if pattern.is_exact else {f"lacks {w}" for w in undrawn.words()})


def _family_and_motifs(pattern: Pattern, clauses: list[str]) -> str:
    assert pattern.reading is not None
    family = _FAMILIES.get(pattern.family, pattern.family)
    if clauses[0].partition(":")[0] == "any":
        family = "any"
    wanted = [f"{m.name} {m.place or ''}".strip() for m in pattern.reading.features.motifs]
    return f"{family}: {', '.join(wanted)}" if wanted else family


def _of_reading(reading: Reading) -> set[str]:
    features = reading.features
    facts = {f"subject {text.lower()}" for text in reading.subjects}
    facts |= {f"unknown {word}" for word in reading.not_understood}
    facts |= {"only these"} if features.only else set()
    facts |= {("bold", "", "dense")[features.density]} - {""}
    for item in reading.items:
        if item.meaning == "negation" and item.value not in {"only", "without"}:
            facts.add(f"without {item.value}")
        elif item.meaning == "lettering" and item.value not in {"lettering", "monogram"}:
            facts.add(f"letters {item.value}")
        elif item.meaning in {"count", "symmetry"}:
            facts.add(_count(item.value))
    return facts


def _count(value: dict[str, object]) -> str:
    noun, number = str(value["of"]), value["number"]
    if noun == "grid":
        assert isinstance(number, list)
        return "grid {}x{}".format(*number)
    return f"{number}-fold" if noun in _SYMMETRIC else f"{number} {_PLURALS.get(noun, noun)}"
