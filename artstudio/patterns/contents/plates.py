"""What pierced and laid plates show: girih, grilles and mosaic wheels."""

from __future__ import annotations

from typing import Any

from artstudio.patterns.contents.facts import Contents, points_of, sheet_forms, sizes_of
from artstudio.patterns.mosaic_wheel.charts import charts


def girih(p: Any) -> Contents:
    """Return what a girih shows."""
    facts = {"family:girih", "family:tessellation", "style:islamic", "motif:star", "density"}
    facts |= {f"points:{p.fold}", f"star_points:{p.fold}", "family:grille", "family:border", "edge"}
    if p.form == "circle":
        facts |= {"form:circle", "form:ring"}
        return Contents(facts=frozenset(facts), fold=p.fold, sizes=sizes_of(p, outer=p.outer_mm))
    facts |= {*sheet_forms(p), f"grid:{p.columns}x{p.rows}"}
    return Contents(facts=frozenset(facts), fold=p.fold, sizes=sizes_of(p))


def mosaic_wheel(p: Any) -> Contents:
    """Return what a mosaic wheel shows."""
    facts = {"family:mosaic_wheel", "family:rosette", "family:mosaic", "motif:mosaic"}
    facts |= {"form:ring", "form:circle", "form:band", "density", "count:rings=1"}
    facts |= {"motif:lines", "family:border", "edge"} if p.lines else set()
    facts |= {fact for c in charts().values() if c.text == p.chart for fact in c.names}
    fold = p.tiles if p.match == "slip" else p.tiles // 2
    sizes = sizes_of(p, outer=p.outer_mm, inner=p.inner_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


_GRILLE_FACTS = {
    "interlaced": {"family:knot", "style:celtic", "motif:braid"},
    "gothic": {"style:gothic"},
    "star": {"motif:star", "style:islamic"},
    "lattice": {"motif:diamond"},
}


def grille(p: Any) -> Contents:
    """Return what a grille shows."""
    facts = {"family:grille", "density", "family:border", "edge", *_GRILLE_FACTS[p.style]}
    if p.form == "circle":
        facts |= {"family:lute_rose", "form:circle", "form:ring", *points_of(p.fold)}
        facts |= {f"star_points:{p.fold}"} if p.style == "star" else set()
        return Contents(facts=frozenset(facts), fold=p.fold, sizes=sizes_of(p, outer=p.outer_mm))
    facts |= {*sheet_forms(p), f"grid:{p.columns}x{p.rows}"}
    return Contents(facts=frozenset(facts), sizes=sizes_of(p))
