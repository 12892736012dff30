"""Which family of the pattern engine answers what a prompt's head names, and how well.

A head that the engine does not draw has a nearest family; the reading says so.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

#: Heads that a family of the engine draws as such.
DRAWN_BY = {
    ("family", "rosette"): "rosette",
    ("family", "mosaic_wheel"): "mosaic_wheel",
    ("family", "purfling"): "purfling",
    ("family", "wood_purfling"): "wood_purfling",
    ("family", "f_hole"): "body_part",
    ("family", "soundhole"): "body_part",
    ("family", "end_graft"): "body_part",
    ("family", "tie_block"): "body_part",
    ("family", "torch"): "body_part",
    ("form", "guitar_body"): "wood_purfling",
    ("family", "binding"): "purfling",
    ("family", "border"): "purfling",
    ("family", "strip"): "purfling",
    ("family", "back_strip"): "purfling",
    ("form", "band"): "purfling",
    ("family", "knot"): "celtic_knot",
    ("family", "triquetra"): "celtic_knot",
    ("family", "vine"): "vine",
    ("family", "fretboard"): "fretboard",
    ("family", "girih"): "girih",
    ("family", "grille"): "grille",
    ("family", "lute_rose"): "grille",
    ("motif", "side_dots"): "fretboard",
    ("family", "wreath"): "vine",
    ("family", "mandala"): "mandala",
    ("family", "medallion"): "medallion",
    ("family", "tessellation"): "tessellation",
    ("family", "mosaic"): "tessellation",
    # In a circle; else it is a plain figure.
    ("family", "honeycomb"): "tessellation",
    ("family", "basket_weave"): "tessellation",
    ("motif", "braid"): "celtic_knot",
    ("motif", "star_cross"): "tessellation",
    ("motif", "hexagons"): "tessellation",
    ("motif", "cubes"): "tessellation",
    ("motif", "octagons"): "tessellation",
    ("motif", "greek_cross"): "tessellation",
    ("motif", "leaf"): "medallion",
    ("motif", "petals"): "medallion",
    ("motif", "lotus"): "mandala",
    ("motif", "scallops"): "mandala",
    ("motif", "flames"): "mandala",
    ("motif", "drops"): "mandala",
    ("motif", "scroll"): "vine",
    ("motif", "berry"): "vine",
    ("motif", "mosaic_cross"): "rosette",
    ("motif", "mosaic_zigzag"): "rosette",
    ("motif", "mosaic_rose"): "rosette",
    ("subject", "flower"): "medallion",
    ("subject", "rose"): "medallion",
    ("subject", "sun"): "medallion",
    ("subject", "compass"): "medallion",
    ("subject", "bird"): "medallion",
    ("subject", "butterfly"): "medallion",
    ("form", "ring"): "rosette",
    ("style", "celtic"): "celtic_knot",
    ("style", "islamic"): "tessellation",
}

#: Heads that are plain figures, drawn as such.
FIGURES = frozenset(
    {
        ("family", name)
        for name in (
            "polygon", "triangle_shape", "pentagon", "hexagon", "octagon", "heptagon",
            "nonagon", "decagon", "dodecagon", "pentagram", "hexagram", "ellipse", "heart",
            "moon", "gear", "spiral_shape", "sunburst", "snowflake", "yin_yang",
            "flower_of_life", "dot_grid", "halftone", "honeycomb", "cairo", "penrose",
            "penrose_kites", "penrose_rhombs", "maze",
        )
    }
    | {("motif", name) for name in ("star", "rays", "fish_scale", "chequer")}
)  # fmt: skip
#: Forms that are figures where nothing else is asked for.
PLAIN_FORMS = frozenset({"circle", "square", "rectangle"})
#: Figures that fill a panel.
PANEL_FIGURES = frozenset(
    {"chequer", "dot_grid", "halftone", "honeycomb", "fish_scale", "cairo", "maze"}
)
_PLATES = frozenset({"panel", "square", "rectangle"})
_WISHES = frozenset({"family", "form", "motif", "subject", "style", "lettering"})

#: Where a head that the engine lacks lands.
NEAREST = {
    "soundhole": "rosette",
    "other_pattern": "tessellation",
    "cross_shape": "celtic_knot",
    "heel_cap": "purfling", "headstock": "vine", "flower_pot": "vine", "tree_of_life": "vine",
    "fractal": "mandala", "circle": "rosette",
}  # fmt: skip
FALLBACK = "medallion"

ROUND_FORMS = frozenset({"ring", "circle"})
#: What fills a field by itself, and not only a band.
FIELD_MOTIFS = frozenset({"diamond", "triangles", "star"})
STRIP_HEADS = frozenset({"purfling", "binding", "border", "strip", "back_strip", "band"})
ROUND_FAMILIES = frozenset(
    {"rosette", "celtic_knot", "vine", "mandala", "medallion", "mosaic_wheel"}
)
BAND_MOTIFS = frozenset(
    {
        "herringbone", "half_herringbone", "chevron", "rope", "braid", "wheat", "chequer",
        "lines", "sawtooth", "diamond", "triangles", "zigzag", "wave", "running_dog", "meander",
        "pearls", "bead_and_reel", "laurel", "blocks",
    }
)  # fmt: skip
_FORMS = (
    frozenset({"rosette", "panel", "square", "rectangle", "corner"}) | ROUND_FORMS | STRIP_HEADS
)
#: What fills a form: "a ring of knots" is drawn by the family of knots.
_TILED = frozenset({"star", "octagons", "hexagons", "diamond", "triangles", "greek_cross"})
_FILLINGS = ("knot", "vine", "wreath")

TITLES = {
    "rosette": "a rosette", "celtic_knot": "a Celtic knot", "vine": "a vine",
    "mandala": "a mandala", "medallion": "a medallion", "tessellation": "a tessellation",
    "purfling": "a border strip", "figure": "a plain figure", "lettering": "lettering",
    "fretboard": "a fretboard", "girih": "a girih", "grille": "a grille",
    "mosaic_wheel": "a mosaic wheel", "wood_purfling": "a purfling of woods",
    "body_part": "a part of an instrument",
}  # fmt: skip
"""The families as a sentence names them."""


def choose_family(
    head: tuple[str, str] | None, names: AbstractSet[tuple[str, str]]
) -> tuple[str | None, bool]:
    """Return the family for a head and everything else that is asked for, and whether it fits.

    head: kind and name of the concept, or None; names: all concepts that are wished for.
    None as the family: the prompt leaves it open.
    """
    if head is None:
        return None, True
    kind, name = head
    if (family := _by_head_alone(head, names)) is not None:
        return family, True
    if name in _FORMS:
        return _filled_form(kind, name, {other for _, other in names})
    if drawn := _beside_others(kind, name, names) or _drawn_by(kind, name):
        return drawn, True
    mentioned = [n for k, n in names if (k, n) in DRAWN_BY and k == "family"]
    if kind == "subject":
        # "an eagle with a rope border" is no strip.
        mentioned = [n for n in mentioned if n not in STRIP_HEADS]
    nearest = DRAWN_BY["family", min(mentioned)] if mentioned else NEAREST.get(name, FALLBACK)
    return nearest, False


_FRETBOARD_INLAYS = frozenset(
    {"pearls", "dot_grid", "diamond", "blocks", "trapezoids", "cloud", "torch", "star"}
)
#: What letters stand on or look like; nothing else is drawn beside them.
_CARRIERS = frozenset(
    {"ring", "circle", "arc", "straight_line", "scallops", "lines", "rectangle", "border"}
)


def carries_lettering(head: tuple[str, str] | None, names: AbstractSet[tuple[str, str]]) -> bool:
    """Tell whether a text that is asked for is all that is drawn: its head is a form or a look."""
    if head is None or head[0] in {"style", "context"}:
        return True
    ornaments = {name for kind, name in names if kind in {"motif", "subject", "family"}}
    return head[1] in _CARRIERS and not ornaments - _CARRIERS


def _by_head_alone(head: tuple[str, str], names: AbstractSet[tuple[str, str]]) -> str | None:
    """Return the family of a head that nothing else decides about, or None."""
    if head[0] == "lettering":
        return "lettering"
    is_strip = head[1] in STRIP_HEADS
    grilles = {("family", "grille"), ("family", "lute_rose")}
    if grilles & names and head[0] in {"motif", "form", "style"}:
        return "grille"
    if ("family", "girih") in names and (is_strip or head[0] in {"motif", "form", "style"}):
        return "girih"
    if ("family", "fretboard") in names and head[1] in _FRETBOARD_INLAYS:
        return "fretboard"
    others = {
        "wood_purfling": _is_of_woods(head, names),
        "mosaic_wheel": ("family", "mosaic_wheel") in names and head[0] != "subject",
        "figure": _is_figure(head, names),
    }
    return next((family for family, is_asked in others.items() if is_asked), None)


_EDGINGS = frozenset({"purfling", "binding", "border", "strip", "back_strip", "band"})
#: Patterns that only woods make.
_OF_WOODS = frozenset({"half_herringbone", "wheat"})
_CLOSED = frozenset(
    {
        "mitred",
        "rounded",
        "guitar_body",
        "closed",
        "rectangle",
        "square",
        "corner",
        "circle",
        "ring",
    }
)


def _is_of_woods(head: tuple[str, str], names: AbstractSet[tuple[str, str]]) -> bool:
    """Tell whether a head is a purfling whose woods, pattern or closed run is named."""
    others = {name for _, name in names}
    if head[0] == "motif" and head[1] in BAND_MOTIFS:
        return bool(others & {"woods", "wood_purfling"}) or (
            head[1] in _OF_WOODS and not others & {"rosette", "ring", "circle"}
        )
    if head[1] in {"rectangle", "square", "guitar_body"}:
        return bool(others & {"purfling", "wood_purfling", "binding"})
    if head[1] not in _EDGINGS:
        return False
    is_trade = head[1] in {"purfling", "binding"}
    if is_trade and {name for kind, name in names if kind == "motif"} == {"lines"}:
        return True
    closed = others & _CLOSED if is_trade else others & {"guitar_body", "closed"}
    return bool(closed or others & (_OF_WOODS | {"woods", "wood_purfling"}))


def _beside_others(kind: str, name: str, names: AbstractSet[tuple[str, str]]) -> str | None:
    """Return the family of a head that other words change, or None."""
    if kind == "motif" and name in _TILED and ("style", "islamic") in names:
        return "tessellation"
    if name == "wreath" and ("motif", "laurel") in names:
        return "rosette"
    if name == "soundhole" and any(k == "motif" or n == "mosaic" for k, n in names):
        return "rosette"
    filling = next((f for f in _FILLINGS if ("family", f) in names), None)
    return DRAWN_BY["family", filling] if kind == "motif" and filling else None


def _is_round(names: AbstractSet[tuple[str, str]]) -> bool:
    return any(("form", name) in names for name in ROUND_FORMS)


def _is_figure(head: tuple[str, str], names: AbstractSet[tuple[str, str]]) -> bool:
    """Tell whether a head is a plain figure: a motif only where no band and no tiling is meant."""
    others = {pair for pair in names if pair != head}
    if head[0] == "form":
        return head[1] in PLAIN_FORMS and not any(kind in _WISHES for kind, _ in others)
    if head not in FIGURES or (head[1] == "honeycomb" and _is_round(names)):
        return False
    is_ornament = any(kind == "motif" and name in BAND_MOTIFS for kind, name in others)
    is_filling = any(("family", name) in others for name in _FILLINGS)
    return head[0] != "motif" or not (is_ornament or is_filling or ("style", "islamic") in others)


def _drawn_by(kind: str, name: str) -> str | None:
    if kind == "motif" and name in BAND_MOTIFS - {"braid"}:
        return "purfling"
    if (kind, name) in {("motif", "star"), ("motif", "rays")}:
        return "medallion"
    return DRAWN_BY.get((kind, name))


def _filled_form(kind: str, name: str, others: AbstractSet[str]) -> tuple[str | None, bool]:
    """Return the family of a form by what fills it: knots, a vine, bands, or tiles."""
    is_band = name == "rosette" or name in ROUND_FORMS or name in STRIP_HEADS
    filling = next((filling for filling in _FILLINGS if filling in others), None)
    if filling is None and others & {"celtic", "braid"}:
        filling = "knot"
    if filling and not others & (BAND_MOTIFS - {"braid"}):
        return DRAWN_BY["family", filling], True
    if is_band and name != "circle":
        return DRAWN_BY[kind, name], True
    if name == "circle" and others & (BAND_MOTIFS | {"star", "petals", "mosaic"}):
        return "rosette", True
    if name in _PLATES and others & PANEL_FIGURES:
        return "figure", True
    tiles = {"tessellation", "mosaic", "basket_weave", "hexagons", "cubes",
             "octagons", "star", "star_cross", "islamic", "greek_cross"}  # fmt: skip
    if others & tiles and name != "circle":
        return "tessellation", True
    return (NEAREST.get(name), False) if name == "circle" else (None, name == "panel")
