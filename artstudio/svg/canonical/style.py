"""Presentation attributes: what an element inherits and what it sets itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.etree.ElementTree import Element

from artstudio.svg.canonical.colours import BLACK, CURRENT, Colour, parse_colour
from artstudio.svg.canonical.numbers import FONT_PX, Font, font_size, in_pixels, share

INHERITED = frozenset(
    {
        *("fill", "fill-rule", "fill-opacity", "clip-rule", "color", "visibility", "paint-order"),
        *("stroke", "stroke-opacity", "stroke-width", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset"),
        *("marker-start", "marker-mid", "marker-end"),
        *("font-family", "font-weight", "font-style", "text-anchor", "letter-spacing"),
    }
)
#: Inherited as lengths in pixels: a child with another font has them as they were.
_COMPUTED = frozenset({"stroke-width", "stroke-dasharray", "stroke-dashoffset", "letter-spacing"})
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Style:
    """The inherited properties in force, as attributes spell them.

    colour: what `currentColor` means. font: what em, ex, ch and rem are taken of.
    """

    properties: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    colour: Colour = BLACK
    font: Font = field(default_factory=lambda: Font(FONT_PX, FONT_PX))

    def inside(self, element: Element) -> Style:
        """Return the style in force in `element`."""
        own = {k: v.strip() for k, v in element.attrib.items() if k in INHERITED}
        own = {k: v for k, v in own.items() if v and v != "inherit"}
        colour = parse_colour(own.pop("color", ""))
        font = self._font(element)
        for name in _COMPUTED & own.keys():
            own[name] = in_pixels(own[name], font)
        return Style(
            properties=MappingProxyType({**self.properties, **own}) if own else self.properties,
            colour=colour if isinstance(colour, Colour) else self.colour,
            font=font,
        )

    def as_root(self) -> Style:
        """Return the style of the outermost element, whose font `rem` is taken of."""
        return Style(
            properties=self.properties,
            colour=self.colour,
            font=Font(self.font.size, self.font.size),
        )

    def _font(self, element: Element) -> Font:
        given = element.get("font-size")
        if given is None or given.strip() == "inherit":
            return self.font
        return Font(font_size(given, self.font), self.font.root)

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


def own_opacity(element: Element) -> float:
    """Return the `opacity` of an element, 0 to 1."""
    return share(element.get("opacity"))
