"""What the programs of laser cutters read from colour, stroke and fill.

They share one convention, red lines to cut, blue lines to score, black areas
to engrave, and differ in how they tell a line from an area:

- LightBurn sorts what it imports into layers by the nearest colour of its palette,
  of which black (00), blue (01) and red (02) are the first; a stroke without a
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

from dataclasses import dataclass
from enum import StrEnum

from artstudio.svg.drawing import Drawing, Layer

HAIRLINE_MM = 0.01


class Preset(StrEnum):
    """Whose conventions an export keeps; `plain` keeps the drawing's own colours."""

    PLAIN = "plain"
    LIGHTBURN = "lightburn"
    GLOWFORGE = "glowforge"
    INKSCAPE = "inkscape"


class Role(StrEnum):
    """What the machine shall do with the drawing."""

    CUT = "cut"
    ENGRAVE = "engrave"
    SCORE = "score"


@dataclass(frozen=True)
class Paint:
    """How contours are shown: an area of a colour, or its outline as a hairline."""

    colour: str
    filled: bool
    layer: str

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green and blue from 0 to 1."""
        red, green, blue = (int(self.colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return red, green, blue


_BY_ROLE = {
    Role.CUT: Paint("#ff0000", filled=False, layer="cut"),
    Role.ENGRAVE: Paint("#000000", filled=True, layer="engrave"),
    Role.SCORE: Paint("#0000ff", filled=False, layer="score"),
}


def painted(drawing: Drawing, role: Role | None) -> list[tuple[Layer, Paint]]:
    """Return the layers that show something, bottom first, each with its paint.

    Without a role they keep their colours; with one they all share its paint.
    """
    shown = [layer for layer in drawing.layers if len(layer.on_grid)]
    return [(layer, _BY_ROLE[role] if role else _own(layer)) for layer in shown]


def _own(layer: Layer) -> Paint:
    # R12 allows letters, digits, $, - and _ in the names of layers.
    return Paint(layer.fill, filled=True, layer=f"COLOUR_{layer.fill[1:].upper()}")
