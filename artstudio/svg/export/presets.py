"""What the programs of laser cutters read from colour, stroke and fill.

They share one convention, red lines to cut, blue lines to score, black areas
to engrave, and differ in how they tell a line from an area:

- LightBurn sorts what it imports into layers by the nearest colour of its palette
  of 30, of which black (00), blue (01) and red (02) are the first; a stroke without a
  fill becomes a Line layer, a fill without a stroke a Fill layer, and the width
  of a stroke means nothing.
  docs.lightburnsoftware.com/2.0/GetStarted/ColorsAndLayers, .../latest/Explainers/LayerModes,
  forum.lightburnsoftware.com/t/programmaticaly-creating-recognizable-svg-files/184165
- Glowforge makes a step of each colour: an unfilled stroke is a cut or a score, a
  fill without a stroke an engraving; both together are taken for a cut.
  community.glowforge.com/t/glowforge-interface-vector-files-made-easy/14351/48
- Inkscape knows layers as groups of its own, and a hairline by three declarations
  at once: a pixel wide, not scaled, and its own `-inkscape-stroke:hairline`.
  inkscape: src/desktop-style.cpp and src/ui/widget/stroke-style.cpp
- Printer drivers (Epilog, Trotec, Universal) cut red lines of at most some
  hundredths of a millimetre and engrave the rest.
  purdue.edu/bidc/start/laser-engraving-and-cutting/lineweights-and-colors
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import cycle

from artstudio.geometry.drawing import CAPS, JOINS, Drawing, Layer, StrokeLayer
from artstudio.svg.export.cut_order import in_cut_order
from artstudio.svg.export.roles import by_role
from artstudio.svg.export.tool_paths import lines_in_mm

HAIRLINE_MM = 0.01


class Preset(StrEnum):
    """Whose conventions an export keeps; `plain` keeps the drawing's own colours."""

    PLAIN = "plain"
    LIGHTBURN = "lightburn"
    GLOWFORGE = "glowforge"
    INKSCAPE = "inkscape"
    OPENSCAD = "openscad"


class Role(StrEnum):
    """What the machine shall do with the drawing."""

    CUT = "cut"
    ENGRAVE = "engrave"
    SCORE = "score"


@dataclass(frozen=True)
class LayerStyle:
    """How contours are shown: an area of a colour, or lines of a width, cap and join."""

    colour: str
    filled: bool
    layer: str
    width_mm: float = HAIRLINE_MM
    cap: str = CAPS[0]
    join: str = JOINS[0]

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green and blue from 0 to 1."""
        red, green, blue = (int(self.colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return red, green, blue

    @property
    def is_hairline(self) -> bool:
        """Whether it is a line whose width means nothing."""
        return not self.filled and self.width_mm == HAIRLINE_MM


_BY_ROLE = {
    Role.CUT: LayerStyle("#ff0000", filled=False, layer="cut"),
    Role.ENGRAVE: LayerStyle("#000000", filled=True, layer="engrave"),
    Role.SCORE: LayerStyle("#0000ff", filled=False, layer="score"),
}
#: LightBurn's palette without black: what is blue there is for scores, the rest for cuts.
_SCORES = ("#0000ff", "#0000a0", "#00a0ff", "#4a6fe3", "#7d87b9")
_CUTS = (
    "#ff0000", "#00e000", "#d0d000", "#ff8000", "#00e0e0", "#ff00ff", "#b4b4b4", "#a00000",
    "#00a000", "#a0a000", "#c08000", "#a000a0", "#808080", "#bb7784", "#d33f6a", "#8cd78c",
    "#f0b98d", "#f6c4e1", "#fa9ed4", "#500a78", "#b45a00", "#004754", "#86fa88", "#ffdb66",
)  # fmt: skip
#: All of it: the place of a colour is the number of its layer.
LIGHTBURN_PALETTE = (
    "#000000", "#0000ff", "#ff0000", "#00e000", "#d0d000", "#ff8000", "#00e0e0", "#ff00ff",
    "#b4b4b4", "#0000a0", "#a00000", "#00a000", "#a0a000", "#c08000", "#00a0ff", "#a000a0",
    "#808080", "#7d87b9", "#bb7784", "#4a6fe3", "#d33f6a", "#8cd78c", "#f0b98d", "#f6c4e1",
    "#fa9ed4", "#500a78", "#b45a00", "#004754", "#86fa88", "#ffdb66",
)  # fmt: skip
# R12 takes names of 31 characters; the others have a meaning of their own.
_LONGEST_NAME = 31
_TAKEN = frozenset(["defpoints", *Role])

Roles = Mapping[str, Role]
"""What `outline`, `inside` and colours (`#rrggbb`) are for."""
Shown = tuple[Layer | StrokeLayer, LayerStyle]
_Kind = tuple[bool, str]
"""Whether it is an area, and its colour: what is one step of a machine."""


def painted(
    drawing: Drawing,
    *,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    roles: Roles | None = None,
) -> list[Shown]:
    """Return the layers that show something, bottom first, each with its paint.

    With a role they all share its paint, but strokes to engrave keep their width.
    Without one they keep their own when plain; for a program, areas are cut and
    strokes scored, and where there are several colours each is a step of its own, in a
    colour that the program tells from the others. Red strokes are the machines' own
    word for a cut: where there are some they stay one, and black areas are engraved.
    With `roles` each part has its own paint: what is engraved comes first, then what is
    scored, then the cuts, inner contours before outer ones and with little travel.
    """
    if roles:
        return _in_roles(drawing, preset, roles)
    shown = [layer for layer in drawing.layers if not layer.is_empty]
    if role:
        return [(layer, _in_role(layer, role)) for layer in shown]
    names = _names(shown)
    if preset in (Preset.PLAIN, Preset.OPENSCAD):
        return [(layer, _own(layer, names[_kind(layer)])) for layer in shown]
    steps = _steps(names)
    return [(layer, steps[_kind(layer)]) for layer in shown]


def _in_roles(drawing: Drawing, preset: Preset, roles: Roles) -> list[Shown]:
    parts = by_role(drawing, roles)
    rest = Drawing(
        drawing.width_mm,
        drawing.height_mm,
        tuple(layer for layer, role in parts if role is None),
    )
    shown = [(layer, _in_role(layer, Role(role))) for layer, role in parts if role]
    shown.sort(key=lambda item: _RANKS.index(item[1].layer))
    return [*painted(rest, preset=preset), *((_ordered(layer), style) for layer, style in shown)]


# What is cut out is not engraved any more.
_RANKS = (Role.ENGRAVE, Role.SCORE, Role.CUT)


def _ordered(layer: Layer | StrokeLayer) -> Layer | StrokeLayer:
    lines = in_cut_order(lines_in_mm(layer))
    if isinstance(layer, Layer):
        return replace(layer, contours=lines.contours)
    return replace(layer, strokes=lines)


def _kind(layer: Layer | StrokeLayer) -> _Kind:
    return (True, layer.fill) if isinstance(layer, Layer) else (False, layer.stroke)


def _names(shown: Sequence[Layer | StrokeLayer]) -> dict[_Kind, str]:
    """Return what to call each colour: as its only path is called, or by the colour itself."""
    given: dict[_Kind, list[str]] = {}
    for layer in shown:
        given.setdefault(_kind(layer), []).append(layer.name)
    return {kind: _name(kind, names) for kind, names in given.items()}


def _name(kind: _Kind, names: Sequence[str]) -> str:
    first, *others = names
    if first and not others and len(first) <= _LONGEST_NAME and first not in _TAKEN:
        return first
    # R12 allows letters, digits, $, - and _ in the names of layers.
    is_area, colour = kind
    return f"{'COLOUR' if is_area else 'LINE'}_{colour[1:].upper()}"


def _own(layer: Layer | StrokeLayer, name: str) -> LayerStyle:
    if isinstance(layer, Layer):
        return LayerStyle(layer.fill, filled=True, layer=name)
    return LayerStyle(layer.stroke, False, name, layer.width_mm, layer.cap, layer.join)


def _in_role(layer: Layer | StrokeLayer, role: Role) -> LayerStyle:
    paint = _BY_ROLE[role]
    if paint.filled and isinstance(layer, StrokeLayer):
        return replace(_own(layer, paint.layer), colour=paint.colour)
    return paint


def _steps(names: Mapping[_Kind, str]) -> dict[_Kind, LayerStyle]:
    """Return a paint for each colour; a program with a palette has no more than its colours."""
    steps = {kind: paint for kind, paint in _SAID.items() if kind in names and _RED in names}
    used = {paint.colour for paint in steps.values()}
    for is_area, role, palette in ((True, Role.CUT, _CUTS), (False, Role.SCORE, _SCORES)):
        kinds = [kind for kind in names if kind[0] is is_area and kind not in steps]
        free = [colour for colour in palette if colour not in used]
        for kind, colour in zip(kinds, cycle(free), strict=False):
            steps[kind] = LayerStyle(colour, filled=False, layer=names[kind])
        if len(kinds) == 1 and len(free) == len(palette):
            steps[kinds[0]] = _BY_ROLE[role]
    return steps


_RED: _Kind = (False, _BY_ROLE[Role.CUT].colour)
_SAID: dict[_Kind, LayerStyle] = {
    _RED: _BY_ROLE[Role.CUT],
    (True, _BY_ROLE[Role.ENGRAVE].colour): _BY_ROLE[Role.ENGRAVE],
}
