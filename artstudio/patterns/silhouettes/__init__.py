"""Bold figures for a medallion, drawn in a disc about the origin and cut into clear pieces."""

from collections.abc import Callable

from artstudio.geometry.contours import Contours
from artstudio.patterns.silhouettes.figure import Figure
from artstudio.patterns.silhouettes.great_leaf import great_leaf
from artstudio.patterns.silhouettes.radial import (
    compass,
    compass_repeats,
    flower,
    flower_repeats,
    sun,
    sun_repeats,
)
from artstudio.patterns.silhouettes.winged import bird, butterfly

__all__ = ["FIGURES", "REPEATS", "Figure"]

FIGURES: dict[str, Callable[[Figure], Contours]] = {
    "flower": flower,
    "sun": sun,
    "compass": compass,
    "bird": bird,
    "butterfly": butterfly,
    "leaf": great_leaf,
}

#: How often a figure repeats in one turn; the others do not.
REPEATS: dict[str, Callable[[Figure], int]] = {
    "flower": flower_repeats,
    "sun": sun_repeats,
    "compass": compass_repeats,
}
