"""A skeleton as a graph: runs of pixels between ends and junctions.

Whole arrays at a time; a dense drawing has fifty thousand pixels of skeleton.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array  # type: ignore[import-untyped] # scipy has no types
from scipy.sparse.csgraph import (  # type: ignore[import-untyped] # scipy has no types
    breadth_first_order,
    connected_components,
)

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.vectorize.centerline.thinning import Thinned


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Edges that follow lines, and the nodes where they meet or end; in pixels of the picture.

    points: float[n, 2], x and y; edge e has points[offsets[e]:offsets[e + 1]], the
    nodes at its ends not among them. depths: float[n], the distance to the ink's end.
    ends: int[edges, 2], the nodes; -1 twice for a closed line without any.
    nodes: float[k, 2]. reaches: float[k], as `depths`. The last node has no edges; it is
    what the number -1 finds.
    """

    points: Floats
    depths: Floats
    offsets: Integers
    ends: Integers
    nodes: Floats
    reaches: Floats

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.ends)

    @property
    def degrees(self) -> Integers:
        """Return how many ends of edges each node has."""
        return np.bincount(self.ends[self.ends >= 0], minlength=len(self.nodes))

    def lengths(self) -> Floats:
        """Return the length of each edge from node to node."""
        steps = np.hypot(*np.diff(self.points, axis=0, prepend=0).T)
        steps[self.offsets[:-1]] = 0
        sums = np.concatenate([[0], np.cumsum(steps)])
        lengths: Floats = sums[self.offsets[1:]] - sums[self.offsets[:-1]]
        for side, at in ((0, self.offsets[:-1]), (1, self.offsets[1:] - 1)):
            gaps = np.hypot(*(self.nodes[self.ends[:, side]] - self.points[at]).T)
            lengths += np.where(self.ends[:, side] >= 0, gaps, 0)
        return lengths


def graph_of(shape: Thinned) -> Graph:
    """Return the graph of a skeleton, its points moved onto the middle of the ink."""
    rows, columns = np.nonzero(shape.skeleton)
    places = np.stack([columns, rows], axis=1).astype(np.float64) - 0.5
    depths = shape.depth[rows, columns].astype(np.float64)
    links = _links(shape.skeleton)
    is_node = (np.bincount(links.ravel(), minlength=len(places)) != 2) | _in_blocks(shape.skeleton)
    clusters, nodes, reaches = _clusters(places, depths, links, is_node)
    order, offsets = _ordered(links, is_node)
    graph = Graph(
        points=places[order],
        depths=depths[order],
        offsets=offsets,
        ends=_ends(links, is_node, clusters, order, offsets),
        nodes=nodes,
        reaches=reaches,
    )
    return _on_ridge(graph, shape)


def _links(skeleton: Flags) -> Integers:
    """Return int[m, 2]: pairs of neighbouring pixels, numbered row by row.

    Diagonal ones count only where no third pixel joins them, so that stairs are runs.
    """
    number = np.cumsum(skeleton).reshape(skeleton.shape) - 1
    s, n = skeleton, number
    right = s[:, :-1] & s[:, 1:]
    down = s[:-1] & s[1:]
    falling = s[:-1, :-1] & s[1:, 1:] & ~s[:-1, 1:] & ~s[1:, :-1]
    rising = s[1:, :-1] & s[:-1, 1:] & ~s[:-1, :-1] & ~s[1:, 1:]
    pairs = (
        (n[:, :-1][right], n[:, 1:][right]),
        (n[:-1][down], n[1:][down]),
        (n[:-1, :-1][falling], n[1:, 1:][falling]),
        (n[1:, :-1][rising], n[:-1, 1:][rising]),
    )
    return np.concatenate([np.stack(pair, axis=1) for pair in pairs]).astype(np.int64)


def _in_blocks(skeleton: Flags) -> Flags:
    """Return for each pixel whether it is one of four in a square."""
    s = skeleton
    block = s[:-1, :-1] & s[:-1, 1:] & s[1:, :-1] & s[1:, 1:]
    covered = np.zeros_like(s)
    for part in (np.s_[:-1, :-1], np.s_[:-1, 1:], np.s_[1:, :-1], np.s_[1:, 1:]):
        covered[part] |= block
    return covered[s]


def _components(links: Integers, count: int) -> Integers:
    ones = np.ones(len(links), dtype=np.int8)
    graph = coo_array((ones, (links[:, 0], links[:, 1])), shape=(count, count))
    labels: Integers = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def _clusters(
    places: Floats, depths: Floats, links: Integers, is_node: Flags
) -> tuple[Integers, Floats, Floats]:
    """Return the node of each pixel or -1, and the nodes: pixels that touch are one node."""
    labels = _components(links[is_node[links].all(axis=1)], len(places))
    clusters = np.full(len(places), -1)
    clusters[is_node] = np.unique(labels[is_node], return_inverse=True)[1]
    members = clusters[is_node]
    count = int(members.max(initial=-1)) + 1
    sizes = np.maximum(np.bincount(members, minlength=count + 1), 1)
    nodes = np.stack(
        [np.bincount(members, places[is_node, axis], count + 1) / sizes for axis in (0, 1)], axis=1
    )
    reaches = np.zeros(count + 1)
    np.maximum.at(reaches, members, depths[is_node])
    return clusters, nodes, reaches


def _ordered(links: Integers, is_node: Flags) -> tuple[Integers, Integers]:
    """Return the pixels of each run from end to end, and where each run starts.

    One breadth-first search starts at one end of all runs at once: along a run it
    meets the pixels in order. A closed run is cut open at its first pixel.
    """
    count = len(is_node)
    links = links[~is_node[links].any(axis=1)]
    labels = _components(links, count)
    links = links[~_cuts(links, labels, count)]
    degrees = np.bincount(links.ravel(), minlength=count)
    loose = np.flatnonzero(~is_node & (degrees < 2))
    starts = loose[np.unique(labels[loose], return_index=True)[1]]
    roots = np.stack([np.full(len(starts), count), starts], axis=1)
    rows, columns = np.concatenate([links, roots]).T
    ones = np.ones(len(rows), dtype=np.int8)
    graph = coo_array((ones, (rows, columns)), shape=(count + 1, count + 1)).tocsr()
    found = breadth_first_order(graph, count, directed=False, return_predecessors=False)[1:]
    order = found[np.argsort(labels[found], kind="stable")].astype(np.int64)
    sizes = np.unique(labels[order], return_counts=True)[1]
    return order, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _cuts(links: Integers, labels: Integers, count: int) -> Flags:
    """Flag one link of each closed run: the first one of its first pixel."""
    degrees = np.bincount(links.ravel(), minlength=count)
    is_open = np.zeros(count, dtype=bool)
    is_open[labels[degrees < 2]] = True
    closed = np.flatnonzero(~is_open[labels[links[:, 0]]])
    first = np.unique(labels[links[closed, 0]], return_index=True)[1]
    cuts = np.zeros(len(links), dtype=bool)
    cuts[closed[first]] = True
    return cuts


def _ends(
    links: Integers, is_node: Flags, clusters: Integers, order: Integers, offsets: Integers
) -> Integers:
    """Return int[runs, 2]: the nodes that the first and the last pixel of each run touch."""
    mixed = links[is_node[links].sum(axis=1) == 1]
    swapped = is_node[mixed[:, 0]]
    pixels = np.where(swapped, mixed[:, 1], mixed[:, 0])
    nodes = clusters[np.where(swapped, mixed[:, 0], mixed[:, 1])]
    # A run of one pixel touches two nodes: one is found first and the other last.
    first, last = np.full(len(is_node), -1), np.full(len(is_node), -1)
    first[pixels[::-1]] = nodes[::-1]
    last[pixels] = nodes
    return np.stack([first[order[offsets[:-1]]], last[order[offsets[1:] - 1]]], axis=1)


def _on_ridge(graph: Graph, shape: Thinned) -> Graph:
    """Move each point across its line to where the ink is deepest.

    Across a line the depth falls evenly to both sides of the middle, so with the
    depths at one pixel to each side the middle lies at (right - left) / 2.
    """
    if not len(graph):
        return graph
    edge = np.repeat(np.arange(len(graph)), np.diff(graph.offsets))
    here = np.arange(len(edge))
    low, high = graph.offsets[edge], graph.offsets[edge + 1] - 1
    ahead = graph.points[np.minimum(here + 2, high)] - graph.points[np.maximum(here - 2, low)]
    size = np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / size
    sides = shape.depths_at(np.stack([graph.points - across, graph.points + across]))
    shift = np.clip((sides[1] - sides[0]) / 2, -0.7, 0.7)
    return Graph(
        points=graph.points + shift[:, None] * across,
        depths=graph.depths + np.abs(shift),
        offsets=graph.offsets,
        ends=graph.ends,
        nodes=graph.nodes,
        reaches=graph.reaches,
    )
