"""What `fill` and `stroke` come to: one colour, a gradient that fades, a pattern, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from artstudio.svg.canonical.colours import Colour
from artstudio.svg.canonical.gradients import GRADIENTS, Stop, spread_evenly, stops_of
from artstudio.svg.canonical.numbers import share
from artstudio.svg.canonical.style import Style

if TYPE_CHECKING:
    from artstudio.svg.canonical.walk import Document, Placed

REFERENCE = re.compile(r"""\s*url\(\s*["']?#([^"')]+?)["']?\s*\)\s*(.*)""", re.ASCII | re.DOTALL)
_CONTEXT = {"context-fill": "fill", "context-stroke": "stroke"}
_INITIAL = {"fill": "black", "stroke": "none"}
# Less than this lets so little through that nothing is left out.
_OPAQUE = 0.95


@dataclass(frozen=True, kw_only=True)
class Paint:
    """A colour with its opacity, or what stands for one.

    gradient: where the colour is the mean of one. fades: whether it fades to clear, so
    that only a part of it is painted. pattern: tiles in the place of a colour; the
    colour's opacity holds for them.
    """

    colour: Colour
    gradient: Element | None = None
    stops: tuple[Stop, ...] = ()
    pattern: Element | None = None

    @property
    def fades(self) -> bool:
        """Whether parts of a gradient let most of what is below through."""
        return any(stop.colour.alpha < _OPAQUE for stop in self.stops)


def paint_of(shape: Placed, name: str, document: Document) -> Paint | None:
    """Return the paint of the property `name`, `fill` or `stroke`; None where nothing is drawn."""
    style = shape.style
    opacity = share(style.get(f"{name}-opacity", "1"))
    text = style.get(name, _INITIAL[name])
    if text in _CONTEXT:
        name, style = _CONTEXT[text], shape.context or Style()
        text = style.get(name, _INITIAL[name]) if shape.context else "none"
    paint = _paint(text, style, document.by_id)
    if paint is None or paint.colour.alpha * opacity <= 0:
        return None
    return Paint(
        colour=paint.colour.faded(opacity),
        gradient=paint.gradient,
        stops=tuple(Stop(stop.offset, stop.colour.faded(opacity)) for stop in paint.stops),
        pattern=paint.pattern,
    )


def _paint(text: str, style: Style, by_id: Mapping[str, Element]) -> Paint | None:
    if reference := REFERENCE.fullmatch(text):
        target = by_id.get(reference[1])
        if target is not None and target.tag in GRADIENTS:
            return _of_gradient(target, by_id)
        if target is not None and target.tag == "pattern":
            return Paint(colour=Colour(0, 0, 0), pattern=target)
        text = reference[2]
    colour = style.colour_of(text)
    return Paint(colour=colour) if colour else None


def _of_gradient(gradient: Element, by_id: Mapping[str, Element]) -> Paint | None:
    stops = stops_of(gradient, by_id)
    if not stops:
        return None
    if len({stop.colour for stop in stops}) == 1:
        return Paint(colour=stops[0].colour)
    flat = spread_evenly(stops)
    return Paint(colour=flat, gradient=gradient, stops=stops) if flat else None
