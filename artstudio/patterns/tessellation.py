"""Geometric tessellations: tiles with a joint between them, in a frame or in a round."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artstudio.patterns.constraints import disc, refuse, sheet
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.field import Field
from artstudio.patterns.place import moved
from artstudio.patterns.shapes import Point, Ring, annulus, contours, inset_polygon, polygon, unit
from artstudio.patterns.tilings import TILINGS, Polygon
from artstudio.svg.contours import Contours
from artstudio.svg.drawing import Drawing

MOTIF_WORDS = {
    "hexagon": "hexagons", "hex": "hexagons", "honeycomb": "hexagons", "bee": "hexagons",
    "rhombille": "rhombs", "rhombus": "rhombs", "cube": "rhombs", "tumbling": "rhombs",
    "triangle": "triangles", "triangular": "triangles", "cross": "star_and_cross",
    "basket": "basket", "basketweave": "basket", "parquet": "basket",
    "islamic": "octagon_stars", "moorish": "octagon_stars", "arabesque": "dodecagon_stars",
    "moroccan": "star_and_cross", "persian": "dodecagon_stars", "alhambra": "octagon_stars",
    "star": "hexagon_stars",
}  # fmt: skip
FOLDS = {
    6: "hexagon_stars",
    8: "octagon_stars",
    12: "dodecagon_stars",
    4: "star_and_cross",
    3: "rhombs",
}
MOST_TILES = 900
SMALLEST_FIELD_MM = 10.0


@dataclass(frozen=True, kw_only=True)
class TessellationParameters:
    """A field of columns by rows cells of a tiling.

    joint_mm: the ground between tiles; hollow: how much of an answering tile is
    cut out (0 to 0.8 of its size), by role; angle: of the stars' rays, degrees;
    round: the field is a disc, made of whole tiles.
    """

    width_mm: float
    height_mm: float
    tiling: str
    columns: int
    rows: int
    joint_mm: float
    frame_mm: float
    angle: float = 0.0
    hollow: tuple[float, ...] = (0.0, 0.0, 0.0)
    round: bool = False
    outer_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse fields without room for their tiles."""
        require(self.tiling in TILINGS, f"there is no tiling {self.tiling!r}.")
        require(1 <= self.columns <= 120 and 1 <= self.rows <= 120, "1 to 120 columns and rows.")
        require(
            len(self.hollow) == 3 and max(self.hollow) <= 0.8, "hollow is three numbers to 0.8."
        )
        require(self.joint_mm > 0 and self.frame_mm >= 0, "the joint needs a width.")


def plan(task: Task) -> TessellationParameters:
    """Choose the tiling, its scale, and which of its tiles are pierced."""
    brief, choice = task.brief, task.choice
    in_round = bool(task.limits.outer_diameter_mm) or (
        brief.asks("round", "circle", "circular", "disc", "medallion", "ring")
        and task.limits.width_mm == task.limits.height_mm
    )
    size = (
        disc(task.limits)
        if in_round
        else sheet(task.limits, aspect=choice.pick("aspect", (1.0, 1.5)))
    )
    short = size.outer_mm if in_round else min(size.width_mm, size.height_mm)
    if short < SMALLEST_FIELD_MM:
        side = "width_mm" if size.width_mm <= size.height_mm else "height_mm"
        side = "outer_diameter_mm" if task.limits.outer_diameter_mm else side
        raise refuse(side, f"A tessellation is at least {SMALLEST_FIELD_MM:g} mm wide and high.")
    name = _tiling(task)
    frame = round(max(0.3, min(2.0, short * 0.018)), 3) if short > 10 else 0.0
    joint = round(max(0.3, min(1.2, short * (0.012, 0.009, 0.007)[brief.density])), 3)
    wide, high = (v - 2 * frame - joint for v in (size.width_mm, size.height_mm))
    columns, rows = _grid(task, name, wide, high, joint)
    low, top = TILINGS[name].angles
    return TessellationParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        tiling=name,
        columns=columns,
        rows=rows,
        joint_mm=joint,
        frame_mm=frame,
        angle=choice.between("angle", low, top),
        hollow=_hollow(task, name),
        round=in_round,
        outer_mm=size.outer_mm,
    )


def _tiling(task: Task) -> str:
    named = task.brief.named(MOTIF_WORDS)
    fold = FOLDS.get(task.brief.symmetry or 0)
    if fold and (not named or named[0].endswith("stars")):
        return fold
    return named[0] if named else task.choice.order("tiling", sorted(TILINGS))[0]


def _grid(task: Task, name: str, wide: float, high: float, joint: float) -> tuple[int, int]:
    """Choose whole cells so that they are least stretched, and no more than can be cut."""
    tiling = TILINGS[name]
    low, top = ((2, 3), (3, 5), (6, 8))[task.brief.density]
    small = name.endswith("stars") or name == "basket"
    across = task.choice.count("across", low, top) + (not small)
    per_cell = len(tiling.tiles(60.0)) * (2 if tiling.hexagonal else 1)
    cell = max(min(wide, high) / across, (16 if small else 8) * joint)
    cell = max(cell, math.sqrt(wide * high * per_cell / MOST_TILES / tiling.high))
    about = max(1, min(120, round(wide / cell)))
    options = [n for n in range(max(1, about - 2), min(120, about + 2) + 1) if n >= about * 0.7]

    def stretch(columns: int) -> float:
        ratio = high / _rows(columns, wide, high, tiling.high) / (wide / columns * tiling.high)
        return round(max(ratio, 1 / ratio) + 0.01 * abs(columns - about), 9)

    columns = min(options, key=stretch)
    return columns, _rows(columns, wide, high, tiling.high)


def _rows(columns: int, wide: float, high: float, aspect: float) -> int:
    return max(1, min(120, round(high / (wide / columns * aspect))))


def _hollow(task: Task, name: str) -> tuple[float, ...]:
    some = task.choice.between("some", 0.4, 0.6)
    more = task.choice.between("more", 0.62, 0.76)
    if name in {"rhombs", "triangles"}:
        return (0.0, more, some)
    if name == "hexagons":
        return (task.choice.pick("hex", (some - 0.1, some, more)), 0.0, 0.0)
    if name == "basket":
        return (0.0, 0.0, 0.0)
    return task.choice.pick(
        "pierced", ((some, 0.0, 0.0), (0.0, 0.0, some), (0.0, some, 0.0), (some, 0.0, some))
    )


def draw(p: TessellationParameters) -> Drawing:
    """Draw the tiles shrunk by half a joint and cut clean at the frame or the circle."""
    if p.round:
        wide = high = p.outer_mm - 2 * p.frame_mm - p.joint_mm
        frame = annulus(p.outer_mm / 2, p.outer_mm / 2 - p.frame_mm) if p.frame_mm else []
        field = Field.disc(wide / 2 - p.joint_mm / 2)
    else:
        wide, high = (v - 2 * p.frame_mm - p.joint_mm for v in (p.width_mm, p.height_mm))
        frame = _frame(p)
        field = Field.box(wide - p.joint_mm, high - p.joint_mm)
    return on_sheet(p.width_mm, p.height_mm, [contours(frame), *_tiles(p, wide, high, field)])


def _frame(p: TessellationParameters) -> list[Ring]:
    rings = []
    for inset in (0.0, p.frame_mm) if p.frame_mm else ():
        x, y = p.width_mm / 2 - inset, p.height_mm / 2 - inset
        rings.append(polygon([(-x, -y), (x, -y), (x, y), (-x, y)]))
    return rings


def _tiles(p: TessellationParameters, wide: float, high: float, field: Field) -> list[Contours]:
    """Return the tiles of every lattice point: copied inside the field, cut along its rim."""
    tiling = TILINGS[p.tiling]
    sx, sy = wide / p.columns, high / p.rows / tiling.high
    shapes = []
    for tile in tiling.tiles(p.angle):
        points = [(x * sx, y * sy) for x, y in tile.points]
        if shape := _pierced(points, p.hollow[tile.role], p.joint_mm):
            shapes.append(shape)
    whole = contours(polygon(outline) for shape in shapes for outline in shape)
    extent = (
        max((abs(v) for shape in shapes for point in shape[0] for v in point), default=0) * 1.42
    )
    parts, cut = [], []
    for x, y in _lattice(p, tiling.hexagonal):
        at = (x * sx, y * sy * tiling.high)
        if field.holds(at, extent):
            parts.append(moved(whole, *at))
        elif field.near(at, extent):
            cut += [ring for shape in shapes for ring in field.cut(shape, at, p.joint_mm * 0.8)]
    return [*parts, contours(cut)]


def _lattice(p: TessellationParameters, hexagonal: bool) -> list[Point]:  # noqa: FBT001 - a fact
    """Return the lattice points in cells from the middle of the field, one ring too many."""
    ox, oy = p.columns / 2, p.rows / 2
    if p.round:
        # The middle of a tile belongs into the middle of a round.
        ox, oy = math.ceil(ox), math.ceil(oy)
    reach = 2 if p.round else 1
    points = [
        (i - ox, j - oy)
        for j in range(-reach, p.rows + reach + 1)
        for i in range(-reach, p.columns + reach + 1)
    ]
    return points + ([(x + 0.5, y + 0.5) for x, y in points] if hexagonal else [])


def _pierced(points: Polygon, share: float, joint: float) -> list[Polygon]:
    """Return a tile less half a joint all round, and its hole where that can be cut.

    The hole is the outline scaled by `share` about the tile's middle.
    """
    n = len(points)
    cx, cy = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    inner = inset_polygon(points, joint / 2)
    if any(_turned_over(points, inner, i) for i in range(n)):
        return []
    depth = min(_depth((cx, cy), inner[i - 1], inner[i]) for i in range(n))
    if depth < 0.2:
        return []
    share = min(share, 1 - max(0.4, joint) / max(depth, 0.01))
    if share * depth < 0.4:
        return [inner]
    return [inner, [(cx + (x - cx) * share, cy + (y - cy) * share) for x, y in inner]]


def _turned_over(points: Polygon, inner: Polygon, i: int) -> bool:
    """Tell whether side i has shrunk to nothing: the tile is too small for its joint."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[i - 1], points[i], inner[i - 1], inner[i]
    return (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) < 0.01


def _depth(centre: Point, a: Point, b: Point) -> float:
    """Return how far a side's line lies from the centre."""
    ux, uy = unit(b[0] - a[0], b[1] - a[1])
    return abs((centre[0] - a[0]) * uy - (centre[1] - a[1]) * ux)


FAMILY = Family(
    name="tessellation",
    parameters=TessellationParameters,
    plan=plan,
    draw=draw,
    uses=frozenset({"outer_diameter_mm", "symmetry"}),
    words={
        "tessellation": 9,
        "tessellated": 9,
        "tessellate": 9,
        "tiling": 8,
        "tile": 4,
        "geometric": 6,
        "geometry": 5,
        "islamic": 8,
        "moorish": 7,
        "moroccan": 7,
        "arabesque": 6,
        "persian": 5,
        "hexagon": 7,
        "hex": 6,
        "honeycomb": 8,
        "rhombille": 8,
        "rhombus": 5,
        "cube": 5,
        "triangle": 4,
        "alhambra": 8,
        "basket": 6,
        "basketweave": 8,
        "parquet": 7,
        "grid": 5,
        "lattice": 6,
        "mosaic": 2,
        "pattern": 1,
        "cross": 3,
        "panel": 2,
        "escher": 6,
        "bee": 3,
        "star": 2,
    },
)
