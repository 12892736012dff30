"""SVG for cutting programs, and SVG that says where it comes from. The paths never change.

The plain form is the drawing's own canonical one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from artstudio.geometry.drawing import CAPS, JOINS, Drawing, Layer, StrokeLayer
from artstudio.geometry.path_writer import strokes_text
from artstudio.svg.export.metadata import Record, metadata_element
from artstudio.svg.export.operators import decimal
from artstudio.svg.export.presets import LayerStyle, Preset, Role, Roles, Shown, painted
from artstudio.svg.export.tool_paths import lines_of

_HEAD_END = '">\n'
_NAMESPACES = (
    ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"'
)
# No path's name has an underscore, so the ids of other elements have one.
_NAMED_VIEW = '<sodipodi:namedview id="named_view" inkscape:document-units="mm"/>\n'
#: Inkscape's own words for a hairline; a pixel that does not scale for all others.
_HAIRLINE = "stroke-width:1px;vector-effect:non-scaling-stroke;-inkscape-stroke:hairline"


def svg(
    drawing: Drawing,
    *,
    preset: Preset = Preset.PLAIN,
    role: Role | None = None,
    roles: Roles | None = None,
    record: Record | None = None,
) -> bytes:
    """Return the drawing as `preset` wants it for `role`, with `record` inside where given.

    Paths keep their names and their order, but for Inkscape, where those of a layer
    stand together.
    """
    # What a program wants is written anew below the same head.
    is_plain = preset is Preset.PLAIN and not roles
    shown = [] if is_plain else painted(drawing, preset=preset, role=role, roles=roles)
    sheet = drawing if is_plain else replace(drawing, layers=())
    head, paths = sheet.to_svg().decode().split(_HEAD_END, 1)
    about = metadata_element(record) if record else ""
    if preset is Preset.INKSCAPE:
        return f'{head}"{_NAMESPACES}>\n{_NAMED_VIEW}{about}{_layers(shown)}{paths}'.encode()
    drawn = "".join(_path(*item) for item in shown)
    return f"{head}{_HEAD_END}{about}{drawn}{paths}".encode()


def _layers(shown: Sequence[Shown]) -> str:
    """Return a layer in Inkscape's sense for each paint."""
    members: dict[str, list[str]] = {}
    for layer, paint in shown:
        members.setdefault(paint.layer, []).append(_path(layer, paint, hairline=_HAIRLINE))
    return "".join(
        f'<g id="layer_{name}" inkscape:groupmode="layer" inkscape:label="{name}">\n'
        f"{''.join(paths)}</g>\n"
        for name, paths in members.items()
    )


def _path(layer: Layer | StrokeLayer, paint: LayerStyle, *, hairline: str = "") -> str:
    name = f'id="{layer.name}" ' if layer.name else ""
    look = f'fill="{paint.colour}" fill-rule="evenodd"'
    if not paint.filled:
        style = f'style="{hairline}"' if hairline and paint.is_hairline else _line(paint)
        look = f'fill="none" stroke="{paint.colour}" {style}'
    return f'<path {name}{look} d="{strokes_text(lines_of(layer))}"/>\n'


def _line(paint: LayerStyle) -> str:
    cap = "" if paint.cap == CAPS[0] else f' stroke-linecap="{paint.cap}"'
    join = "" if paint.join == JOINS[0] else f' stroke-linejoin="{paint.join}"'
    return f'stroke-width="{decimal(paint.width_mm)}"{cap}{join}'
