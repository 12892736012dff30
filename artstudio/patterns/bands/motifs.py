"""The motifs by name, each with the shape it wants."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from artstudio.patterns.bands import first_engine
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
from artstudio.patterns.bands.run import Run
from artstudio.patterns.bands.straight import (
    blocks,
    chequer,
    chevron,
    diamond,
    herringbone,
    meander,
    triangles,
)
from artstudio.patterns.bands.tile_pictures import (
    COLUMNS,
    MOSAICS,
    ROWS,
    mosaic,
    separate_squares,
)
from artstudio.patterns.shapes import Ring

CellPen = Callable[[float, float, float], list[Ring]]


@dataclass(frozen=True, kw_only=True)
class Motif:
    """A cell's drawing and the shape it wants: pitch over height, and how small it may get.

    finest: the shortest pitch whose pieces and gaps can be cut, in gaps. whole: draws a
    run of cells in one, where cells do not stand by themselves. earlier: how the first
    version of the engine drew a cell, where that was otherwise.
    """

    draw: CellPen
    aspect: float
    smallest_mm: float
    finest: float = 3.0
    whole: Callable[[Run], list[Ring]] | None = None
    earlier: CellPen | None = None

    @property
    def first(self) -> CellPen:
        """The drawing of a cell by the first version of the engine."""
        return self.earlier or self.draw


MOTIFS: dict[str, Motif] = {
    "herringbone": Motif(
        draw=herringbone,
        aspect=0.6,
        smallest_mm=1.2,
        finest=3.1,
        earlier=first_engine.herringbone,
    ),
    "chevron": Motif(
        draw=chevron, aspect=0.7, smallest_mm=1.0, finest=3.1, earlier=first_engine.chevron
    ),
    "rope": Motif(draw=rope, aspect=0.7, smallest_mm=1.0, finest=3.4, earlier=first_engine.rope),
    "blocks": Motif(draw=blocks, aspect=1.4, smallest_mm=0.6),
    "chequer": Motif(
        draw=chequer, aspect=2 / 3, smallest_mm=1.8, finest=3.4, earlier=first_engine.chequer
    ),
    "diamond": Motif(draw=diamond, aspect=1.1, smallest_mm=1.6),
    "triangles": Motif(draw=triangles, aspect=0.8, smallest_mm=1.4),
    "wave": Motif(draw=first_engine.wave, aspect=2.0, smallest_mm=2.0, finest=4.0, whole=wave),
    "running_dog": Motif(
        draw=dog, aspect=1.15, smallest_mm=3.0, finest=10.0, earlier=first_engine.dog
    ),
    "pearls": Motif(draw=pearls, aspect=1.35, smallest_mm=0.9),
    "bead_and_reel": Motif(
        draw=bead_and_reel,
        aspect=2.6,
        smallest_mm=1.4,
        finest=7.5,
        earlier=first_engine.bead_and_reel,
    ),
    "laurel": Motif(
        draw=laurel, aspect=0.6, smallest_mm=2.2, finest=6.4, earlier=first_engine.laurel
    ),
    "petals": Motif(draw=petals, aspect=0.62, smallest_mm=2.4),
    "stars": Motif(draw=stars, aspect=1.5, smallest_mm=3.0, finest=8.0),
    "meander": Motif(draw=meander, aspect=1.05, smallest_mm=3.0, finest=6.2),
    **{
        name: Motif(
            draw=separate_squares(black),
            aspect=COLUMNS / ROWS,
            smallest_mm=3.6,
            finest=13.0,
            whole=mosaic(black),
        )
        for name, black in MOSAICS.items()
    },
}


@functools.cache
def nodes_of(motif: str) -> int:
    """Return the nodes of one cell that is large enough to show all it has."""
    cell = MOTIFS[motif]
    return sum(map(len, cell.draw(round(cell.aspect * 20, 6), 20.0, 0.3)))
