"""The family of mosaic wheels: how one is planned and drawn."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

import numpy as np

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.bands.lattice import Lattice, outlines
from artstudio.patterns.constraints import disc, refuse
from artstudio.patterns.family import Family, Task
from artstudio.patterns.mosaic_wheel.charts import Chart, charts
from artstudio.patterns.mosaic_wheel.parameters import MosaicWheelParameters
from artstudio.patterns.shapes import annulus, contours
from artstudio.patterns.transforms import moved, to_polar
from artstudio.patterns.woods import WOODS

#: The mean diameter of a classical guitar's mosaic, and the veneer that luthiers use most.
MEAN_MM, VENEER_MM, LINE_MM = 108.0, 0.6, 0.5
# Thinner veneers are not sawn, and the corners of their tiles cannot be parted.
THINNEST_MM = 0.45
# Areas of one wood that meet in a corner are cut apart by so much.
CLEAR_MM = 0.31
FEWEST_TILES, MOST_TILES = 3, 400


def plan(task: Task) -> MosaicWheelParameters:
    """Choose the chart, its tiles and the ring; a ring that was given decides the veneer."""
    name, chart = _chart(task)
    outer, inner, lines = _ring(task, chart)
    if _veneer(outer, inner, lines, chart) < THINNEST_MM and not _is_named(task, name, chart):
        # The seed chose more rows than the ring has room for.
        name, chart = min(charts().items(), key=lambda entry: len(entry[1].rows))
        outer, inner, lines = _ring(task, chart)
    _check_room(task, _veneer(outer, inner, lines, chart), len(chart.rows))
    width = task.limits.width_mm or max(outer, task.limits.height_mm or 0.0)
    height = task.limits.height_mm or max(outer, task.limits.width_mm or 0.0)
    veneer = _veneer(outer, inner, lines, chart)
    middle = (outer + inner) / 4
    match = "slip" if name in {"waves", "keys", "steps"} else _match(task, name)
    tiles = _tiles(task, 2 * math.pi * middle / (veneer * len(chart.rows[0])), match)
    letters = ("a", "b", "c", "d", "e", "f")
    return MosaicWheelParameters(
        width_mm=width,
        height_mm=height,
        outer_mm=outer,
        inner_mm=inner,
        chart=chart.text,
        tiles=tiles,
        match=match,
        lines=lines,
        line_mm=LINE_MM,
        **{f"wood_{c}": wood for c, wood in zip(letters, chart.woods, strict=False)},  # type: ignore[arg-type]
    )


def _chart(task: Task) -> tuple[str, Chart]:
    """Return the chart whose motif is named, else one of the seed's choice."""
    known = charts()
    for name, chart in known.items():
        if _is_named(task, name, chart):
            return name, chart
    refused = task.request.without
    open_ones = [
        n for n, c in known.items() if not {f.partition(":")[2] for f in c.names} & refused
    ]
    name = task.choice.pick("chart", open_ones or sorted(known))
    return name, known[name]


def _is_named(task: Task, name: str, chart: Chart) -> bool:
    called = [shown.removesuffix("_shape") for shown in _shown(chart)]
    return task.request.asks(name.removesuffix("s"), name, *called)


def _shown(chart: Chart) -> set[str]:
    return {fact.partition(":")[2] for fact in chart.names}


def _match(task: Task, name: str) -> str:
    options = ("slip", "book") if name != "wheat" else ("slip", "turned")
    return task.choice.pick("match", options)


def _ring(task: Task, chart: Chart) -> tuple[float, float, int]:
    """Return outer and inner diameter and the lines at each edge."""
    limits, rows = task.limits, len(chart.rows)
    lines = 0 if task.request.refuses_border else 1
    edge = (2 * lines + 1) * LINE_MM if lines else 0.0
    wish = rows * VENEER_MM + 2 * edge
    sheet = min((v for v in (limits.width_mm, limits.height_mm) if v), default=None)
    outer = limits.outer_diameter_mm or sheet
    if outer is None:
        inner = limits.inner_diameter_mm
        outer = round((inner or MEAN_MM - wish) + 2 * wish, 3)
    size = disc(dataclasses.replace(limits, outer_diameter_mm=outer))
    inner = size.inner_mm or round(max(outer - 2 * wish, 0.4 * outer), 3)
    if _veneer(outer, inner, lines, chart) < THINNEST_MM:
        lines = 0
    return outer, inner, lines


def _veneer(outer: float, inner: float, lines: int, chart: Chart) -> float:
    """Return how thick a veneer is: the height of a row between the lines."""
    edge = (2 * lines + 1) * LINE_MM if lines else 0.0
    return ((outer - inner) / 2 - 2 * edge) / len(chart.rows)


def _check_room(task: Task, veneer: float, rows: int) -> None:
    if veneer >= THINNEST_MM:
        return
    field = "inner_diameter_mm" if task.limits.inner_diameter_mm else "outer_diameter_mm"
    least = rows * THINNEST_MM
    raise refuse(field, f"A mosaic of {rows} rows needs a ring at least {least:g} mm wide.")


def _tiles(task: Task, wish: float, match: str) -> int:
    """Return a whole number of tiles: what was asked for, else what keeps cells square."""
    fold = task.request.symmetry or 1
    step = math.lcm(fold, 2) if match != "slip" else fold
    asked = task.request.numbers.get("tiles", 0)
    times = min(round((asked or wish) / step), MOST_TILES // step)
    return step * max(times, -(-FEWEST_TILES // step))


def draw(p: MosaicWheelParameters) -> Drawing:
    """Draw the ground wood as one ring, and on it the cells of each other wood."""
    letters: dict[str, list[str]] = {}
    for letter, wood in p.woods.items():
        letters.setdefault(wood, []).append(letter)
    layers = []
    for wood, own in letters.items():
        part = _ground(p) if wood == p.wood_a else _cells(p, own)
        if wood == p.wood_b != p.wood_a:
            part = joined([found for found in (part, _lines(p)) if len(found)])
        placed = _on_grid(moved(part, p.width_mm / 2, p.height_mm / 2))
        layers.append(Layer(placed, WOODS[wood], wood))
    return Drawing(p.width_mm, p.height_mm, tuple(layers))


def _ground(p: MosaicWheelParameters) -> Contours:
    return contours(annulus(p.outer_mm / 2, p.inner_mm / 2))


def _lines(p: MosaicWheelParameters) -> Contours:
    """Return the lines of the second wood at both edges."""
    rings = []
    for i in range(p.lines):
        near = (2 * i + 1) * p.line_mm
        for outer in (p.outer_mm / 2 - near, p.inner_mm / 2 + near + p.line_mm):
            rings += annulus(outer, outer - p.line_mm)
    return contours(rings)


def _cells(p: MosaicWheelParameters, letters: Iterable[str]) -> Contours:
    """Return the areas of all cells with these letters; those that meet are one."""
    wanted, rows, inner = set(letters), len(p.rows), p.mosaic_inner_radius
    middle = inner + p.mosaic_mm / 2
    dx, dy = round(p.column_mm(middle), 9), p.veneer_mm
    cut = (CLEAR_MM - p.joint_mm) / math.sqrt(2)
    lattice = Lattice(
        columns=p.tiles * p.columns,
        dx=dx,
        dy=dy,
        cut=(min(cut * middle / inner, 0.42 * dx), min(cut, 0.42 * dy)),
        endless=True,
        period=p.columns,
        inset=p.joint_mm / 2,
    )
    cells = [
        (tile * p.columns + column, rows - 1 - row)
        for tile in range(p.tiles)
        for column in range(p.columns)
        for row in range(rows)
        if p.letter(tile, column, row) in wanted
    ]
    girth = lattice.columns * dx
    return to_polar(contours(outlines(lattice, cells)), circumference=girth, inner_radius=inner)


def _on_grid(part: Contours) -> Contours:
    return Contours(part.kinds, np.round(part.points, 3) + 0.0, part.offsets)


def _nodes(p: MosaicWheelParameters) -> int:
    """Count the corners of one tile, each wood by itself."""
    rows = p.rows
    lattice = Lattice(
        columns=p.columns, dx=1.0, dy=1.0, cut=(0.1, 0.1), endless=True, period=p.columns
    )
    total = 0
    for letter in set(p.chart) - {"/", "A"}:
        cells = [
            (i, len(rows) - 1 - j)
            for j, row in enumerate(rows)
            for i, c in enumerate(row)
            if c == letter
        ]
        total += sum(len(ring) for ring in outlines(lattice, cells))
    return total * p.tiles + 32 * (p.lines + 1) + 2 * p.tiles


FAMILY = Family(
    name="mosaic_wheel",
    parameters=MosaicWheelParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry"}),
)
