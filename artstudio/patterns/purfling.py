"""Purfling and border strips: lines of veneer on both sides of a band of ornament."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.bands import MOTIFS, CellPen, Run, nodes_of
from artstudio.patterns.constraints import sheet
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Number,
    OneOf,
    YesNo,
    keep_ranges,
)
from artstudio.patterns.shapes import Ring, box, contours, polygon
from artstudio.patterns.transforms import along, moved, upright
from artstudio.patterns.trim import cut_to_box, trimmed, within
from artstudio.patterns.woods import NAMES, WOODS

Box = tuple[float, float, float, float]

SEEDED = ("herringbone", "rope", "chequer", "diamond", "wave", "chevron", "laurel", "triangles")


@dataclass(frozen=True, kw_only=True)
class PurflingParameters:
    """A strip of width_mm by height_mm.

    motif: the ornament of the band; cells: how often it repeats along the strip;
    lines: veneer lines on each side, line_mm thick, gap_mm apart (gap_mm also
    parts the pieces of the motif); mirror: the motif points left. ground: "none", or the
    wood of a strip below the pieces, which reaches gap_mm beyond them all round, so that
    an edge of two woods is cut once; wood: of the pieces, where there is a ground.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    motif: Annotated[str, OneOf(tuple(MOTIFS), "The ornament of the band.")]
    cells: Annotated[int, Number(1, 2000, "How often it repeats along the strip.")]
    lines: Annotated[int, Number(0, 4, "Veneer lines on each side.")]
    line_mm: Annotated[float, Number(0.01, 100, "Width of a veneer line.")]
    gap_mm: Annotated[float, Number(0.01, 50, "Ground between lines and between pieces.")]
    mirror: Annotated[bool, YesNo("The motif points left.")] = False
    ground: Annotated[str, OneOf(("none", *NAMES), "Wood of a strip below the pieces.")] = "none"
    wood: Annotated[str, OneOf(NAMES, "Wood of the pieces where there is a ground.")] = "ebony"

    def __post_init__(self) -> None:
        """Refuse what leaves no room for the band."""
        keep_ranges(self)
        require(self.band_mm > 0, "the lines leave no room for the band.")
        if self.ground != "none":
            require(self.wood != self.ground, "the ground and the pieces are of two woods.")
            require(self.band_mm > 2 * self.gap_mm, "the ground leaves no room for the band.")

    @property
    def long_mm(self) -> float:
        """The length of the strip; a sheet that is higher than wide has it upright."""
        return max(self.width_mm, self.height_mm)

    @property
    def across_mm(self) -> float:
        """The breadth of the strip."""
        return min(self.width_mm, self.height_mm)

    @property
    def band_mm(self) -> float:
        """The breadth of the band between the lines."""
        return self.across_mm - 2 * self.lines * (self.line_mm + self.gap_mm)

    @property
    def pitch_mm(self) -> float:
        """The length of one cell."""
        return self.long_mm / self.cells


def plan(task: Task) -> PurflingParameters:
    """Choose a motif and its rhythm."""
    request, choice = task.request, task.choice
    size = sheet(task.limits, aspect=(9.0, 8.0, 7.0)[request.density])
    h, long = sorted((size.width_mm, size.height_mm))
    gap = round(min(0.5, max(0.3, h * 0.04), h * 0.1), 3)
    line = round(min(1.2, max(0.3, h * choice.between("line", 0.05, 0.09)), h * 0.12), 3)
    lines = min(choice.count("lines", 1, 2) + (request.density == 2), int(h / 4 / (line + gap)))
    lines = 0 if request.refuses_border else lines
    needed = max((MOTIFS[motif].smallest_mm for motif, _ in request.motifs[:1]), default=0.0)
    while lines and h - 2 * lines * (line + gap) < needed:
        # A motif that was named has room at the cost of lines that were not.
        lines -= 1
    band = h - 2 * lines * (line + gap)
    motif = _motif(task, band)
    wish = MOTIFS[motif].aspect * band * choice.between("pace", 0.9, 1.2)
    wish *= (1.15, 1.0, 0.92)[request.density]
    cells = max(1, round(long / max(wish, MOTIFS[motif].finest * gap * 1.05)))
    return PurflingParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        motif=motif,
        cells=min(cells, 2000),
        lines=lines,
        line_mm=line,
        gap_mm=gap,
        mirror=choice.chance("mirror", 0.5),
    )


def _motif(task: Task, band: float) -> str:
    request = task.request
    named = [motif for motif, _ in request.motifs if motif not in request.refused]
    seeded = [motif for motif in task.choice.order("motif", SEEDED) if motif not in request.refused]
    fitting = [m for m in (named[:1] or seeded) if MOTIFS[m].smallest_mm <= band]
    return fitting[0] if fitting else "blocks"


def draw(p: PurflingParameters) -> Drawing:
    """Draw the strip: lines end to end, the band cut straight at both ends."""
    if p.ground != "none":
        return _in_two_woods(p)
    whole = MOTIFS[p.motif].whole
    ends = functools.partial(cut_to_box, smallest_mm=max(0.32, p.gap_mm))
    band = _run(p, whole) if whole else _band(p, MOTIFS[p.motif].draw, ends)
    return _strip(p, band)


def _in_two_woods(p: PurflingParameters) -> Drawing:
    """Draw the ground as one strip, and the pieces on it as a layer of their own."""
    margin = p.gap_mm
    inner = dataclasses.replace(
        p, width_mm=p.width_mm - 2 * margin, height_mm=p.height_mm - 2 * margin, ground="none"
    )
    (pieces,) = draw(inner).filled
    ground = contours([box(0.0, 0.0, p.width_mm, p.height_mm)])
    placed = moved(pieces.contours, margin, margin)
    layers = (
        Layer(ground, WOODS[p.ground], p.ground),
        Layer(placed, WOODS[p.wood], p.wood),
    )
    return Drawing(p.width_mm, p.height_mm, layers)


def draw_engine_1(p: PurflingParameters) -> Drawing:
    """Draw the strip as the first version of the engine did."""
    smallest = min(0.25, p.pitch_mm * 0.2)

    def ends(rings: list[Ring], box: Box) -> list[Ring]:
        return trimmed(rings, within(*box), smallest_mm=smallest)

    return _strip(p, _band(p, MOTIFS[p.motif].first, ends))


def _strip(p: PurflingParameters, band: Contours) -> Drawing:
    step = p.line_mm + p.gap_mm
    rings: list[Ring] = []
    for i in range(p.lines):
        rings.append(_line(p, i * step))
        rings.append(_line(p, p.across_mm - p.line_mm - i * step))
    if p.mirror:
        band = Contours(band.kinds, band.points * (-1, 1) + (p.long_mm, 0), band.offsets)
    strip = joined([contours(rings), moved(band, 0.0, p.lines * step)])
    if p.height_mm > p.width_mm:
        strip = upright(strip)
    return on_sheet(p.width_mm, p.height_mm, [strip], centred=False)


def _line(p: PurflingParameters, top: float) -> Ring:
    low = top + p.line_mm
    return polygon([(0.0, top), (p.long_mm, top), (p.long_mm, low), (0.0, low)])


def _run(p: PurflingParameters, whole: Callable[[Run], list[Ring]]) -> Contours:
    run = Run(cells=p.cells, pitch=p.pitch_mm, height=p.band_mm, gap=p.gap_mm, endless=False)
    return contours(whole(run))


def _band(
    p: PurflingParameters, pen: CellPen, cut: Callable[[list[Ring], Box], list[Ring]]
) -> Contours:
    """Return the cells of the band, those at its ends cut to the strip."""
    pitch = p.pitch_mm
    cell = pen(pitch, p.band_mm, p.gap_mm)
    reach = _reach(p)
    inner_cells = range(1, max(1, p.cells - reach))
    outer_cells = sorted({*range(-reach, p.cells + 1)} - {*inner_cells})
    near = [_shifted(cell, i * pitch) for i in outer_cells]
    box = (0.0, -1.0, p.long_mm, p.band_mm + 1.0)
    ends = cut([ring for rings in near for ring in rings], box)
    inner = along(contours(cell), len(inner_cells), pitch, start=pitch)
    return joined([contours(ends), inner])


def _reach(p: PurflingParameters) -> int:
    """Return how many cells before the strip a slanting motif may begin."""
    return 2 + int(p.band_mm * 1.2 / p.pitch_mm)


def _nodes(p: PurflingParameters) -> int:
    return (p.cells + 2 * _reach(p)) * nodes_of(p.motif) + 8 * p.lines


def _shifted(cell: list[Ring], dx: float) -> list[Ring]:
    return [[tuple((x + dx, y) for x, y in segment) for segment in ring] for ring in cell]


FAMILY = Family(
    name="purfling",
    parameters=PurflingParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset(),
    earlier={"1": draw_engine_1},
    words={
        "purfling": 6,
        "strip": 4,
        "border": 4,
        "edging": 5,
        "edge": 2,
        "binding": 5,
        "inlay": 1,
        "trim": 4,
        "band": 2,
        "herringbone": 3,
        "rope": 3,
        "chequer": 3,
        "checker": 3,
        "checkered": 3,
        "chevron": 3,
        "zigzag": 2,
        "meander": 3,
        "greek": 2,
        "frieze": 5,
        "ribbon": 2,
        "line": 1,
        "backstrip": 6,
    },
)
