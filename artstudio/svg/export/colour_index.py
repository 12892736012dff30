"""The nearest of AutoCAD's 255 numbered colours, the only ones that old DXF has."""

from __future__ import annotations

import colorsys
import functools

# 7 is black on white paper and white on a black screen.
BLACK = 7
_FIRST = {
    1: (255, 0, 0),
    2: (255, 255, 0),
    3: (0, 255, 0),
    4: (0, 255, 255),
    5: (0, 0, 255),
    6: (255, 0, 255),
    7: (0, 0, 0),
    8: (128, 128, 128),
    9: (192, 192, 192),
}
_GREYS = {250: 51, 251: 80, 252: 105, 253: 130, 254: 190, 255: 255}
_VALUES = (255, 165, 127, 76, 38)


def colour_index(colour: str) -> int:
    """Return the number of the colour nearest to `#rrggbb`, by distance in RGB."""
    wanted = tuple(bytes.fromhex(colour[1:]))
    return min(
        _palette(),
        key=lambda number: sum(
            (a - b) ** 2 for a, b in zip(_palette()[number], wanted, strict=True)
        ),
    )


@functools.cache
def _palette() -> dict[int, tuple[int, ...]]:
    """Return red, green and blue of every number.

    10 to 249 are 24 hues of 15 degrees, five values each, pale at odd numbers.
    """
    wheel = {
        number: tuple(
            round(part * 255)
            for part in colorsys.hsv_to_rgb(
                (number // 10 - 1) / 24, 0.5 if number % 2 else 1, _VALUES[number % 10 // 2] / 255
            )
        )
        for number in range(10, 250)
    }
    return _FIRST | wheel | {number: (grey,) * 3 for number, grey in _GREYS.items()}
