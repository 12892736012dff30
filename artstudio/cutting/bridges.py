"""Loose pieces joined by bridges: the fewest, where the way across is shortest.

The shortest ways between pieces are the edges of a graph, and its minimum spanning tree
is the answer (Kruskal 1956). In a drawing that is n-fold symmetric bridges are taken n at
a time, each set turned about the middle, so that the drawing stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from artstudio.cutting.areas import DerivationError, geometries, polygons_in
from artstudio.cutting.notes import Note, inside_of, note
from artstudio.cutting.offsets import moved
from artstudio.geometry.arrays import Floats, Geometries, Integers

MAX_PARTS = 3000
MOST_FOLD = 72
# Chords put the same place of two sectors this far apart, mm.
_SAME_MM = 0.05


@dataclass(frozen=True, kw_only=True)
class Bridges:
    """lines: float64[n, 2, 2], mm, the middle line of each bridge from edge to edge.

    areas: what each covers. fold: how many times the drawing repeats about its middle.
    """

    lines: Floats
    areas: Geometries
    fold: int
    notes: list[Note] = field(default_factory=list)


def find_bridges(parts: Geometries, *, width_mm: float, symmetric: bool = True) -> Bridges:
    """Return bridges that join all `parts`, polygons of which none meets another.

    Raises DerivationError where there are more than 3,000 parts.
    """
    if len(parts) > MAX_PARTS:
        raise DerivationError(f"There are more than {MAX_PARTS:,} loose pieces here.")
    if len(parts) < 2:
        return Bridges(lines=np.zeros((0, 2, 2)), areas=polygons_in(geometries()), fold=1)
    held, thin = _wide_enough(parts, width_mm)
    middle = _middle(parts)
    fold, turned = find_fold(parts, middle) if symmetric else (1, np.arange(len(parts))[None])
    one, other, length = _near_pairs(held)
    chosen = _spanning(len(parts), one, other, length, turned)
    lines = _lines(held, chosen, middle, fold)
    notes = []
    if len(thin):
        notes.append(
            note(
                "thinner_than_bridge",
                inside_of(parts[thin]),
                one=f"A piece is thinner than a bridge of {width_mm:g} mm",
                many=f"{{n}} pieces are thinner than a bridge of {width_mm:g} mm",
            )
        )
    return Bridges(lines=lines, areas=bridge_areas(lines, parts, width_mm), fold=fold, notes=notes)


def bridge_areas(lines: Floats, parts: Geometries, width_mm: float) -> Geometries:
    """Return the area of each bridge: a strip along its line, let in at both ends.

    Each end goes on until both its corners lie in a part, by at most twice its width.
    """
    if not len(lines):
        return np.empty(0, dtype=object)
    along = lines[:, 1] - lines[:, 0]
    length = np.hypot(*along.T)
    unit = along / np.maximum(length, 1e-9)[:, None]
    side = np.stack([-unit[:, 1], unit[:, 0]], axis=1) * width_mm / 2
    whole = shapely.union_all(parts)
    shapely.prepare(whole)
    ends = []
    for point, out in ((lines[:, 0], -unit), (lines[:, 1], unit)):
        reach = np.full(len(lines), 2 * width_mm)
        for step in np.linspace(2, 0.1, 20):
            at = point + out * step * width_mm
            edge = shapely.linestrings(np.stack([at - side, at + side], axis=1))
            reach = np.where(shapely.covers(whole, edge), step * width_mm, reach)
        ends.append(point + out * reach[:, None])
    first, last = ends
    corners = np.stack([first - side, last - side, last + side, first + side], axis=1)
    return np.asarray(shapely.polygons(corners), dtype=object)


def joined_by(parts: Geometries, bridges: Geometries) -> Geometries:
    """Return the parts with their bridges, as few polygons as that leaves."""
    return polygons_in(shapely.union_all(np.concatenate([parts, bridges])))


def _wide_enough(parts: Geometries, width: float) -> tuple[Geometries, Integers]:
    """Return of each part what is at least as wide as a bridge, and which have nothing so wide."""
    wide = moved(moved(parts, -width / 2), width / 2)
    thin = np.flatnonzero(shapely.is_empty(wide))
    held = wide.copy()
    held[thin] = parts[thin]
    return held, thin


def _middle(parts: Geometries) -> Floats:
    x0, y0, x1, y1 = shapely.total_bounds(parts)
    return np.array([(x0 + x1) / 2, (y0 + y1) / 2])


def find_fold(parts: Geometries, middle: Floats) -> tuple[int, Integers]:
    """Return the largest n for which the parts repeat n times about `middle`.

    With it int64[n, parts]: row k has for each part the one that k turns lead to.
    """
    centres = shapely.get_coordinates(shapely.centroid(parts)) - middle
    areas, lengths = shapely.area(parts), shapely.length(parts)
    for fold in range(MOST_FOLD, 1, -1):
        step = _after_turn(centres, areas, lengths, 2 * np.pi / fold)
        if step is not None:
            rows = [np.arange(len(parts))]
            for _ in range(fold - 1):
                rows.append(step[rows[-1]])
            return fold, np.array(rows)
    return 1, np.arange(len(parts))[None]


def _after_turn(centres: Floats, areas: Floats, lengths: Floats, angle: float) -> Integers | None:
    cos, sin = np.cos(angle), np.sin(angle)
    turned = centres @ np.array([[cos, sin], [-sin, cos]])
    tree = shapely.STRtree(np.asarray(shapely.points(centres)))
    here, there = tree.query(shapely.points(turned), predicate="dwithin", distance=_SAME_MM)
    alike = np.isclose(areas[here], areas[there], rtol=0.01, atol=0.01) & np.isclose(
        lengths[here], lengths[there], rtol=0.01, atol=0.01
    )
    found = np.full(len(centres), -1)
    found[here[alike]] = there[alike]
    return found if (np.sort(found) == np.arange(len(found))).all() else None


def _near_pairs(parts: Geometries) -> tuple[Integers, Integers, Floats]:
    """Return pairs of parts and their distances, enough of them to join all parts."""
    tree = shapely.STRtree(parts)
    x0, y0, x1, y1 = shapely.total_bounds(parts)
    extent = float(np.hypot(x1 - x0, y1 - y0))
    reach = extent / 100
    while True:
        one, other = tree.query(parts, predicate="dwithin", distance=reach)
        one, other = one[one < other], other[one < other]
        if _is_connected(len(parts), one, other) or reach > extent:
            return one, other, np.asarray(shapely.distance(parts[one], parts[other]))
        reach *= 2


def _is_connected(count: int, one: Integers, other: Integers) -> bool:
    groups = _Groups(count)
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        groups.join(a, b)
    return groups.count == 1


class _Groups:
    """Which of some things are joined (union-find)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))
        self.count = count

    def root(self, a: int) -> int:
        while self._above[a] != a:
            self._above[a] = self._above[self._above[a]]
            a = self._above[a]
        return a

    def join(self, a: int, b: int) -> bool:
        """Join two; tells whether they were apart."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return False
        self._above[max(a, b)] = min(a, b)
        self.count -= 1
        return True


def _spanning(
    count: int, one: Integers, other: Integers, length: Floats, turned: Integers
) -> list[tuple[int, int]]:
    """Return one pair of parts for each set of bridges, sets being all turns of a pair.

    Sets that join most for their length come first.
    """
    groups = _Groups(count)
    chosen: list[tuple[int, int]] = []
    left = list(zip(length.round(2).tolist(), one.tolist(), other.tolist(), strict=True))
    left = _one_of_each_turn(sorted(left), turned)
    while groups.count > 1 and left:
        best: tuple[float, int] | None = None
        for index, (gap, a, b) in enumerate(left):
            if best is not None and gap >= best[0]:
                break
            joins = _joins(groups, turned[:, a], turned[:, b])
            if joins:
                cost = gap * len(turned) / joins
                if best is None or cost < best[0]:
                    best = (cost, index)
        if best is None:
            break
        _gap, a, b = left.pop(best[1])
        chosen.append((a, b))
        for p, q in zip(turned[:, a].tolist(), turned[:, b].tolist(), strict=True):
            groups.join(p, q)
        left = [pair for pair in left if groups.root(pair[1]) != groups.root(pair[2])]
    return chosen


def _one_of_each_turn(
    pairs: list[tuple[float, int, int]], turned: Integers
) -> list[tuple[float, int, int]]:
    seen: set[tuple[int, int]] = set()
    kept = []
    for gap, a, b in pairs:
        if (a, b) not in seen:
            kept.append((gap, a, b))
            seen.update(_turns_of(a, b, turned))
    return kept


def _turns_of(a: int, b: int, turned: Integers) -> set[tuple[int, int]]:
    return {
        (min(p, q), max(p, q))
        for p, q in zip(turned[:, a].tolist(), turned[:, b].tolist(), strict=True)
    }


def _joins(groups: _Groups, ones: Integers, others: Integers) -> int:
    """Return how many groups fewer there would be."""
    roots = {groups.root(int(p)) for p in np.concatenate([ones, others])}
    number = {root: k for k, root in enumerate(sorted(roots))}
    own = _Groups(len(number))
    for p, q in zip(ones.tolist(), others.tolist(), strict=True):
        own.join(number[groups.root(p)], number[groups.root(q)])
    return len(number) - own.count


def _lines(held: Geometries, chosen: list[tuple[int, int]], middle: Floats, fold: int) -> Floats:
    """Return the shortest line of each chosen pair and all its turns about the middle."""
    found: list[Floats] = []
    for a, b in chosen:
        line = shapely.get_coordinates(shapely.shortest_line(held[a], held[b]))
        turns = [_turned(line, middle, 2 * np.pi * k / fold) for k in range(fold)]
        # Half a turn may lead a line onto itself.
        middles = np.array([turn.mean(axis=0) for turn in turns])
        own = [k for k in range(fold) if _is_new(middles, k)]
        found += [turns[k] for k in own]
    return np.array(found).reshape(-1, 2, 2)


def _is_new(middles: Floats, k: int) -> bool:
    return bool((np.hypot(*(middles[:k] - middles[k]).T) > _SAME_MM).all())


def _turned(line: Floats, middle: Floats, angle: float) -> Floats:
    cos, sin = np.cos(angle), np.sin(angle)
    turned: Floats = (line - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle
    return turned
