"""Which pieces cover some of the same ground."""

from __future__ import annotations

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats, Geometries, Integers
from artstudio.svg.canonical.deadline import spend, spend_on

# Pieces that share less than this do not hide anything of each other.
_NOTHING_MM2 = 1e-4


# Units of work.
_EACH_OVERLAP = 50


class Boxes:
    """A growing list of boxes that can be asked which of them meet another."""

    def __init__(self) -> None:
        self._boxes = np.empty((64, 4))
        self._owners = np.empty(64, dtype=np.int64)
        self._count = 0

    def add(self, boxes: Floats, owner: int) -> None:
        """Add the boxes (x0, y0, x1, y1) of one owner."""
        end = self._count + len(boxes)
        while end > len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
            self._owners = np.concatenate([self._owners, np.empty_like(self._owners)])
        self._boxes[self._count : end] = boxes
        self._owners[self._count : end] = owner
        self._count = end

    def owners(self, box: Floats) -> Integers:
        """Return the owners of boxes that share area with `box`, in order."""
        spend(self._count / 100)
        b = self._boxes[: self._count]
        meets = (b[:, 0] < box[2]) & (b[:, 2] > box[0]) & (b[:, 1] < box[3]) & (b[:, 3] > box[1])
        return np.unique(self._owners[: self._count][meets])


def crowd(tree: shapely.STRtree, geometries: Geometries) -> float:
    """Return about how many pairs of boxes meet, from every nth of them."""
    some = geometries[:: max(1, len(geometries) // 100)]
    met: int = tree.query(some).shape[1]
    return met / len(some) * len(geometries)


def overlap(one: Geometries, other: Geometries) -> bool:
    """Return whether any of the polygons `one` shares area with any of `other`."""
    if len(one) > len(other):
        one, other = other, one
    spend(_EACH_OVERLAP)
    spend_on(other)
    a, b = shapely.STRtree(other).query(one, predicate="intersects")
    spend_on(one[a], other[b])
    return bool((shapely.area(shapely.intersection(one[a], other[b])) > _NOTHING_MM2).any())
