"""The allow-list: which elements and attributes are kept, where, and how their values are read.

Nothing is looked for that is bad; whatever is not named here goes.
"""

from __future__ import annotations

from artstudio.svg.sanitizer import css_values, paint, values
from artstudio.svg.sanitizer.values import (
    Read,
    exactly,
    length,
    number,
    one_of,
    transform,
)

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
GRADIENTS = frozenset({"linearGradient", "radialGradient"})
#: What `fill` and `stroke` may lead to.
PAINTS = GRADIENTS | {"pattern"}
#: Their text is kept, that of others is white space between elements.
TEXTUAL = frozenset({"text", "tspan", "title", "desc"})
#: Drawn only where something refers to them.
UNDRAWN = frozenset({"defs", "symbol", "clipPath", "mask", "marker"}) | PAINTS
#: What `use` may lead to.
USABLE = SHAPES | {"svg", "g", "symbol", "use", "text"}

_NOTES = frozenset({"title", "desc"})
_HOLDERS = frozenset({"svg", "g", "defs", "symbol", "mask", "marker", "pattern"})
_CONTENT = SHAPES | GRADIENTS | _NOTES | _HOLDERS | {"use", "clipPath", "text"}
#: The elements that may be directly inside each.
CHILDREN: dict[str, frozenset[str]] = {
    **dict.fromkeys(_HOLDERS, _CONTENT),
    **dict.fromkeys((*SHAPES, "use", "stop"), _NOTES),
    **dict.fromkeys(GRADIENTS, _NOTES | {"stop"}),
    **dict.fromkeys(_NOTES, frozenset()),
    "clipPath": SHAPES | _NOTES | {"use", "text"},
    "text": _NOTES | {"tspan"},
    "tspan": _NOTES | {"tspan"},
}

_stroke_length = values.length_or("inherit")
#: Attributes that are CSS properties too. They may be on any element but title and desc.
PRESENTATION: dict[str, Read] = {
    "fill": paint.paint,
    "stroke": paint.paint,
    "color": paint.colour,
    "stop-color": paint.colour,
    "fill-rule": one_of("nonzero", "evenodd", "inherit"),
    "clip-rule": one_of("nonzero", "evenodd", "inherit"),
    "fill-opacity": values.share_or_inherit,
    "stroke-opacity": values.share_or_inherit,
    "opacity": values.share_or_inherit,
    "stop-opacity": values.share_or_inherit,
    "stroke-width": _stroke_length,
    "stroke-linecap": one_of("butt", "round", "square", "inherit"),
    "stroke-linejoin": one_of("miter", "round", "bevel", "miter-clip", "arcs", "inherit"),
    "stroke-miterlimit": values.number_or("inherit"),
    "stroke-dasharray": values.dashes,
    "stroke-dashoffset": _stroke_length,
    "display": one_of("none", "inline", "block", "inherit"),
    "visibility": one_of("visible", "hidden", "collapse", "inherit"),
    "vector-effect": one_of("none", "non-scaling-stroke", "inherit"),
    "paint-order": values.paint_order,
    "clip-path": paint.clip,
    "mask": paint.clip,
    "mask-type": one_of("luminance", "alpha"),
    "marker-start": paint.clip_or_inherit,
    "marker-mid": paint.clip_or_inherit,
    "marker-end": paint.clip_or_inherit,
    "overflow": one_of("visible", "hidden", "scroll", "auto", "inherit"),
    "transform-origin": css_values.origin,
    "transform-box": one_of("content-box", "border-box", "fill-box", "stroke-box", "view-box"),
    "font-family": values.families,
    "font-size": values.length_or("inherit", "smaller", "larger", "small", "medium", "large"),
    "font-weight": values.number_or("normal", "bold", "bolder", "lighter", "inherit"),
    "font-style": one_of("normal", "italic", "oblique", "inherit"),
    "text-anchor": one_of("start", "middle", "end", "inherit"),
    "dominant-baseline": one_of(
        "auto", "middle", "central", "hanging", "mathematical", "alphabetic", "inherit"
    ),
    "letter-spacing": values.length_or("normal", "inherit"),
}

_UNITS = exactly("userSpaceOnUse", "objectBoundingBox")
_BOX: dict[str, Read] = dict.fromkeys(("x", "y", "width", "height"), length)
_VIEW: dict[str, Read] = {"viewBox": values.view_box, "preserveAspectRatio": values.aspect}
_GRADIENT: dict[str, Read] = {
    "href": paint.href,
    "gradientUnits": _UNITS,
    "gradientTransform": transform,
    "spreadMethod": exactly("pad", "reflect", "repeat"),
}
_GLYPHS: dict[str, Read] = dict.fromkeys(("x", "y", "dx", "dy"), values.lengths)
_DRAWN: dict[str, Read] = {"transform": transform, "pathLength": number}
_radius = values.length_or("auto")
_OWN: dict[str, dict[str, Read]] = {
    "svg": {
        "version": exactly("1.0", "1.1", "1.2", "2", "2.0"),
        **_BOX,
        **_VIEW,
        "transform": transform,
    },
    "g": {"transform": transform},
    "defs": {"transform": transform},
    "symbol": {**_BOX, **_VIEW, "transform": transform},
    "mask": {**_BOX, "maskUnits": _UNITS, "maskContentUnits": _UNITS},
    "pattern": {
        "href": paint.href,
        **_BOX,
        **_VIEW,
        "patternUnits": _UNITS,
        "patternContentUnits": _UNITS,
        "patternTransform": transform,
    },
    "marker": {
        **_VIEW,
        "refX": values.length_or("left", "center", "right"),
        "refY": values.length_or("top", "center", "bottom"),
        "markerWidth": length,
        "markerHeight": length,
        "markerUnits": exactly("strokeWidth", "userSpaceOnUse"),
        "orient": css_values.orientation,
    },
    "use": {"href": paint.href, **_BOX, "transform": transform},
    "path": {**_DRAWN, "d": values.path},
    "rect": {**_BOX, "rx": _radius, "ry": _radius, **_DRAWN},
    "circle": {"cx": length, "cy": length, "r": length, **_DRAWN},
    "ellipse": {"cx": length, "cy": length, "rx": _radius, "ry": _radius, **_DRAWN},
    "line": {"x1": length, "y1": length, "x2": length, "y2": length, **_DRAWN},
    "polyline": {**_DRAWN, "points": values.points},
    "polygon": {**_DRAWN, "points": values.points},
    "clipPath": {"clipPathUnits": _UNITS, "transform": transform},
    "linearGradient": {"x1": length, "y1": length, "x2": length, "y2": length, **_GRADIENT},
    "radialGradient": {
        **dict.fromkeys(("cx", "cy", "r", "fx", "fy", "fr"), length),
        **_GRADIENT,
    },
    "stop": {"offset": values.share},
    "text": {**_GLYPHS, "transform": transform},
    "tspan": dict(_GLYPHS),
    "title": {},
    "desc": {},
}
#: For each element, its attributes with the readers of their values. The id comes first of all.
ATTRIBUTES: dict[str, dict[str, Read]] = {
    name: {"id": values.identifier, **own, **({} if name in _NOTES else PRESENTATION)}
    for name, own in _OWN.items()
}
#: Attributes that a style may set too (SVG 2, geometry properties), with their own grammar.
GEOMETRY: dict[str, Read] = {
    **dict.fromkeys(("x", "y", "cx", "cy", "r"), length),
    **dict.fromkeys(("width", "height"), values.length_or("auto")),
    **dict.fromkeys(("rx", "ry"), _radius),
    "d": css_values.css_path,
    "transform": css_values.css_transform,
}
#: Everything that a style may set, with the readers of its values.
PROPERTIES = PRESENTATION | GEOMETRY
#: Properties that stand for several.
SHORTHANDS = {"marker": ("marker-start", "marker-mid", "marker-end")}
_PLACED = frozenset({"svg", "rect", "use"})
_GEOMETRY_OF: dict[str, frozenset[str]] = {
    **dict.fromkeys(("x", "y", "width", "height"), _PLACED),
    **dict.fromkeys(("cx", "cy"), frozenset({"circle", "ellipse"})),
    "r": frozenset({"circle"}),
    **dict.fromkeys(("rx", "ry"), frozenset({"rect", "ellipse"})),
    "d": frozenset({"path"}),
    "transform": SHAPES | {"svg", "g", "use", "text", "symbol", "clipPath"},
}


def takes_property(tag: str, name: str) -> bool:
    """Return whether a style may set a property on elements of this kind."""
    return name in PRESENTATION or tag in _GEOMETRY_OF.get(name, frozenset())


#: The place of each attribute in what is written: bulky data last.
ORDER: dict[str, int] = {
    name: place
    for place, name in enumerate(
        dict.fromkeys(
            [
                *("id", "version", "href", "x", "y", "width", "height", "viewBox"),
                *(name for own in _OWN.values() for name in own if name not in {"d", "points"}),
                *PRESENTATION,
                *("d", "points"),
            ]
        )
    )
}

#: Things that would act, not draw: they are told apart from what merely cannot be kept.
ACTIVE = frozenset(
    {"script", "handler", "listener", "foreignObject", "iframe", "object", "embed", "discard"}
    | {"set", "animate", "animateColor", "animateMotion", "animateTransform", "audio", "video"}
)
#: Left out without a word, for they show nothing.
SILENT = frozenset({"metadata", "filter"})
#: Attributes and properties whose loss changes how a drawing looks.
MISSED = frozenset(
    {"filter", "mix-blend-mode", "isolation", "rotate", "scale", "translate", "zoom"}
    | {"clip", "background", "background-color", "mask-image", "offset-path"}
    | {"animation", "animation-name"}
)
