"""How edges come to their nodes: where from, in which direction, and where they would meet.

Close to a junction a skeleton bends towards it and tells nothing about the
lines; so each line is looked at from where it has left the junction's ink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artstudio.geometry.arrays import Floats, Integers
from artstudio.vectorize.centerline.skeleton_graph import Graph

# How many pixels of an edge give its direction: twice the line's half width, within these.
_LEAST_WINDOW, _LARGEST_WINDOW = 4, 16
# At a tip the line begins where the ink is deeper than this part of its usual depth; a hook
# into a corner is not longer than so many depths.
_DEEP, _LONGEST_HOOK = 0.8, 3.0
# Keeps the meeting point of nearly parallel lines near the skeleton's junction.
_STIFFNESS = 0.03


@dataclass(frozen=True, kw_only=True)
class EdgeTangents:
    """One for each end of an edge: 2e at its start, 2e + 1 at its end.

    nodes: int[2 * edges], -1 where there is none. skips: int, how many points near the
    node are bent. middles: float[2 * edges, 2], a point of the line. outward: float[2 * edges,
    2], the unit direction away from the node.
    """

    nodes: Integers
    skips: Integers
    middles: Floats
    outward: Floats


def edge_tangents(graph: Graph) -> EdgeTangents:
    """Return how each edge of `graph` comes to its nodes; no edge may be without points."""
    nodes = graph.ends.ravel()
    sizes = np.repeat(np.diff(graph.offsets), 2)
    reach = np.where(nodes >= 0, graph.reaches[nodes], 0)
    is_tip = graph.degrees[nodes] == 1
    skips = np.rint(np.where(is_tip, reach / 2, reach)).astype(np.int64)
    skips = np.minimum(np.where(is_tip, np.maximum(skips, _hooks(graph)), skips), sizes // 3)
    skips[nodes < 0] = 0
    window = np.clip(np.rint(2 * reach), _LEAST_WINDOW, _LARGEST_WINDOW).astype(np.int64)
    window = np.minimum(np.where(is_tip, window // 2 + 2, window), sizes - skips)
    half = window // 2
    near = _means(graph, skips, np.maximum(half, 1))
    far = _means(graph, skips + half, np.maximum(window - half, 1))
    # An edge of one point only has the direction from its node.
    near[window < 2] = graph.nodes[nodes[window < 2]]
    outward = far - near
    outward /= np.maximum(np.hypot(*outward.T), 1e-9)[:, None]
    return EdgeTangents(nodes=nodes, skips=skips, middles=(near + far) / 2, outward=outward)


def _hooks(graph: Graph) -> Integers:
    """Return for each end how many points lead from the middle of the line into a corner.

    Where a line is cut off askew its skeleton turns to the further corner; there the
    ink is less deep than along the line. A longer way of that kind is a line that tapers.
    """
    edge = np.repeat(np.arange(len(graph)), np.diff(graph.offsets))
    usual = np.bincount(edge, graph.depths) / np.diff(graph.offsets)
    deep = np.flatnonzero(graph.depths >= _DEEP * usual[edge])
    # The deepest point of an edge is never below its mean, so that each has one.
    low = deep[np.searchsorted(deep, graph.offsets[:-1])] - graph.offsets[:-1]
    high = graph.offsets[1:] - 1 - deep[np.searchsorted(deep, graph.offsets[1:]) - 1]
    hooks = np.stack([low, high], axis=1).ravel()
    found: Integers = np.where(hooks <= _LONGEST_HOOK * np.repeat(usual, 2), hooks, 0)
    return found


def _means(graph: Graph, first: Integers, counts: Integers) -> Floats:
    """Return the mean of `counts` points of each end, from the one numbered `first` inwards."""
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(graph.points, axis=0)])
    low = graph.offsets[:-1] + first[0::2]
    high = graph.offsets[1:] - first[1::2]
    starts = np.stack([low, high - counts[1::2]], axis=1).ravel()
    means: Floats = (sums[starts + counts] - sums[starts]) / counts[:, None]
    return means


def meeting_points(graph: Graph, sides: EdgeTangents) -> Floats:
    """Return where the lines at each junction meet, float[nodes, 2]; free ends stay.

    The point with the least squared distances to all lines, no further from the
    skeleton's own junction than its ink reaches.
    """
    count = len(graph.nodes)
    known = sides.nodes >= 0
    at = sides.nodes[known]
    x, y = sides.outward[known].T
    # A line's squared distance from a point p is (p - q) A (p - q), A = 1 - d d'.
    xx, xy, yy = 1 - x * x, -x * y, 1 - y * y
    away = sides.middles[known] - graph.nodes[at]
    right = np.stack([xx * away[:, 0] + xy * away[:, 1], xy * away[:, 0] + yy * away[:, 1]])
    b = np.bincount(at, xy, count)
    a, c = (_STIFFNESS + np.bincount(at, part, count) for part in (xx, yy))
    u, v = (np.bincount(at, part, count) for part in right)
    shift = np.stack([c * u - b * v, a * v - b * u], axis=1) / (a * c - b * b)[:, None]
    size = np.hypot(*shift.T)
    shift *= np.minimum(1, graph.reaches / np.maximum(size, 1e-9))[:, None]
    return graph.nodes + np.where(graph.degrees[:, None] > 2, shift, 0)
