"""Loose lines and arcs that meet end to end, joined to the contours they were meant to be."""

from __future__ import annotations

import math
from collections import defaultdict

from artstudio.importers.dxf_curves import Chain, Point

#: Ends nearer than this were meant to meet.
GAP_MM = 0.01

_Cell = tuple[int, int]


def joined_chains(chains: list[Chain], mm_per_unit: float) -> list[Chain]:
    """Return the chains, open ones joined where exactly two ends meet; a ring is closed."""
    closed = [chain for chain in chains if chain.is_closed]
    return [*closed, *_Ends([c for c in chains if not c.is_closed], GAP_MM / mm_per_unit).joined()]


class _Ends:
    def __init__(self, chains: list[Chain], gap: float) -> None:
        self._chains = chains
        self._gap = gap
        #: Numbers of ends by cell: 2 i for the start of chain i, 2 i + 1 for its end.
        self._cells: dict[_Cell, list[int]] = defaultdict(list)
        for i, chain in enumerate(chains):
            self._cells[self._cell(chain.start)].append(2 * i)
            self._cells[self._cell(chain.end)].append(2 * i + 1)
        self._taken = [False] * len(chains)

    def joined(self) -> list[Chain]:
        """Return the chains, each used once."""
        numbers = range(len(self._chains))
        return [self._from(i) for i in numbers if not self._taken[i]]

    def _cell(self, point: Point) -> _Cell:
        return math.floor(point[0] / self._gap), math.floor(point[1] / self._gap)

    def _point(self, end: int) -> Point:
        chain = self._chains[end // 2]
        return chain.end if end % 2 else chain.start

    def _partner(self, end: int) -> int | None:
        """Return the one other end at the same place; None where there is none or a crossing."""
        at = self._point(end)
        x, y = self._cell(at)
        near = [
            other
            for cell in ((x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
            for other in self._cells.get(cell, ())
            if other != end and math.dist(at, self._point(other)) <= self._gap
        ]
        return near[0] if len(near) == 1 else None

    def _from(self, first: int) -> Chain:
        """Return the whole line that a chain is part of."""
        self._taken[first] = True
        after, meets = self._run(2 * first + 1)
        if meets:
            return _ring([self._chains[first], *after])
        before, _ = self._run(2 * first)
        parts = [*(chain.turned() for chain in before[::-1]), self._chains[first], *after]
        return _one(parts)

    def _run(self, end: int) -> tuple[list[Chain], bool]:
        """Follow the ends from `end` on; tell whether they lead back to the chain's other end."""
        origin = end ^ 1
        found: list[Chain] = []
        while (partner := self._partner(end)) is not None:
            if partner == origin:
                return found, True
            i = partner // 2
            if self._taken[i]:
                break
            self._taken[i] = True
            chain = self._chains[i]
            found.append(chain.turned() if partner % 2 else chain)
            end = partner ^ 1
        return found, False


def _one(parts: list[Chain]) -> Chain:
    segments = tuple(segment for part in parts for segment in part.segments)
    return Chain(parts[0].start, segments)


def _ring(parts: list[Chain]) -> Chain:
    whole = _one(parts)
    last = whole.segments[-1]
    return Chain(whole.start, (*whole.segments[:-1], (*last[:-1], whole.start)), is_closed=True)
