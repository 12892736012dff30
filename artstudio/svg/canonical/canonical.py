"""From a sanitised tree to a drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

from shapely.errors import GEOSException

from artstudio.geometry.affine import IDENTITY
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.svg.canonical.deadline import DrawingTooComplex, limited_work
from artstudio.svg.canonical.findings import ConversionWarnings
from artstudio.svg.canonical.items import Item
from artstudio.svg.canonical.merge_layers import merge_layers
from artstudio.svg.canonical.page import page_of
from artstudio.svg.canonical.painter import Painter
from artstudio.svg.canonical.style import Style
from artstudio.svg.canonical.viewports import Box
from artstudio.svg.canonical.walk import Document, Placed


@dataclass(frozen=True, kw_only=True)
class Canonical:
    """A drawing in mm, and {code, message} for each sort of thing that was changed."""

    drawing: Drawing
    warnings: tuple[dict[str, Any], ...]
    #: The box of what was drawn, also beyond the sheet: x0, y0, x1, y1 in mm.
    extent: tuple[float, float, float, float] | None = None


def canonical_drawing(
    root: Element,
    *,
    width_mm: float | None = None,
    height_mm: float | None = None,
    by_tone: bool = False,
) -> Canonical:
    """Return the drawing of a sanitised tree.

    root: local names without namespaces, references as `href="#id"`, styles as
    attributes. width_mm, height_mm: one gives the other by the aspect; with both
    the document is fitted and centred, never stretched; with none it has its own size:
    real units as they are, CSS pixels as 25.4/96 mm; where width and height are
    missing or percentages, the shape of the viewBox with the longer side 100 mm.
    by_tone: gradients are traced by their tone and do not become their mean colour.

    A document of which nothing is left gives an empty drawing and the warning
    `empty_drawing`. Raises SizeImpossible for sheets smaller than 0.001 mm or
    larger than 5 m, DrawingTooComplex for more parts than can be looked at.
    """
    try:
        with limited_work():
            return _canonical(Document.of(root), width_mm, height_mm, by_tone=by_tone)
    except GEOSException:
        # The geometry library gives up on some knots.
        raise DrawingTooComplex from None


def _canonical(
    document: Document, width_mm: float | None, height_mm: float | None, *, by_tone: bool = False
) -> Canonical:
    page = page_of(document.root, width_mm, height_mm, drawn=lambda: _drawn_box(document))
    findings = ConversionWarnings(sheet=f"{page.width_mm:g} x {page.height_mm:g}")
    if page.is_assumed and width_mm is None and height_mm is None:
        findings.add("size_assumed")
    painter = Painter(document, page, findings, by_tone=by_tone)
    for shape in document.shapes(page.to_mm, page.viewport):
        painter.paint(shape)
    layers = merge_layers(painter.items())
    if not layers:
        findings.add("empty_drawing")
    drawing = Drawing(page.width_mm, page.height_mm, tuple(_layers(layers)))
    return Canonical(drawing=drawing, warnings=findings.warnings(), extent=painter.extent)


def _layers(items: list[Item]) -> Iterator[Layer | StrokeLayer]:
    """Yield the layers; of pieces that were one shape the first has its name."""
    names: set[str] = set()
    for item in items:
        yield (replace(item, name="") if item.name in names else item).layer()
        names |= {item.name} - {""}


def _drawn_box(document: Document) -> Box:
    """Return the box of all shapes in user units, for a document that states no size at all."""
    place = Placed(element=document.root, to_mm=IDENTITY, style=Style(), viewport=(100.0, 100.0))
    return document.box(place) or (0.0, 0.0, 0.0, 0.0)
