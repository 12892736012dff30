"""The inlays of a fretboard, one fret at a time, within the space between two slots."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import shapely
from shapely.affinity import scale, translate

from artstudio.patterns.areas import area_of, rings_of_area
from artstudio.patterns.fretboard.board import Board
from artstudio.patterns.fretboard.parameters import MARKS, FretboardParameters
from artstudio.patterns.min_widths import round_tips
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.shapes import Point, Ring, circle, leaf, polygon, star
from artstudio.patterns.torch import torch

_OCTAVE = 12
_LEAST_MM = 0.4
_TIP_MM = 0.32
_SMALLEST_MM2 = 1.5
_STEP_MM = 0.5


def marked_frets(p: FretboardParameters) -> list[int]:
    """Return the frets that have an inlay."""
    if p.only_fret:
        return [p.only_fret]
    return [fret for fret in MARKS[p.marks] if fret <= p.frets]


def inlays_of(p: FretboardParameters) -> list[Ring]:
    """Return all inlays of a board."""
    if p.inlay == "none":
        return []
    board = Board(p=p)
    if p.inlay == "vine":
        return vine(board)
    return [ring for fret in marked_frets(p) for ring in _SHAPES[p.inlay](board, fret)]


def _size(board: Board, fret: int) -> float:
    """Return the length of an inlay: as asked, or what fits between the slots."""
    return min(board.p.size_mm, board.room(fret) - 2 * board.p.clear_mm)


def _centres(board: Board, fret: int) -> list[Point]:
    x, y = board.middle(fret)
    if fret % _OCTAVE:
        return [(x, y)]
    off = board.half_width(x) / 2
    return [(x, y - off), (x, y + off)]


def _dots(board: Board, fret: int) -> list[Ring]:
    size = _size(board, fret)
    return [circle(size / 2, at) for at in _centres(board, fret)] if size >= _LEAST_MM else []


def _diamonds(board: Board, fret: int) -> list[Ring]:
    size = _size(board, fret)
    half = (size / 2, size * 0.325)
    return [
        polygon([(x - half[0], y), (x, y - half[1]), (x + half[0], y), (x, y + half[1])])
        for x, y in _centres(board, fret)
    ]


def _stars(board: Board, fret: int) -> list[Ring]:
    size = _size(board, fret)
    return [star(8, size / 2, size * 0.22, at) for at in _centres(board, fret)]


def _blocks(board: Board, fret: int) -> list[Ring]:
    off = _block_margin(board, fret)
    share = board.p.share
    return [polygon(board.space(fret, off_mm=off, share=share, share_treble=share))]


def _trapezoids(board: Board, fret: int) -> list[Ring]:
    """Return a block whose treble side is a fifth shorter."""
    off = _block_margin(board, fret)
    a, b, c, d = board.space(fret, off_mm=off, share=board.p.share, share_treble=board.p.share)
    short = 0.1 * (c[0] - d[0])
    return [polygon([a, b, (c[0] - short, c[1]), (d[0] + short, d[1])])]


def _block_margin(board: Board, fret: int) -> float:
    return max(board.p.clear_mm + board.p.slot_mm / 2, min(3.2, 0.16 * board.room(fret)))


def _clouds(board: Board, fret: int) -> list[Ring]:
    """Return a cloud across the board: five round lobes in one outline."""
    x, y = board.middle(fret)
    long = min(board.p.size_mm * 2.2, board.room(fret) - 2 * board.p.clear_mm)
    wide = board.p.share * board.half_width(x) * 0.8
    lobes = [(0.0, 0.0, 0.5, 0.42), (0.06, -0.42, 0.4, 0.34), (-0.06, 0.42, 0.4, 0.34),
             (-0.06, -0.78, 0.28, 0.24), (0.06, 0.78, 0.28, 0.24)]  # fmt: skip
    unit = shapely.Point(0, 0).buffer(1.0, quad_segs=64)
    parts = [
        translate(scale(unit, rx * long, ry * wide), x + dx * long, y + dy * wide)
        for dx, dy, rx, ry in lobes
    ]
    return rings_of_area(shapely.union_all(parts))


def _torch(board: Board, fret: int) -> list[Ring]:
    """Return a torch across the board that points to the bass side."""
    x, y = board.middle(fret)
    high = board.p.share * board.half_width(x) * 1.7
    wide = min(board.room(fret) - 2 * board.p.clear_mm, 0.42 * high)
    rings = torch(min(high, wide / 0.34), wide)
    return [[tuple((x + px, y + py) for px, py in s) for s in ring] for ring in rings]


_SHAPES: Mapping[str, Callable[[Board, int], list[Ring]]] = {
    "dots": _dots,
    "diamonds": _diamonds,
    "blocks": _blocks,
    "trapezoids": _trapezoids,
    "clouds": _clouds,
    "stars": _stars,
    "torch": _torch,
}


def vine(board: Board) -> list[Ring]:
    """Return a stem with leaves from fret 1 to the last but one, cut off before each slot."""
    p = board.p
    last = p.only_fret or max(p.frets - 1, 1)
    first = p.only_fret or 1
    choice = SeededRandom(p.seed)
    phase = choice.between("phase", 0.0, 1.0)
    end = board.line(last)[0][0]
    period = choice.between("period", 105.0, 150.0) * p.scale_mm / 650

    def stem(x: float) -> Point:
        return x, 0.3 * board.half_width(x) * math.sin(2 * math.pi * (x / period + phase))

    points = [stem(k * _STEP_MM) for k in range(int(end / _STEP_MM) + 2)]
    band = shapely.LineString(points).buffer(_stem_width(p) / 2, quad_segs=24)
    parts: list[shapely.Geometry] = []
    for fret in range(first, last + 1):
        off = p.clear_mm + p.slot_mm / 2
        space = shapely.Polygon(board.space(fret, off_mm=off, share=0.94, share_treble=0.94))
        grown = shapely.union_all([band, *_leaves(board, fret, stem, choice)])
        inside = shapely.intersection(grown, space)
        parts += [g for g in shapely.get_parts(inside) if g.area > _SMALLEST_MM2]
    return round_tips([ring for part in parts for ring in rings_of_area(part)], _TIP_MM)


def _stem_width(p: FretboardParameters) -> float:
    return max(0.8, min(2.2, 0.03 * p.fret12_mm))


def _leaves(
    board: Board, fret: int, stem: Callable[[float], Point], choice: SeededRandom
) -> list[shapely.Geometry]:
    """Return the leaves of one space: they grow out of the stem and end before the slots."""
    room = board.room(fret) - 2 * board.p.clear_mm
    (left, _), (left_treble, _) = board.line(fret - 1)
    start = max(left, left_treble) + board.p.slot_mm / 2 + board.p.clear_mm
    if room < 4:
        return []
    many = max(1, min(3, int(room / 9)))
    found = []
    for k in range(many):
        x = start + room * (k + 0.25) / many
        side = 1 if (fret + k) % 2 else -1
        lean = choice.between(f"lean/{fret}/{k}", 0.16, 0.2) * side
        at = stem(x)
        reach = board.half_width(x) * 0.88 - side * at[1]
        long = min(
            0.95 * room * (1 - k / many) / math.cos(2 * math.pi * (0.25 - abs(lean))),
            reach / math.sin(2 * math.pi * (0.25 - abs(lean)) + 1e-9) * 0.9,
            15.0,
        )
        if long > 3:
            outline = leaf(long, long * choice.between(f"slim/{fret}/{k}", 0.38, 0.46))
            found.append(_turned(outline, at, 0.25 + lean))
    return found


def _turned(outline: Ring, at: Point, turns: float) -> shapely.Geometry:
    """Return a leaf that points up, turned clockwise about its foot and moved."""
    c, s = math.cos(2 * math.pi * turns), math.sin(2 * math.pi * turns)
    ring: Ring = [
        tuple((at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in segment)
        for segment in outline
    ]
    return area_of([ring])
