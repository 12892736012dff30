"""Gradients: their stops, their mean colours, and where in millimetres they are opaque or dark.

A drawing that is cut has no shades: each part of a gradient has one flat colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from artstudio.geometry.affine import IDENTITY, Affine
from artstudio.svg.canonical.colours import BLACK, Colour, mixed
from artstudio.svg.canonical.numbers import DEFAULT_FONT, length, share
from artstudio.svg.canonical.style import Style
from artstudio.svg.canonical.transforms import parse_transform

GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_MAX_CHAIN = 32
#: How many times a gradient is repeated, to either side.
_MAX_REPEATS = 200
# Beyond any sheet, as a multiple of the gradient's own length.
_FAR = 1e4
_CHORDS = np.linspace(0, 2 * math.pi, 361)[:-1]
#: Steps in which a change between two stops is looked for.
_STEPS = 64

Interval = tuple[float, float]


class Stop(NamedTuple):
    """A colour at a place along the gradient, 0 to 1."""

    offset: float
    colour: Colour


class Part(NamedTuple):
    """Where along the gradient something holds, and the mean colour there."""

    intervals: list[Interval]
    colour: Colour


def stops_of(gradient: Element, by_id: Mapping[str, Element]) -> tuple[Stop, ...]:
    """Return the stops of a gradient; an offset is at least the one before."""
    return tuple(_stops(gradient, by_id))


def _stops(gradient: Element, by_id: Mapping[str, Element]) -> Iterator[Stop]:
    least = 0.0
    for stop in _stop_elements(gradient, by_id):
        least = max(least, share(stop.get("offset"), default=0.0))
        style = Style().inside(stop)
        colour = style.colour_of((stop.get("stop-color") or "black").strip()) or BLACK
        yield Stop(least, colour.faded(share(stop.get("stop-opacity"))))


def _stop_elements(gradient: Element, by_id: Mapping[str, Element]) -> list[Element]:
    """Return the stops of a gradient, or of the first it refers to that has some."""
    for each in _chain(gradient, by_id):
        stops = [child for child in each if child.tag == "stop"]
        if stops:
            return stops
    return []


def _chain(gradient: Element, by_id: Mapping[str, Element]) -> Iterator[Element]:
    """Yield a gradient and those that it takes from what it does not say itself."""
    for _ in range(_MAX_CHAIN):
        yield gradient
        template = by_id.get((gradient.get("href") or "").strip().removeprefix("#"))
        if template is None or template.tag not in GRADIENTS:
            return
        gradient = template


def spread_evenly(stops: tuple[Stop, ...]) -> Colour | None:
    """Return the mean colour along the whole gradient."""
    return _mean(stops, [(0.0, 1.0)])


def part_where(stops: tuple[Stop, ...], holds: Callable[[Colour], bool]) -> Part | None:
    """Return where a condition on the colour holds, and the mean colour there; None for nowhere."""
    places = sorted({*np.linspace(0, 1, _STEPS + 1).tolist(), *(stop.offset for stop in stops)})
    intervals: list[Interval] = []
    for low, high in pairwise(places):
        for piece in _within_step(stops, low, high, holds):
            if intervals and intervals[-1][1] >= piece[0] - 1e-9:
                intervals[-1] = (intervals[-1][0], piece[1])
            else:
                intervals.append(piece)
    colour = _mean(stops, intervals) if intervals else None
    return Part(intervals, colour) if colour else None


def _within_step(
    stops: tuple[Stop, ...], low: float, high: float, holds: Callable[[Colour], bool]
) -> list[Interval]:
    """Return the part of a short step in which the condition holds, from one end of it."""
    begins = holds(colour_at(stops, low + 1e-9))
    ends = holds(colour_at(stops, high - 1e-9))
    if begins == ends:
        return [(low, high)] if begins else []
    a, b = low, high
    for _ in range(24):
        middle = (a + b) / 2
        if holds(colour_at(stops, middle)) == begins:
            a = middle
        else:
            b = middle
    return [(low, a)] if begins else [(b, high)]


def colour_at(stops: tuple[Stop, ...], at: float) -> Colour:
    """Return the colour at a place along the gradient."""
    before = stops[0]
    for stop in stops:
        if stop.offset > at:
            if stop.offset <= before.offset:
                return stop.colour
            part = min(1.0, max(0.0, (at - before.offset) / (stop.offset - before.offset)))
            channels = zip(before.colour, stop.colour, strict=True)
            return Colour(*(one + (other - one) * part for one, other in channels))
        before = stop
    return before.colour


def _mean(stops: tuple[Stop, ...], intervals: list[Interval]) -> Colour | None:
    weights: list[tuple[Colour, float]] = []
    for low, high in intervals:
        inside = [stop.offset for stop in stops if low < stop.offset < high]
        for before, after in pairwise([low, *inside, high]):
            step = (after - before) / 2
            weights += [
                (colour_at(stops, before + 1e-9), step),
                (colour_at(stops, after - 1e-9), step),
            ]
    return mixed(weights)


class Geometry:
    """Where a gradient lies: its space, its attributes and those that it takes from others."""

    def __init__(
        self, gradient: Element, by_id: Mapping[str, Element], viewport: tuple[float, float]
    ) -> None:
        self._chain = list(_chain(gradient, by_id))
        self._viewport = viewport
        self.is_radial = gradient.tag == "radialGradient"
        self.by_box = self._attribute("gradientUnits", "objectBoundingBox") != "userSpaceOnUse"

    def _attribute(self, name: str, default: str) -> str:
        return next((each.attrib[name] for each in self._chain if name in each.attrib), default)

    def _length(self, name: str, default: str, of: float) -> float:
        return length(
            self._attribute(name, default), of=1.0 if self.by_box else of, font=DEFAULT_FONT
        )

    def area(
        self, intervals: list[Interval], to_mm: Affine, unit_square: Callable[[], Affine]
    ) -> shapely.Geometry:
        """Return where the gradient is within `intervals`, in mm.

        to_mm: from the shape's user units. unit_square: gives the map of its box.
        """
        space = to_mm @ (unit_square() if self.by_box else IDENTITY)
        space = space @ (parse_transform(self._attribute("gradientTransform", "")) or IDENTITY)
        shapes = self._discs() if self.is_radial else self._bands()
        area = shapely.union_all([shapes(low, high) for low, high in self._spread(intervals)])
        placed = shapely.transform(area, space.points)
        return shapely.make_valid(placed)

    def _spread(self, intervals: list[Interval]) -> list[Interval]:
        """Return the intervals as often as the gradient is repeated; ends without end for pad."""
        method = self._attribute("spreadMethod", "pad")
        if method == "pad":
            return [
                (-math.inf if low <= 0 else low, math.inf if high >= 1 else high)
                for low, high in intervals
            ]
        first = 0 if self.is_radial else -_MAX_REPEATS
        turned = [(1 - high, 1 - low) for low, high in intervals]
        return [
            (low + n, high + n)
            for n in range(first, _MAX_REPEATS)
            for low, high in (turned if method == "reflect" and n % 2 else intervals)
        ]

    def _bands(self) -> Callable[[float, float], shapely.Geometry]:
        """Return what makes the band between two places across the gradient's vector."""
        width, height = self._viewport
        x1, x2 = self._length("x1", "0%", width), self._length("x2", "100%", width)
        y1, y2 = self._length("y1", "0%", height), self._length("y2", "0%", height)
        start, along = np.array([x1, y1]), np.array([x2 - x1, y2 - y1])
        across = np.array([-along[1], along[0]]) * _FAR

        def band(low: float, high: float) -> shapely.Geometry:
            if not along.any():
                return shapely.box(-_FAR, -_FAR, _FAR, _FAR) if high == math.inf else _NOTHING
            a, b = (start + along * min(max(t, -_FAR), _FAR) for t in (low, high))
            return shapely.Polygon([a - across, b - across, b + across, a + across])

        return band

    def _discs(self) -> Callable[[float, float], shapely.Geometry]:
        """Return what makes the ring between two of the gradient's circles."""
        width, height = self._viewport
        radius = self._length("r", "50%", math.hypot(width, height) / math.sqrt(2))
        centre = np.array([self._length("cx", "50%", width), self._length("cy", "50%", height)])
        focus = np.array(
            [
                self._length("fx", self._attribute("cx", "50%"), width),
                self._length("fy", self._attribute("cy", "50%"), height),
            ]
        )
        inner = self._length("fr", "0%", math.hypot(width, height) / math.sqrt(2))
        focus = _inside(focus, centre, radius)

        def disc(at: float) -> shapely.Geometry:
            if at <= 0 and inner <= 0:
                return _NOTHING
            middle = focus + (centre - focus) * at
            size = inner + (radius - inner) * at
            if size <= 0:
                return _NOTHING
            circle = np.stack([np.cos(_CHORDS), np.sin(_CHORDS)], axis=1)
            return shapely.Polygon(middle + circle * size)

        def ring(low: float, high: float) -> shapely.Geometry:
            everywhere = shapely.box(-_FAR, -_FAR, _FAR, _FAR)
            if radius <= 0:
                return everywhere if high == math.inf else _NOTHING
            outside = everywhere if high == math.inf else disc(high)
            return outside if low == -math.inf else shapely.difference(outside, disc(low))

        return ring


def _inside(focus: np.ndarray, centre: np.ndarray, radius: float) -> np.ndarray:
    """Return the focus, moved into the circle where it lies outside of it."""
    away = focus - centre
    distance = float(np.hypot(*away))
    if distance <= radius * 0.999 or distance == 0:
        return focus
    return np.asarray(centre + away * (radius * 0.999 / distance))


_NOTHING = shapely.Polygon()
