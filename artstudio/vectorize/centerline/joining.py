"""Edges of a graph joined end to end."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from artstudio.geometry.arrays import Flags, Integers
from artstudio.vectorize.centerline.skeleton_graph import Graph

Route = list[int]
"""Ends in the order in which a route enters edges by them: 2e goes along edge e, 2e + 1 back."""


def routes(partners: Integers) -> tuple[list[Route], list[Route]]:
    """Follow edges from end to end; return the open routes and the closed ones.

    partners: int[2 * edges], for end 2e (the start of edge e) or 2e + 1 (its end)
    the end by which the route goes on, or -1. Each edge is on one route.
    """
    onward = partners.tolist()
    seen = [False] * (len(onward) // 2)
    starts = [end for end, partner in enumerate(onward) if partner < 0]
    opened = [_route(end, onward, seen) for end in starts if not seen[end // 2]]
    return opened, [_route(2 * e, onward, seen) for e in range(len(seen)) if not seen[e]]


def _route(end: int, onward: list[int], seen: list[bool]) -> Route:
    route = []
    while end >= 0 and not seen[end // 2]:
        seen[end // 2] = True
        route.append(end)
        end = onward[end ^ 1]
    return route


def remove_edges(graph: Graph, dropped: Flags) -> Graph:
    """Return the graph without the flagged edges; nodes keep their numbers."""
    kept = ~dropped
    points = np.repeat(kept, np.diff(graph.offsets))
    return Graph(
        points=graph.points[points],
        depths=graph.depths[points],
        offsets=np.concatenate([[0], np.cumsum(np.diff(graph.offsets)[kept])]),
        ends=graph.ends[kept],
        nodes=graph.nodes,
        reaches=graph.reaches,
    )


def contract_edges(graph: Graph) -> Graph:
    """Return the graph with edges that meet at a node of two ends joined to one."""
    partners = _partners(graph)
    if (partners < 0).all():
        return graph
    opened, closed = routes(partners)
    ways = opened + closed
    order, offsets = pixel_order(graph, ways)
    ends = np.array([(_node(graph, w[0]), _node(graph, w[-1] ^ 1)) for w in ways])
    ends = ends.reshape(-1, 2)
    # A circle whose only node has been dissolved has no ends any more.
    ends[len(opened) :] = -1
    return Graph(
        points=np.concatenate([graph.points, graph.nodes])[order],
        depths=np.concatenate([graph.depths, graph.reaches])[order],
        offsets=offsets,
        ends=ends,
        nodes=graph.nodes,
        reaches=graph.reaches,
    )


def pixel_order(graph: Graph, ways: Iterable[Route]) -> tuple[Integers, Integers]:
    """Return the points of each way, those of the nodes between its edges numbered after all."""
    first, count = graph.offsets.tolist(), len(graph.points)
    order: list[Integers] = []
    offsets = [0]
    for way in ways:
        size = offsets[-1]
        for k, end in enumerate(way):
            if k:
                order.append(np.array([count + _node(graph, end)]))
                size += 1
            low, high = first[end // 2], first[end // 2 + 1]
            order.append(np.arange(low, high) if end % 2 == 0 else np.arange(high - 1, low - 1, -1))
            size += high - low
        offsets.append(size)
    return np.concatenate([np.zeros(0, np.int64), *order]), np.array(offsets)


def _node(graph: Graph, end: int) -> int:
    return int(graph.ends[end // 2, end % 2])


def _partners(graph: Graph) -> Integers:
    """Return the partner of each end at a node of two ends, -1 elsewhere."""
    nodes = graph.ends.ravel()
    order = np.argsort(nodes, kind="stable")
    order = order[nodes[order] >= 0]
    two = order[graph.degrees[nodes[order]] == 2].reshape(-1, 2)
    partners = np.full(len(nodes), -1)
    partners[two[:, 0]], partners[two[:, 1]] = two[:, 1], two[:, 0]
    return partners
