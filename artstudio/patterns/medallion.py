"""Medallions: a bold symmetric figure in a ring."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Annotated

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.bands import MOTIFS, nodes_of
from artstudio.patterns.constraints import disc
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Number, OneOf, keep_ranges
from artstudio.patterns.ring_bands import RingPen, ring_of, ring_of_engine_1
from artstudio.patterns.shapes import annulus, contours
from artstudio.patterns.silhouettes import FIGURES, REPEATS, Figure

FIGURE_WORDS = {
    "flower": "flower", "rose": "flower", "daisy": "flower", "blossom": "flower", "petal": "flower",
    "sun": "sun", "sunburst": "sun", "solar": "sun", "compass": "compass", "star": "compass",
    "nautical": "compass", "bird": "bird", "eagle": "bird", "dove": "bird", "swallow": "bird",
    "phoenix": "bird", "hummingbird": "bird", "owl": "bird", "raven": "bird", "wing": "bird",
    "butterfly": "butterfly", "moth": "butterfly", "dragonfly": "butterfly", "leaf": "leaf",
    "leaves": "leaf", "tree": "leaf", "oak": "leaf", "maple": "leaf", "fern": "leaf",
}  # fmt: skip
BORDERS = ("line", "rope", "pearls", "laurel", "triangles", "herringbone", "blocks", "running_dog")


@dataclass(frozen=True, kw_only=True)
class MedallionParameters:
    """A figure inside a rim: line_mm, border_mm of a motif (0 for none), line_mm."""

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    outer_mm: Annotated[float, Number(1, 5000, "Outer diameter, at most the sheet's.")]
    figure: Annotated[str, OneOf(tuple(FIGURES), "What is shown.")]
    fold: Annotated[int, Number(2, 72, "How often a flower or sun repeats in one turn.")]
    shape: Annotated[float, Number(0, 1, "From plump (0) to slender (1).")]
    gap_mm: Annotated[float, Number(0.01, 50, "Ground between pieces.")]
    line_mm: Annotated[float, Number(0.01, 100, "Width of the rim's lines.")]
    border: Annotated[str, OneOf(("line", *MOTIFS), "Ornament of the rim, or just a line.")] = (
        "line"
    )
    border_mm: Annotated[float, Number(0, 1000, "Breadth of the rim's ornament, or 0.")] = 0.0
    border_cells: Annotated[int, Number(0, 4000, "How often the ornament repeats.")] = 0

    def __post_init__(self) -> None:
        """Refuse figures that have no room."""
        keep_ranges(self)
        require(self.outer_mm <= min(self.width_mm, self.height_mm), "it is larger than its sheet.")
        known = not self.border_mm or (self.border in MOTIFS and self.border_cells > 0)
        require(known, f"there is no border {self.border!r}.")
        require(self.field_radius > 2, "the rim leaves no room for the figure.")

    @property
    def field_radius(self) -> float:
        """The radius inside the rim."""
        lines = 2 if self.border_mm else 1
        return (
            self.outer_mm / 2
            - lines * self.line_mm
            - (self.border_mm + 2 * self.gap_mm if self.border_mm else 0.0)
        )

    @property
    def room(self) -> Figure:
        """The room of the figure inside the rim."""
        radius = self.field_radius - max(2 * self.gap_mm, self.field_radius * 0.04)
        return Figure(radius=radius, gap=self.gap_mm, fold=self.fold, shape=self.shape)

    @property
    def repeats(self) -> int:
        """How often the figure repeats in one turn; 0 where it does not."""
        return REPEATS[self.figure](self.room) if self.figure in REPEATS else 0


def plan(task: Task) -> MedallionParameters:
    """Choose the figure and its rim."""
    request, choice = task.request, task.choice
    size = disc(dataclasses.replace(task.limits, inner_diameter_mm=None))
    radius = size.outer_mm / 2
    named = request.named(FIGURE_WORDS)
    figure = named[0] if named else choice.pick("figure", sorted(FIGURES))
    gap = round(max(0.3, min(1.1, radius * 0.013)), 3)
    line = round(max(0.35, min(3.0, radius * choice.between("line", 0.022, 0.034))), 3)
    border, height = _border(task, figure, radius)
    fold = request.symmetry or choice.pick("fold", (6, 8, 10, 12))
    if figure == "sun" and request.numbers.get("points", 1) % 2 == 0:
        # Straight and burning rays in turn.
        fold = request.numbers["points"] // 2
    cells = 0
    if height:
        girth = 2 * math.pi * (radius - line - gap - height / 2)
        wish = girth / max(MOTIFS[border].aspect * height, MOTIFS[border].finest * gap * 1.1)
        cells = fold * max(1, round(wish / fold))
    return MedallionParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        outer_mm=size.outer_mm,
        figure=figure,
        fold=fold,
        shape=choice.between("shape", 0.0, 1.0),
        gap_mm=gap,
        line_mm=line,
        border=border,
        border_mm=height,
        border_cells=cells,
    )


def _border(task: Task, figure: str, radius: float) -> tuple[str, float]:
    """Return the rim's ornament and its breadth in mm: as named, else by the seed, or a line."""
    request, choice = task.request, task.choice
    # Stars, petals and a leaf are first of all the figure itself.
    motifs = sorted(request.motifs, key=lambda motif: motif[1] != "outside")
    wanted = [motif for motif, _ in motifs if motif not in request.refused]
    itself = {"stars", "petals"} | ({"laurel"} if figure == "leaf" else set())
    others = [motif for motif in wanted if motif not in itself]
    named = next(iter(others or wanted[1:]), None)
    plain = request.density == 0 or radius < 12 or request.refuses_border or request.only
    options = [border for border in BORDERS if border not in request.refused]
    border = named or ("line" if plain else choice.pick("border", options))
    if border == "line":
        return "line", 0.0
    height = round(radius * choice.between("border_mm", 0.09, 0.13), 3)
    smallest = MOTIFS[border].smallest_mm
    if named and height < smallest <= radius * 0.3:
        height = smallest
    return (border, height) if height >= smallest else ("line", 0.0)


def draw(p: MedallionParameters, ring: RingPen = ring_of, *, close: bool = False) -> Drawing:
    """Draw the rim from the outside in, then the figure; close: its pieces as close as once."""
    radius = p.outer_mm / 2
    parts = [contours(annulus(radius, radius - p.line_mm))]
    if p.border_mm:
        inner = radius - p.line_mm - p.gap_mm - p.border_mm
        parts.append(ring(p.border, p.border_cells, inner, p.border_mm, p.gap_mm))
        parts.append(contours(annulus(inner - p.gap_mm, p.field_radius)))
    parts.append(FIGURES[p.figure](dataclasses.replace(p.room, close=close)))
    return on_sheet(p.width_mm, p.height_mm, parts)


def _nodes(p: MedallionParameters) -> int:
    border = p.border_cells * nodes_of(p.border) if p.border_mm else 0
    return border + 400 + 60 * p.fold


FAMILY = Family(
    name="medallion",
    parameters=MedallionParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"outer_diameter_mm", "symmetry"}),
    earlier={"1": lambda p: draw(p, ring_of_engine_1, close=True)},
    ignores=lambda p, _limits: frozenset(() if p.figure in {"flower", "sun"} else {"symmetry"}),
    words={
        "medallion": 9,
        "silhouette": 8,
        "emblem": 7,
        "badge": 6,
        "seal": 4,
        "coin": 5,
        "bird": 7,
        "eagle": 7,
        "dove": 7,
        "swallow": 7,
        "phoenix": 7,
        "hummingbird": 7,
        "owl": 6,
        "raven": 6,
        "butterfly": 8,
        "moth": 7,
        "dragonfly": 6,
        "sun": 6,
        "sunburst": 7,
        "compass": 8,
        "flower": 4,
        "rose": 3,
        "daisy": 5,
        "blossom": 4,
        "oak": 4,
        "maple": 5,
        "leaf": 3,
        "tree": 5,
        "fern": 4,
        "wing": 4,
        "animal": 4,
        "pendant": 5,
        "ornament": 1,
        "star": 2,
    },
)
