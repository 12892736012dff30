"""What plain figures show."""

from __future__ import annotations

from typing import Any

from artstudio.patterns.contents.facts import Contents, sizes_of
from artstudio.patterns.figure.drawing import outer_diameter

#: What each plain figure is called; {n} is its count.
_PLAIN_NAMES = {
    "polygon": ("family:polygon", "sides:{n}", "points:{n}"),
    "star": ("figure:star", "motif:star", "points:{n}", "star_points:{n}"),
    "circle": ("form:circle",),
    "rectangle": ("form:rectangle", "form:panel"),
    "ellipse": ("family:ellipse",),
    "heart": ("family:heart",),
    "moon": ("family:moon",),
    "gear": ("family:gear", "form:circle", "count:teeth={n}"),
    "spiral": ("family:spiral_shape", "motif:scroll", "count:turns={n}"),
    "sunburst": (
        "family:sunburst", "figure:sun", "motif:rays", "form:circle", "points:{n}",
        "count:rays={n}",
    ),
    "snowflake": ("family:snowflake", "points:{n}"),
    "yin_yang": ("family:yin_yang", "form:circle"),
    "flower_of_life": ("family:flower_of_life", "form:circle"),
    "chequerboard": ("motif:chequer", "form:panel", "family:border"),
    "dots": ("family:dot_grid", "motif:pearls", "form:panel"),
    "halftone": ("family:halftone", "style:gradient", "motif:pearls", "form:panel"),
    "honeycomb": ("family:honeycomb", "motif:hexagons", "form:panel"),
    "fish_scale": ("motif:fish_scale", "form:panel"),
    "cairo": ("family:cairo", "family:tessellation", "form:panel"),
    "penrose_kites": (
        "family:penrose", "family:penrose_kites", "family:tessellation", "form:circle",
    ),
    "penrose_rhombs": (
        "family:penrose", "family:penrose_rhombs", "family:tessellation", "motif:diamond",
        "form:circle",
    ),
    "maze": ("family:maze", "form:panel"),
    "round_maze": ("family:maze", "form:circle", "count:rings={n}"),
}  # fmt: skip


_NAMES_BY_COUNT = {
    "polygon": {
        3: "triangle_shape", 4: "square", 5: "pentagon", 6: "hexagon", 7: "heptagon",
        8: "octagon", 9: "nonagon", 10: "decagon", 12: "dodecagon",
    },
    "star": {5: "pentagram", 6: "hexagram"},
}  # fmt: skip


_TURNING = frozenset({"polygon", "star", "gear", "sunburst", "snowflake"})


_FIXED_FOLDS = {"flower_of_life": 6, "penrose_kites": 5, "penrose_rhombs": 5}


_DENSE = frozenset(
    {
        "chequerboard", "dots", "halftone", "honeycomb", "fish_scale", "cairo", "maze",
        "round_maze", "penrose_kites", "penrose_rhombs",
    }
)  # fmt: skip


def figure(p: Any) -> Contents:
    """Return what a plain figure shows."""
    facts = {f"figure:{p.figure}", *(name.format(n=p.count) for name in _PLAIN_NAMES[p.figure])}
    facts.add("density" if p.figure in _DENSE else "density:bold")
    if name := _NAMES_BY_COUNT.get(p.figure, {}).get(p.count):
        facts |= {f"{kind}:{name}" for kind in ("family", "motif", "form")}
    facts |= {f"tiling:{name.partition(':')[2]}" for name in facts if name.startswith("family:")}
    facts |= _plate_facts(p)
    facts |= {"style:linear"} if p.figure == "halftone" and p.linear else set()
    fold = p.count if p.figure in _TURNING else _FIXED_FOLDS.get(p.figure, 0)
    sizes = sizes_of(p, outer=round(outer_diameter(p), 4), inner=p.hole_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


def _plate_facts(p: Any) -> set[str]:
    """Return what follows from the sheet of a figure that fills it, and from its hole."""
    facts = {"dimension:inner"} if p.hole_mm else set()
    facts |= {"form:ring"} if p.figure == "circle" and p.hole_mm else set()
    if "form:panel" not in _PLAIN_NAMES[p.figure]:
        return facts
    facts |= {"form:rectangle"} | ({"form:square"} if p.width_mm == p.height_mm else set())
    return facts | ({f"grid:{p.columns}x{p.rows}"} if p.figure != "rectangle" else set())
