"""Pieces one upon another, in as few layers as show the same."""

from __future__ import annotations

import shapely

from artstudio.svg.canonical.boxes import Boxes, overlap
from artstudio.svg.canonical.deadline import spend
from artstudio.svg.canonical.items import Area, Item, bounds, merged

# Units of work.
_EACH_PIECE = 100


def merge_layers(items: list[Item]) -> list[Item]:
    """Return layers, bottom first, that look like `items` painted one after the other.

    A piece joins the topmost layer of its paint unless something in or above that
    would be hidden, or, by even-odd filling, made into a hole. Strokes of one paint
    may lie on each other. Layers given once more come back as they are.
    """
    layers: list[list[Item]] = []
    layer_of: list[int] = []
    by_paint: dict[object, int] = {}
    boxes = Boxes()
    for i, item in enumerate(items):
        hits = boxes.owners(bounds(item)).tolist()
        spend(_EACH_PIECE + len(hits))
        floor = _floor(item, sorted(((layer_of[k], k) for k in hits), reverse=True), items)
        at = by_paint.get(item.paint, -1)
        if at < 0 or at < floor or (at == floor and isinstance(item, Area)):
            at = by_paint[item.paint] = len(layers)
            layers.append([])
        layers[at].append(item)
        layer_of.append(at)
        boxes.add(shapely.bounds(item.room), i)
    return [merged(layer) for layer in layers]


def _floor(item: Item, hits: list[tuple[int, int]], items: list[Item]) -> int:
    """Return the topmost layer that `item` covers some of; -1 for none."""
    return next((layer for layer, k in hits if overlap(item.room, items[k].room)), -1)
