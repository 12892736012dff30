"""A pocket and the insert that fits it, from any inked areas.

Let r be the tool's radius and g the glue gap. The pocket is what a disc of radius r
reaches inside the ink (the morphological opening), so none of its inside corners is
tighter than the tool. Each of its parts is then grown by r - g, which closes what a
tool could not cut around the insert, and shrunk twice: by r - g for the pocket and by r
for the insert. So the insert is the pocket shrunk by g, exactly, and none of its inside
corners is tighter than the tool either. (Serra, Image Analysis and Mathematical
Morphology, 1982, on opening and closing by a disc.)
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from artstudio.cutting.areas import DerivationError, polygons_in
from artstudio.cutting.notes import Note, between, inside_of, note
from artstudio.cutting.offsets import moved, opened, with_owners
from artstudio.cutting.relief import relieved_pair
from artstudio.geometry.arrays import Floats, Geometries, Integers

# Corners of 60 degrees are shortened by the tool's radius; ends of more are worth naming.
_SHORTENED = 1.05
# Rounds of filling what is narrower than the tool after slots were closed.
_ROUNDS = 6


@dataclass(frozen=True, kw_only=True)
class InlayPair:
    """Pocket and insert as polygons, and what was lost or changed."""

    pocket: Geometries
    insert: Geometries
    notes: list[Note] = field(default_factory=list)


def inlay_pair(
    ink: Geometries, *, tool_diameter_mm: float, gap_mm: float, relief: str = "none"
) -> InlayPair:
    """Return the pocket and the insert of `ink`, polygons of which none meets another.

    gap_mm: how far the insert stays from the pocket's wall everywhere; less than the
    tool's radius. relief: "none" rounds corners, "dog-bone" and "t-bone" keep sharp
    corners and clear them beyond. Raises DerivationError where nothing is left.
    """
    radius = tool_diameter_mm / 2
    if not 0 <= gap_mm < radius:
        raise DerivationError("The glue gap must be smaller than half the tool's diameter.")
    within = opened(ink, radius)
    parts, owner = with_owners(within)
    if not len(parts):
        raise DerivationError(
            f"All of this is narrower than a tool of {tool_diameter_mm:g} mm. Take a smaller tool."
        )
    notes = _losses(ink, parts, owner, tool_diameter_mm)
    if relief != "none":
        pocket, insert = relieved_pair(ink, parts, owner, radius=radius, gap=gap_mm, kind=relief)
        return InlayPair(pocket=pocket, insert=insert, notes=notes)
    solid = _solid(parts, radius, gap_mm)
    pocket, insert = _walls(solid, radius, gap_mm)
    notes += _fillings(parts, pocket, tool_diameter_mm)
    return InlayPair(pocket=polygons_in(pocket), insert=polygons_in(insert), notes=notes)


def _walls(parts: Geometries, radius: float, gap: float) -> tuple[Geometries, Geometries]:
    grown = moved(parts, radius - gap)
    return moved(grown, gap - radius), moved(grown, -radius)


def _solid(parts: Geometries, radius: float, gap: float) -> Geometries:
    """Return parts whose walls, once rounded, neither meet nor leave necks below the tool."""
    for _round in range(_ROUNDS):
        pocket = moved(moved(parts, radius - gap), gap - radius)
        joined = _joined(parts, pocket)
        narrow = np.flatnonzero(shapely.area(pocket) - shapely.area(parts) > 0.05 * radius**2)
        necks = _necks(pocket[narrow], radius)
        if len(joined) == len(parts) and all(neck is None for neck in necks):
            break
        if len(joined) < len(parts):
            parts = joined
            continue
        parts = parts.copy()
        for index, neck in zip(narrow, necks, strict=True):
            if neck is not None:
                parts[index] = neck
    return parts


def _joined(parts: Geometries, pocket: Geometries) -> Geometries:
    """Return the parts, those whose pockets overlap as one."""
    one, other = shapely.STRtree(pocket).query(pocket, predicate="intersects")
    meet = one < other
    if not meet.any():
        return parts
    groups = np.arange(len(parts))
    for a, b in zip(one[meet], other[meet], strict=True):
        groups[groups == groups[b]] = groups[a]
    whole = [
        shapely.union_all(np.concatenate([pocket[groups == group], parts[groups == group]]))
        if (groups == group).sum() > 1
        else parts[groups == group][0]
        for group in np.unique(groups)
    ]
    return np.array(whole, dtype=object)


def _necks(pocket: Geometries, radius: float) -> list[object | None]:
    """Return each pocket with its necks filled to the tool's width, or None without necks."""
    if not len(pocket):
        return []
    wide = opened(pocket, radius)
    # Chords of long walls are off by a little all along.
    rounding = 0.02 * radius**2 + 5e-4 * shapely.length(pocket)
    suspect = shapely.area(pocket) - shapely.area(wide) > rounding
    found: list[object | None] = [None] * len(pocket)
    for index in np.flatnonzero(suspect):
        rest = polygons_in(shapely.difference(pocket[index], shapely.buffer(wide[index], 0.002)))
        if rest.size and shapely.area(rest).sum() > 0.02 * radius**2:
            filled = moved(rest, radius)
            found[index] = shapely.union_all(np.append(filled, wide[index]))
    return found


def _losses(ink: Geometries, parts: Geometries, owner: Integers, tool: float) -> list[Note]:
    counts = np.bincount(owner, minlength=len(ink))
    notes: list[Note] = []
    lost = counts == 0
    if lost.any():
        notes.append(
            note(
                "parts_vanish",
                inside_of(ink[lost]),
                one=f"A part is narrower than the tool of {tool:g} mm and is left out",
                many=f"{{n}} parts are narrower than the tool of {tool:g} mm and are left out",
            )
        )
    divided = counts > 1
    if divided.any():
        notes.append(
            note(
                "parts_divided",
                _necks_between(parts, owner, np.flatnonzero(divided)),
                one=f"A neck is narrower than the tool of {tool:g} mm and divides a part",
                many=f"{{n}} necks are narrower than the tool of {tool:g} mm and divide parts",
            )
        )
    ends = _short_ends(ink, parts, owner, tool / 2)
    if len(ends):
        notes.append(
            note(
                "ends_shortened",
                ends,
                one="A thin end is shortened by more than half the tool",
                many="{n} thin ends are shortened by more than half the tool",
            )
        )
    return notes


def _necks_between(parts: Geometries, owner: Integers, divided: Integers) -> Floats:
    found = []
    for index in divided:
        own = parts[owner == index]
        nearest = [
            own[:k][np.argmin(shapely.distance(own[:k], own[k]))] for k in range(1, len(own))
        ]
        found.append(between(own[1:], np.array(nearest, dtype=object)))
    return np.concatenate(found)


def _short_ends(ink: Geometries, parts: Geometries, owner: Integers, radius: float) -> Floats:
    """Return the middle of each run of a contour that the pocket stays away from."""
    kept = np.unique(owner)
    of_part = np.full(len(ink), -1)
    of_part[kept] = np.arange(len(kept))
    whole = np.empty(len(kept), dtype=object)
    single = np.bincount(owner, minlength=len(ink))[kept] == 1
    first = np.unique(owner, return_index=True)[1]
    whole[single] = parts[first[single]]
    for k in np.flatnonzero(~single):
        whole[k] = shapely.multipolygons(list(parts[owner == kept[k]]))
    shapely.prepare(whole)
    rings, ring_owner = shapely.get_rings(ink[kept], return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    near = shapely.dwithin(whole[ring_owner[ring]], shapely.points(points), _SHORTENED * radius)
    far = ~near
    if not far.any():
        return np.zeros((0, 2))
    begins = far & ~(np.roll(far, 1) & (np.roll(ring, 1) == ring))
    run = np.cumsum(begins)[far]
    sizes = np.bincount(run)[1:]
    at = np.flatnonzero(begins) + sizes // 2
    found: Floats = points[at]
    return found


def _fillings(parts: Geometries, pocket: Geometries, tool: float) -> list[Note]:
    """Name holes that the tool cannot cut out of the insert and that are therefore closed."""
    rings, owner = shapely.get_rings(parts, return_index=True)
    is_hole = np.append(False, owner[1:] == owner[:-1])
    if not is_hole.any():
        return []
    holes = shapely.polygons(rings[is_hole])
    inside = shapely.point_on_surface(holes)
    shapely.prepare(pocket)
    tree = shapely.STRtree(pocket)
    covered = np.zeros(len(holes), dtype=bool)
    hole, _part = tree.query(inside, predicate="within")
    covered[hole] = True
    # A hole may hold another part; only what its own ink closed over is gone.
    if not covered.any():
        return []
    return [
        note(
            "holes_closed",
            shapely.get_coordinates(inside[covered]),
            one=f"A hole is too small for a tool of {tool:g} mm and is closed",
            many=f"{{n}} holes are too small for a tool of {tool:g} mm and are closed",
        )
    ]


def deepest(pocket: Geometries, *, v_bit_deg: float, gap_mm: float) -> Note:
    """Return how deep a V-bit goes in the pocket, and how much lower the insert must begin.

    A bit of full angle a that follows both walls of a place of width w goes
    (w / 2) / tan(a / 2) deep.
    """
    slope = np.tan(np.radians(v_bit_deg) / 2)
    wide = pocket[np.argsort(-shapely.area(pocket) / shapely.length(pocket), kind="stable")[:20]]
    circles = shapely.maximum_inscribed_circle(wide, tolerance=0.01)
    radii = shapely.length(circles)
    best = int(np.argmax(radii))
    x, y = shapely.get_coordinates(circles[best])[0]
    depth, start = radii[best] / slope, gap_mm / slope
    return {
        "code": "v_carve_depth",
        "message": f"A V-bit of {v_bit_deg:g}° goes {depth:.2f} mm deep where the pocket is "
        f"widest, {2 * radii[best]:.2f} mm at x {x:.1f}, y {y:.1f} mm. A glue gap of {gap_mm:g} mm "
        f"is {start:.2f} mm of depth.",
        "places": [{"x_mm": round(float(x), 2), "y_mm": round(float(y), 2)}],
    }
