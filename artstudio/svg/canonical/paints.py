"""What `fill` and `stroke` come to: one flat colour, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from artstudio.svg.canonical.colours import BLACK, Colour, mixed
from artstudio.svg.canonical.numbers import share
from artstudio.svg.canonical.style import Style

REFERENCE = re.compile(r"""\s*url\(\s*["']?#([^"')]+?)["']?\s*\)\s*(.*)""", re.ASCII | re.DOTALL)
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_MAX_CHAIN = 32


@dataclass(frozen=True, kw_only=True)
class Paint:
    """A colour with its opacity; `is_flattened` where it stands for a gradient."""

    colour: Colour
    is_flattened: bool = False


def paint_of(style: Style, name: str, by_id: Mapping[str, Element]) -> Paint | None:
    """Return the paint of the property `name`, `fill` or `stroke`; None where nothing is drawn."""
    text = style.get(name, "black" if name == "fill" else "none")
    paint = _paint(text, style, by_id)
    if paint is None:
        return None
    opacity = style.opacity * share(style.get(f"{name}-opacity", "1"))
    return Paint(colour=paint.colour.faded(opacity), is_flattened=paint.is_flattened)


def _paint(text: str, style: Style, by_id: Mapping[str, Element]) -> Paint | None:
    if reference := REFERENCE.fullmatch(text):
        gradient = by_id.get(reference[1])
        if gradient is not None and gradient.tag in _GRADIENTS:
            flat = _flat_gradient(gradient, by_id)
            return Paint(colour=flat, is_flattened=True) if flat else None
        text = reference[2]
    colour = style.colour_of(text)
    return Paint(colour=colour) if colour else None


def _flat_gradient(gradient: Element, by_id: Mapping[str, Element]) -> Colour | None:
    """Return the mean colour along the gradient's axis; None where it has no stops."""
    stops = list(_stops(gradient, by_id))
    if not stops:
        return None
    edges = [(0.0, stops[0][1]), *stops, (1.0, stops[-1][1])]
    weights = [
        (colour, (after - before) / 2)
        for (before, one), (after, other) in pairwise(edges)
        for colour in (one, other)
    ]
    return mixed(weights)


def _stops(gradient: Element, by_id: Mapping[str, Element]) -> Iterator[tuple[float, Colour]]:
    """Yield offset and colour of each stop; an offset is at least the one before."""
    least = 0.0
    for stop in _stop_elements(gradient, by_id):
        least = max(least, share(stop.get("offset"), default=0.0))
        style = Style().inside(stop)
        colour = style.colour_of((stop.get("stop-color") or "black").strip()) or BLACK
        yield least, colour.faded(share(stop.get("stop-opacity")))


def _stop_elements(gradient: Element, by_id: Mapping[str, Element]) -> list[Element]:
    """Return the stops of a gradient, or of the first it refers to that has some."""
    for _ in range(_MAX_CHAIN):
        stops = [child for child in gradient if child.tag == "stop"]
        if stops:
            return stops
        template = by_id.get((gradient.get("href") or "").strip().removeprefix("#"))
        if template is None or template.tag not in _GRADIENTS:
            break
        gradient = template
    return []
