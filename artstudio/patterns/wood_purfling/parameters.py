"""What draws a purfling of woods: its outline, its pattern, its woods, its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.ranges import Number, OneOf, keep_ranges
from artstudio.patterns.woods import NAMES

OUTLINES = ("strip", "rectangle", "circle", "guitar")
PATTERNS = (
    "herringbone", "half_herringbone", "chevron", "rope", "wheat", "chequer", "lines",
    "sawtooth", "diamonds", "ladder",
)  # fmt: skip
MOST_CELLS = 4000


@dataclass(frozen=True, kw_only=True)
class WoodPurflingParameters:
    """A purfling of purfling_mm along an outline that fills the sheet.

    outline: "strip" is straight, the others are closed. radius_mm: of a rectangle's
    corners; 0 for mitred ones. cells: how often the pattern repeats, in a closed run a whole
    number of times. lines: at each edge, of wood and light in turn, the innermost of wood;
    line_mm: how thick each is, and the stem between two rows. lean: how far pieces lean over,
    as a share of their row's height (1 is 45 degrees). wood: the ground and the dark pieces;
    light: the pieces that are let into it; third: every other of them, or "none".
    """

    width_mm: Annotated[float, Number(1, 5000, "Width of the sheet.")]
    height_mm: Annotated[float, Number(1, 5000, "Height of the sheet.")]
    outline: Annotated[str, OneOf(OUTLINES, "A straight strip, or what the purfling runs round.")]
    purfling_mm: Annotated[float, Number(0.6, 200, "Width of the purfling with its lines.")]
    pattern: Annotated[str, OneOf(PATTERNS, "What the pieces of wood make.")]
    cells: Annotated[int, Number(1, MOST_CELLS, "How often the pattern repeats.")]
    line_mm: Annotated[float, Number(0.05, 20, "Thickness of a line of veneer.")]
    lines: Annotated[int, Number(1, 4, "Lines at each edge, of both woods in turn.")] = 1
    lean: Annotated[float, Number(0.2, 3, "How far pieces lean; 1 is 45 degrees.")] = 1.0
    radius_mm: Annotated[float, Number(0, 2500, "Of a rectangle's corners; 0: mitred.")] = 0.0
    wood: Annotated[str, OneOf(NAMES, "Wood of the ground and the dark pieces.")] = "ebony"
    light: Annotated[str, OneOf(NAMES, "Wood of the light pieces.")] = "maple"
    third: Annotated[str, OneOf(("none", *NAMES), "Wood of every other light piece.")] = "none"

    def __post_init__(self) -> None:
        """Refuse what leaves no room for the pieces."""
        keep_ranges(self)
        require(len({self.wood, self.light, self.third}) == 3, "the woods must differ.")
        require(self.band_mm > 0, "the lines leave no room for the pattern.")
        short = min(self.width_mm, self.height_mm)
        if self.outline == "strip":
            require(abs(self.purfling_mm - short) < 0.01, "a strip is as wide as its sheet.")
            require(max(self.width_mm, self.height_mm) > 2 * self.line_mm, "it is too short.")
            return
        require(3 * self.purfling_mm < short, "a closed purfling leaves a field in the middle.")
        require(2 * self.radius_mm <= short, "the corners' radius is more than half the sheet.")
        if self.radius_mm:
            require(self.radius_mm > self.purfling_mm, "round corners are wider than the purfling.")

    @property
    def band_mm(self) -> float:
        """The breadth of the pieces between the lines."""
        return self.purfling_mm - 2 * self.lines * self.line_mm
