"""Bold figures for a medallion, drawn in a disc about the origin and cut into clear pieces."""

from collections.abc import Callable

from artstudio.patterns.silhouettes.figure import Figure
from artstudio.patterns.silhouettes.great_leaf import great_leaf
from artstudio.patterns.silhouettes.radial import compass, flower, sun
from artstudio.patterns.silhouettes.winged import bird, butterfly
from artstudio.svg.contours import Contours

__all__ = ["FIGURES", "Figure"]

FIGURES: dict[str, Callable[[Figure], Contours]] = {
    "flower": flower,
    "sun": sun,
    "compass": compass,
    "bird": bird,
    "butterfly": butterfly,
    "leaf": great_leaf,
}
