"""Soundhole rosettes: rings of ornament between an inner and an outer diameter."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.bands import MOTIFS, nodes_of
from artstudio.patterns.constraints import Size, disc
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.ranges import SHEET_HEIGHT, SHEET_WIDTH, Many, Number, OneOf, keep_ranges
from artstudio.patterns.ring_bands import RingPen, ring_of, ring_of_engine_1
from artstudio.patterns.ring_motifs import choose_rings, fewest_rings, room_for_named
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.shapes import annulus, contours

MAX_PIECES = 1600
THINNEST_LINE_MM = 0.3


@dataclass(frozen=True, kw_only=True)
class Band:
    """A ring `width_mm` wide: a motif repeated `cells` times, a solid "line", or a "space"."""

    motif: Annotated[str, OneOf((*MOTIFS, "line", "space"), "The ornament, or line, or space.")]
    width_mm: Annotated[float, Number(0.0001, 2500, "Breadth of the ring.")]
    cells: Annotated[int, Number(0, 4000, "How often the motif repeats; 0 for line, space.")] = 0

    def __post_init__(self) -> None:
        """Refuse bands that are unknown."""
        keep_ranges(self)
        known = self.motif in {"line", "space"} or self.cells > 0
        require(known, f"a band of {self.motif} needs cells.")


@dataclass(frozen=True, kw_only=True)
class RosetteParameters:
    """Rings from the outside in, from outer_mm to inner_mm (diameters), gap_mm between pieces."""

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    outer_mm: Annotated[float, Number(1, 5000, "Outer diameter, at most the sheet's.")]
    inner_mm: Annotated[float, Number(0.01, 5000, "Diameter of the hole.")]
    gap_mm: Annotated[float, Number(0.01, 50, "Ground between pieces of a motif.")]
    bands: Annotated[
        tuple[Band, ...], Many(1, 200, "From the outside in; breadths add up to the ring's.")
    ]

    def __post_init__(self) -> None:
        """Refuse bands that do not fill the ring exactly."""
        keep_ranges(self)
        require(0 < self.inner_mm < self.outer_mm, "the inner diameter must be the smaller one.")
        require(self.outer_mm <= min(self.width_mm, self.height_mm), "it is larger than its sheet.")
        total = sum(band.width_mm for band in self.bands)
        require(
            abs(total - (self.outer_mm - self.inner_mm) / 2) < 0.01, "bands must fill the ring."
        )


def plan(task: Task) -> RosetteParameters:
    """Divide the ring into lines and bands, the widest band near the middle."""
    size = _with_room_for_rings(task, disc(task.limits))
    inner = size.inner_mm or round(size.outer_mm * _hole(task), 2)
    width = (size.outer_mm - inner) / 2
    gap = round(max(0.3, min(0.6, width * 0.035)), 3)
    line = round(max(0.3, min(1.6, width * task.choice.between("line", 0.03, 0.05))), 3)
    rings = task.request.rings or max(
        fewest_rings(task.request),
        1 if task.request.only else task.choice.count("rings", 1 + (width > 9), 2 + (width > 12)),
    )
    # Rings that were asked for may be narrower than those the seed adds.
    narrowest = 1.2 if task.request.rings or task.request.motifs else 2.2
    rings = max(1, min(rings, int(width / (narrowest + 2 * gap + line))))
    bands = _layout(task, width, rings, line, gap)
    return RosetteParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        outer_mm=size.outer_mm,
        inner_mm=inner,
        gap_mm=gap,
        bands=_counted(task, bands, size.outer_mm / 2, gap),
    )


def _with_room_for_rings(task: Task, size: Size) -> Size:
    """Return a ring wide enough for the rings that were asked for, where only its hole is given."""
    outer = size.inner_mm + 2 * _ROOMY_RING_MM * max(
        task.request.rings or 0, fewest_rings(task.request)
    )
    given = task.limits.given() & {"outer_diameter_mm", "width_mm", "height_mm"}
    if given or not size.inner_mm or outer <= size.outer_mm:
        return size
    return Size(width_mm=outer, height_mm=outer, outer_mm=outer, inner_mm=size.inner_mm)


def _hole(task: Task) -> float:
    low = 0.42 if task.request.asks("petal", "flower", "star", "large", "wide") else 0.56
    return task.choice.between("hole", low, low + 0.1)


def _layout(task: Task, width: float, rings: int, line: float, gap: float) -> list[Band]:
    """Return the bands from the outside in; ornament gets what the lines leave."""
    needed = room_for_named(task.request, rings)
    for edge, parting in _lines(task, width, line, gap):
        room = width - 2 * _breadth(edge) - (rings - 1) * _breadth(parting)
        if room >= needed:
            break
    if room < needed and rings > 1:
        return _layout(task, width, rings - 1, line, gap)
    bands = list(edge)
    for i, ring in enumerate(choose_rings(task.request, task.choice, rings, room)):
        bands += parting if i else []
        bands.append(Band(motif=ring.motif, width_mm=round(ring.width_mm, 4), cells=1))
    return [*bands, *reversed(edge)]


def _breadth(bands: Sequence[Band]) -> float:
    return sum(band.width_mm for band in bands)


def _lines(
    task: Task, width: float, line: float, gap: float
) -> Iterator[tuple[list[Band], list[Band]]]:
    """Return the lines at the edges and between rings: as wished, then what takes less room."""
    space = Band(motif="space", width_mm=gap)
    if width < 3 or task.request.refuses_border:
        yield [], [space]
        return
    double = width > 8 and task.choice.chance("double", 0.7) and task.request.density > 0
    heavy = round(line * (1.0 if width < 6 else task.choice.between("heavy", 1.4, 2.2)), 3)
    rule = [space, Band(motif="line", width_mm=line)]
    wide_parting = task.choice.chance("parting", 0.3) and width > 10
    yield (
        [Band(motif="line", width_mm=heavy), *(rule if double else []), space],
        [*rule, *(rule if wide_parting else []), space],
    )
    thin = Band(motif="line", width_mm=THINNEST_LINE_MM)
    yield [thin, space], [space, thin, space]
    yield [thin, space], [space]


def _counted(task: Task, bands: list[Band], outer: float, gap: float) -> tuple[Band, ...]:
    """Give each band of ornament the number of cells that keeps its motif's proportions."""
    result, radius = [], outer
    most = min(MAX_PIECES, 4 * MAX_PIECES // sum(band.cells > 0 for band in bands))
    for i, band in enumerate(bands):
        radius -= band.width_mm
        cells = band.cells and _cells(task, band, radius, gap, f"pace{i}", most)
        result.append(Band(motif=band.motif, width_mm=band.width_mm, cells=cells))
    return tuple(result)


# The breadth of a ring with the lines beside it.
_ROOMY_RING_MM = 4.0
# A motif may be so many times longer or shorter than it should be, where a count asks for it.
_STRETCH = 8


def _cells(task: Task, band: Band, inner: float, gap: float, label: str, most: int) -> int:
    choice: SeededRandom = task.choice
    motif = MOTIFS[band.motif]
    pace = choice.between(label, 0.9, 1.15) * (1.2, 1.0, 0.85)[task.request.density]
    girth = 2 * math.pi * (inner + band.width_mm / 2)
    # Cells are shortest at the inner side.
    finest = motif.finest * gap * 1.05 * (inner + band.width_mm / 2) / max(inner, gap)
    wish = girth / max(motif.aspect * band.width_mm * pace, finest)
    fold = task.request.symmetry or 4
    exact = task.request.counts.get(band.motif)
    if exact and wish / _STRETCH <= exact <= wish * _STRETCH:
        return exact
    pieces = len(motif.draw(1.0, 1.0, 0.1))
    return max(1, min(round(wish / fold), most // (pieces * fold))) * fold


def draw(p: RosetteParameters, ring: RingPen = ring_of) -> Drawing:
    """Draw the rings: solid lines as two circles, ornament as one bent cell turned around."""
    parts, radius = [], p.outer_mm / 2
    for band in p.bands:
        inside = radius - band.width_mm
        if band.motif == "line":
            parts.append(contours(annulus(radius, inside)))
        elif band.motif != "space":
            parts.append(ring(band.motif, band.cells, inside, band.width_mm, p.gap_mm))
        radius = inside
    return on_sheet(p.width_mm, p.height_mm, parts)


def _nodes(p: RosetteParameters) -> int:
    return sum(b.cells * nodes_of(b.motif) if b.motif in MOTIFS else 16 for b in p.bands)


FAMILY = Family(
    name="rosette",
    parameters=RosetteParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry", "rings"}),
    earlier={"1": lambda p: draw(p, ring_of_engine_1)},
    words={
        "rosette": 7,
        "soundhole": 5,
        "guitar": 3,
        "ring": 2,
        "mosaic": 3,
        "petal": 2,
        "star": 1,
        "round": 1,
        "circle": 1,
        "circular": 2,
        "ukulele": 3,
        "tile": 1,
        "pearl": 2,
        "laurel": 2,
        "lute": 3,
        "concentric": 3,
    },
)
