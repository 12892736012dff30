"""The basic shapes of SVG as lines and cubic curves, in their own units."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element

from artstudio.geometry.arcs import Point, pieces_for, unit_arc
from artstudio.geometry.contours import Segment, strokes_from_lines
from artstudio.geometry.path_data import PathData, Subpath, parse_path_data
from artstudio.svg.canonical.numbers import DEFAULT_FONT, Font, length, length_parts, numbers

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})


def outline(
    element: Element,
    *,
    viewport: tuple[float, float],
    mm_per_unit: float,
    font: Font = DEFAULT_FONT,
) -> PathData:
    """Return what a shape element draws.

    viewport: width and height that percentages are taken of. Shapes with sizes in
    error or of zero draw nothing.
    """
    if element.tag == "path":
        return parse_path_data(element.get("d", ""), mm_per_unit=mm_per_unit)
    if element.tag in {"polyline", "polygon"}:
        return _poly(element)
    if element.tag == "line":
        return _line(_Sizes(element, viewport, font))
    sizes = _Sizes(element, viewport, font)
    if element.tag == "rect":
        return _drawn(_rect(sizes, mm_per_unit))
    return _drawn(_round(sizes, mm_per_unit, is_ellipse=element.tag == "ellipse"))


class _Sizes:
    """The lengths of an element, percentages taken of the viewport's side or diagonal."""

    def __init__(self, element: Element, viewport: tuple[float, float], font: Font) -> None:
        self._element, self._font = element, font
        self._of = {"x": viewport[0], "y": viewport[1], "r": diagonal(viewport)}

    def __call__(self, name: str, along: str) -> float:
        return length(self._element.get(name), of=self._of[along], font=self._font)

    def pair(self, names: tuple[str, str]) -> Point:
        """Return two radii, each the other's where it is auto, in error or not given."""
        x, y = self(names[0], "x"), self(names[1], "y")
        given = [
            length_parts(self._element.get(name)) is not None and radius >= 0
            for name, radius in zip(names, (x, y), strict=True)
        ]
        return (x if given[0] else y * given[1], y if given[1] else x * given[0])


def diagonal(viewport: tuple[float, float]) -> float:
    """Return what percentages of neither width nor height are taken of (SVG 2, 8.9)."""
    return math.hypot(*viewport) / math.sqrt(2)


def _drawn(
    lines: list[Subpath], dots: tuple[Point, ...] = (), *, complete: bool = True
) -> PathData:
    return PathData(strokes=strokes_from_lines(lines), dots=dots, is_complete=complete)


def _line(sizes: _Sizes) -> PathData:
    start, end = (sizes("x1", "x"), sizes("y1", "y")), (sizes("x2", "x"), sizes("y2", "y"))
    return _drawn([], (start,)) if start == end else _drawn([(start, [(end,)], True)])


def _poly(element: Element) -> PathData:
    given = numbers(element.get("points"))
    points = list(zip(given[::2], given[1::2], strict=False))
    complete = len(given) % 2 == 0
    is_polygon = element.tag == "polygon"
    if all(point == points[0] for point in points):
        return _drawn([], tuple(points[:1] if len(points) > 1 else ()), complete=complete)
    segments: list[Segment] = [(point,) for point in points[1:]]
    return _drawn([(points[0], segments, not is_polygon)], complete=complete)


def _rect(sizes: _Sizes, mm_per_unit: float) -> list[Subpath]:
    x, y, width, height = (sizes(n, a) for n, a in (("x", "x"), ("y", "y"), *_SIDES))
    if width <= 0 or height <= 0:
        return []
    rx, ry = sizes.pair(("rx", "ry"))
    rx, ry = min(max(rx, 0), width / 2), min(max(ry, 0), height / 2)
    right, bottom = x + width, y + height
    if not rx or not ry:
        corners = ((right, y), (right, bottom), (x, bottom))
        return [((x, y), [(corner,) for corner in corners], False)]
    segments: list[Segment] = []
    for edge, middle, quarter in (
        ((right - rx, y), (right - rx, y + ry), -1),
        ((right, bottom - ry), (right - rx, bottom - ry), 0),
        ((x + rx, bottom), (x + rx, bottom - ry), 1),
        ((x, y + ry), (x + rx, y + ry), 2),
    ):
        segments += [(edge,), *_arc(middle, (rx, ry), quarter, 1, mm_per_unit)]
    return [((x + rx, y), segments, False)]


_SIDES = (("width", "x"), ("height", "y"))


def _round(sizes: _Sizes, mm_per_unit: float, *, is_ellipse: bool) -> list[Subpath]:
    cx, cy = sizes("cx", "x"), sizes("cy", "y")
    rx, ry = sizes.pair(("rx", "ry")) if is_ellipse else (sizes("r", "r"),) * 2
    if rx <= 0 or ry <= 0:
        return []
    start = (cx + rx, cy)
    curves = _arc((cx, cy), (rx, ry), 0, 4, mm_per_unit)
    return [(start, [*curves[:-1], (*curves[-1][:2], start)], False)]


def _arc(
    middle: Point, radii: Point, first: int, quarters: int, mm_per_unit: float
) -> list[Segment]:
    """Return curves around `middle` from the quarter `first`, 0 being to the right, clockwise."""
    (cx, cy), (rx, ry) = middle, radii
    angle = quarters * math.pi / 2
    curves = unit_arc(first * math.pi / 2, angle, pieces_for(angle, max(radii) * mm_per_unit))
    return [tuple((cx + rx * x, cy + ry * y) for x, y in curve) for curve in curves]
