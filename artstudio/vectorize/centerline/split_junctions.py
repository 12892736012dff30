"""Crossings that thinning has torn into two junctions: straight lines go through both."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.arrays import Integers
from artstudio.vectorize.centerline.edge_tangents import (
    EdgeTangents,
    edge_tangents,
)
from artstudio.vectorize.centerline.skeleton_graph import Graph

_STRAIGHT = -float(np.cos(np.radians(25)))
# How far beside each other, in parts of the ink's reach and in pixels, two arms of a line may lie.
_BESIDE_OF_REACH, _BESIDE_PX = 0.3, 0.5


def split_junctions(graph: Graph, edges: Integers) -> Integers:
    """Return those of `edges` whose ends have two arms each that go on beyond the other end."""
    if not len(edges):
        return edges
    sides = edge_tangents(graph)
    order = np.argsort(sides.nodes, kind="stable")
    at = sides.nodes[order]
    found = []
    for edge in edges.tolist():
        arms = []
        for node in graph.ends[edge].tolist():
            low, high = np.searchsorted(at, [node, node + 1]).tolist()
            arms.append([end for end in order[low:high].tolist() if end // 2 != edge])
        slack = _BESIDE_OF_REACH * float(graph.reaches[graph.ends[edge]].max()) + _BESIDE_PX
        if len(arms[0]) == len(arms[1]) == 2 and _go_through(sides, arms[0], arms[1], slack):
            found.append(edge)
    return np.array(found, dtype=np.int64)


def _go_through(sides: EdgeTangents, here: list[int], there: list[int], slack: float) -> bool:
    a, b = here
    c, d = there
    one, other = ((a, c), (b, d)), ((a, d), (b, c))
    return any(all(_is_line(sides, *pair, slack) for pair in pairs) for pairs in (one, other))


def _is_line(sides: EdgeTangents, a: int, b: int, slack: float) -> bool:
    u, v = sides.outward[a], sides.outward[b]
    if float(u @ v) > _STRAIGHT:
        return False
    apart = sides.middles[a] - sides.middles[b]
    along = (u - v) / 2
    return abs(float(apart[0] * along[1] - apart[1] * along[0])) <= slack
