"""The motifs by name, each with the shape it wants."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from artstudio.patterns.bands.curved import (
    bead_and_reel,
    dog,
    laurel,
    pearls,
    petals,
    rope,
    stars,
    wave,
)
from artstudio.patterns.bands.straight import (
    blocks,
    chequer,
    chevron,
    diamond,
    herringbone,
    meander,
    triangles,
)
from artstudio.patterns.bands.tile_pictures import COLUMNS, MOSAICS, ROWS, mosaic
from artstudio.patterns.shapes import Ring


@dataclass(frozen=True, kw_only=True)
class Motif:
    """A cell's drawing and the shape it wants: pitch over height, and how small it may get."""

    draw: Callable[[float, float, float], list[Ring]]
    aspect: float
    smallest_mm: float


MOTIFS: dict[str, Motif] = {
    "herringbone": Motif(draw=herringbone, aspect=0.42, smallest_mm=1.2),
    "chevron": Motif(draw=chevron, aspect=0.62, smallest_mm=1.0),
    "rope": Motif(draw=rope, aspect=0.62, smallest_mm=1.0),
    "blocks": Motif(draw=blocks, aspect=1.4, smallest_mm=0.6),
    "chequer": Motif(draw=chequer, aspect=2 / 3, smallest_mm=1.8),
    "diamond": Motif(draw=diamond, aspect=1.1, smallest_mm=1.6),
    "triangles": Motif(draw=triangles, aspect=0.8, smallest_mm=1.4),
    "wave": Motif(draw=wave, aspect=2.0, smallest_mm=2.0),
    "running_dog": Motif(draw=dog, aspect=1.15, smallest_mm=3.0),
    "pearls": Motif(draw=pearls, aspect=1.35, smallest_mm=0.9),
    "bead_and_reel": Motif(draw=bead_and_reel, aspect=2.6, smallest_mm=1.4),
    "laurel": Motif(draw=laurel, aspect=0.55, smallest_mm=2.2),
    "petals": Motif(draw=petals, aspect=0.62, smallest_mm=2.4),
    "stars": Motif(draw=stars, aspect=1.5, smallest_mm=3.0),
    "meander": Motif(draw=meander, aspect=1.05, smallest_mm=3.0),
    **{
        name: Motif(draw=mosaic(black), aspect=COLUMNS / ROWS, smallest_mm=3.6)
        for name, black in MOSAICS.items()
    },
}


@functools.cache
def nodes_of(motif: str) -> int:
    """Return the nodes of one cell that is large enough to show all it has."""
    cell = MOTIFS[motif]
    return sum(map(len, cell.draw(round(cell.aspect * 20, 6), 20.0, 0.3)))
