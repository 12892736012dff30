"""Edges to strokes: straight on through crossings, exactly together where strokes meet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from artstudio.geometry.arrays import Flags, Floats, Integers
from artstudio.vectorize.centerline.edge_tangents import (
    EdgeTangents,
    edge_tangents,
    meeting_points,
)
from artstudio.vectorize.centerline.joining import Route, pixel_order, routes
from artstudio.vectorize.centerline.skeleton_graph import Graph
from artstudio.vectorize.centerline.thinning import Thinned

# Two edges are one line when their directions differ by at most 40 degrees.
_STRAIGHT = -float(np.cos(np.radians(40)))
_PROBE_PX = 0.25


@dataclass(frozen=True, kw_only=True)
class Polylines:
    """Strokes as points, in pixels.

    points: float[n, 2]; stroke s has points[offsets[s]:offsets[s + 1]]. closed: bool[strokes];
    the last point of a closed one is joined to its first. fixed: bool[n], points that
    other strokes end at or that are ends. half_widths: float[strokes].
    """

    points: Floats
    offsets: Integers
    closed: Flags
    fixed: Flags
    half_widths: Floats

    def __len__(self) -> int:
        """Return the number of strokes."""
        return len(self.closed)


def strokes_of(graph: Graph, shape: Thinned, *, width_px: float) -> Polylines:
    """Return the edges of a clean graph, joined where they go straight on.

    Free ends are made longer, until a round cap of `width_px` ends where the ink does.
    """
    if not len(graph):
        return _assembled(graph, [], [], np.zeros(0, dtype=bool))
    sides = edge_tangents(graph)
    partners = _partners(graph, sides)
    nodes = _lengthened(graph, sides, shape, width_px, meeting_points(graph, sides))
    opened, closed = routes(partners)
    return _assembled(
        _straightened(graph, sides, nodes), opened, closed, _anchors(graph, sides, partners)
    )


def _partners(graph: Graph, sides: EdgeTangents) -> Integers:
    """Pair the ends at each junction, the straightest first."""
    ends = np.arange(len(sides.nodes))
    # A line without nodes goes on where it begins.
    partners = np.where(sides.nodes < 0, ends ^ 1, -1)
    order = np.argsort(sides.nodes, kind="stable")
    order = order[graph.degrees[sides.nodes[order]] > 2]
    order = order[sides.nodes[order] >= 0]
    starts = np.flatnonzero(np.diff(sides.nodes[order], prepend=-1))
    outward = sides.outward.tolist()
    for group in np.split(order, starts[1:]):
        _pair(group.tolist(), outward, partners)
    return partners


def _pair(ends: list[int], outward: list[list[float]], partners: Integers) -> None:
    found = [
        (outward[a][0] * outward[b][0] + outward[a][1] * outward[b][1], a, b)
        for k, a in enumerate(ends)
        for b in ends[k + 1 :]
    ]
    for cosine, a, b in sorted(found):
        if cosine > _STRAIGHT:
            break
        if partners[a] < 0 and partners[b] < 0:
            partners[a], partners[b] = b, a


def _anchors(graph: Graph, sides: EdgeTangents, partners: Integers) -> Flags:
    """Flag the nodes that a stroke must go through exactly: all but those where just two cross."""
    count = len(graph.nodes)
    known = sides.nodes >= 0
    loose = np.bincount(sides.nodes[known & (partners < 0)], minlength=count)
    return (loose > 0) | (graph.degrees > 4)


def _lengthened(
    graph: Graph, sides: EdgeTangents, shape: Thinned, width_px: float, nodes: Floats
) -> Floats:
    """Return `nodes` with the free ends moved outwards along their lines."""
    tips = np.flatnonzero((sides.nodes >= 0) & (graph.degrees[sides.nodes] == 1))
    at = sides.nodes[tips]
    forth = -sides.outward[tips]
    middles = sides.middles[tips]
    ends = graph.points[_first_points(graph, sides)[tips]]
    along = ((ends - middles) * forth).sum(axis=1)
    on_line = middles + along[:, None] * forth
    reach = np.maximum(graph.reaches[at], shape.depths_at(ends)) + 1.5 * sides.skips[tips]
    probes = np.arange(0, float(reach.max(initial=0)) + 2, _PROBE_PX)
    depths = shape.depths_at(on_line[:, None] + probes[None, :, None] * forth[:, None])
    # Between the middles of the last pixel of ink and the next the depth falls from 1 to 0.
    ink_ends = probes[np.argmax(depths < 0.5, axis=1)]
    longer = np.clip(ink_ends - width_px / 2, 0, reach)
    nodes = nodes.copy()
    nodes[at] = on_line + longer[:, None] * forth
    return nodes


def _first_points(graph: Graph, sides: EdgeTangents) -> Integers:
    """Return for each end of an edge the first of its points that is not bent."""
    starts = graph.offsets[:-1] + sides.skips[0::2]
    return np.stack([starts, graph.offsets[1:] - 1 - sides.skips[1::2]], axis=1).ravel()


def _straightened(graph: Graph, sides: EdgeTangents, nodes: Floats) -> Graph:
    """Return the graph without the bent points near its nodes, and with the nodes moved."""
    sizes = np.diff(graph.offsets)
    place = np.arange(len(graph.points)) - np.repeat(graph.offsets[:-1], sizes)
    first, last = np.repeat(sides.skips[0::2], sizes), np.repeat(sizes - sides.skips[1::2], sizes)
    kept = (place >= first) & (place < last)
    return replace(
        graph,
        points=graph.points[kept],
        depths=graph.depths[kept],
        offsets=np.concatenate([[0], np.cumsum(sizes - sides.skips[0::2] - sides.skips[1::2])]),
        nodes=nodes,
    )


def _assembled(graph: Graph, opened: list[Route], closed: list[Route], anchors: Flags) -> Polylines:
    order, offsets = pixel_order(graph, opened + closed)
    count, half_widths = len(graph.points), []
    pieces: list[Integers] = []
    for way, low, high in zip(opened + closed, offsets[:-1], offsets[1:], strict=True):
        run = order[low:high]
        half_widths.append(float(np.median(graph.depths[run[run < count]])) if len(run) else 1.0)
        pieces.append(_with_ends(graph, way, run, is_closed=len(pieces) >= len(opened)))
    flat = np.concatenate([np.zeros(0, np.int64), *pieces])
    ends = np.cumsum([0, *(len(piece) for piece in pieces)])
    fixed = np.concatenate([np.zeros(count, dtype=bool), anchors])[flat]
    is_closed = np.arange(len(pieces)) >= len(opened)
    return Polylines(
        points=np.concatenate([graph.points, graph.nodes])[flat],
        offsets=ends,
        closed=is_closed,
        fixed=fixed,
        half_widths=np.array(half_widths),
    )


def _with_ends(graph: Graph, way: Route, run: Integers, *, is_closed: bool) -> Integers:
    count = len(graph.points)
    start = graph.ends[way[0] // 2, way[0] % 2]
    end = graph.ends[way[-1] // 2, 1 - way[-1] % 2]
    if start < 0:
        return run
    if is_closed:
        return np.concatenate([[count + start], run])
    return np.concatenate([[count + start], run, [count + end]])
