"""The canonical drawing: same geometry, same bytes.

One `<path>` for each colour, true millimetres, closed subpaths, no style,
script, metadata or reference.
"""

from __future__ import annotations

from dataclasses import dataclass

from artstudio.svg.contours import Contours
from artstudio.svg.path_text import path_text


@dataclass(frozen=True)
class Layer:
    """The contours of one colour, in millimetres; filled by the even-odd rule."""

    contours: Contours
    fill: str = "#000000"


@dataclass(frozen=True)
class Drawing:
    """A sheet of `width_mm` by `height_mm` with its layers, bottom first."""

    width_mm: float
    height_mm: float
    layers: tuple[Layer, ...]

    def to_svg(self) -> bytes:
        """Return the canonical bytes: fixed attribute order and numbers, one newline at the end."""
        w, h = _number(self.width_mm), _number(self.height_mm)
        paths = "".join(
            f'<path fill="{layer.fill}" fill-rule="evenodd" d="{path_text(layer.contours)}"/>\n'
            for layer in self.layers
            if len(layer.contours)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" '
            f'viewBox="0 0 {w} {h}">\n{paths}</svg>\n'
        ).encode()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
