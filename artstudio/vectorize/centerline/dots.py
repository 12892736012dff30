"""Marks that are no lines: each dot of ink becomes one short stroke."""

from __future__ import annotations

import numpy as np
from scipy import ndimage  # type: ignore[import-untyped] # scipy has no types

from artstudio.geometry.arrays import Floats
from artstudio.vectorize.centerline.skeleton_graph import Graph
from artstudio.vectorize.centerline.thinning import Thinned

_SHORTEST_PX = 0.5


def dots_of(shape: Thinned, found: Graph, kept: Graph, *, width_px: float) -> Floats:
    """Return float[dots, 2, 2], from and to, for each patch of ink that no edge of `kept` is in.

    With round caps of `width_px` a dot's stroke is as wide as its patch at the deepest place.
    """
    labels, count = ndimage.label(shape.ink, np.ones((3, 3), dtype=bool))
    places = np.concatenate([found.points, found.nodes[:-1]])
    depths = np.concatenate([found.depths, found.reaches[:-1]])
    if not len(places):
        return np.zeros((0, 2, 2))
    drawn = np.zeros(count + 1, dtype=bool)
    drawn[_patches(labels, kept.points)] = drawn[0] = True
    patch = _patches(labels, places)
    order = np.lexsort((np.arange(len(patch)), -depths, patch))
    order = order[np.unique(patch[order], return_index=True)[1]]
    deepest = order[~drawn[patch[order]]]
    half = np.maximum((2 * depths[deepest] - 1 - width_px) / 2, _SHORTEST_PX / 2)
    reach = np.stack([half, np.zeros(len(half))], axis=1)
    return np.stack([places[deepest] - reach, places[deepest] + reach], axis=1)


def _patches(labels: np.ndarray, points: Floats) -> np.ndarray:
    columns, rows = (np.floor(points + 1).astype(np.int64)).T
    found: np.ndarray = labels[rows, columns]
    return found
