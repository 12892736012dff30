"""What rosettes, strips, knots, vines, mandalas, medallions and tessellations show."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from artstudio.patterns.contents.facts import STRIP, Contents, points_of, sheet_forms, sizes_of
from artstudio.patterns.tilings import TILINGS

#: The vocabulary's names for each motif of a band; the first is its own.
MOTIF_NAMES = {
    "triangles": ("triangles", "sawtooth", "zigzag"),
    "stars": ("star",),
    "laurel": ("laurel", "leaf"),
    "diamond": ("diamond",),
    "pearls": ("pearls",),
}


_LAYER_NAMES = {
    "lotus": ("lotus", "petals"),
    "flames": ("flames",),
    "scallops": ("scallops",),
    "spears": ("rays", "leaf"),
    "drops": ("drops",),
    "rounds": ("pearls",),
    "zigzag": ("zigzag", "triangles"),
}


_TILING_NAMES = {
    "hexagons": ("motif:hexagons", "family:honeycomb", "family:hexagon"),
    "rhombs": ("motif:cubes", "motif:diamond"),
    "triangles": ("motif:triangles", "motif:triangle_shape"),
    "star_and_cross": (
        "motif:star",
        "motif:star_cross",
        "motif:greek_cross",
        "style:islamic",
        "points:8",
        "star_points:8",
    ),
    "basket": ("family:basket_weave",),
    "octagon_stars": ("motif:star", "motif:octagons", "style:islamic", "points:8", "star_points:8"),
    "dodecagon_stars": ("motif:star", "style:islamic", "points:12", "star_points:12"),
    "hexagon_stars": ("motif:star", "style:islamic", "points:6", "star_points:6"),
}


_FIGURE_NAMES = {
    "flower": ("figure:flower", "motif:petals"),
    "sun": ("figure:sun", "family:sunburst", "motif:rays"),
    "compass": ("figure:compass", "figure:star", "motif:star"),
    "leaf": ("figure:leaf", "motif:leaf"),
}


def names_of_motif(motif: str) -> tuple[str, ...]:
    """Return the vocabulary's names for a motif of the engine."""
    return MOTIF_NAMES.get(motif, (motif,))


def rosette(p: Any) -> Contents:
    """Return what the bands of a rosette show."""
    bands = [band for band in p.bands if band.motif not in {"line", "space"}]
    facts = {"family:rosette", "form:ring", "form:circle", "form:band", "density"}
    facts.add(f"count:rings={len(bands)}")
    facts |= {"family:purfling"} if bands else set()
    facts |= {"family:wreath"} if any(band.motif == "laurel" for band in bands) else set()
    if any(band.motif == "line" for band in p.bands):
        facts |= {"motif:lines", "family:border", "edge"}
    for motif in {band.motif for band in bands}:
        number = sum(band.motif == motif for band in bands)
        facts |= {f"rings:{name}={number}" for name in names_of_motif(motif)}
        facts |= {f"rings:mosaic={number}"} if motif.startswith("mosaic") else set()
    widest = max((band.width_mm for band in bands), default=0.0)
    for i, band in enumerate(bands):
        facts |= _band_facts(band.motif, band.cells)
        places = _places(i, len(bands), is_widest=band.width_mm == widest)
        names = names_of_motif(band.motif)
        names += ("mosaic",) if band.motif.startswith("mosaic") else ()
        facts |= {f"motif:{n}@{at}" for n in names for at in places}
    fold = math.gcd(*(band.cells for band in bands)) if bands else 0
    facts |= points_of(fold)
    sizes = sizes_of(p, outer=p.outer_mm, inner=p.inner_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


def _band_facts(motif: str, cells: int) -> set[str]:
    facts = {f"motif:{name}" for name in names_of_motif(motif)}
    facts |= {f"count:{name}={cells}" for name in names_of_motif(motif)}
    if motif == "stars":
        facts |= {f"count:stars={cells}", "star_points:8"}
    if motif.startswith("mosaic"):
        facts.add("family:mosaic")
    return facts


def _places(i: int, count: int, *, is_widest: bool) -> list[str]:
    if count == 1:
        return ["middle"]
    places = ["outside"] if i == 0 else []
    places += ["inside"] if i == count - 1 else []
    return [*places, "middle"] if (0 < i < count - 1) or is_widest else places


def purfling(p: Any) -> Contents:
    """Return what a purfling strip shows."""
    facts = {"family:purfling", "family:binding", "family:back_strip", "density", *STRIP}
    facts |= _band_facts(p.motif, p.cells)
    facts |= {"motif:lines", "edge"} if p.lines else set()
    return Contents(facts=frozenset(facts), sizes=sizes_of(p))


def knot(p: Any) -> Contents:
    """Return what a Celtic knot shows."""
    facts = {"family:knot", "style:celtic", "density"}
    facts |= {"family:border", "edge"} if p.frame_mm else set()
    if p.form == "triquetra":
        facts |= {"family:triquetra", "form:circle", "density:bold"} - {"density"}
        return Contents(facts=frozenset(facts), fold=3, sizes=sizes_of(p, outer=p.outer_mm))
    facts |= {"motif:braid"} if not p.walls else set()
    if p.form == "ring":
        facts |= {"form:ring", "form:circle", "family:rosette"}
        sizes = sizes_of(p, outer=p.outer_mm, inner=p.inner_mm)
        fold = _ring_fold(p)
        return Contents(facts=frozenset(facts | points_of(fold)), fold=fold, sizes=sizes)
    facts |= {*sheet_forms(p), f"grid:{p.columns // 2}x{p.rows // 2}"}
    return Contents(facts=frozenset(facts), sizes=sizes_of(p))


def _ring_fold(p: Any) -> int:
    """Return how often the walls of a ring repeat around it."""
    walls = {(wall.column, wall.row, wall.way) for wall in p.walls}
    for fold in range(p.columns // 2, 0, -1):
        step, rest = divmod(p.columns, fold)
        turned = {((column + step) % p.columns, row, way) for column, row, way in walls}
        if not rest and step % 2 == 0 and turned == walls:
            return fold
    return 1


def vine(p: Any) -> Contents:
    """Return what a vine shows."""
    facts = {"family:vine", "motif:leaf", "density"}
    if p.style == "scroll":
        facts |= {"motif:scroll", "motif:berry" if p.fruit == "berry" else "figure:flower"}
    facts |= {"family:border", "motif:lines", "edge"} if p.rule_mm else set()
    if not p.outer_mm:
        return Contents(facts=frozenset(facts | sheet_forms(p)), sizes=sizes_of(p))
    facts |= {"form:ring", "form:circle", "family:rosette", "family:wreath"}
    sizes = sizes_of(p, outer=p.outer_mm, inner=p.inner_mm)
    return Contents(facts=frozenset(facts), fold=p.bends // 2, sizes=sizes)


def mandala(p: Any) -> Contents:
    """Return what the layers of a mandala show."""
    facts = {"family:mandala", "form:circle", "density", f"count:rings={len(p.layers)}"}
    for layer in p.layers:
        names = _LAYER_NAMES[layer.motif]
        facts |= {f"motif:{name}" for name in names}
        facts |= {f"count:{name}={layer.cells}" for name in names}
    facts |= {f"motif:{name}@outside" for name in _LAYER_NAMES[p.layers[-1].motif]}
    facts |= {f"motif:{name}@inside" for name in _LAYER_NAMES[p.layers[0].motif]}
    facts |= {"form:ring"} if p.hollow else {"figure:flower"}
    fold = math.gcd(*(layer.cells for layer in p.layers))
    facts |= points_of(fold)
    sizes = sizes_of(p, outer=p.outer_mm, inner=p.hub_mm if p.hollow else 0.0)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


def medallion(p: Any) -> Contents:
    """Return what a medallion shows."""
    names = _FIGURE_NAMES.get(p.figure, (f"figure:{p.figure}",))
    facts = {"family:medallion", "form:circle", "family:border", "edge", "density", *names}
    if p.border_mm:
        facts |= {"form:ring", "form:band"}
        facts |= {"family:wreath"} if p.border == "laurel" else set()
        facts |= {f"motif:{n}" for n in names_of_motif(p.border)}
        facts |= {f"motif:{n}@outside" for n in names_of_motif(p.border)}
    repeats = p.repeats
    if p.figure == "flower":
        facts.add(f"count:petals={repeats}")
    if p.figure in {"sun", "compass"}:
        # Long and short ones in turn.
        facts |= {f"count:rays={2 * repeats}", f"points:{2 * repeats}"}
        facts.add(f"star_points:{2 * repeats}")
    cells = [p.border_cells] if p.border_mm else []
    fold = math.gcd(repeats, *cells) if repeats else 0
    sizes = sizes_of(p, outer=p.outer_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


def tessellation(p: Any) -> Contents:
    """Return what a tessellation shows."""
    facts = {"family:tessellation", "family:mosaic", "density", f"grid:{p.columns}x{p.rows}"}
    facts |= {*_TILING_NAMES[p.tiling], *_as_tilings(_TILING_NAMES[p.tiling])}
    facts |= {"family:border", "edge"} if p.frame_mm else set()
    fold = TILINGS[p.tiling].fold
    if p.round:
        facts.add("form:circle")
        sizes = sizes_of(p, outer=p.outer_mm)
        return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)
    return Contents(facts=frozenset(facts | sheet_forms(p)), fold=fold, sizes=sizes_of(p))


def _as_tilings(names: Iterable[str]) -> set[str]:
    return {f"tiling:{name.partition(':')[2]}" for name in names}
