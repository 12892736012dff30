"""Markers at the vertices of a shape (SVG 2, chapter 13.7), as things to paint."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np

from artstudio.geometry.affine import Affine, moved, scaled
from artstudio.geometry.path_data import Command, path_commands
from artstudio.svg.canonical.numbers import length, length_parts, numbers
from artstudio.svg.canonical.outlines import diagonal
from artstudio.svg.canonical.style import own_opacity
from artstudio.svg.canonical.transforms import parse_transform
from artstudio.svg.canonical.viewports import Box, fitted, is_usable, view_box
from artstudio.svg.canonical.walk import ClipBox, Document, Group, Placed, shows_overflow

_MARKED = frozenset({"path", "line", "polyline", "polygon"})
_PLACES = ("marker-start", "marker-mid", "marker-end")
_DEFAULT_SIZE = "3"
_ALONG = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
MAX_MARKERS = 2_000

Point = tuple[float, float]


class Vertex(NamedTuple):
    """Where a marker stands, and the directions in which the line comes and goes."""

    at: Point
    comes: Point | None
    goes: Point | None

    @property
    def angle(self) -> float:
        """Return the direction between both, in radians."""
        known = [_unit(way) for way in (self.comes, self.goes) if way is not None]
        x, y = (sum(way[i] for way in known) for i in (0, 1))
        if not x and not y and known:
            # The line turns right back.
            return math.atan2(known[0][1], known[0][0]) + math.pi / 2
        return math.atan2(y, x)


def has_markers(shape: Placed) -> bool:
    """Return whether a shape asks for markers."""
    if shape.element.tag not in _MARKED:
        return False
    return any(shape.style.get(name, "none") not in {"none", ""} for name in _PLACES)


def markers_of(shape: Placed, document: Document) -> Iterator[Placed]:
    """Yield what the markers of a shape show, each part placed."""
    vertices = _vertices(shape.element)[:MAX_MARKERS]
    for i, vertex in enumerate(vertices):
        for name in _names(i, len(vertices)):
            marker = document.referred(shape.style.get(name, "none"))
            if marker is None or marker.tag != "marker" or id(marker) in shape.uses:
                continue
            inside = _placed(marker, vertex, shape, document, is_start=name == _PLACES[0])
            if inside is not None:
                yield from document.walk([replace(inside, element=child) for child in marker])


def _names(i: int, count: int) -> list[str]:
    names = [_PLACES[0]] if i == 0 else []
    if 0 < i < count - 1:
        names.append(_PLACES[1])
    return [*names, _PLACES[2]] if i == count - 1 else names


def _placed(
    marker: Element, vertex: Vertex, shape: Placed, document: Document, *, is_start: bool
) -> Placed | None:
    """Return the place inside a marker at a vertex; None where it shows nothing."""
    style = document.style_of(marker)
    width, height = (
        length(marker.get(name, _DEFAULT_SIZE), of=of, font=style.font)
        for name, of in zip(("markerWidth", "markerHeight"), shape.viewport, strict=True)
    )
    box: Box = (0.0, 0.0, width, height)
    scale = _scale(marker, shape)
    if not is_usable(box) or scale <= 0:
        return None
    inner = view_box(marker.get("viewBox"))
    inward = (
        fitted(inner, into=box, aspect=marker.get("preserveAspectRatio")) if inner else moved(0, 0)
    )
    reference = inward.points(np.array(_reference(marker, inner or box)))
    to_mm = (
        shape.to_mm
        @ moved(*vertex.at)
        @ _turned(_angle(marker, vertex, is_start=is_start))
        @ scaled(scale, scale)
        @ moved(-float(reference[0]), -float(reference[1]))
    )
    groups = shape.groups
    if (opacity := own_opacity(marker)) < 1:
        groups = (*groups, Group(opacity=opacity))
    inside = replace(
        shape,
        to_mm=to_mm @ inward,
        style=style,
        viewport=(inner or box)[2:],
        uses=(*shape.uses, id(marker)),
        groups=groups,
        context=shape.style,
    )
    if not shows_overflow(marker):
        inside = replace(inside, clips=(*inside.clips, ClipBox(box=box, to_mm=to_mm)))
    return document.clipped(replace(inside, element=marker))


def _scale(marker: Element, shape: Placed) -> float:
    if (marker.get("markerUnits") or "").strip() == "userSpaceOnUse":
        return 1.0
    text = shape.style.get("stroke-width", "1")
    return length(text, of=diagonal(shape.viewport), default=1.0)


def _reference(marker: Element, box: Box) -> Point:
    """Return the point of the marker, in its own units, that stands on the vertex."""
    return (
        _along(marker.get("refX", "0"), box[0], box[2]),
        _along(marker.get("refY", "0"), box[1], box[3]),
    )


def _along(text: str, start: float, size: float) -> float:
    word = text.strip()
    if word in _ALONG:
        return start + _ALONG[word] * size
    parts = length_parts(word)
    return start + length(word, of=size) if parts and parts[1] == "%" else length(word, of=size)


def _angle(marker: Element, vertex: Vertex, *, is_start: bool) -> float:
    orient = (marker.get("orient") or "0").strip()
    if orient == "auto":
        return vertex.angle
    if orient == "auto-start-reverse":
        return vertex.angle + (math.pi if is_start else 0.0)
    return math.radians(length(orient, of=0))


def _turned(angle: float) -> Affine:
    return parse_transform(f"rotate({math.degrees(angle)!r})") or moved(0, 0)


def _vertices(element: Element) -> list[Vertex]:
    if element.tag == "path":
        return _of_commands(path_commands(element.get("d", "")))
    if element.tag == "line":
        ends = [tuple(length(element.get(f"{a}{n}"), of=0) for a in "xy") for n in (1, 2)]
        points = [(x, y) for x, y in ends]
    else:
        given = numbers(element.get("points"))
        points = list(zip(given[::2], given[1::2], strict=False))
    if not points:
        return []
    commands = [Command("M", points[0], ())]
    commands += [Command("L", a, ((b,),)) for a, b in itertools.pairwise(points)]
    if element.tag == "polygon":
        commands.append(Command("Z", points[-1], ((points[0],),)))
    return _of_commands(commands)


def _of_commands(commands: list[Command]) -> list[Vertex]:
    """Return the vertices of a path with the directions around each."""
    vertices: list[Vertex] = []
    first = 0
    for command in commands:
        if command.letter == "M":
            first = len(vertices)
            vertices.append(Vertex(command.start, None, None))
            continue
        leaves, arrives = _directions(command)
        if vertices and leaves is not None:
            vertices[-1] = vertices[-1]._replace(goes=leaves)
        end = command.segments[-1][-1]
        vertices.append(Vertex(end, arrives, None))
        if command.letter == "Z" and first < len(vertices):
            _close(vertices, first)
    return vertices


def _close(vertices: list[Vertex], first: int) -> None:
    """Let the first and the last vertex of a closed subpath know each other's directions."""
    arrives = vertices[-1].comes or vertices[-2].comes
    vertices[-1] = vertices[-1]._replace(comes=arrives, goes=vertices[first].goes)
    vertices[first] = vertices[first]._replace(comes=arrives)


def _directions(command: Command) -> tuple[Point | None, Point | None]:
    """Return the directions in which a command leaves its start and arrives at its end."""
    points = [command.start, *(point for segment in command.segments for point in segment)]
    start, end = points[0], points[-1]
    leaves = next(((x - start[0], y - start[1]) for x, y in points if (x, y) != start), None)
    arrives = next(((end[0] - x, end[1] - y) for x, y in reversed(points) if (x, y) != end), None)
    return leaves, arrives


def _unit(way: Point) -> Point:
    size = math.hypot(*way)
    return (way[0] / size, way[1] / size) if size else (0.0, 0.0)
