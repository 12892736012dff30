"""CSS colours, and what is left of them when they are opaque on white."""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

from tinycss2 import color4

# Channels above this are the sheet's own white: no eye and no cutter tells them apart.
_WHITE_FROM = 250


class Colour(NamedTuple):
    """Red, green, blue and opacity, each 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def faded(self, opacity: float) -> Colour:
        """Return the colour with its opacity multiplied."""
        return self._replace(alpha=self.alpha * opacity)

    def on_white(self) -> Colour:
        """Return the opaque colour that it looks like on white."""
        return Colour(*(1 - (1 - channel) * self.alpha for channel in self[:3]))

    @property
    def is_white(self) -> bool:
        """Whether it looks like the sheet itself."""
        return min(self.on_white()[:3]) * 255 >= _WHITE_FROM

    def hex(self) -> str:
        """Return `#rrggbb` as it looks on white."""
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in self.on_white()[:3])


def over(colour: Colour, ground: Colour) -> Colour:
    """Return the opaque colour of what lets through and lies on an opaque ground."""
    channels = zip(colour[:3], ground[:3], strict=True)
    return Colour(*(one * colour.alpha + other * (1 - colour.alpha) for one, other in channels))


def from_hex(text: str) -> Colour:
    """Return the colour of `#rrggbb`."""
    return Colour(*(int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)))


BLACK = Colour(0, 0, 0)
CURRENT = "currentcolor"


@functools.lru_cache(maxsize=512)
def parse_colour(text: str) -> Colour | str | None:
    """Return a colour, CURRENT for the keyword `currentColor`, or None for anything else."""
    try:
        found = color4.parse_color(text)
        if found is None or isinstance(found, str):
            return found
        channels = [float(n) for n in (*found.to("srgb").coordinates[:3], found.alpha)]
    except (NotImplementedError, ValueError, OverflowError):
        # Colour spaces that a screen's red, green and blue do not cover.
        return None
    if not all(map(math.isfinite, channels)):
        return None
    return Colour(*(min(1.0, max(0.0, channel)) for channel in channels))


def mixed(colours: list[tuple[Colour, float]]) -> Colour | None:
    """Return the mean of colours by weight, each as it looks with its opacity; None for none."""
    total = sum(weight for _, weight in colours)
    if not total > 0:
        return None
    alpha = sum(colour.alpha * weight for colour, weight in colours) / total
    if not alpha:
        return Colour(1, 1, 1, 0)
    shares = [(colour, weight * colour.alpha / (total * alpha)) for colour, weight in colours]
    red, green, blue = (min(1.0, sum(c[i] * share for c, share in shares)) for i in range(3))
    return Colour(red, green, blue, min(1.0, alpha))
