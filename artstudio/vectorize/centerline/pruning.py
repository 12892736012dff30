"""What a skeleton has and the drawing has not: spurs, and crossings torn in two."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.arrays import Flags, Floats
from artstudio.vectorize.centerline.joining import contract_edges, remove_edges
from artstudio.vectorize.centerline.skeleton_graph import Graph
from artstudio.vectorize.centerline.split_junctions import split_junctions

# A spur shows outside the line it hangs on by its length and its tip's reach less the
# line's; up to this part of the line's half width, and this many pixels, it is unevenness.
_SHOWN_OF_REACH = 0.75
_SHOWN_PX = 1.0
_FORKED_OF_REACH = 1.6
# Junctions so few reaches apart are one; up to the second number they are if straight lines
# go through both, as thinning tears crossings down to 35 degrees.
_TORN = 1.75
_TORN_ASKEW = 3.4
_ROUNDS = 4


def cleaned(graph: Graph) -> Graph:
    """Return the graph without spurs, with the parts of each crossing made one node.

    Nodes with two ends are dissolved, so what is left are free ends and junctions.
    """
    return _without_spurs(_reconnected(_without_spurs(contract_edges(graph))))


def _without_spurs(graph: Graph) -> Graph:
    for _ in range(_ROUNDS):
        spurs = _spurs(graph)
        if not spurs.any():
            break
        graph = contract_edges(remove_edges(graph, spurs))
    return graph


def _spurs(graph: Graph) -> Flags:
    if not len(graph):
        return np.zeros(0, dtype=bool)
    degrees = graph.degrees[graph.ends]
    has_tip = (degrees == 1).any(axis=1) & (degrees > 2).any(axis=1) & (graph.ends >= 0).all(axis=1)
    tip_side = np.argmin(degrees, axis=1)
    edges = np.arange(len(graph))
    roots = graph.ends[edges, 1 - tip_side]
    root_reach = graph.reaches[roots]
    shown = graph.lengths() + graph.reaches[graph.ends[edges, tip_side]] - root_reach
    spurs = has_tip & (shown < _SHOWN_OF_REACH * root_reach + _SHOWN_PX)
    # A line cut off askew forks into its corners, one further away than the other.
    is_forked = np.bincount(roots[spurs], minlength=len(graph.nodes))[roots] > 0
    spurs |= (
        has_tip
        & is_forked
        & (degrees.max(axis=1) == 3)
        & (shown < _FORKED_OF_REACH * root_reach + _SHOWN_PX)
    )
    dropped: Flags = spurs & ~_longest_two(graph, spurs, shown)
    return dropped


def _longest_two(graph: Graph, spurs: Flags, shown: Floats) -> Flags:
    """Flag what is to be kept where nothing but spurs meet, as in a square."""
    found = np.flatnonzero(spurs)
    degrees = graph.degrees
    at = np.where(degrees[graph.ends[found, 0]] > 2, graph.ends[found, 0], graph.ends[found, 1])
    lonely = np.bincount(at, minlength=len(degrees))[at] == degrees[at]
    found, at = found[lonely], at[lonely]
    order = np.lexsort((found, -shown[found], at))
    rank = np.arange(len(order)) - np.searchsorted(at[order], at[order])
    kept = np.zeros(len(graph), dtype=bool)
    kept[found[order[rank < 2]]] = True
    return kept


def _reconnected(graph: Graph) -> Graph:
    """Make one node of junctions that are joined by an edge no longer than the line is wide."""
    if not len(graph):
        return graph
    lengths, ends = graph.lengths(), graph.ends
    reach = graph.reaches[ends].max(axis=1)
    inner = (graph.degrees[ends] > 2).all(axis=1) & (ends >= 0).all(axis=1)
    inner &= ends[:, 0] != ends[:, 1]
    short = np.flatnonzero(inner & (lengths < _TORN * reach))
    askew = np.flatnonzero(inner & (lengths >= _TORN * reach) & (lengths < _TORN_ASKEW * reach))
    short = np.concatenate([short, split_junctions(graph, askew)])
    if not len(short):
        return graph
    merged = _Merging(graph)
    for edge in short[np.argsort(lengths[short], kind="stable")].tolist():
        merged.try_edge(int(ends[edge, 0]), int(ends[edge, 1]))
    roots = np.array([merged.root(node) for node in range(len(graph.nodes))])
    moved = Graph(
        points=graph.points,
        depths=graph.depths,
        offsets=graph.offsets,
        ends=np.where(ends >= 0, roots[ends], -1),
        nodes=_middles(graph.nodes, roots),
        reaches=_furthest(graph, roots),
    )
    inside = np.zeros(len(graph), dtype=bool)
    inside[short] = moved.ends[short, 0] == moved.ends[short, 1]
    return contract_edges(remove_edges(moved, inside))


class _Merging:
    """Nodes that grow together, but never further apart than a crossing's parts may be."""

    def __init__(self, graph: Graph) -> None:
        self._parent = list(range(len(graph.nodes)))
        self._reach = graph.reaches.tolist()
        boxes = np.concatenate([graph.nodes, graph.nodes], axis=1)
        self._box: list[list[float]] = boxes.tolist()

    def root(self, node: int) -> int:
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def try_edge(self, one: int, other: int) -> None:
        a, b = self.root(one), self.root(other)
        p, q = self._box[a], self._box[b]
        box = [min(p[0], q[0]), min(p[1], q[1]), max(p[2], q[2]), max(p[3], q[3])]
        reach = max(self._reach[a], self._reach[b])
        if a != b and max(box[2] - box[0], box[3] - box[1]) <= _TORN_ASKEW * reach:
            self._parent[b], self._box[a], self._reach[a] = a, box, reach


def _middles(nodes: Floats, roots: np.ndarray) -> Floats:
    count = len(nodes)
    sizes = np.maximum(np.bincount(roots, minlength=count), 1)
    sums = [np.bincount(roots, nodes[:, axis], count) for axis in (0, 1)]
    return np.stack(sums, axis=1) / sizes[:, None]


def _furthest(graph: Graph, roots: np.ndarray) -> Floats:
    """Return how far each merged node reaches: over the ink around all that went into it."""
    apart = np.hypot(*(graph.nodes - _middles(graph.nodes, roots)[roots]).T)
    reaches = np.zeros(len(graph.nodes))
    np.maximum.at(reaches, roots, graph.reaches + apart)
    return reaches
