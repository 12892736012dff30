"""Band motifs of little squares, as rosettes are built of sticks of veneer."""

from __future__ import annotations

from collections.abc import Callable

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


def mosaic(black: Callable[[int, int], bool]) -> Callable[[float, float, float], list[Ring]]:
    """Return the drawing of a tile picture: 8 columns of 7 squares, as rosette sticks are glued."""

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
