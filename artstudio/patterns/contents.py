"""What a drawing shows, read from its parameters: the proof that a prompt's words were drawn.

A fact is a short text, such as "motif:rope", "motif:rope@outside", "count:rings=3" or
"family:rosette", with the names of the vocabulary. Nothing is a fact because it was
asked for: each follows from parameters alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from artstudio.fonts import FONTS
from artstudio.fonts.outlines import missing_letters
from artstudio.patterns.figure.drawing import outer_diameter
from artstudio.patterns.lettering.drawing import inner_diameter
from artstudio.patterns.mosaic_wheel.charts import charts
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
_STRIP = ("family:border", "family:strip", "form:band")
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


def contents_of(family: str, parameters: Any) -> Contents:
    """Return what parameters of a family show."""
    return _READERS[family](parameters)


def names_of_motif(motif: str) -> tuple[str, ...]:
    """Return the vocabulary's names for a motif of the engine."""
    return MOTIF_NAMES.get(motif, (motif,))


def _sizes(p: Any, *, outer: float = 0.0, inner: float = 0.0) -> dict[str, float]:
    sizes = {"width_mm": p.width_mm, "height_mm": p.height_mm}
    if outer:
        sizes["outer_diameter_mm"] = outer
    if inner:
        sizes["inner_diameter_mm"] = inner
    return sizes


def _rosette(p: Any) -> Contents:
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
    facts |= _points(fold)
    sizes = _sizes(p, outer=p.outer_mm, inner=p.inner_mm)
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


def _purfling(p: Any) -> Contents:
    facts = {"family:purfling", "family:binding", "family:back_strip", "density", *_STRIP}
    facts |= _band_facts(p.motif, p.cells)
    facts |= {"motif:lines", "edge"} if p.lines else set()
    return Contents(facts=frozenset(facts), sizes=_sizes(p))


_WOOD_PATTERNS = {
    "herringbone": ("herringbone",),
    "half_herringbone": ("half_herringbone",),
    "chevron": ("chevron",),
    "rope": ("rope",),
    "wheat": ("wheat",),
    "chequer": ("chequer",),
    "lines": ("lines",),
    "sawtooth": ("sawtooth", "triangles", "zigzag"),
    "diamonds": ("diamond",),
    "ladder": ("blocks",),
}


def _wood_purfling(p: Any) -> Contents:
    facts = {"family:wood_purfling", "family:purfling", "family:binding", "style:woods"}
    facts |= {"family:border", "edge", "motif:lines", "density"}
    facts |= {"motif:lines@outside", "motif:lines@inside"}
    facts |= {f"motif:{name}" for name in _WOOD_PATTERNS[p.pattern]}
    facts |= {f"count:{name}={p.cells}" for name in _WOOD_PATTERNS[p.pattern]}
    if p.outline == "strip":
        return Contents(facts=frozenset({*facts, *_STRIP, "family:back_strip"}), sizes=_sizes(p))
    facts |= {"form:closed"} | {f"motif:{name}@outside" for name in _WOOD_PATTERNS[p.pattern]}
    if p.outline == "guitar":
        return Contents(facts=frozenset(facts | {"form:guitar_body"}), sizes=_sizes(p))
    if p.outline == "circle":
        facts |= {"form:circle", "form:ring", "family:rosette", "form:band", "count:rings=1"}
        sizes = _sizes(p, outer=p.width_mm, inner=round(p.width_mm - 2 * p.purfling_mm, 3))
        return Contents(facts=frozenset(facts), fold=p.cells, sizes=sizes)
    facts |= {"form:panel", "form:rectangle"} | {"form:corner"}
    facts |= {"form:square"} if p.width_mm == p.height_mm else set()
    facts |= {"style:rounded"} if p.radius_mm else {"style:mitred"}
    return Contents(facts=frozenset(facts), sizes=_sizes(p))


_PART_FACTS = {
    "f_holes": {"family:f_hole"},
    "soundhole": {"family:soundhole", "form:circle", "dimension:inner", "dimension:diameter"},
    "end_graft": {"family:end_graft", "motif:lines"},
    "tie_block": {"family:tie_block", "family:border", "edge", "motif:lines"},
    "torch": {"family:torch", "figure:torch"},
}


def _body_part(p: Any) -> Contents:
    facts = {*_PART_FACTS[p.part], "density:bold"}
    if p.part != "soundhole":
        return Contents(facts=frozenset(facts), sizes=_sizes(p))
    facts |= {"form:ring", "family:border", "motif:lines", "edge"} if p.rings else set()
    facts.add(f"count:rings={p.rings}")
    sizes = _sizes(p, outer=p.hole_mm, inner=p.hole_mm)
    return Contents(facts=frozenset(facts), sizes=sizes)


def _points(fold: int) -> set[str]:
    """Return how many points a whole that repeats so often may be said to have."""
    return {f"points:{n}" for n in range(2, fold + 1) if fold % n == 0}


def _knot(p: Any) -> Contents:
    facts = {"family:knot", "style:celtic", "density"}
    facts |= {"family:border", "edge"} if p.frame_mm else set()
    if p.form == "triquetra":
        facts |= {"family:triquetra", "form:circle", "density:bold"} - {"density"}
        return Contents(facts=frozenset(facts), fold=3, sizes=_sizes(p, outer=p.outer_mm))
    facts |= {"motif:braid"} if not p.walls else set()
    if p.form == "ring":
        period = math.gcd(p.columns, *(wall.column for wall in p.walls)) if p.walls else p.columns
        facts |= {"form:ring", "form:circle", "family:rosette"}
        sizes = _sizes(p, outer=p.outer_mm, inner=p.inner_mm)
        fold = _ring_fold(p, period)
        return Contents(facts=frozenset(facts | _points(fold)), fold=fold, sizes=sizes)
    facts |= {*_sheet_forms(p), f"grid:{p.columns // 2}x{p.rows // 2}"}
    return Contents(facts=frozenset(facts), sizes=_sizes(p))


def _ring_fold(p: Any, _period: int) -> int:
    """Return how often the walls of a ring repeat around it."""
    walls = {(wall.column, wall.row, wall.way) for wall in p.walls}
    for fold in range(p.columns // 2, 0, -1):
        step, rest = divmod(p.columns, fold)
        turned = {((column + step) % p.columns, row, way) for column, row, way in walls}
        if not rest and step % 2 == 0 and turned == walls:
            return fold
    return 1


def _sheet_forms(p: Any) -> set[str]:
    """Return the forms that a sheet has: a slender one is a strip, equal sides are a square."""
    wide, high = p.width_mm, p.height_mm
    forms = {"form:panel", "form:rectangle"}
    if max(wide, high) >= _SLENDER * min(wide, high):
        forms |= set(_STRIP)
    return forms | ({"form:square"} if wide == high else set())


def _vine(p: Any) -> Contents:
    facts = {"family:vine", "motif:leaf", "density"}
    if p.style == "scroll":
        facts |= {"motif:scroll", "motif:berry" if p.fruit == "berry" else "figure:flower"}
    facts |= {"family:border", "motif:lines", "edge"} if p.rule_mm else set()
    if not p.outer_mm:
        return Contents(facts=frozenset(facts | _sheet_forms(p)), sizes=_sizes(p))
    facts |= {"form:ring", "form:circle", "family:rosette", "family:wreath"}
    sizes = _sizes(p, outer=p.outer_mm, inner=p.inner_mm)
    return Contents(facts=frozenset(facts), fold=p.bends // 2, sizes=sizes)


def _mandala(p: Any) -> Contents:
    facts = {"family:mandala", "form:circle", "density", f"count:rings={len(p.layers)}"}
    for layer in p.layers:
        names = _LAYER_NAMES[layer.motif]
        facts |= {f"motif:{name}" for name in names}
        facts |= {f"count:{name}={layer.cells}" for name in names}
    facts |= {f"motif:{name}@outside" for name in _LAYER_NAMES[p.layers[-1].motif]}
    facts |= {f"motif:{name}@inside" for name in _LAYER_NAMES[p.layers[0].motif]}
    facts |= {"form:ring"} if p.hollow else {"figure:flower"}
    fold = math.gcd(*(layer.cells for layer in p.layers))
    facts |= _points(fold)
    sizes = _sizes(p, outer=p.outer_mm, inner=p.hub_mm if p.hollow else 0.0)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


def _medallion(p: Any) -> Contents:
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
    sizes = _sizes(p, outer=p.outer_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


def _tessellation(p: Any) -> Contents:
    facts = {"family:tessellation", "family:mosaic", "density", f"grid:{p.columns}x{p.rows}"}
    facts |= {*_TILING_NAMES[p.tiling], *_as_tilings(_TILING_NAMES[p.tiling])}
    facts |= {"family:border", "edge"} if p.frame_mm else set()
    fold = TILINGS[p.tiling].fold
    if p.round:
        facts.add("form:circle")
        sizes = _sizes(p, outer=p.outer_mm)
        return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)
    return Contents(facts=frozenset(facts | _sheet_forms(p)), fold=fold, sizes=_sizes(p))


def _figure(p: Any) -> Contents:
    facts = {f"figure:{p.figure}", *(name.format(n=p.count) for name in _PLAIN_NAMES[p.figure])}
    facts.add("density" if p.figure in _DENSE else "density:bold")
    if name := _NAMES_BY_COUNT.get(p.figure, {}).get(p.count):
        facts |= {f"{kind}:{name}" for kind in ("family", "motif", "form")}
    facts |= {f"tiling:{name.partition(':')[2]}" for name in facts if name.startswith("family:")}
    facts |= _plate_facts(p)
    facts |= {"style:linear"} if p.figure == "halftone" and p.linear else set()
    fold = p.count if p.figure in _TURNING else _FIXED_FOLDS.get(p.figure, 0)
    sizes = _sizes(p, outer=round(outer_diameter(p), 4), inner=p.hole_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


_LAYOUT_FACTS = {
    "line": {"form:straight_line", "motif:lines"},
    "arc": {"form:arc", "motif:scallops"},
    "ring": {"form:ring", "form:circle"},
    "monogram": {"lettering:monogram", "form:circle"},
}
_FONT_FACTS = {
    "serif": {"style:serif"},
    "capitals": {"style:capitals", "style:serif"},
    "sans": {"style:sans"},
    "script": {"style:script"},
    "uncial": {"style:uncial", "style:celtic"},
    "blackletter": {"style:blackletter", "style:gothic"},
    "stencil": {"style:stencil", "style:sans"},
    "stencil_serif": {"style:stencil", "style:serif"},
}


def _lettering(p: Any) -> Contents:
    facts = {"lettering", *_LAYOUT_FACTS[p.layout], *_FONT_FACTS[p.font]}
    facts |= {"style:stencil"} if p.bridge_mm else set()
    facts |= {"style:capitals"} if p.text.isupper() else set()
    facts |= {"family:border", "edge"} if p.frame_mm else set()
    facts |= {"form:ring"} if p.frame_mm and p.outer_mm else set()
    if not missing_letters(p.text, FONTS[p.font]):
        words = p.text.casefold().split()
        ends = range(len(words) + 1)
        facts |= {f"lettering:{' '.join(words[i:j])}" for i in ends for j in ends if i < j}
        facts |= {f"lettering:{' '.join(p.text.casefold())}"} if p.layout == "monogram" else set()
    sizes = _sizes(p, outer=p.outer_mm) | {"letter_mm": p.letter_mm}
    if p.layout == "ring":
        sizes["inner_diameter_mm"] = round(inner_diameter(p), 3)
    return Contents(facts=frozenset(facts), fold=p.repeats if p.repeats > 1 else 0, sizes=sizes)


_INLAY_FACTS = {
    "none": (),
    "dots": ("motif:pearls", "family:dot_grid"),
    "diamonds": ("motif:diamond",),
    "blocks": ("motif:blocks",),
    "trapezoids": ("motif:trapezoids",),
    "clouds": ("figure:cloud",),
    "stars": ("motif:star",),
    "torch": ("family:torch", "figure:torch"),
    "vine": ("family:vine", "motif:leaf"),
}


def _fretboard(p: Any) -> Contents:
    facts = {"family:fretboard", *_INLAY_FACTS[p.inlay]}
    if p.only_fret:
        sizes = {"width_mm": p.width_mm, "height_mm": p.height_mm, "scale_mm": p.scale_mm}
        return Contents(facts=frozenset(facts | {f"fret:{p.only_fret}"}), sizes=sizes)
    facts |= {f"count:frets={p.frets}", "family:border", "form:panel"}
    facts |= {"motif:side_dots"} if p.side_dots else set()
    facts |= {"style:multi_scale"} if p.treble_scale_mm else set()
    names = ("scale_mm", "treble_scale_mm", "nut_mm", "fret12_mm")
    sizes = _sizes(p) | {name: getattr(p, name) for name in names}
    return Contents(facts=frozenset(facts), sizes=sizes)


def _girih(p: Any) -> Contents:
    facts = {"family:girih", "family:tessellation", "style:islamic", "motif:star", "density"}
    facts |= {f"points:{p.fold}", f"star_points:{p.fold}", "family:grille", "family:border", "edge"}
    if p.form == "circle":
        facts |= {"form:circle", "form:ring"}
        return Contents(facts=frozenset(facts), fold=p.fold, sizes=_sizes(p, outer=p.outer_mm))
    facts |= {*_sheet_forms(p), f"grid:{p.columns}x{p.rows}"}
    return Contents(facts=frozenset(facts), fold=p.fold, sizes=_sizes(p))


def _mosaic_wheel(p: Any) -> Contents:
    facts = {"family:mosaic_wheel", "family:rosette", "family:mosaic", "motif:mosaic"}
    facts |= {"form:ring", "form:circle", "form:band", "density", "count:rings=1"}
    facts |= {"motif:lines", "family:border", "edge"} if p.lines else set()
    facts |= {fact for c in charts().values() if c.text == p.chart for fact in c.names}
    fold = p.tiles if p.match == "slip" else p.tiles // 2
    sizes = _sizes(p, outer=p.outer_mm, inner=p.inner_mm)
    return Contents(facts=frozenset(facts), fold=fold, sizes=sizes)


_GRILLE_FACTS = {
    "interlaced": {"family:knot", "style:celtic", "motif:braid"},
    "gothic": {"style:gothic"},
    "star": {"motif:star", "style:islamic"},
    "lattice": {"motif:diamond"},
}


def _grille(p: Any) -> Contents:
    facts = {"family:grille", "density", "family:border", "edge", *_GRILLE_FACTS[p.style]}
    if p.form == "circle":
        facts |= {"family:lute_rose", "form:circle", "form:ring", *_points(p.fold)}
        facts |= {f"star_points:{p.fold}"} if p.style == "star" else set()
        return Contents(facts=frozenset(facts), fold=p.fold, sizes=_sizes(p, outer=p.outer_mm))
    facts |= {*_sheet_forms(p), f"grid:{p.columns}x{p.rows}"}
    return Contents(facts=frozenset(facts), sizes=_sizes(p))


def _plate_facts(p: Any) -> set[str]:
    """Return what follows from the sheet of a figure that fills it, and from its hole."""
    facts = {"dimension:inner"} if p.hole_mm else set()
    facts |= {"form:ring"} if p.figure == "circle" and p.hole_mm else set()
    if "form:panel" not in _PLAIN_NAMES[p.figure]:
        return facts
    facts |= {"form:rectangle"} | ({"form:square"} if p.width_mm == p.height_mm else set())
    return facts | ({f"grid:{p.columns}x{p.rows}"} if p.figure != "rectangle" else set())


def _as_tilings(names: Iterable[str]) -> set[str]:
    return {f"tiling:{name.partition(':')[2]}" for name in names}


_READERS: Mapping[str, Callable[[Any], Contents]] = {
    "rosette": _rosette,
    "purfling": _purfling,
    "wood_purfling": _wood_purfling,
    "body_part": _body_part,
    "celtic_knot": _knot,
    "vine": _vine,
    "mandala": _mandala,
    "medallion": _medallion,
    "tessellation": _tessellation,
    "figure": _figure,
    "lettering": _lettering,
    "fretboard": _fretboard,
    "girih": _girih,
    "mosaic_wheel": _mosaic_wheel,
    "grille": _grille,
}
