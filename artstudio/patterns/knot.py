"""Celtic knots: panels and rings of interlaced bands with true gaps where they cross."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artstudio.patterns.constraints import disc, refuse, sheet
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.interlace import Plait, ribbon
from artstudio.patterns.place import bent, flared, moved, stretched
from artstudio.patterns.shapes import Ring, annulus, contours, polygon
from artstudio.svg.contours import Contours
from artstudio.svg.drawing import Drawing

HALF = 0.235
GAP_CELLS = 0.15


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A break at crossing (column, row): strands turn back from a "v" or "h" wall."""

    column: int
    row: int
    way: str


@dataclass(frozen=True, kw_only=True)
class KnotParameters:
    """A plait of columns by rows cells.

    form: "panel" fills the sheet, "ring" lies between inner_mm and outer_mm
    (diameters; columns then run around). walls: where it is broken; band: the
    bands' width in cells; slit: width of a line cut out along the bands, in
    cells, 0 for none; gap: what an upper band leaves free, in cells;
    frame_mm: the lines around it.
    """

    form: str
    width_mm: float
    height_mm: float
    columns: int
    rows: int
    walls: tuple[Wall, ...] = ()
    band: float = 2 * HALF
    slit: float = 0.0
    gap: float = GAP_CELLS
    frame_mm: float = 0.0
    space_mm: float = 0.0
    outer_mm: float = 0.0
    inner_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse grids that cannot be plaited."""
        require(self.form in {"panel", "ring"}, "form is panel or ring.")
        require(self.columns % 2 == 0 and self.rows % 2 == 0, "columns and rows must be even.")
        require(2 <= self.rows <= 40 and 4 <= self.columns <= 400, "the grid is out of range.")
        require(0.1 <= self.band <= 0.56 and 0 <= self.slit < self.band, "bands are too wide.")
        require(0.05 <= self.gap <= 0.4, "gap must be from 0.05 to 0.4 cells.")
        if self.form == "ring":
            require(0 < self.inner_mm < self.outer_mm, "the inner diameter must be smaller.")
            largest = min(self.width_mm, self.height_mm)
            require(self.outer_mm <= largest, "it is larger than its sheet.")


def plan(task: Task) -> KnotParameters:
    """Choose form, grid and breaks."""
    return _plan_ring(task) if _wants_ring(task) else _plan_panel(task)


def _wants_ring(task: Task) -> bool:
    if task.limits.given() & {"inner_diameter_mm", "outer_diameter_mm"}:
        return True
    if task.limits.given() >= {"width_mm", "height_mm"}:
        return task.limits.width_mm == task.limits.height_mm and _round_words(task)
    square = task.brief.asks("panel", "square", "strip", "border", "rectangle", "rectangular")
    return not square and (_round_words(task) or task.choice.chance("ring", 0.5))


def _round_words(task: Task) -> bool:
    return task.brief.asks("ring", "round", "circle", "circular", "rosette", "wreath", "medallion")


def _plan_panel(task: Task) -> KnotParameters:
    brief, choice = task.brief, task.choice
    strip = brief.asks("strip", "border", "band", "edge", "braid", "plait")
    aspect = 5.0 if strip else choice.pick("aspect", (1.0, 1.5, 2.0, 2.6))
    size = sheet(task.limits, aspect=aspect)
    short = min(size.width_mm, size.height_mm)
    frame = round(max(0.3, min(1.6, short * 0.025)), 3) if short > 8 else 0.0
    space = round(max(0.3, min(1.4, short * 0.03)), 3) if frame else 0.0
    wide, high = (v - 2 * (frame + space) for v in (size.width_mm, size.height_mm))
    lanes = (
        choice.count("lanes", 3, 4) + brief.density - 1 - (wide > 2.5 * high or high > 2.5 * wide)
    )
    cell = max(min(wide, high) / (2 * max(1, lanes)), 2.1)
    columns, rows = (max(2, 2 * min(20, round(v / cell / 2))) for v in (wide, high))
    if wide >= high:
        columns = max(4, 2 * min(120, round(wide * rows / high / 2)))
    else:
        columns = max(4, columns)
        rows = max(2, 2 * min(20, round(high * columns / wide / 2)))
    plait = _broken(task, Plait(columns=columns, rows=rows), period=columns)
    return KnotParameters(
        form="panel",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        columns=columns,
        rows=rows,
        walls=_walls(plait),
        frame_mm=frame,
        space_mm=space,
        **_style(task, min(wide / columns, high / rows)),
    )


def _plan_ring(task: Task) -> KnotParameters:
    brief, choice = task.brief, task.choice
    size = disc(task.limits)
    radius = size.outer_mm / 2
    inner = size.inner_mm or round(size.outer_mm * choice.between("hole", 0.42, 0.58), 2)
    width = radius - inner / 2
    frame = round(max(0.3, min(1.6, width * 0.07)), 3) if width > 1.8 else 0.0
    space = round(max(0.3, min(1.2, width * 0.06)), 3) if frame else 0.0
    high = width - 2 * (frame + space)
    lanes = brief.rings or choice.count("lanes", 2, 3) + (brief.density == 2) - (brief.density == 0)
    rows = 2 * max(1, min(lanes, int(high / 3.6)))
    rim = frame + space
    around = 2 * math.pi * rows / math.log((radius - rim) / (inner / 2 + rim))
    fold = brief.symmetry or choice.pick("fold", (6, 8, 10, 12))
    # Fewer than 16 columns would bend each strand too far.
    period = 2 * max(1, round(around / (2 * fold)), -(-8 // fold))
    if period * fold > 400:
        raise refuse("inner_diameter_mm", "The ring is too thin for a knot; make it wider.")
    columns = max(4, period * fold)
    plait = _broken(task, Plait(columns=columns, rows=rows, endless=True), period=period)
    return KnotParameters(
        form="ring",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        columns=columns,
        rows=rows,
        walls=_walls(plait),
        frame_mm=frame,
        space_mm=space,
        outer_mm=size.outer_mm,
        inner_mm=inner,
        **_style(task, 2 * math.pi * (inner / 2 + rim) / columns),
    )


def _style(task: Task, cell_mm: float) -> dict[str, float]:
    """Choose the bands' width, and a slit where pieces stay wide enough to cut."""
    band = task.choice.between("band", 0.44, 0.5)
    gap = round(min(0.26, max(0.13, 0.32 / cell_mm)), 3)
    slit = round(band * task.choice.between("slit", 0.24, 0.5), 3)
    wide_enough = slit * cell_mm > 0.28 and (band - slit) / 2 * cell_mm > 0.24
    wanted = task.brief.density != 0 and task.choice.chance("slitted", 0.6)
    return {"band": band, "gap": gap, "slit": slit if wide_enough and wanted else 0.0}


def _walls(plait: Plait) -> tuple[Wall, ...]:
    return tuple(Wall(column=i, row=j, way=way) for (i, j), way in sorted(plait.walls.items()))


def _broken(task: Task, plain: Plait, period: int) -> Plait:
    """Break the plait symmetrically; plainer wherever breaks would leave loose loops."""
    options = task.choice.order("breaks", ("vertical", "horizontal", "both", "cross"))
    if plain.rows >= 4 and not task.brief.asks("plain", "plait", "braid"):
        for option in options:
            walls = _breaks(plain, period, option, task.choice.count("every", 3, 5))
            plait = Plait(
                columns=plain.columns, rows=plain.rows, endless=plain.endless, walls=walls
            )
            if walls and not plait.has_loops():
                return plait
    return plain


def _breaks(plait: Plait, period: int, option: str, every: int) -> dict[tuple[int, int], str]:
    """Return walls that are the same from both ends and from both sides."""
    step = 2 * every if period == plait.columns else period
    walls = {}
    for i, j in plait.crossings():
        x = i % period if plait.endless else i
        from_end = x if plait.endless else min(i, plait.columns - i)
        middle = j == plait.rows // 2
        near = abs(2 * j - plait.rows) == 4 if plait.rows > 6 else abs(2 * j - plait.rows) == 2
        if option in {"vertical", "both"} and middle and from_end % step in {0, 1}:
            walls[i, j] = "v"
        if (
            option in {"horizontal", "both"}
            and middle
            and from_end % step in {step // 2, step // 2 + 1}
        ):
            walls[i, j] = "h"
        if option == "cross" and near and from_end % step in {0, 1}:
            walls[i, j] = "v"
    return walls


def draw(p: KnotParameters) -> Drawing:
    """Draw the pieces in cells, then stretch them onto the panel or bend them into the ring."""
    plait = Plait(
        columns=p.columns,
        rows=p.rows,
        endless=p.form == "ring",
        walls={(wall.column, wall.row): wall.way for wall in p.walls},
    )
    pieces = contours(_ribbons(p, plait))
    margin = p.frame_mm + p.space_mm
    if p.form == "panel":
        wide, high = p.width_mm - 2 * margin, p.height_mm - 2 * margin
        placed = moved(stretched(pieces, wide / p.columns, high / p.rows), margin, margin)
        return on_sheet(p.width_mm, p.height_mm, [_panel_frame(p), placed], centred=False)
    inner, outer = p.inner_mm / 2, p.outer_mm / 2
    cell = (outer - inner - 2 * margin) / p.rows
    flat = stretched(pieces, cell, cell)
    ring = bent(
        flared(flat, height=cell * p.rows, inner_radius=inner + margin),
        circumference=p.columns * cell,
        inner_radius=inner + margin,
    )
    return on_sheet(p.width_mm, p.height_mm, [*_ring_frame(p), ring])


def _ribbons(p: KnotParameters, plait: Plait) -> list[Ring]:
    rings = []
    for piece in plait.pieces():
        rings.append(ribbon(plait, piece, p.band / 2, p.gap))
        if p.slit:
            rings.append(ribbon(plait, piece, p.slit / 2, p.gap + p.band - p.slit))
    return rings


def _panel_frame(p: KnotParameters) -> Contours:
    if not p.frame_mm:
        return contours([])
    return contours(
        polygon(
            [(d, d), (p.width_mm - d, d), (p.width_mm - d, p.height_mm - d), (d, p.height_mm - d)]
        )
        for d in (0.0, p.frame_mm)
    )


def _ring_frame(p: KnotParameters) -> list[Contours]:
    if not p.frame_mm:
        return []
    outer, inner = p.outer_mm / 2, p.inner_mm / 2
    return [
        contours(annulus(outer, outer - p.frame_mm)),
        contours(annulus(inner + p.frame_mm, inner)),
    ]


FAMILY = Family(
    name="celtic_knot",
    parameters=KnotParameters,
    plan=plan,
    draw=draw,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry", "rings"}),
    ignores=lambda p: frozenset({"symmetry", "rings"} if p.form == "panel" else ()),
    words={
        "celtic": 9,
        "knot": 9,
        "knotwork": 9,
        "interlace": 7,
        "interlaced": 7,
        "interlacing": 7,
        "braid": 6,
        "plait": 6,
        "woven": 4,
        "weave": 4,
        "irish": 5,
        "viking": 4,
        "norse": 4,
        "gaelic": 5,
    },
)
