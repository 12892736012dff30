"""A purfling of woods: the ground in one piece, and on it the pieces of the other woods.

Each edge between two woods is in the drawing once: as the edge of the piece that is let
into the ground.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from artstudio.geometry.contours import Contours
from artstudio.geometry.curve_fit import fit_polygons
from artstudio.geometry.drawing import Drawing, Layer
from artstudio.patterns.shapes import Ring, circle, contours
from artstudio.patterns.transforms import moved
from artstudio.patterns.wood_purfling.outlines import Path, inset, outline_of
from artstudio.patterns.wood_purfling.parameters import WoodPurflingParameters
from artstudio.patterns.wood_purfling.pieces import PIECES, Piece, Repeat
from artstudio.patterns.woods import WOODS

_FIT_MM = 0.004
_GRID_MM = 0.001
_STEP_MM = 0.02
#: Narrower parts of a piece are left to the ground.
_SMALLEST_MM = 0.3


def draw(p: WoodPurflingParameters) -> Drawing:
    """Draw the woods, each as a layer."""
    edges = _edges(p)
    band, pieces = edges[-1], _pieces(p)
    woods: dict[str, list[shapely.Geometry]] = {p.light: [], p.third: []}
    for i, piece in enumerate(pieces):
        woods[p.third if p.third != "none" and i % 2 else p.light].append(piece)
    grounds = [p.wood if (p.lines - 1 - i) % 2 == 0 else p.light for i in range(p.lines)]
    areas = {wood: _clean(p, shapely.intersection(_union(found), band)) for wood, found in
             woods.items() if found}  # fmt: skip
    lines = [shapely.difference(edges[i], edges[i + 1]) for i in range(p.lines)]
    for wood, line in zip(grounds[1:], lines[1:], strict=True):
        if wood == p.light != grounds[0]:
            areas[wood] = _union([areas.get(wood, shapely.Polygon()), line])
    if grounds[0] == p.light:
        # The outermost line is light: the dark wood lies on it, with holes for its pieces.
        rest = [area for wood, area in areas.items() if wood != "none"]
        own = [line for wood, line in zip(grounds, lines, strict=True) if wood == p.light]
        dark = shapely.difference(edges[1], _union([*rest, *own[1:]]))
        areas = {p.wood: dark} | {w: a for w, a in areas.items() if w == p.third}
    layers = [Layer(_placed(p, edges[0]), WOODS[grounds[0]], grounds[0])]
    layers += [Layer(_placed(p, area), WOODS[wood], wood) for wood, area in areas.items()]
    return Drawing(p.width_mm, p.height_mm, tuple(layer for layer in layers if len(layer.contours)))


def _union(parts: list[shapely.Geometry]) -> shapely.Geometry:
    return shapely.union_all(parts, grid_size=_GRID_MM)


def _clean(p: WoodPurflingParameters, area: shapely.Geometry) -> shapely.Geometry:
    """Return an area without the slivers that corners and ends leave."""
    least = min(_SMALLEST_MM, p.band_mm / 12)
    core = shapely.buffer(area, -least / 2, join_style="mitre")
    wide = shapely.buffer(core, least / 2, join_style="mitre", mitre_limit=3)
    return shapely.intersection(wide, area, grid_size=_GRID_MM)


def _edges(p: WoodPurflingParameters) -> list[shapely.Geometry]:
    """Return what lies within each line of the edge, the whole purfling first."""
    if p.outline == "strip":
        long, across = _long(p), p.purfling_mm
        insets = (i * p.line_mm for i in range(p.lines + 1))
        return [shapely.box(d - long / 2, d - across / 2, long / 2 - d, across / 2 - d)
                for d in insets]  # fmt: skip
    outer = outline_of(p)
    return [
        shapely.difference(inset(outer, i * p.line_mm), inset(outer, p.purfling_mm - i * p.line_mm))
        for i in range(p.lines + 1)
    ]


def _long(p: WoodPurflingParameters) -> float:
    return max(p.width_mm, p.height_mm)


def _pieces(p: WoodPurflingParameters) -> Iterator[shapely.Geometry]:
    """Yield the light pieces in their order along the run."""
    if p.pattern == "lines":
        yield _edges(p)[-1]
    elif p.outline == "strip":
        long, band = _long(p), _edges(p)[-1]
        for piece in _straight(p, long, p.cells, (-long / 2, -p.band_mm / 2)):
            yield _within(piece, band)
    elif p.outline == "rectangle" and not p.radius_mm:
        yield from _mitred(p)
    else:
        yield from _round(p)


def _repeat(p: WoodPurflingParameters, pitch: float) -> list[Piece]:
    stem = p.line_mm if p.pattern in {"herringbone", "wheat"} else 0.0
    repeat = Repeat(pitch=pitch, height=p.band_mm, stem=stem, lean=p.lean)
    return PIECES[p.pattern][0](repeat)


def _straight(
    p: WoodPurflingParameters, long: float, cells: int, at: tuple[float, float]
) -> Iterator[shapely.Geometry]:
    pitch = long / cells
    repeat = _repeat(p, pitch)
    reach = 2 + int(p.lean * p.band_mm * 1.5 / pitch)
    for i in range(-reach, cells + reach):
        for piece in repeat:
            yield shapely.Polygon([(x + i * pitch + at[0], y + at[1]) for x, y in piece])


def _mitred(p: WoodPurflingParameters) -> Iterator[shapely.Geometry]:
    """Yield the pieces of four straight sides, each cut at half the angle of its corners."""
    wide, high = p.width_mm - p.purfling_mm, p.height_mm - p.purfling_mm
    for turn, (long, across) in enumerate(((wide, high), (high, wide)) * 2):
        cells = max(1, round(p.cells * long / (2 * (wide + high))))
        reach, half = long / 2, p.purfling_mm / 2
        at = (-reach, -across / 2 - p.band_mm / 2)
        middle = -across / 2
        near = reach - _SMALLEST_MM * 0.75
        corners = [(-near - half, -half), (near + half, -half), (near - half, half),
                   (-near + half, half)]  # fmt: skip
        side = shapely.Polygon([(x, y + middle) for x, y in corners])
        for piece in _straight(p, long, cells, at):
            if not shapely.is_empty(cut := _within(piece, side)):
                yield _turned(cut, turn)


def _within(piece: shapely.Geometry, region: shapely.Geometry) -> shapely.Geometry:
    """Return what of a piece is within a region; cut ones end no narrower than can be cut."""
    cut = shapely.intersection(piece, region)
    if shapely.area(cut) > 0.999 * shapely.area(piece):
        return piece
    radius = _SMALLEST_MM / 2 * 1.05
    return shapely.buffer(shapely.buffer(cut, -radius), radius, quad_segs=12)


def _turned(shape: shapely.Geometry, quarters: int) -> shapely.Geometry:
    matrix = np.linalg.matrix_power(np.array([[0, -1], [1, 0]]), quarters)
    return shapely.transform(shape, lambda points: points @ matrix.T)


def _round(p: WoodPurflingParameters) -> Iterator[shapely.Geometry]:
    path = Path(inset(outline_of(p), p.purfling_mm / 2))
    pitch = path.length / p.cells
    repeat = [_dense(piece, pitch) for piece in _repeat(p, pitch)]
    for i in range(p.cells):
        for piece in repeat:
            laid = path.laid([(x + i * pitch, y) for x, y in piece], p.band_mm)
            yield shapely.make_valid(shapely.Polygon(laid))


def _dense(piece: Piece, pitch: float) -> Piece:
    ring = shapely.segmentize(shapely.Polygon(piece).exterior, max(0.25, pitch / 12))
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]]


def _apart(
    p: WoodPurflingParameters, area: shapely.Geometry
) -> tuple[list[Ring], shapely.Geometry]:
    """Return the lines of a round purfling as circles, and what is left of the area."""
    circles: list[Ring] = []
    others = []
    for part in shapely.get_parts(area):
        edges = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else []
        radii = [np.hypot(*shapely.get_coordinates(edge).T) for edge in edges]
        if p.outline == "circle" and radii and np.ptp(radii[0]) < _FIT_MM:
            circles += [circle(float(r.max())) for r in radii if np.ptp(r) < _FIT_MM]
            rest = [e for e, r in zip(edges, radii, strict=True) if np.ptp(r) >= _FIT_MM]
            others += [shapely.Polygon(edge) for edge in rest]
        else:
            others.append(part)
    return circles, shapely.union_all(others)


def _placed(p: WoodPurflingParameters, area: shapely.Geometry) -> Contours:
    if p.outline == "strip" and p.height_mm > p.width_mm:
        area = _turned(area, 1)
    round_ones, others = _apart(p, area)
    # Where pieces and lines cross, the grid leaves steps of a few micrometres.
    others = shapely.simplify(shapely.remove_repeated_points(others, _STEP_MM), _FIT_MM / 4)
    rings = [*round_ones, *fit_polygons(others, _FIT_MM)]
    placed = moved(contours(rings), p.width_mm / 2, p.height_mm / 2)
    on_sheet = np.clip(placed.points, 0.0, (p.width_mm, p.height_mm))
    return Contours(placed.kinds, np.round(on_sheet, 3) + 0.0, placed.offsets)
