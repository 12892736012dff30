"""What a harmless drawing is, said once more without any of the sanitiser's code."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

ELEMENTS = """
svg g defs symbol use path rect circle ellipse line polyline polygon linearGradient
radialGradient stop clipPath mask pattern marker text tspan title desc
"""
ATTRIBUTES = """
id transform x y width height rx ry cx cy r fx fy fr x1 y1 x2 y2 dx dy points d pathLength
viewBox preserveAspectRatio version offset gradientUnits gradientTransform spreadMethod
clipPathUnits href fill stroke color stop-color fill-rule clip-rule fill-opacity stroke-opacity
opacity stop-opacity stroke-width stroke-linecap stroke-linejoin stroke-miterlimit
stroke-dasharray stroke-dashoffset display visibility vector-effect paint-order clip-path
font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing
mask mask-type maskUnits maskContentUnits patternUnits patternContentUnits patternTransform
marker-start marker-mid marker-end markerUnits markerWidth markerHeight refX refY orient
overflow transform-origin transform-box
"""
NAMES = {"element": set(ELEMENTS.split()), "attribute": set(ATTRIBUTES.split())}
LINKING = {"fill", "stroke", "clip-path", "mask", "marker-start", "marker-mid", "marker-end"}
DEFINITIONS = {"defs", "symbol", "clipPath", "linearGradient", "radialGradient"}
DEFINITIONS |= {"mask", "pattern", "marker"}
TEXTS = {"text", "tspan", "title", "desc"}
UNMEASURED = {"id", "href", "fill", "stroke", "color", "stop-color", "font-family"}
NUMERIC = NAMES["attribute"] - UNMEASURED
NAMESPACE = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
LOCAL_URL = re.compile(r"url\(#([^\s()\"'<>&]+)\)")
SPEAKS = re.compile(
    r"javascript:|vbscript:|data:|https?:|file:|//|expression|@|\\|[<>{};]|&\w", re.IGNORECASE
)
NOT_FINITE = re.compile(r"\bnan\b|\binf", re.IGNORECASE)
MAX_DEPTH, MAX_ELEMENTS, MAX_EXPANDED = 64, 20_000, 20_000


def check(svg: bytes) -> None:
    """Fail where `svg` could do anything but draw a bounded drawing."""
    text = svg.decode("utf-8")
    assert "<!" not in text
    assert "<?" not in text
    root = ET.fromstring(text)
    assert root.tag == f"{NAMESPACE}svg"
    elements = list(root.iter())
    assert len(elements) <= MAX_ELEMENTS
    assert _depth(root) <= MAX_DEPTH
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in elements:
        _check_element(element, set(ids))
    _check_expansion(root)


def _depth(element: ET.Element) -> int:
    return 1 + max(map(_depth, element), default=0)


def _check_element(element: ET.Element, ids: set[str]) -> None:
    assert element.tag.startswith(NAMESPACE)
    name = element.tag.removeprefix(NAMESPACE)
    assert name in NAMES["element"]
    if name not in TEXTS:
        texts = [element.text, *(child.tail for child in element)]
        assert not "".join(filter(None, texts)).strip()
    for attribute, value in element.attrib.items():
        assert attribute in NAMES["attribute"]
        _check_value(attribute, value, ids)


def _check_value(attribute: str, value: str, ids: set[str]) -> None:
    if attribute == "href":
        assert value[:1] == "#"
        assert value[1:] in ids
        return
    if attribute == "id":
        assert re.fullmatch(r"[\w.:-]+", value)
        return
    assert not SPEAKS.search(value), (attribute, value)
    links = LOCAL_URL.findall(value)
    assert value.lower().count("url") == len(links)
    assert set(links) <= ids
    assert not links or attribute in LINKING
    assert len(value) <= 10_000 or attribute in {"d", "points"}
    if attribute in NUMERIC:
        assert not NOT_FINITE.search(value)
        assert all(math.isfinite(float(number)) for number in NUMBER.findall(value))


def _check_expansion(root: ET.Element) -> None:
    """Follow every reference as a renderer would, and count."""
    by_id = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    drawn = 0
    to_draw = [(root, 0)]
    while to_draw:
        element, depth = to_draw.pop()
        drawn += 1
        assert drawn <= MAX_EXPANDED
        assert depth <= 200
        values = (element.get(name, "") for name in LINKING)
        targets = [found for value in values for found in LOCAL_URL.findall(value)]
        targets += [element.get("href", "#")[1:]]
        parts = [by_id[target] for target in targets if target]
        parts += [child for child in element if not _is_definition(child)]
        to_draw += [(part, depth + 1) for part in parts]


def _is_definition(element: ET.Element) -> bool:
    name = element.tag.removeprefix(NAMESPACE)
    return name in DEFINITIONS
