"""Presentation attributes: what an element inherits and what it sets itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.etree.ElementTree import Element

from artstudio.svg.canonical.colours import BLACK, CURRENT, Colour, parse_colour
from artstudio.svg.canonical.numbers import share

INHERITED = frozenset(
    {
        *("fill", "fill-rule", "fill-opacity", "clip-rule", "color", "visibility", "paint-order"),
        *("stroke", "stroke-opacity", "stroke-width", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset"),
    }
)
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Style:
    """The inherited properties in force, as attributes spell them, and the opacity of all groups.

    colour: what `currentColor` means.
    """

    properties: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    colour: Colour = BLACK
    opacity: float = 1.0

    def inside(self, element: Element) -> Style:
        """Return the style in force in `element`."""
        own = {k: v.strip() for k, v in element.attrib.items() if k in INHERITED}
        own = {k: v for k, v in own.items() if v and v != "inherit"}
        colour = parse_colour(own.pop("color", ""))
        return Style(
            properties=MappingProxyType({**self.properties, **own}) if own else self.properties,
            colour=colour if isinstance(colour, Colour) else self.colour,
            opacity=self.opacity * share(element.get("opacity")),
        )

    def get(self, name: str, default: str) -> str:
        """Return a property, or its initial value."""
        return self.properties.get(name, default)

    def colour_of(self, text: str) -> Colour | None:
        """Return the colour that `text` spells; None where it spells none."""
        colour = parse_colour(text)
        return self.colour if colour == CURRENT else colour if isinstance(colour, Colour) else None

    @property
    def is_visible(self) -> bool:
        """Whether `visibility` lets a shape be seen; a child may be where its group is not."""
        return self.get("visibility", "visible") not in {"hidden", "collapse"}


def is_displayed(element: Element) -> bool:
    """Return whether `display` lets an element and everything in it be drawn."""
    return (element.get("display") or "").strip() != "none"
