"""Figures that fill a sheet with columns and rows: chequers, dots, honeycomb, scales, Cairo.

Each function returns rings about the origin for a sheet of `wide` by `high` mm.
"""

from __future__ import annotations

import math

from artstudio.geometry.contours import Segment
from artstudio.patterns.family import require
from artstudio.patterns.figure.parameters import FigureParameters
from artstudio.patterns.figure.simple import arc_path
from artstudio.patterns.shapes import Point, Ring, box, circle, inset_polygon, polygon
from artstudio.patterns.tilings import ROOT3, regular

DOT_SHARE = 0.6
SMALLEST_DOT_MM = 0.4
#: Where a round half-tone has faded, of half the sheet.
_FADES_AT = 1.2


def chequerboard_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return the dark squares, a gap apart at their corners, in a frame.

    The lower left square is dark. Each is a piece of its own.
    """
    frame = [box(-wide / 2, -high / 2, wide / 2, high / 2)]
    x, y = wide / 2 - p.line_mm, high / 2 - p.line_mm
    frame.append(box(-x, -y, x, y))
    x, y = x - p.gap_mm / 2, y - p.gap_mm / 2
    sx, sy, e = 2 * x / p.columns, 2 * y / p.rows, p.gap_mm / 2
    require(min(sx, sy) > 2 * p.gap_mm, "its squares are too small for its frame and gaps.")
    return frame + [
        box(-x + i * sx + e, y - (j + 1) * sy + e, -x + (i + 1) * sx - e, y - j * sy - e)
        for j in range(p.rows)
        for i in range(p.columns)
        if (i + j) % 2 == 0
    ]


def dots_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return a grid of round dots; the outer ones touch the sheet's sides."""
    pitch = min(_pitch(wide, p.columns), _pitch(high, p.rows))
    size = pitch * DOT_SHARE
    xs, ys = _places(wide - size, p.columns), _places(high - size, p.rows)
    return [circle(size / 2, (x, y)) for y in ys for x in xs]


def _pitch(length: float, many: int) -> float:
    return length / (many - 1 + DOT_SHARE)


def _places(length: float, many: int) -> list[float]:
    if many == 1:
        return [0.0]
    return [-length / 2 + length * i / (many - 1) for i in range(many)]


def halftone_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return dots that shrink from the middle outwards, or downwards, to a smallest one.

    The rows are offset by half a column; the largest dots leave a gap between them.
    """
    pitch = min(wide / (p.columns + 0.5), high / p.rows)
    sx, sy = wide / (p.columns + 0.5), high / p.rows
    largest = (min(pitch, math.sqrt(sx * sx / 4 + sy * sy)) - p.gap_mm) / 2
    require(2 * largest > SMALLEST_DOT_MM, "its dots are too close for their gap.")
    rings = []
    for j in range(p.rows):
        y = -high / 2 + (j + 0.5) * sy
        for i in range(p.columns):
            x = -wide / 2 + (i + 0.5 + 0.5 * (j % 2)) * sx
            tone = _tone(p, x / wide * 2, y / high * 2, j)
            size = SMALLEST_DOT_MM / 2 + (largest - SMALLEST_DOT_MM / 2) * tone
            rings.append(circle(round(size, 4), (x, y)))
    return rings


def _tone(p: FigureParameters, x: float, y: float, row: int) -> float:
    """Return how dark a place is, 0 to 1; x and y from -1 to 1."""
    if p.linear:
        return 1 - row / max(p.rows - 1, 1)
    return max(0.0, 1 - math.sqrt(x * x + y * y) / _FADES_AT)


def honeycomb_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return a plate pierced by regular hexagons: the comb hangs together.

    Every second row is moved by half a cell, with half a cell at both its ends.
    """
    side = honeycomb_side(p, wide, high)
    step = side * ROOT3
    inner = side - p.line_mm / ROOT3
    require(inner > p.line_mm / 4, "its walls are too thick for its cells.")
    rings = [box(-wide / 2, -high / 2, wide / 2, high / 2)]
    for j in range(p.rows):
        y = (j - (p.rows - 1) / 2) * 1.5 * side
        many = p.columns - j % 2
        rings += [polygon(regular(6, inner, ((i - (many - 1) / 2) * step, y))) for i in range(many)]
        if j % 2:
            rings += _half_cells(p.columns * step / 2, y, inner, p.line_mm / 2)
    return rings


def _half_cells(x: float, y: float, side: float, wall: float) -> list[Ring]:
    """Return the half cells at both ends of a row, `wall` less than a half."""
    if side * ROOT3 / 2 - wall < max(wall, SMALLEST_DOT_MM):
        return []
    slope = side - wall / ROOT3
    half = [
        (wall, -slope),
        (side * ROOT3 / 2, -side / 2),
        (side * ROOT3 / 2, side / 2),
        (wall, slope),
    ]
    return [polygon((sign * (px - x), y + py) for px, py in half) for sign in (1, -1)]


def honeycomb_side(p: FigureParameters, wide: float, high: float) -> float:
    """Return the side of a cell, measured at the middle of the walls."""
    across = (wide - p.line_mm) / (p.columns * ROOT3)
    down = (high - p.line_mm * 2 / ROOT3) / (1.5 * p.rows + 0.5)
    return min(across, down)


def fish_scale_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return scales a gap apart: half discs in the first row, then scales between the last ones."""
    radius = min(wide / (2 * p.columns), high / p.rows)
    require(radius > 2.5 * p.gap_mm, "its scales are too small for the gap between them.")
    left, top = -p.columns * radius, -p.rows * radius / 2
    rings: list[Ring] = []
    for j in range(p.rows):
        y = top + j * radius
        for i in range(p.columns - j % 2):
            x = left + (2 * i + 1 + j % 2) * radius
            rings.append(_scale((x, y), radius, p.gap_mm, is_first=j == 0))
        if j % 2:
            rings += _half_scales(left, y, radius, p.gap_mm)
    return rings


def _scale(at: Point, radius: float, gap: float, *, is_first: bool) -> Ring:
    belly, hollow = radius - gap / 2, radius + gap / 2
    if is_first:
        left, right = (at[0] - belly, at[1]), (at[0] + belly, at[1])
        return [*arc_path(right, left, at, belly, clockwise=True), (right,)]
    right_half = _right_half(radius, gap)
    return _mirrored(at, right_half, belly, hollow, radius)


def _right_half(radius: float, gap: float) -> tuple[Point, Point]:
    """Return the right corner of a scale, and the right end of its blunt top."""
    belly, hollow = radius - gap / 2, radius + gap / 2
    # Where the circle about (0, 0) meets the one about (radius, -radius): on the line
    # through both middles, and across it.
    apart = math.sqrt(2) * radius
    along = (belly * belly - hollow * hollow + apart * apart) / (2 * apart)
    across = math.sqrt(belly * belly - along * along)
    d = math.sqrt(0.5)
    corner = (along * d + across * d, -along * d + across * d)
    blunt = max(gap, 0.36) / 2
    y = -radius + math.sqrt(hollow * hollow - (radius - blunt) ** 2)
    return corner, (blunt, y)


def _mirrored(
    at: Point, half: tuple[Point, Point], belly: float, hollow: float, radius: float
) -> Ring:
    (cx, cy), (bx, by) = half
    x, y = at
    right, left = (x + cx, y + cy), (x - cx, y + cy)
    top_right, top_left = (x + bx, y + by), (x - bx, y + by)
    return [
        *arc_path(right, left, at, belly, clockwise=True),
        *arc_path(left, top_left, (x - radius, y - radius), hollow, clockwise=False),
        (top_right,),
        *arc_path(top_right, right, (x + radius, y - radius), hollow, clockwise=False),
    ]


def _half_scales(left: float, y: float, radius: float, gap: float) -> list[Ring]:
    """Return the halves of scales at both ends of a row that is moved: cut straight."""
    (cx, cy), (bx, by) = _right_half(radius, gap)
    belly, hollow = radius - gap / 2, radius + gap / 2
    middle: list[Segment] = [
        *arc_path((cx, cy), (0.0, belly), (0.0, 0.0), belly, clockwise=True),
        ((0.0, by),),
        ((bx, by),),
        *arc_path((bx, by), (cx, cy), (radius, -radius), hollow, clockwise=False),
    ]
    return [
        [tuple((left + px, y + py) for px, py in segment) for segment in middle],
        [tuple((-left - px, y + py) for px, py in segment) for segment in middle],
    ]


#: Half a bar of the Cairo tiling: with it all five sides of a tile are equal.
_BAR = (math.sqrt(7) - 1) / 6


def cairo_figure(p: FigureParameters, wide: float, high: float) -> list[Ring]:
    """Return the pentagons of the Cairo tiling over columns by rows squares, a joint apart.

    Each square has a bar in its middle, lying and standing in turn; a tile lies on each
    side of the squares. At the sheet's edges tiles are cut in half.
    """
    cell = min((wide + p.gap_mm) / p.columns, (high + p.gap_mm) / p.rows)
    require(cell > 4 * p.gap_mm, "its tiles are too small for the gap between them.")
    ox, oy = -p.columns * cell / 2, -p.rows * cell / 2
    rings = []
    for tile in _cairo_tiles(p.columns, p.rows):
        corners = [(ox + x * cell, oy + y * cell) for x, y in tile]
        rings.append(polygon(inset_polygon(corners, p.gap_mm / 2)))
    return rings


def _cairo_tiles(columns: int, rows: int) -> list[list[Point]]:
    tiles: list[list[Point]] = []
    for i in range(columns):
        for j in range(rows + 1):
            above = _wedge((i, j - 1), (0.0, 1.0)) if j else []
            below = _wedge((i, j), (0.0, -1.0)) if j < rows else []
            tiles.append([(i, j), *above, (i + 1, j), *reversed(below)])
    for j in range(rows):
        for i in range(columns + 1):
            before = _wedge((i - 1, j), (1.0, 0.0)) if i else []
            after = _wedge((i, j), (-1.0, 0.0)) if i < columns else []
            tiles.append([(i, j), *before, (i, j + 1), *reversed(after)])
    return tiles


def _wedge(square: tuple[int, int], towards: Point) -> list[Point]:
    """Return the ends of a square's bar that a tile on one of its sides has as corners.

    One end where the bar points to that side, both where it lies along it, in the
    order of rising x or y.
    """
    x, y = square[0] + 0.5, square[1] + 0.5
    is_lying = (square[0] + square[1]) % 2 == 0
    if is_lying == (towards[0] != 0):
        return [(x + towards[0] * _BAR, y + towards[1] * _BAR)]
    return [(x - _BAR, y), (x + _BAR, y)] if is_lying else [(x, y - _BAR), (x, y + _BAR)]
