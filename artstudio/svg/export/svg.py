"""SVG for cutting programs, and SVG that says where it comes from. The paths never change.

The plain form is the drawing's own canonical one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from artstudio.svg.drawing import Drawing, Layer
from artstudio.svg.export.metadata import Record, metadata_element
from artstudio.svg.export.presets import HAIRLINE_MM, Paint, Preset, Role, painted
from artstudio.svg.path_text import grid_text

_HEAD_END = '">\n'
_NAMESPACES = (
    ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"'
)
_NAMED_VIEW = '<sodipodi:namedview id="view" inkscape:document-units="mm"/>\n'
#: Inkscape's own words for a hairline; a pixel that does not scale for all others.
_HAIRLINE = "stroke-width:1px;vector-effect:non-scaling-stroke;-inkscape-stroke:hairline"


def svg(
    drawing: Drawing,
    *,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    record: Record | None = None,
) -> bytes:
    """Return the drawing as `preset` wants it for `role`, with `record` inside where given."""
    plain = drawing.to_svg().decode()
    head, paths = plain.split(_HEAD_END, 1)
    parts = [metadata_element(record) if record else ""]
    if preset is Preset.INKSCAPE:
        head += '"' + _NAMESPACES
        parts = [_NAMED_VIEW, *parts, _layers(painted(drawing, role)), "</svg>\n"]
        return (head + ">\n" + "".join(parts)).encode()
    if preset is not Preset.PLAIN:
        paths = "".join(_path(*shown) for shown in painted(drawing, role)) + "</svg>\n"
    return (head + _HEAD_END + "".join(parts) + paths).encode()


def _layers(shown: Sequence[tuple[Layer, Paint]]) -> str:
    """Return a layer in Inkscape's sense for each paint."""
    return "".join(
        f'<g id="{name}" inkscape:groupmode="layer" inkscape:label="{name}">\n'
        + "".join(_path(layer, paint, hairline=_HAIRLINE) for layer, paint in members)
        + "</g>\n"
        for name, members in groupby(shown, key=lambda item: item[1].layer)
    )


def _path(layer: Layer, paint: Paint, *, hairline: str = "") -> str:
    look = f'fill="{paint.colour}" fill-rule="evenodd"'
    if not paint.filled:
        width = f'style="{hairline}"' if hairline else f'stroke-width="{HAIRLINE_MM}"'
        look = f'fill="none" stroke="{paint.colour}" {width}'
    return f'<path {look} d="{grid_text(layer.on_grid)}"/>\n'
