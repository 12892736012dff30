"""Sanitised documents written by hand, and what their drawings are asked for."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.geometry.grid import ring_areas
from artstudio.svg.canonical import Canonical, canonical_drawing

SHEET = 'width="100mm" height="100mm" viewBox="0 0 100 100"'


def tree(body: str, root: str = SHEET) -> Element:
    """Return the tree that the sanitiser makes of a document: without namespaces."""
    return ET.fromstring(f"<svg {root}>{body}</svg>")


def canonical(body: str, root: str = SHEET, **size: Any) -> Canonical:
    return canonical_drawing(tree(body, root), **size)


def drawn(body: str, root: str = SHEET, **size: Any) -> Drawing:
    return canonical(body, root, **size).drawing


def codes(body: str, root: str = SHEET, **size: Any) -> list[str]:
    return [warning["code"] for warning in canonical(body, root, **size).warnings]


def paths(drawing: Drawing) -> list[dict[str, Any]]:
    """Return the attributes of the paths as they are written."""
    return [path.attrib for path in ET.fromstring(drawing.to_svg())]


def data(body: str, root: str = SHEET, **size: Any) -> list[str]:
    """Return the path data that is written, bottom first."""
    return [path["d"] for path in paths(drawn(body, root, **size))]


def fills(body: str, root: str = SHEET) -> list[str]:
    return [path["fill"] for path in paths(drawn(body, root))]


def contours(drawing: Drawing) -> Contours:
    """Return the contours of a drawing's only layer."""
    (layer,) = drawing.layers
    assert isinstance(layer, Layer)
    return layer.contours


def area(drawing: Drawing) -> float:
    """Return the signed areas of all rings of the only layer, added up, without a sign."""
    return float(abs(ring_areas(contours(drawing)).sum()))


def box(drawing: Drawing) -> list[float]:
    """Return x0, y0, x1, y1 of the nodes of the only layer."""
    points = contours(drawing).points[:, 2]
    return [float(n) for n in np.concatenate([points.min(axis=0), points.max(axis=0)])]
