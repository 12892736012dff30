"""What parts of instruments and lettering show."""

from __future__ import annotations

from typing import Any

from artstudio.fonts import FONTS
from artstudio.fonts.outlines import missing_letters
from artstudio.patterns.contents.facts import STRIP, Contents, sizes_of
from artstudio.patterns.lettering.drawing import inner_diameter

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


def wood_purfling(p: Any) -> Contents:
    """Return what a purfling of woods shows."""
    facts = {"family:wood_purfling", "family:purfling", "family:binding", "style:woods"}
    facts |= {"family:border", "edge", "motif:lines", "density"}
    facts |= {"motif:lines@outside", "motif:lines@inside"}
    facts |= {f"motif:{name}" for name in _WOOD_PATTERNS[p.pattern]}
    facts |= {f"count:{name}={p.cells}" for name in _WOOD_PATTERNS[p.pattern]}
    if p.outline == "strip":
        return Contents(facts=frozenset({*facts, *STRIP, "family:back_strip"}), sizes=sizes_of(p))
    facts |= {"form:closed"} | {f"motif:{name}@outside" for name in _WOOD_PATTERNS[p.pattern]}
    if p.outline == "guitar":
        return Contents(facts=frozenset(facts | {"form:guitar_body"}), sizes=sizes_of(p))
    if p.outline == "circle":
        facts |= {"form:circle", "form:ring", "family:rosette", "form:band", "count:rings=1"}
        sizes = sizes_of(p, outer=p.width_mm, inner=round(p.width_mm - 2 * p.purfling_mm, 3))
        return Contents(facts=frozenset(facts), fold=p.cells, sizes=sizes)
    facts |= {"form:panel", "form:rectangle"} | {"form:corner"}
    facts |= {"form:square"} if p.width_mm == p.height_mm else set()
    facts |= {"style:rounded"} if p.radius_mm else {"style:mitred"}
    return Contents(facts=frozenset(facts), sizes=sizes_of(p))


_PART_FACTS = {
    "f_holes": {"family:f_hole"},
    "soundhole": {"family:soundhole", "form:circle", "dimension:inner", "dimension:diameter"},
    "end_graft": {"family:end_graft", "motif:lines"},
    "tie_block": {"family:tie_block", "family:border", "edge", "motif:lines"},
    "torch": {"family:torch", "figure:torch"},
}


def body_part(p: Any) -> Contents:
    """Return what a part of an instrument shows."""
    facts = {*_PART_FACTS[p.part], "density:bold"}
    if p.part != "soundhole":
        return Contents(facts=frozenset(facts), sizes=sizes_of(p))
    facts |= {"form:ring", "family:border", "motif:lines", "edge"} if p.rings else set()
    facts.add(f"count:rings={p.rings}")
    sizes = sizes_of(p, outer=p.hole_mm, inner=p.hole_mm)
    return Contents(facts=frozenset(facts), sizes=sizes)


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


def lettering(p: Any) -> Contents:
    """Return what letters show."""
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
    sizes = sizes_of(p, outer=p.outer_mm) | {"letter_mm": p.letter_mm}
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


def fretboard(p: Any) -> Contents:
    """Return what a fretboard shows."""
    facts = {"family:fretboard", *_INLAY_FACTS[p.inlay]}
    if p.only_fret:
        sizes = {"width_mm": p.width_mm, "height_mm": p.height_mm, "scale_mm": p.scale_mm}
        return Contents(facts=frozenset(facts | {f"fret:{p.only_fret}"}), sizes=sizes)
    facts |= {f"count:frets={p.frets}", "family:border", "form:panel"}
    facts |= {"motif:side_dots"} if p.side_dots else set()
    facts |= {"style:multi_scale"} if p.treble_scale_mm else set()
    names = ("scale_mm", "treble_scale_mm", "nut_mm", "fret12_mm")
    sizes = sizes_of(p) | {name: getattr(p, name) for name in names}
    return Contents(facts=frozenset(facts), sizes=sizes)
