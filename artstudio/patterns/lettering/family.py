"""The family of lettering: what it keeps, and what it lacks."""

from __future__ import annotations

from artstudio.fonts import FONTS
from artstudio.fonts.outlines import missing_letters
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.family import Family
from artstudio.patterns.lettering.drawing import draw
from artstudio.patterns.lettering.parameters import LetteringParameters
from artstudio.patterns.lettering.planning import plan

_NODES_PER_LETTER = 90


def notes(p: LetteringParameters) -> tuple[str, ...]:
    """Return a sentence that names the letters that the font lacks."""
    missing = missing_letters(p.text, FONTS[p.font])
    if not missing:
        return ()
    named = ", ".join(f"“{letter}”" for letter in missing)
    other = next((n for n, font in FONTS.items() if not missing_letters(p.text, font)), None)
    advice = f" The font {other} has all of them." if other else ""
    return (f"The font {FONTS[p.font].family} has no {named}; they are left out.{advice}",)


def _ignores(p: LetteringParameters, _limits: PatternConstraints) -> frozenset[str]:
    if p.layout == "line":
        return frozenset({"outer_diameter_mm", "inner_diameter_mm"})
    return frozenset() if p.layout == "ring" else frozenset({"inner_diameter_mm"})


FAMILY = Family(
    name="lettering",
    parameters=LetteringParameters,
    plan=plan,
    draw=draw,
    nodes=lambda p: 20 + len(p.text) * p.repeats * _NODES_PER_LETTER,
    uses=frozenset({"outer_diameter_mm", "inner_diameter_mm"}),
    ignores=_ignores,
    notes=notes,
)
