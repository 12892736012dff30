"""Mandalas: layers of petals, arches and rays around a flower, in lines of true width."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing
from artstudio.patterns.constraints import disc
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.layers import ASPECTS, LAYERS, Cell, nodes_of
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Many,
    Number,
    OneOf,
    YesNo,
    keep_ranges,
)
from artstudio.patterns.shapes import annulus, contours
from artstudio.patterns.transforms import repeat_polar, to_polar

FOLDS = (8, 10, 12, 16)
MOTIF_WORDS = {
    "lotus": "lotus", "petal": "lotus", "flower": "lotus", "flame": "flames", "scallop": "scallops",
    "arch": "scallops", "ray": "spears", "sun": "spears", "spear": "spears", "leaf": "spears",
    "drop": "drops", "tear": "drops", "teardrop": "drops", "pearl": "rounds", "dot": "rounds",
    "zigzag": "zigzag", "triangle": "zigzag", "star": "zigzag",
}  # fmt: skip


_REFUSED_BY = {
    "lotus": {"lotus", "petals", "flower"}, "flames": {"flames"},
    "scallops": {"scallops"}, "spears": {"rays", "leaf", "sun"}, "drops": {"drops"},
    "rounds": {"pearls"}, "zigzag": {"zigzag", "triangles", "star"},
}  # fmt: skip
_AT = {"outside": -1, "inside": 0}


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A ring of `cells` motifs, `height_mm` high, followed by a circle line unless `open`.

    turn: in cells; 0.5 puts the motifs between those of an unturned layer.
    point: 0 for round tips, 1 for drawn-out ones.
    """

    motif: Annotated[str, OneOf(tuple(LAYERS), "What the ring is made of.")]
    height_mm: Annotated[float, Number(0.0001, 2500, "How far the ring reaches outward.")]
    cells: Annotated[int, Number(2, 4000, "How often the motif repeats in one turn.")]
    turn: Annotated[float, Number(-1, 1, "Turned by so many cells.")] = 0.0
    point: Annotated[float, Number(0, 1, "0 round tips, 1 drawn-out ones.")] = 0.5
    open: Annotated[bool, YesNo("Without a circle line around it.")] = False

    def __post_init__(self) -> None:
        """Refuse what is out of range."""
        keep_ranges(self)


@dataclass(frozen=True, kw_only=True)
class MandalaParameters:
    """Layers from the inside out around a hub of hub_mm (diameter; a hole where hollow)."""

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    outer_mm: Annotated[float, Number(1, 5000, "Outer diameter, at most the sheet's.")]
    hub_mm: Annotated[float, Number(0.01, 5000, "Diameter of the middle.")]
    hollow: Annotated[bool, YesNo("The middle is a hole and not a flower.")]
    line_mm: Annotated[float, Number(0.01, 100, "Width of all lines.")]
    gap_mm: Annotated[float, Number(0.01, 50, "Ground between pieces.")]
    layers: Annotated[tuple[Layer, ...], Many(1, 24, "From the inside out, to the rim.")]

    def __post_init__(self) -> None:
        """Refuse layers that reach beyond the rim."""
        keep_ranges(self)
        require(self.outer_mm <= min(self.width_mm, self.height_mm), "it is larger than its sheet.")
        require(0 < self.hub_mm < self.outer_mm, "the hub must be smaller than the whole.")
        require(self.reach_mm < self.outer_mm / 2, "its layers reach beyond the rim.")

    @property
    def reach_mm(self) -> float:
        """The radius at which the outermost line begins."""
        heights = sum(layer.height_mm + 2 * self.gap_mm for layer in self.layers)
        return self.hub_mm / 2 + len(self.layers) * self.line_mm + heights


def plan(task: Task) -> MandalaParameters:
    """Choose fold, layers and their heights, which swell towards the rim."""
    request, choice = task.request, task.choice
    size = disc(task.limits)
    radius = size.outer_mm / 2
    line = round(max(0.3, min(2.4, radius * (0.026, 0.018, 0.013)[request.density])), 3)
    gap = round(max(0.3, min(1.2, radius * (0.016, 0.012, 0.01)[request.density])), 3)
    fold = request.symmetry or choice.pick("fold", FOLDS)
    hollow = bool(size.inner_mm)
    hub = size.inner_mm or round(size.outer_mm * choice.between("hub", 0.16, 0.24), 3)
    room = radius - hub / 2
    count = request.rings or choice.count("layers", 3, 4) + request.density - 1
    count = max(1, min(count, int(room / (3 * (line + gap) + 1.2))))
    heights = _heights(task, room - (count + 1) * line - 2 * count * gap, count)
    motifs = _motifs(task, len(heights))
    layers, inner = [], hub / 2 + line + gap
    for i, height in enumerate(heights):
        layers.append(_layer(task, (i, motifs[i]), inner, height, fold, gap))
        inner += height + 2 * gap + line
    return MandalaParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        outer_mm=size.outer_mm,
        hub_mm=hub,
        hollow=hollow,
        line_mm=line,
        gap_mm=gap,
        layers=tuple(layers),
    )


def _heights(task: Task, room: float, count: int) -> list[float]:
    """Share the room: one layer leads, the rest keep a rhythm of narrow and wide."""
    lead = task.choice.count("lead", max(0, count - 2), count - 1)
    weights = [
        (1.7 if i == lead else 0.75 if i % 2 else 1.0) * task.choice.between(f"w{i}", 0.85, 1.15)
        for i in range(count)
    ]
    return [round(room * weight / sum(weights), 4) for weight in weights]


def _motifs(task: Task, count: int) -> list[str]:
    """Return the motifs from the inside out: the named ones, each in its place, then the rest."""
    request = task.request
    refused = {layer for layer, names in _REFUSED_BY.items() if request.without & names}
    named = [motif for motif in request.named(MOTIF_WORDS) if motif not in refused]
    order = task.choice.order("motifs", sorted(LAYERS))
    rest = [motif for motif in order if motif not in {*named, *refused}]
    motifs = [*named, *rest] or order
    motifs = [motifs[i % len(motifs)] for i in range(count)]
    for name, place in request.places.items():
        motif = MOTIF_WORDS.get(name) or MOTIF_WORDS.get(name.removesuffix("s"))
        if place in _AT and motif in motifs:
            at, now = _AT[place] % count, motifs.index(motif)
            motifs[at], motifs[now] = motifs[now], motifs[at]
    return motifs


def _layer(
    task: Task, place: tuple[int, str], inner: float, height: float, fold: int, gap: float
) -> Layer:
    i, motif = place
    girth = 2 * math.pi * (inner + height / 2)
    wish = girth / (ASPECTS[motif] * height * task.choice.between(f"pace{i}", 0.9, 1.2))
    most = 2 * math.pi * inner / (2.5 * gap + 1.0)
    times = max(1, round(min(wish, most) / fold))
    exact = motif == "lotus" and task.request.counts.get("petals")
    return Layer(
        motif=motif,
        height_mm=height,
        cells=exact if exact and exact % fold == 0 and exact <= most else fold * times,
        turn=0.5 if i % 2 else 0.0,
        point=task.choice.between(f"point{i}", 0.1, 0.9),
    )


def draw(p: MandalaParameters, *, fine: bool = False) -> Drawing:
    """Draw the hub, then layer upon layer, each closed by a circle line.

    fine: tips as fine as the first version of the engine drew them.
    """
    radius = p.hub_mm / 2
    parts = [*_hub(p), contours(annulus(radius + p.line_mm, radius))]
    radius += p.line_mm
    for layer in p.layers:
        parts.append(_ring(layer, radius + p.gap_mm, p, fine=fine))
        radius += layer.height_mm + 2 * p.gap_mm
        last = layer is p.layers[-1]
        outer = p.outer_mm / 2 if last else radius + p.line_mm
        if not layer.open:
            parts.append(contours(annulus(outer, radius)))
        radius = outer
    return on_sheet(p.width_mm, p.height_mm, parts)


def _ring(layer: Layer, inner: float, p: MandalaParameters, *, fine: bool) -> Contours:
    middle = inner + layer.height_mm / 2
    pitch = round(2 * math.pi * middle / layer.cells, 9)
    # Cells are narrower at the inner rim; the gap is given as it is there.
    gap = min(p.gap_mm * min(1.7, middle / inner), pitch * 0.3)
    line = min(p.line_mm, pitch * 0.16)
    cell = Cell(
        pitch=pitch,
        height=layer.height_mm,
        line=line,
        gap=gap,
        fine=fine,
        squeeze=inner / middle,
    )
    motif = contours(LAYERS[layer.motif](cell, layer.point))
    ring = to_polar(motif, circumference=layer.cells * pitch, inner_radius=inner)
    return repeat_polar(ring, layer.cells, start=layer.turn)


def _hub(p: MandalaParameters) -> list[Contours]:
    """Return the flower in the middle: a pierced eye and a wreath of petals, or nothing."""
    room = p.hub_mm / 2 - p.gap_mm
    if p.hollow or room < 1.0:
        return []
    n = p.layers[0].cells if p.layers else 8
    while n > 12 and n % 2 == 0:
        n //= 2
    eye = room * 0.3
    parts = [contours(annulus(eye, eye * 0.45 if eye > 1.0 else 0.0))]
    if room - eye > 2 * p.gap_mm + 1 and 2 * math.pi * eye / n > p.gap_mm * 1.2 + 0.3:
        pitch = round(2 * math.pi * (eye + room) / 2 / n, 9)
        cell = Cell(pitch=pitch, height=room - eye - p.gap_mm, line=p.line_mm, gap=p.gap_mm * 1.4)
        motif = contours(LAYERS["flames"](cell, 0.2)[:1])
        bend = to_polar(motif, circumference=n * pitch, inner_radius=eye + p.gap_mm)
        parts.append(repeat_polar(bend, n))
    return parts


def _nodes(p: MandalaParameters) -> int:
    return 150 + sum(layer.cells * nodes_of(layer.motif) + 16 for layer in p.layers)


FAMILY = Family(
    name="mandala",
    parameters=MandalaParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry", "rings"}),
    earlier={"1": lambda p: draw(p, fine=True)},
    words={
        "mandala": 9,
        "lotus": 4,
        "zen": 4,
        "yoga": 4,
        "radial": 3,
        "kaleidoscope": 5,
        "doily": 5,
        "lace": 3,
        "rangoli": 6,
        "henna": 4,
        "meditation": 4,
    },
)
