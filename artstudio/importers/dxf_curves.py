"""The entities of a DXF file as chains of lines and cubic curves, in the file's units.

Arcs and ellipses are drawn in the entity's own coordinate system (OCS) and its
controls are mapped to the world's: an affine map keeps cubic curves what they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ezdxf import path as ezpath
from ezdxf.math import OCS, Vec3, bulge_to_arc

from artstudio.geometry.arcs import unit_arc

Point = tuple[float, float]
Segment = tuple[Point, ...]
Place = Callable[[Iterable[tuple[float, float]]], list[Point]]
_MAX_COORDINATE = 1e9
#: Curves to a full circle: within 4e-6 of the radius.
_CURVES_PER_TURN = 8


@dataclass(frozen=True)
class Chain:
    """Connected segments; each has one point for a line, three for a cubic curve."""

    start: Point
    segments: tuple[Segment, ...]
    is_closed: bool = False

    @property
    def end(self) -> Point:
        """Where the last segment ends."""
        return self.segments[-1][-1]

    def turned(self) -> Chain:
        """Return the same chain, run the other way."""
        starts = [self.start, *(segment[-1] for segment in self.segments)]
        turned = [
            (*segment[-2::-1], start) if len(segment) == 3 else (start,)
            for segment, start in zip(self.segments, starts[:-1], strict=True)
        ]
        return Chain(self.end, tuple(turned[::-1]), self.is_closed)

    def box(self) -> tuple[float, float, float, float]:
        """Return x0, y0, x1, y1 of what is drawn."""
        xs, ys = [self.start[0]], [self.start[1]]
        before = self.start
        for segment in self.segments:
            for axis, values in ((0, xs), (1, ys)):
                values.append(segment[-1][axis])
                if len(segment) == 3:
                    values.extend(_extremes(before[axis], *(point[axis] for point in segment)))
            before = segment[-1]
        return min(xs), min(ys), max(xs), max(ys)


def _extremes(a: float, b: float, c: float, d: float) -> Iterable[float]:
    """Yield the values of a cubic polynomial in Bernstein form where its slope is zero."""
    slope = (b - a, c - b, d - c)
    second, first, none = slope[0] - 2 * slope[1] + slope[2], 2 * (slope[1] - slope[0]), slope[0]
    roots: list[float] = []
    if abs(second) > 1e-12:
        under = first * first - 4 * second * none
        if under >= 0:
            root = math.sqrt(under)
            roots = [(-first + root) / (2 * second), (-first - root) / (2 * second)]
    elif abs(first) > 1e-12:
        roots = [-none / first]
    for t in roots:
        if 0 < t < 1:
            s = 1 - t
            yield s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d


def chains_of(entity: Any) -> list[Chain]:
    """Return the lines and curves of an entity; none for one that is no line."""
    read = _READERS.get(entity.dxftype())
    return [chain for chain in read(entity) if _is_usable(chain)] if read else []


def fills_of(entity: Any) -> list[Chain]:
    """Return the outlines of what an entity fills; none for one that fills nothing."""
    kind = entity.dxftype()
    if kind in {"HATCH", "MPOLYGON"}:
        chains = [chain for path in ezpath.from_hatch(entity) for chain in _of_path(path)]
        return [_closed(chain) for chain in chains if _is_usable(chain)]
    if kind in {"SOLID", "TRACE"}:
        corners = [(vertex.x, vertex.y) for vertex in entity.wcs_vertices()]
        chain = Chain(corners[0], tuple((corner,) for corner in corners[1:]), is_closed=True)
        return [_closed(chain)] if _is_usable(chain) else []
    return []


def _is_usable(chain: Chain) -> bool:
    points = (chain.start, *(point for segment in chain.segments for point in segment))
    is_sane = all(abs(value) < _MAX_COORDINATE for point in points for value in point)
    return is_sane and any(point != chain.start for point in points)


def _closed(chain: Chain) -> Chain:
    if chain.end == chain.start:
        return Chain(chain.start, chain.segments, is_closed=True)
    return Chain(chain.start, (*chain.segments, (chain.start,)), is_closed=True)


def _place_of(entity: Any) -> Place:
    """Return the map from an entity's own coordinates to the world's x and y."""
    ocs = OCS(Vec3(entity.dxf.get("extrusion", (0, 0, 1))))
    height = Vec3(entity.dxf.get("center", (0, 0, 0))).z if entity.dxf.hasattr("center") else 0.0

    def place(points: Iterable[tuple[float, float]]) -> list[Point]:
        placed = (ocs.to_wcs(Vec3(x, y, height)) for x, y in points)
        return [(point.x, point.y) for point in placed]

    return place


def _line(entity: Any) -> list[Chain]:
    start, end = entity.dxf.start, entity.dxf.end
    return [Chain((start.x, start.y), (((end.x, end.y),),))]


def _arc_points(
    centre: tuple[float, float], radius: float, start: float, angle: float
) -> tuple[Point, list[list[Point]]]:
    """Return the start and the controls of an arc in its own coordinates; angles in radians."""
    count = max(1, math.ceil(abs(angle) / math.tau * _CURVES_PER_TURN - 1e-9))
    x, y = centre

    def at(point: Point) -> Point:
        return x + radius * point[0], y + radius * point[1]

    first = at((math.cos(start), math.sin(start)))
    return first, [[at(point) for point in curve] for curve in unit_arc(start, angle, count)]


def _circle(entity: Any) -> list[Chain]:
    centre, radius = entity.dxf.center, abs(entity.dxf.radius)
    return _arc_chain(_place_of(entity), (centre.x, centre.y), radius, 0.0, math.tau)


def _arc(entity: Any) -> list[Chain]:
    start, end = (math.radians(entity.dxf.get(n)) for n in ("start_angle", "end_angle"))
    angle = (end - start) % math.tau or math.tau
    centre, radius = entity.dxf.center, abs(entity.dxf.radius)
    return _arc_chain(_place_of(entity), (centre.x, centre.y), radius, start, angle)


def _arc_chain(
    place: Place, centre: Point, radius: float, start: float, angle: float
) -> list[Chain]:
    if not radius > 0:
        return []
    first, curves = _arc_points(centre, radius, start, angle)
    is_closed = angle >= math.tau
    placed = [tuple(place(curve)) for curve in curves]
    begin = place([first])[0]
    if is_closed:
        placed[-1] = (*placed[-1][:2], begin)
    return [Chain(begin, tuple(placed), is_closed)]


def _ellipse(entity: Any) -> list[Chain]:
    centre, major, minor = entity.dxf.center, entity.dxf.major_axis, entity.minor_axis
    start, end = entity.dxf.start_param, entity.dxf.end_param
    angle = (end - start) % math.tau or math.tau
    count = max(1, math.ceil(angle / math.tau * _CURVES_PER_TURN - 1e-9))

    def at(point: Point) -> Point:
        place = centre + major * point[0] + minor * point[1]
        return place.x, place.y

    begin = at((math.cos(start), math.sin(start)))
    curves = [tuple(at(point) for point in curve) for curve in unit_arc(start, angle, count)]
    is_closed = angle >= math.tau - 1e-9
    if is_closed:
        curves[-1] = (*curves[-1][:2], begin)
    return [Chain(begin, tuple(curves), is_closed)]


def _bulged(
    vertices: list[tuple[float, float, float]], place: Place, *, is_closed: bool
) -> list[Chain]:
    """Return a polyline of (x, y, bulge); the last bulge is that of the closing segment."""
    if len(vertices) < 2:
        return []
    segments: list[Segment] = []
    following = [*vertices[1:], vertices[0]] if is_closed else vertices[1:]
    for (x, y, bulge), (to_x, to_y, _) in zip(vertices, following, strict=False):
        if (x, y) == (to_x, to_y):
            continue
        if not bulge:
            segments.append(tuple(place([(to_x, to_y)])))
            continue
        curves = _bulge_curves((x, y), (to_x, to_y), bulge)
        segments.extend(tuple(place(curve)) for curve in curves)
    if not segments:
        return []
    return [Chain(place([vertices[0][:2]])[0], tuple(segments), is_closed)]


def _bulge_curves(start: Point, end: Point, bulge: float) -> list[list[Point]]:
    centre, low, high, radius = bulge_to_arc(start, end, bulge)
    angle = (high - low) % math.tau
    # The arc is given counter-clockwise; a negative bulge runs the other way.
    first, turn = (low, angle) if bulge > 0 else (high, -angle)
    curves = _arc_points((centre.x, centre.y), radius, first, turn)[1]
    curves[-1][-1] = end
    return curves


def _lwpolyline(entity: Any) -> list[Chain]:
    vertices = [(x, y, bulge) for x, y, bulge in entity.get_points("xyb")]
    return _bulged(vertices, _place_of(entity), is_closed=bool(entity.closed))


def _polyline(entity: Any) -> list[Chain]:
    if entity.is_2d_polyline:
        vertices = [
            (v.dxf.location.x, v.dxf.location.y, v.dxf.get("bulge", 0.0))
            for v in entity.vertices
            # Controls of a curve that has been fitted already.
            if not v.dxf.flags & 16
        ]
        return _bulged(vertices, _place_of(entity), is_closed=entity.is_closed)
    if entity.is_3d_polyline:
        points = [(v.dxf.location.x, v.dxf.location.y, 0.0) for v in entity.vertices]
        return _bulged(points, list, is_closed=entity.is_closed)
    return []


def _curve(entity: Any) -> list[Chain]:
    return _of_path(ezpath.make_path(entity))


def _of_path(whole: Any) -> list[Chain]:
    """Return the parts of one of ezdxf's paths."""
    chains: list[Chain] = []
    for path in whole.sub_paths():
        segments: list[Segment] = []
        at = path.start
        for command in path.commands():
            name = command.type.name
            if name == "LINE_TO":
                segments.append(((command.end.x, command.end.y),))
            elif name == "CURVE4_TO":
                controls = (command.ctrl1, command.ctrl2, command.end)
                segments.append(tuple((point.x, point.y) for point in controls))
            else:
                controls = (
                    at + (command.ctrl - at) * (2 / 3),
                    command.end + (command.ctrl - command.end) * (2 / 3),
                    command.end,
                )
                segments.append(tuple((point.x, point.y) for point in controls))
            at = command.end
        if segments:
            is_closed = path.start.isclose(at, abs_tol=1e-9)
            chains.append(Chain((path.start.x, path.start.y), tuple(segments), is_closed))
    return chains


_READERS: dict[str, Callable[[Any], list[Chain]]] = {
    "LINE": _line,
    "CIRCLE": _circle,
    "ARC": _arc,
    "ELLIPSE": _ellipse,
    "LWPOLYLINE": _lwpolyline,
    "POLYLINE": _polyline,
    "SPLINE": _curve,
    "HELIX": _curve,
}
