"""The canonical drawing: same geometry, same bytes.

One `<path>` for each colour, true millimetres, closed subpaths, no style,
script, metadata or reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from artstudio.svg.contours import Contours
from artstudio.svg.grid import on_grid
from artstudio.svg.path_reader import parse_path
from artstudio.svg.path_text import grid_text

_HEAD = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" width="([\d.]+)mm" height="([\d.]+)mm" '
    r'viewBox="0 0 \1 \2">\n'
)
_PATH = re.compile(r'<path fill="(#[0-9a-f]{6})" fill-rule="evenodd" d="([^"]+)"/>\n')
_TAIL = "</svg>\n"


@dataclass(frozen=True)
class Layer:
    """The contours of one colour, in millimetres; filled by the even-odd rule."""

    contours: Contours
    fill: str = "#000000"

    @cached_property
    def on_grid(self) -> Contours:
        """Return what is written and measured: whole micrometres, nothing degenerate."""
        return on_grid(self.contours)


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
            f'<path fill="{layer.fill}" fill-rule="evenodd" d="{grid_text(layer.on_grid)}"/>\n'
            for layer in self.layers
            if len(layer.on_grid)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" '
            f'viewBox="0 0 {w} {h}">\n{paths}{_TAIL}'
        ).encode()

    @classmethod
    def from_svg(cls, svg: bytes) -> Drawing:
        """Return the drawing that `to_svg` wrote; any other document raises ValueError."""
        text = svg.decode()
        head = _HEAD.match(text)
        if not head or not text.endswith(_TAIL):
            raise ValueError("This is not a canonical drawing.")
        body = text[head.end() : -len(_TAIL)]
        paths = list(_PATH.finditer(body))
        if sum(len(path[0]) for path in paths) != len(body):
            raise ValueError("This is not a canonical drawing.")
        layers = tuple(Layer(parse_path(path[2]), path[1]) for path in paths)
        return cls(float(head[1]), float(head[2]), layers)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
