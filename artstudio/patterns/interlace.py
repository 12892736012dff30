"""Plaited bands that pass over and under each other, on a grid of crossings.

The grid has its crossings where i + j is odd. Strands run along diagonals,
turn back at the rim and at inner walls, and take turns: over, under, over.
A strand is cut where it passes under, so that no two pieces overlap or touch.
Lengths are in cells; a cell is half of what separates two crossings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Point, Ring, arc, closed

Node = tuple[int, int]
Heading = tuple[int, int]
DIAGONAL = 0.5**0.5


@dataclass(frozen=True, kw_only=True)
class Plait:
    """A plait `columns` by `rows` cells (both even; columns repeat when `endless`).

    walls: "v" or "h" at crossings that strands do not pass but turn back from.
    """

    columns: int
    rows: int
    endless: bool = False
    walls: Mapping[Node, str] = field(default_factory=dict)

    def wall(self, node: Node) -> str | None:
        """Return "v" or "h" where strands turn back, None at a crossing."""
        i, j = node
        if j in {0, self.rows}:
            return "h"
        if not self.endless and i in {0, self.columns}:
            return "v"
        return self.walls.get((i % self.columns if self.endless else i, j))

    def crossings(self) -> Iterator[Node]:
        """Yield the nodes where one strand passes over another."""
        first = 0 if self.endless else 1
        for i in range(first, self.columns):
            for j in range(1, self.rows):
                if (i + j) % 2 and self.wall((i, j)) is None:
                    yield i, j

    def passes_under(self, node: Node, heading: Heading) -> bool:
        """Tell whether a strand with this heading is the lower one at a crossing."""
        rising = heading[0] * heading[1] > 0
        return rising == (node[0] % 2 == 0)

    def pieces(self) -> list[list[tuple[Node, Heading]]]:
        """Return every visible piece as its nodes and headings, from under to under."""
        found, seen = [], set()
        for node in self.crossings():
            for heading in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                if self.passes_under(node, heading) and (self._home(node), heading) not in seen:
                    piece = self._walk(node, heading)
                    end, last = piece[-1]
                    seen.add((self._home(end), (-last[0], -last[1])))
                    found.append(piece)
        return found

    def has_loops(self) -> bool:
        """Tell whether some strand meets no crossing at all and would be lost."""
        visited = {
            frozenset(((self._home(a)), (self._home(b))))
            for piece in self.pieces()
            for (a, _), (b, _) in pairwise(piece)
        }
        steps = self.columns * self.rows
        return len(visited) != steps

    def _home(self, node: Node) -> Node:
        return (node[0] % self.columns, node[1]) if self.endless else node

    def _walk(self, node: Node, heading: Heading) -> list[tuple[Node, Heading]]:
        piece = [(node, heading)]
        while True:
            node = (node[0] + heading[0], node[1] + heading[1])
            wall = self.wall(node)
            piece.append((node, heading))
            if wall is None and self.passes_under(node, heading):
                return piece
            if wall:
                heading = (-heading[0], heading[1]) if wall == "v" else (heading[0], -heading[1])


def ribbon(plait: Plait, piece: list[tuple[Node, Heading]], half: float, gap: float) -> Ring:
    """Return the outline of a piece, `half` cells to each side, `gap` short of what covers it."""
    left = _side(plait, piece, half, gap)
    back = [(node, (-h[0], -h[1])) for node, h in _arrivals(piece)]
    right = _side(plait, back, half, gap)
    return closed(left[0], [*left[1], (right[0],), *right[1]])


def _arrivals(piece: list[tuple[Node, Heading]]) -> list[tuple[Node, Heading]]:
    """Return the piece backwards, each node with the heading by which it is left forwards."""
    nodes = [node for node, _ in piece]
    leaves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(nodes)]
    return [
        (nodes[-1], leaves[-1]),
        *((nodes[i], leaves[i]) for i in range(len(nodes) - 2, -1, -1)),
    ]


def _side(
    plait: Plait, piece: list[tuple[Node, Heading]], half: float, gap: float
) -> tuple[Point, list[Segment]]:
    """Return the start and the segments of the edge that lies `half` to the left of a piece."""
    (node, heading), *rest = piece
    short = (half + gap) * DIAGONAL
    segments: list[Segment] = []
    start = _beside(node, heading, short, half)
    for (end, _), last in zip(rest, [False] * (len(rest) - 1) + [True], strict=True):
        if last:
            segments.append((_beside(end, heading, -short, half),))
            break
        wall = plait.wall(end)
        if wall is None:
            continue
        after = (-heading[0], heading[1]) if wall == "v" else (heading[0], -heading[1])
        before = _beside(end, heading, -0.5, half)
        at = segments[-1][-1] if segments else start
        # Between two walls in a row one bend goes over into the next.
        if abs(before[0] - at[0]) + abs(before[1] - at[1]) > 1e-9:
            segments.append((before,))
        segments.append(_bend(before, end, heading, after, half))
        heading = after
    return start, segments


def _bend(at: Point, node: Node, heading: Heading, after: Heading, half: float) -> Segment:
    ahead = (heading[0] * DIAGONAL, heading[1] * DIAGONAL)
    onward = (after[0] * DIAGONAL, after[1] * DIAGONAL)
    return arc(at, ahead, _beside(node, after, 0.5, half), onward)


def _beside(node: Node, heading: Heading, ahead: float, left: float) -> Point:
    """Return the point `ahead` diagonal steps past a node and `left` to the left of the strand."""
    side = left * DIAGONAL
    return (
        node[0] + heading[0] * ahead - heading[1] * side,
        node[1] + heading[1] * ahead + heading[0] * side,
    )
