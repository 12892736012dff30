"""A fretboard on its sheet: outline, slots and inlays on layers of their own."""

from __future__ import annotations

import numpy as np

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.family import require
from artstudio.patterns.figure.drawing import extent
from artstudio.patterns.fretboard.board import Board
from artstudio.patterns.fretboard.inlays import inlays_of, marked_frets
from artstudio.patterns.fretboard.parameters import FretboardParameters
from artstudio.patterns.shapes import Point, Ring, circle, contours, inset_polygon, polygon

SLOT_COLOUR, BOARD_COLOUR, INLAY_COLOUR = "#a63a2e", "#2f5573", "#000000"
LINE_MM = 0.4
STRIP_MM = 7.0
_SLACK_MM = 0.002


def draw(p: FretboardParameters) -> Drawing:
    """Draw the board's outline, its slots and its inlays, each on a layer of its own."""
    board = Board(p=p)
    inlays = contours(inlays_of(p))
    if p.only_fret:
        require(len(inlays) > 0, "there is no room for an inlay at that fret.")
        return _alone(p, inlays)
    left = min(x for x, _ in _around(board))
    layers = [("board", BOARD_COLOUR, contours(_outline(board)))]
    layers.append(("slots", SLOT_COLOUR, contours(_slots(board))))
    top = max(-y for _, y in _around(board))
    if len(inlays):
        layers.append(("inlays", INLAY_COLOUR, inlays))
    if p.side_dots:
        side = contours(_side_dots(board, top))
        layers.append(("side-dots", "#000001", side))
    placed = [Layer(_moved(c, -left, top), fill=fill, name=name) for name, fill, c in layers]
    wide, high = sheet_of(p)
    require(wide <= p.width_mm + _SLACK_MM, f"the board is {wide:.1f} mm long with its edge.")
    require(high <= p.height_mm + _SLACK_MM, f"the board is {high:.1f} mm wide with its edge.")
    return Drawing(p.width_mm, p.height_mm, tuple(placed))


def _alone(p: FretboardParameters, inlays: Contours) -> Drawing:
    low, high = extent(inlays)
    size = high - low
    fits = size[0] <= p.width_mm + _SLACK_MM and size[1] <= p.height_mm + _SLACK_MM
    require(bool(fits), "the inlay is larger than its sheet.")
    shift = (np.array((p.width_mm, p.height_mm)) - size) / 2 - low
    layer = Layer(_moved(inlays, shift[0], shift[1]), fill=INLAY_COLOUR, name="inlays")
    return Drawing(p.width_mm, p.height_mm, (layer,))


def _moved(part: Contours, dx: float, dy: float) -> Contours:
    points = np.round(part.points + np.array((dx, dy)), 3) + 0.0
    return Contours(part.kinds, points, part.offsets)


def _outline(board: Board) -> list[Ring]:
    """Return the board's edge as a frame outside the true outline, which is its inner ring."""
    corners = _corners(board)
    return [polygon(_around(board)), polygon(corners)]


def _corners(board: Board) -> list[Point]:
    (a, b), (c, d) = board.line(0), board.end
    return [a, c, d, b]


def _around(board: Board) -> list[Point]:
    """Return the corners of the frame, which reach farther than its width where edges slant."""
    return inset_polygon(_corners(board), -LINE_MM)


def _slots(board: Board) -> list[Ring]:
    """Return each slot as wide as the saw, from edge to edge, 0.35 mm short of the outline."""
    half = board.p.slot_mm / 2
    rings = []
    for fret in range(1, board.p.frets + 1):
        (x0, _), (x1, _) = board.line(fret)
        y0, y1 = -board.half_width(x0) + 0.35, board.half_width(x1) - 0.35
        rings.append(polygon([(x0 - half, y0), (x0 + half, y0), (x1 + half, y1), (x1 - half, y1)]))
    return rings


def _side_dots(board: Board, top: float) -> list[Ring]:
    """Return the dots of the bass edge in a strip below the board, two at an octave."""
    y = top + STRIP_MM / 2
    rings: list[Ring] = []
    for fret in marked_frets(board.p):
        x = (board.line(fret - 1)[0][0] + board.line(fret)[0][0]) / 2
        apart = board.p.side_dot_mm * 0.9
        places: list[Point] = [(x, y)] if fret % 12 else [(x - apart, y), (x + apart, y)]
        rings += [circle(board.p.side_dot_mm / 2, at) for at in places]
    return rings


def sheet_of(p: FretboardParameters) -> tuple[float, float]:
    """Return the least sheet of a whole board: its length and width with its edge."""
    board = Board(p=p)
    corners = _around(board)
    wide = max(x for x, _ in corners) - min(x for x, _ in corners)
    high = 2 * max(abs(y) for _, y in corners)
    return round(wide + 0.0005, 3), round(high + (STRIP_MM if p.side_dots else 0) + 0.0005, 3)
