"""Band motifs of little squares, as rosettes are built of sticks of veneer."""

from __future__ import annotations

from collections.abc import Callable

from artstudio.patterns.bands.lattice import Lattice, outlines
from artstudio.patterns.bands.run import Run
from artstudio.patterns.shapes import Ring, box


def _lozenges(i: int, j: int) -> bool:
    return (abs(i - 4) + abs(j - 3)) % 3 != 1


def _zigzag(i: int, j: int) -> bool:
    return (j + abs(i - 4)) % 4 < 2


def _crosses(i: int, j: int) -> bool:
    return (abs(i - 3) <= 1) != (abs(j - 3) <= 1) or (i, j) == (3, 3) or i == 7


def _roses(i: int, j: int) -> bool:
    far = (i - 3) ** 2 + (j - 3) ** 2
    return 4 <= far <= 10 or far <= 1 or (i == 7 and j in {0, 6, 3})


MOSAICS: dict[str, Callable[[int, int], bool]] = {
    "mosaic_lozenge": _lozenges,
    "mosaic_zigzag": _zigzag,
    "mosaic_cross": _crosses,
    "mosaic_rose": _roses,
}
COLUMNS, ROWS = 8, 7


def separate_squares(
    black: Callable[[int, int], bool],
) -> Callable[[float, float, float], list[Ring]]:
    """Return the drawing of one tile, 8 columns of 7 squares, each square by itself."""

    def draw(pitch: float, height: float, gap: float) -> list[Ring]:
        du, dv = pitch / COLUMNS, height / ROWS
        inset = min(gap / 3, dv * 0.16)
        return [
            box(i * du + inset, j * dv + inset, (i + 1) * du - inset, (j + 1) * dv - inset)
            for i in range(COLUMNS)
            for j in range(ROWS)
            if black(i, j)
        ]

    return draw


def mosaic(black: Callable[[int, int], bool]) -> Callable[[Run], list[Ring]]:
    """Return the drawing of a run of tiles; squares of one wood that meet are one piece."""

    def draw(run: Run) -> list[Ring]:
        dx, dy = run.pitch / COLUMNS, run.height / ROWS
        cut = min(run.gap * 0.75, 0.45 * dx, 0.45 * dy)
        lattice = Lattice(
            columns=COLUMNS * run.cells,
            dx=dx,
            dy=dy,
            cut=(cut, cut),
            endless=run.endless,
            period=COLUMNS,
        )
        tile = [(i, j) for i in range(COLUMNS) for j in range(ROWS) if black(i, j)]
        return outlines(lattice, [(n * COLUMNS + i, j) for n in range(run.cells) for i, j in tile])

    return draw
