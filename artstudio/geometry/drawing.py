"""The canonical drawing: same geometry, same bytes.

True millimetres and paths only: no style, script, metadata or reference. A
filled layer is one `<path>` of closed subpaths in one colour; a layer of
strokes is one `<path>` of lines that a tool follows once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from artstudio.geometry.contours import Contours, Strokes
from artstudio.geometry.grid import quantize as on_grid
from artstudio.geometry.grid import quantize_strokes
from artstudio.geometry.path_reader import parse_path, parse_strokes
from artstudio.geometry.path_writer import grid_text, strokes_text

CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)

_HEAD = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" width="([\d.]+)mm" height="([\d.]+)mm" '
    r'viewBox="0 0 \1 \2">\n'
)
_PATH = re.compile(
    r'<path (?:id="(?P<name>[a-z][a-z0-9-]{0,63})" )?'
    r'(?:fill="(?P<fill>#[0-9a-f]{6})" fill-rule="evenodd"'
    r'|fill="none" stroke="(?P<stroke>#[0-9a-f]{6})" stroke-width="(?P<width>[\d.]+)"'
    r'(?: stroke-linecap="(?P<cap>round|square)")?(?: stroke-linejoin="(?P<join>round|bevel)")?)'
    r' d="(?P<d>[^"]+)"/>\n'
)
_TAIL = "</svg>\n"


@dataclass(frozen=True)
class Layer:
    """The contours of one colour, in millimetres; filled by the even-odd rule.

    fill: `#rrggbb`. name: empty, or letters, digits and hyphens; becomes the path's id.
    """

    contours: Contours
    fill: str = "#000000"
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse what the canonical form cannot spell."""
        _check(self.fill, self.name)

    @cached_property
    def on_grid(self) -> Contours:
        """Return what is written and measured: whole micrometres, nothing degenerate."""
        return on_grid(self.contours)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is written."""
        return not len(self.on_grid)

    def _attributes(self) -> str:
        return f'fill="{self.fill}" fill-rule="evenodd" d="{grid_text(self.on_grid)}"'


@dataclass(frozen=True)
class StrokeLayer:
    """Lines of one colour and width, in millimetres; each is followed once, not filled."""

    strokes: Strokes
    stroke: str = "#000000"
    width_mm: float = 0.1
    name: str = ""
    cap: str = "butt"
    join: str = "miter"

    def __post_init__(self) -> None:
        """Refuse what the canonical form cannot spell."""
        _check(self.stroke, self.name)
        if self.cap not in CAPS or self.join not in JOINS or not 0.001 <= self.width_mm < 10_000:
            raise ValueError("A stroke has a width of at least 1 micrometre, a cap and a join.")

    @cached_property
    def on_grid(self) -> Strokes:
        """Return what is written and measured: whole micrometres, nothing degenerate."""
        return quantize_strokes(self.strokes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is written."""
        return not len(self.on_grid)

    def _attributes(self) -> str:
        cap = "" if self.cap == CAPS[0] else f' stroke-linecap="{self.cap}"'
        join = "" if self.join == JOINS[0] else f' stroke-linejoin="{self.join}"'
        paint = f'stroke="{self.stroke}" stroke-width="{_number(self.width_mm)}"{cap}{join}'
        return f'fill="none" {paint} d="{strokes_text(self.on_grid)}"'


@dataclass(frozen=True)
class Drawing:
    """A sheet of `width_mm` by `height_mm` with its layers, bottom first."""

    width_mm: float
    height_mm: float
    layers: tuple[Layer | StrokeLayer, ...]

    def __post_init__(self) -> None:
        """Refuse names that are used twice."""
        names = [layer.name for layer in self.layers if layer.name]
        if len(set(names)) < len(names):
            raise ValueError("Each name of a layer is used once.")

    @property
    def filled(self) -> tuple[Layer, ...]:
        """The filled layers, bottom first."""
        return tuple(layer for layer in self.layers if isinstance(layer, Layer))

    @property
    def stroked(self) -> tuple[StrokeLayer, ...]:
        """The layers of strokes, bottom first."""
        return tuple(layer for layer in self.layers if isinstance(layer, StrokeLayer))

    def to_svg(self) -> bytes:
        """Return the canonical bytes: fixed attribute order and numbers, one newline at the end."""
        w, h = _number(self.width_mm), _number(self.height_mm)
        paths = "".join(_path(layer) for layer in self.layers if not layer.is_empty)
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
        return cls(float(head[1]), float(head[2]), tuple(map(_layer, paths)))


def _path(layer: Layer | StrokeLayer) -> str:
    name = f'id="{layer.name}" ' if layer.name else ""
    return f"<path {name}{layer._attributes()}/>\n"  # noqa: SLF001 - of this module


def _layer(path: re.Match[str]) -> Layer | StrokeLayer:
    name = path["name"] or ""
    if path["fill"]:
        return Layer(parse_path(path["d"]), path["fill"], name)
    return StrokeLayer(
        parse_strokes(path["d"]),
        path["stroke"],
        float(path["width"]),
        name,
        cap=path["cap"] or CAPS[0],
        join=path["join"] or JOINS[0],
    )


def _check(colour: str, name: str) -> None:
    if not _COLOUR.fullmatch(colour):
        raise ValueError("A colour is # and six small hexadecimal digits.")
    if name and not _NAME.fullmatch(name):
        raise ValueError("A name has small letters, digits and hyphens, and begins with a letter.")


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
