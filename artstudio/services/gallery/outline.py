"""A drawing as an outline: hairlines with every node, open end and island marked.

An image of its own, laid over the drawing in the same millimetres. Lines and dots
keep their thickness on the screen however far one zooms in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.errors import GEOSException

from artstudio.errors import NotADrawing
from artstudio.geometry.arrays import Floats
from artstudio.geometry.contours import Contours, Strokes, contours_from_rings
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.grid import dequantize
from artstudio.geometry.path_writer import grid_text, strokes_text
from artstudio.geometry.polygons import flattened
from artstudio.models import ArtAsset, AssetKind
from rmos_runs.blobs.attachments import open_attachment

#: Part of the image's address; goes up whenever the same drawing would look otherwise.
OUTLINE_VERSION = 2
MOST_DOTS = 60_000

_INK = "#c9cacc"
_ISLAND = "#2a62c9"
_LINE = "#d0340f"
_STROKE = "#0b7a61"
_NODE = "#17181a"
_OPEN = "#b0123f"
_PAPER = "#ffffff"
_HAIR = 'fill="none" vector-effect="non-scaling-stroke"'


@dataclass(frozen=True, kw_only=True)
class Marked:
    """What an outline shows, in mm.

    nodes: float64[n, 2], ends of segments. open_ends: float64[m, 2]. islands: rings, in
    micrometres, that by the even-odd rule fill what falls out with the ink around it.
    """

    nodes: Floats
    open_ends: Floats
    islands: tuple[Contours, ...]


def outline_of(asset: ArtAsset) -> bytes:
    """Return the outline of a stored drawing as SVG. Raises NotADrawing, BlobNotFound."""
    if asset.kind != AssetKind.SVG:
        raise NotADrawing
    with open_attachment(asset.attachment_id) as file:
        data = bytes(file.read())
    try:
        drawing = Drawing.from_svg(data)
    except ValueError as error:
        raise NotADrawing from error
    return outline_svg(drawing)


def outline_svg(drawing: Drawing) -> bytes:
    """Return the outline of `drawing` as an SVG of the same sheet."""
    areas, strokes = _areas(drawing), _strokes(drawing)
    marks = marked(drawing)
    w, h = f"{drawing.width_mm:g}", f"{drawing.height_mm:g}"
    body = [
        *(_area(grid_text(rings), _INK, "0.4") for rings in areas),
        *(_area(grid_text(rings), _ISLAND, "0.35") for rings in marks.islands),
        *(_line(grid_text(rings), _LINE) for rings in areas),
        *(_line(strokes_text(lines), _STROKE) for lines in strokes),
        *_dots(marks.nodes, ((5, _PAPER), (3.5, _NODE))),
        *_dots(marks.open_ends, ((12, _OPEN), (6, _PAPER))),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" '
        f'viewBox="0 0 {w} {h}">\n{"".join(body)}</svg>\n'
    ).encode()


def marked(drawing: Drawing) -> Marked:
    """Return the places that an outline marks."""
    areas = _areas(drawing)
    ends, open_ends = [dequantize(rings).points[:, 2] for rings in areas], []
    for stroke in _strokes(drawing):
        lines = dequantize(stroke.contours)
        closing = lines.offsets[1:][stroke.open] - 1
        both = [lines.points[closing, 2], lines.starts()[closing]]
        ends += [lines.points[stroke.drawn, 2], both[0]]
        open_ends += both
    islands = tuple(inner for rings in areas if len(inner := _inner_rings(rings)))
    return Marked(nodes=_together(ends), open_ends=_together(open_ends), islands=islands)


def _areas(drawing: Drawing) -> list[Contours]:
    return [layer.on_grid for layer in drawing.filled if not layer.is_empty]


def _strokes(drawing: Drawing) -> list[Strokes]:
    return [layer.on_grid for layer in drawing.stroked if not layer.is_empty]


def _together(points: list[Floats]) -> Floats:
    return np.concatenate(points) if points else np.zeros((0, 2))


def _inner_rings(contours: Contours) -> Contours:
    """Return the rings that lie in others: by the even-odd rule they fill the islands."""
    flat = flattened(dequantize(contours))
    try:
        ring, around = shapely.STRtree(flat.polygons()).query(
            shapely.points(flat.firsts()), predicate="within"
        )
    except GEOSException:
        # The geometry library gives up on some knots; the lines are shown all the same.
        return contours_from_rings([])
    inner = np.bincount(ring[ring != around], minlength=len(contours)) > 0
    sizes = np.diff(contours.offsets)
    kept = np.repeat(inner, sizes)
    offsets = np.concatenate([[0], np.cumsum(sizes[inner])]).astype(np.int64)
    return Contours(contours.kinds[kept], contours.points[kept], offsets)


def _area(d: str, fill: str, opacity: str) -> str:
    return f'<path fill="{fill}" fill-opacity="{opacity}" fill-rule="evenodd" d="{d}"/>\n'


def _line(d: str, stroke: str) -> str:
    return f'<path {_HAIR} stroke="{stroke}" stroke-width="1" d="{d}"/>\n'


def _dots(points: Floats, sizes: tuple[tuple[float, str], ...]) -> Iterator[str]:
    """Yield dots as lines of no length with round ends, one size over the other, in px."""
    if not len(points):
        return
    d = "".join(f"M{x:g} {y:g}h0" for x, y in points[:MOST_DOTS].round(3).tolist())
    for size, colour in sizes:
        yield (
            f'<path {_HAIR} stroke="{colour}" stroke-width="{size:g}" stroke-linecap="round" '
            f'd="{d}"/>\n'
        )
