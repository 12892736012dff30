"""What a prompt asks of a purfling of woods: outline, pattern, width, woods."""

from __future__ import annotations

import dataclasses
import math

from artstudio.patterns.constraints import DEFAULT_MM, disc, refuse, sheet
from artstudio.patterns.family import Task
from artstudio.patterns.reading.words import fold
from artstudio.patterns.wood_purfling.outlines import GUITAR_ASPECT, Path, inset, outline_of
from artstudio.patterns.wood_purfling.parameters import (
    MOST_CELLS,
    PATTERNS,
    WoodPurflingParameters,
)
from artstudio.patterns.wood_purfling.pieces import PIECES

#: What the vocabulary calls the patterns.
PATTERN_NAMES = {
    "herringbone": "herringbone", "half_herringbone": "half_herringbone", "chevron": "chevron",
    "rope": "rope", "wheat": "wheat", "chequer": "chequer", "lines": "lines",
    "sawtooth": "sawtooth", "triangles": "sawtooth", "zigzag": "sawtooth",
    "diamond": "diamonds", "blocks": "ladder",
}  # fmt: skip
_SEEDED = ("herringbone", "half_herringbone", "rope", "chequer", "diamonds", "wheat", "ladder")
#: Words of five languages for woods, folded.
WOOD_WORDS = {
    "ebony": "ebony", "ebenholz": "ebony", "ebano": "ebony", "ebene": "ebony",
    "maple": "maple", "ahorn": "maple", "arce": "maple", "erable": "maple", "acero": "maple",
    "rosewood": "rosewood", "palisander": "rosewood", "palosanto": "rosewood",
    "palisandro": "rosewood", "palissandre": "rosewood",
    "spruce": "spruce", "fichte": "spruce", "abeto": "spruce", "epicea": "spruce",
    "abete": "spruce", "cedar": "cedar", "zeder": "cedar", "cedro": "cedar", "cedre": "cedar",
    "mahogany": "mahogany", "mahagoni": "mahogany", "caoba": "mahogany", "acajou": "mahogany",
    "mogano": "mahogany", "walnut": "walnut", "nussbaum": "walnut", "nogal": "walnut",
    "noyer": "walnut", "noce": "walnut", "holly": "holly", "koa": "koa", "bone": "bone",
    "boxwood": "boxwood", "padauk": "padauk", "wenge": "wenge", "cypress": "cypress",
    "pearl": "pearl", "mother of pearl": "pearl", "perlmutt": "pearl", "nacar": "pearl",
    "nacre": "pearl", "madreperla": "pearl", "abalone": "abalone", "brass": "brass",
}  # fmt: skip
_DARK = ("ebony", "rosewood", "walnut", "wenge", "mahogany", "padauk", "cocobolo")
STRIP_MM = 6.0
CLOSED_MM = 5.0
LINE_MM = 0.5
LEAST_MM = 0.36
NARROWEST_MM = 1.0
# A sheet that is shorter than so many times its width is no strip.
_SLENDER = 3.0


def plan(task: Task) -> WoodPurflingParameters:
    """Choose the outline by the words, the width by the sheet, the rhythm by the pattern."""
    outline = _outline(task)
    wide, high = _sheet(task, outline)
    width = _width(task, outline, wide, high)
    pattern = _pattern(task)
    line = round(max(LEAST_MM if width >= 2 else width * 0.16, min(LINE_MM, width * 0.1)), 3)
    lines = _lines(task, width, line)
    dark, light, third = _woods(task)
    radius = 0.0
    if outline == "rectangle" and task.request.asks("round", "rounded"):
        radius = round(min(wide, high) * 0.15 + width, 3)
    draft = WoodPurflingParameters(
        width_mm=wide,
        height_mm=high,
        outline=outline,
        purfling_mm=width,
        pattern=pattern,
        cells=1,
        line_mm=line,
        lines=lines,
        lean=task.choice.between("lean", 0.85, 1.15),
        radius_mm=radius,
        wood=dark,
        light=light,
        third=third,
    )
    return _with_cells(draft)


def _with_cells(p: WoodPurflingParameters) -> WoodPurflingParameters:
    """Return the parameters with as many repeats as keep the pattern's proportions."""
    pitch = max(PIECES[p.pattern][1] * p.band_mm, 2.2 * LEAST_MM * math.sqrt(1 + p.lean**2))
    if p.purfling_mm < 2:
        pitch = PIECES[p.pattern][1] * p.band_mm
    cells = min(MOST_CELLS, max(4, round(run_mm(p) / pitch)))
    return dataclasses.replace(p, cells=cells if p.third == "none" else cells + cells % 2)


def run_mm(p: WoodPurflingParameters) -> float:
    """Return the length of the run along its middle."""
    if p.outline == "strip":
        return max(p.width_mm, p.height_mm)
    if p.outline == "rectangle" and not p.radius_mm:
        return 2 * (p.width_mm + p.height_mm - 2 * p.purfling_mm)
    return Path(inset(outline_of(p), p.purfling_mm / 2)).length


def _outline(task: Task) -> str:
    request, given = task.request, task.limits.given()
    if request.asks("body", "guitar_body"):
        return "guitar"
    if given & {"outer_diameter_mm", "inner_diameter_mm"} or request.asks("circle", "ring", "disc"):
        return "circle"
    if request.asks("rectangle", "square", "corner", "panel", "frame", "mitred", "rounded"):
        return "rectangle"
    if given >= {"width_mm", "height_mm"}:
        sides = sorted((task.limits.width_mm or 0.0, task.limits.height_mm or 0.0))
        return "rectangle" if sides[1] < _SLENDER * sides[0] else "strip"
    return "strip"


def _sheet(task: Task, outline: str) -> tuple[float, float]:
    if outline == "circle":
        size = disc(task.limits)
        return size.outer_mm, size.outer_mm
    aspect = {"strip": DEFAULT_MM / STRIP_MM, "guitar": GUITAR_ASPECT}.get(outline, 1.5)
    aspect = 1.0 if outline == "rectangle" and task.request.asks("square") else aspect
    size = sheet(task.limits, aspect=aspect)
    return size.width_mm, size.height_mm


def _width(task: Task, outline: str, wide: float, high: float) -> float:
    """Return the width of the purfling: the strip's, or what suits the field."""
    short = min(wide, high)
    if outline == "strip":
        return short
    if outline == "circle" and task.limits.inner_diameter_mm:
        return round((short - task.limits.inner_diameter_mm) / 2, 3)
    width = round(max(NARROWEST_MM, min(CLOSED_MM, short / 10)), 3)
    if 3 * width >= short:
        raise refuse("width_mm", f"A closed purfling needs a sheet of {4 * NARROWEST_MM:g} mm.")
    return width


def _lines(task: Task, width: float, line: float) -> int:
    wish = 1 if task.request.density == 0 or task.request.refuses_border else 3
    return wish if width - 2 * wish * line >= width * 0.45 else 1


def _pattern(task: Task) -> str:
    named = [PATTERN_NAMES[name] for name in task.request.ornaments if name in PATTERN_NAMES]
    refused = {PATTERN_NAMES[name] for name in task.request.without if name in PATTERN_NAMES}
    named = [name for name in named if name not in refused]
    # "herringbone with black lines" is herringbone.
    solid = [name for name in named if name != "lines"] or named
    seeded = [name for name in task.choice.order("pattern", _SEEDED) if name not in refused]
    return (solid or seeded or list(PATTERNS))[0]


def _woods(task: Task) -> tuple[str, str, str]:
    """Return the dark wood, the light one and the third, as they are named."""
    words = (fold(text) for text in task.request.materials)
    named = list(dict.fromkeys(WOOD_WORDS[word] for word in words if word in WOOD_WORDS))
    dark = next((wood for wood in named if wood in _DARK), "ebony")
    rest = [wood for wood in named if wood != dark]
    light = rest[0] if rest else "maple"
    return dark, light, rest[1] if len(rest) > 1 else "none"
