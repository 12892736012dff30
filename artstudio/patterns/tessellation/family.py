"""The family of tessellations: the words that ask for them, and their field in its frame."""

from __future__ import annotations

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.constraints import PatternConstraints
from artstudio.patterns.family import Family, on_sheet
from artstudio.patterns.field import Field
from artstudio.patterns.shapes import Ring, annulus, contours, polygon
from artstudio.patterns.tessellation.parameters import TessellationParameters
from artstudio.patterns.tessellation.planning import plan
from artstudio.patterns.tessellation.tiles import nodes_in, tiles_in
from artstudio.patterns.tilings import TILINGS


def draw(p: TessellationParameters, *, as_once: bool = False) -> Drawing:
    """Draw the tiles shrunk by half a joint and cut clean at the frame or the circle.

    as_once: cut as the first version of the engine did.
    """
    if p.round:
        wide = high = p.outer_mm - 2 * p.frame_mm - p.joint_mm
        frame = annulus(p.outer_mm / 2, p.outer_mm / 2 - p.frame_mm) if p.frame_mm else []
        field = Field.disc(wide / 2 - p.joint_mm / 2)
    else:
        wide, high = (v - 2 * p.frame_mm - p.joint_mm for v in (p.width_mm, p.height_mm))
        frame = _frame(p)
        field = Field.box(wide - p.joint_mm, high - p.joint_mm)
    tiles = tiles_in(p, wide, high, field, as_once=as_once)
    return on_sheet(p.width_mm, p.height_mm, [contours(frame), *tiles])


def _frame(p: TessellationParameters) -> list[Ring]:
    rings = []
    for inset in (0.0, p.frame_mm) if p.frame_mm else ():
        x, y = p.width_mm / 2 - inset, p.height_mm / 2 - inset
        rings.append(polygon([(-x, -y), (x, -y), (x, y), (-x, y)]))
    return rings


def _not_kept(p: TessellationParameters, limits: PatternConstraints) -> frozenset[str]:
    kept = TILINGS[p.tiling].fold % (limits.symmetry or 1) == 0
    return frozenset() if kept else frozenset({"symmetry"})


FAMILY = Family(
    name="tessellation",
    parameters=TessellationParameters,
    plan=plan,
    draw=draw,
    nodes=nodes_in,
    uses=frozenset({"outer_diameter_mm", "symmetry"}),
    ignores=_not_kept,
    earlier={"1": lambda p: draw(p, as_once=True)},
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
