"""Trees of allowed elements with attributes that are nearly right, for property tests."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from hypothesis import strategies as st

SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
IDS = ("a", "b", "c")

plain = st.one_of(
    st.integers(-20, 120), st.floats(-20, 120, allow_nan=False).map(lambda n: round(n, 2))
)
odd = st.one_of(
    st.sampled_from([0, 1e-9, 1e9, -1e12, 1e12, 1e-300, 1e300, 33.3333333]),
    st.floats(allow_nan=False, allow_infinity=False),
)
number = st.integers(0, 60).flatmap(lambda n: odd if n == 60 else plain).map(str)
length = st.builds(
    str.__add__,
    number,
    st.sampled_from(["", "", "", "", "", "", "mm", "px", "%", "pt", "em", "furlong"]),
)
COLOURS = ("none", "red", "#fff", "white", "#123", "rgba(0,0,0,.3)", "hsl(120 50% 50%)")
ODD_COLOURS = ("currentColor", "inherit", "url(#a)", "url(#b) blue", "lab(50 20 20)", "nonsense")
colour = st.sampled_from(COLOURS + ODD_COLOURS)


def numbers(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(number, min_size=least, max_size=most).map(" ".join)


call = st.one_of(
    st.builds("{}({})".format, st.sampled_from(["translate", "scale", "rotate"]), numbers(1, 3)),
    st.builds("matrix({})".format, numbers(6, 6)),
    st.builds("{}({})".format, st.sampled_from(["skewX", "skewY"]), number),
    st.sampled_from(["scale(0)", "matrix(1 2", "spin(3)"]),
)
command = st.builds(
    str.__add__, st.sampled_from("MmLlHhVvCcSsQqTtAaZzx"), st.one_of(numbers(0, 8), st.just(""))
)
arc = st.builds(
    "A{} {} {} {:d}{:d}{} {}".format,
    *(number, number, number),
    *(st.booleans(), st.booleans(), number, number),
)
path = st.builds(
    str.__add__, st.just("M10 10"), st.lists(st.one_of(command, arc), max_size=8).map("".join)
)
one_to_one = st.sampled_from(["0", "0.5", "1", "50%", "-3", "1e9"])
reference = st.sampled_from(IDS)

ATTRIBUTES: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"), length),
    **dict.fromkeys(("x1", "y1", "x2", "y2", "stroke-width", "stroke-dashoffset"), length),
    **dict.fromkeys(("fill", "stroke", "color", "stop-color"), colour),
    **dict.fromkeys(("fill-opacity", "stroke-opacity", "opacity", "stop-opacity"), one_to_one),
    **dict.fromkeys(("fill-rule", "clip-rule"), st.sampled_from(["evenodd", "nonzero", "odd"])),
    **dict.fromkeys(("transform", "gradientTransform"), st.lists(call, max_size=3).map(" ".join)),
    "id": reference,
    "href": reference.map("#{}".format),
    "d": path,
    "points": numbers(0, 9),
    "viewBox": numbers(3, 5),
    "preserveAspectRatio": st.sampled_from(["none", "xMinYMax slice", "xMidYMid meet", "odd"]),
    "offset": one_to_one,
    "clipPathUnits": st.sampled_from(["objectBoundingBox", "userSpaceOnUse"]),
    "clip-path": reference.map("url(#{})".format),
    "stroke-linecap": st.sampled_from(["butt", "round", "square", "odd"]),
    "stroke-linejoin": st.sampled_from(["miter", "round", "bevel", "arcs"]),
    "stroke-dasharray": numbers(0, 4),
    "display": st.sampled_from(["none", "inline"]),
    "visibility": st.sampled_from(["hidden", "visible"]),
    "vector-effect": st.just("non-scaling-stroke"),
    "paint-order": st.sampled_from(["stroke", "normal"]),
}
OF_SHAPES = {
    "path": ["d"],
    "rect": ["x", "y", "width", "height"],
    "circle": ["cx", "cy", "r"],
    "ellipse": ["cx", "cy", "rx", "ry"],
    "line": ["x1", "y1", "x2", "y2"],
    "polyline": ["points"],
    "polygon": ["points"],
    "use": ["href"],
    "symbol": ["id"],
    "clipPath": ["id"],
    "linearGradient": ["id"],
    "stop": ["offset", "stop-color"],
}
CONTAINERS = ("g", "g", "svg", "symbol", "defs", "clipPath", "linearGradient", "radialGradient")
LEAVES = (*SHAPES, *SHAPES, "use", "use", "stop", "text")


@st.composite
def elements(
    draw: st.DrawFn, tags: tuple[str, ...], children: st.SearchStrategy[list[Element]]
) -> Element:
    tag = draw(st.sampled_from(tags))
    others = draw(st.lists(st.sampled_from(sorted(ATTRIBUTES)), max_size=4))
    names = [*OF_SHAPES.get(tag, []), *others]
    element = Element(tag, {name: draw(ATTRIBUTES[name]) for name in names})
    element.extend(draw(children))
    return element


leaf = elements(LEAVES, st.just([]))
inner = st.recursive(
    leaf, lambda below: elements(CONTAINERS, st.lists(below, max_size=4)), max_leaves=10
)


@st.composite
def sheets(draw: st.DrawFn) -> Element:
    """Most of them a decimetre square, so that something is left to see."""
    root = draw(elements(("svg",), st.lists(inner, max_size=6)))
    if draw(st.integers(0, 5)):
        root.attrib.update({"width": "100mm", "height": "100mm", "viewBox": "0 0 100 100"})
    return root


trees = sheets()
sides = st.sampled_from([None, None, None, None, None, 0.01, 42.0, 4999.9, 0.0, 1e300])
