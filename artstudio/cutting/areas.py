"""The inked areas of filled layers as polygons, and polygons as layers again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import shapely
from shapely.errors import GEOSException

from artstudio.cutting.errors import TooManyPairs
from artstudio.cutting.intersections import find_intersections
from artstudio.cutting.pieces import pieces
from artstudio.geometry.arrays import Geometries
from artstudio.geometry.contours import Contours, contours_from_rings, joined
from artstudio.geometry.curved_rings import FIT_MM, curved, rings_of
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer
from artstudio.geometry.grid import dequantize
from artstudio.geometry.polygons import FlatRings, flattened
from artstudio.geometry.polylines import strokes_in_mm
from artstudio.geometry.stroke_areas import stroke_areas

#: How far chords may be from their curves while areas are offset, mm.
CHORD_MM = 0.002
#: As much as can be derived in a second or two.
MAX_NODES = 60_000
# What encloses less is an error of rounding.
_NOTHING_MM2 = 1e-5


class DerivationError(Exception):
    """The drawing or the parameters leave nothing that could be made; the message says why."""


class TooComplexToDerive(DerivationError):
    """The drawing has too many nodes or crossings to be derived from."""

    def __init__(self) -> None:
        super().__init__(
            "This drawing is too complex for this. Trace it smoother, with a larger "
            "min_speck_mm, or in fewer colours."
        )


@contextmanager
def geometry_faults() -> Iterator[None]:
    """Turn the geometry library's own errors into TooComplexToDerive."""
    try:
        yield
    except (TooManyPairs, GEOSException) as error:
        raise TooComplexToDerive from error


def chosen_layers(drawing: Drawing, colour: str | None) -> list[Layer | StrokeLayer]:
    """Return the layers of one colour or name that show something; None is all of them.

    Raises DerivationError where there is none.
    """
    layers = [layer for layer in drawing.layers if not layer.is_empty]
    if colour is None:
        found = layers
    else:
        found = [layer for layer in layers if colour in (colour_of(layer), layer.name)]
    if not found:
        known = ", ".join(dict.fromkeys(colour_of(layer) for layer in layers)) or "none"
        raise DerivationError(f"Nothing is drawn in {colour}. Colours of this drawing: {known}.")
    nodes = sum(_nodes(layer) for layer in found)
    if nodes > MAX_NODES:
        raise TooComplexToDerive
    return found


def colour_of(layer: Layer | StrokeLayer) -> str:
    """Return a layer's colour, `#rrggbb`."""
    return layer.fill if isinstance(layer, Layer) else layer.stroke


def _nodes(layer: Layer | StrokeLayer) -> int:
    return layer.on_grid.nodes if isinstance(layer, Layer) else layer.on_grid.contours.nodes


def ink_of(layers: Sequence[Layer | StrokeLayer], *, chord_mm: float = CHORD_MM) -> Geometries:
    """Return polygons of all that `layers` cover: strokes by their width, none overlaps another.

    Raises TooComplexToDerive.
    """
    with geometry_faults():
        filled = [layer for layer in layers if isinstance(layer, Layer)]
        parts = [parts_of(filled, chord_mm=chord_mm)] if filled else []
        stroked = [layer for layer in layers if isinstance(layer, StrokeLayer)]
        parts += [_stroke_polygons(layer, chord_mm) for layer in stroked]
        if not stroked:
            return parts[0]
        return polygons_in(shapely.union_all(np.concatenate(parts)))


def parts_of(layers: Sequence[Layer], *, chord_mm: float = CHORD_MM) -> Geometries:
    """Return the inked parts of filled layers, each a polygon with its holes."""
    contours = [layer.on_grid for layer in layers]
    rings = flattened(dequantize(joined(contours)), tolerance_mm=chord_mm)
    path = np.repeat(np.arange(len(layers)), [len(own) for own in contours])
    outlines = pieces(rings, find_intersections(rings).entangled, path).outlines(rings)
    return nested(outlines)


def nested(rings: FlatRings) -> Geometries:
    """Return polygons of rings that have their ink to the left (y up): holes in their outlines."""
    if not len(rings):
        return np.empty(0, dtype=object)
    lines = rings.lines()
    is_outline = rings.areas() > 0
    outlines = np.asarray(shapely.polygons(lines[is_outline]), dtype=object)
    holes = lines[~is_outline]
    if not len(holes):
        return _valid(outlines)
    tree = shapely.STRtree(outlines)
    # By a point of the hole's edge: in its middle other parts may lie.
    hole, outline = tree.query(shapely.get_point(holes, 0), predicate="intersects")
    # The smallest outline around a hole is its own.
    order = np.lexsort((np.asarray(shapely.area(outlines))[outline], hole))
    hole, outline = hole[order], outline[order]
    first = np.unique(hole, return_index=True)[1]
    owned: dict[int, list[int]] = {}
    for one, other in zip(hole[first].tolist(), outline[first].tolist(), strict=True):
        owned.setdefault(other, []).append(one)
    for index, own in owned.items():
        outlines[index] = shapely.Polygon(lines[is_outline][index], list(holes[own]))
    return _valid(outlines)


def _valid(polygons: Geometries) -> Geometries:
    bad = ~shapely.is_valid(polygons)
    if not bad.any():
        return polygons
    repaired = polygons_in(shapely.make_valid(polygons[bad]))
    return np.concatenate([polygons[~bad], repaired])


def _stroke_polygons(layer: StrokeLayer, chord_mm: float) -> Geometries:
    rings = stroke_areas(
        strokes_in_mm(layer.on_grid),
        width=layer.width_mm,
        cap=layer.cap,
        join=layer.join,
        tolerance=chord_mm,
    )
    return polygons_in(shapely.union_all(shapely.make_valid(rings.polygons())))


def geometries(*found: shapely.Geometry) -> Geometries:
    """Return geometries as an array."""
    array = np.empty(len(found), dtype=object)
    array[:] = found
    return array


def polygons_in(geometry: shapely.Geometry | Geometries) -> Geometries:
    """Return the polygons that a geometry, or an array of them, is made of; slivers left out."""
    parts = shapely.get_parts(
        geometries(geometry) if isinstance(geometry, shapely.Geometry) else geometry
    )
    nested = shapely.get_type_id(parts) > 3
    if nested.any():
        parts = np.concatenate([parts[~nested], shapely.get_parts(parts[nested])])
    return np.asarray(parts[shapely.area(parts) > _NOTHING_MM2], dtype=object)


def contours_of(polygons: Geometries, *, tolerance_mm: float = FIT_MM) -> Contours:
    """Return the outlines and holes of polygons as lines and curves."""
    if not len(polygons):
        return contours_from_rings([])
    return curved(rings_of(polygons), tolerance_mm=tolerance_mm)
