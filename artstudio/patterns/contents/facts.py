"""The facts of a drawing, and those that follow from any sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STRIP = ("family:border", "family:strip", "form:band")


_SLENDER = 3.0


_SLACK_MM = 0.0011


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The facts of a drawing.

    fold: how often it repeats in one turn (the greatest such number), 0 where it does
    not. sizes: in mm, by the names of the constraints.
    """

    facts: frozenset[str]
    fold: int = 0
    sizes: Mapping[str, float] = field(default_factory=dict)

    def shows(self, need: str) -> bool:
        """Tell whether the drawing shows a fact; sizes and refusals are looked at by value."""
        if need in self.facts:
            return True
        if "+" in need:
            return all(self.shows(part) for part in need.split("+"))
        name, _, value = need.partition(":")
        if name == "without":
            return self._lacks(value)
        if name == "symmetry":
            return self.fold > 0 and self.fold % int(value) == 0
        return (need == "symmetric" and self.fold > 1) or ("_mm=" in need and self._has_size(need))

    def _lacks(self, name: str) -> bool:
        """Tell whether nothing of a name is there; a ring has a hole."""
        if name == "border":
            return "edge" not in self.facts
        if name == "inner":
            return not self.facts & {"form:ring", "dimension:inner"}
        return not any(fact.partition(":")[2].partition("@")[0] == name for fact in self.facts)

    def motifs(self) -> frozenset[str]:
        """Return the names of all ornaments, without their places."""
        return frozenset(
            fact.removeprefix("motif:").partition("@")[0]
            for fact in self.facts
            if fact.startswith("motif:")
        )

    def _has_size(self, need: str) -> bool:
        name, _, value = need.partition("=")
        return abs(self.sizes.get(name, -1.0) - float(value)) <= _SLACK_MM


def sizes_of(p: Any, *, outer: float = 0.0, inner: float = 0.0) -> dict[str, float]:
    """Return the sizes in mm by the names of the constraints; diameters where there are some."""
    sizes = {"width_mm": p.width_mm, "height_mm": p.height_mm}
    if outer:
        sizes["outer_diameter_mm"] = outer
    if inner:
        sizes["inner_diameter_mm"] = inner
    return sizes


def points_of(fold: int) -> set[str]:
    """Return how many points a whole that repeats so often may be said to have."""
    return {f"points:{n}" for n in range(2, fold + 1) if fold % n == 0}


def sheet_forms(p: Any) -> set[str]:
    """Return the forms that a sheet has: a slender one is a strip, equal sides are a square."""
    wide, high = p.width_mm, p.height_mm
    forms = {"form:panel", "form:rectangle"}
    if max(wide, high) >= _SLENDER * min(wide, high):
        forms |= set(STRIP)
    return forms | ({"form:square"} if wide == high else set())
