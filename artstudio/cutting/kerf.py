"""Contours moved by half the beam, so that what is cut out has the size that was drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from artstudio.cutting.areas import geometries
from artstudio.cutting.notes import Note, between, inside_of, note
from artstudio.cutting.offsets import moved, with_owners
from artstudio.geometry.arrays import Floats, Geometries


@dataclass(frozen=True, kw_only=True)
class Kerf:
    """The moved areas, and which contours closed, vanished or merged."""

    areas: Geometries
    notes: list[Note] = field(default_factory=list)


def kerf(ink: Geometries, *, width_mm: float, keep: str = "ink", sharp: bool = True) -> Kerf:
    """Return `ink` with every contour moved by half of `width_mm`, the width of the cut.

    keep: "ink" where the dark parts are the work: outlines move out and holes in;
    "ground" where they are waste: the other way. sharp: corners stay corners.
    """
    by = width_mm / 2 if keep == "ink" else -width_mm / 2
    each = moved(ink, by, sharp=sharp)
    if by < 0:
        parts, owner = with_owners(each)
        return Kerf(areas=parts, notes=_vanished(ink, owner, width_mm))
    whole, _owner = with_owners(geometries(shapely.union_all(each)))
    return Kerf(areas=whole, notes=[*_closed(ink, width_mm), *_merged(ink, whole, width_mm)])


def _vanished(ink: Geometries, owner: np.ndarray, width: float) -> list[Note]:
    counts = np.bincount(owner, minlength=len(ink))
    notes = []
    if (counts == 0).any():
        notes.append(
            note(
                "contours_vanish",
                inside_of(ink[counts == 0]),
                one=f"An outline is narrower than the cut of {width:g} mm and is left out",
                many=f"{{n}} outlines are narrower than the cut of {width:g} mm and are left out",
            )
        )
    if (counts > 1).any():
        notes.append(
            note(
                "contours_divided",
                inside_of(ink[counts > 1]),
                one=f"A neck narrower than the cut of {width:g} mm divides an outline",
                many=f"Necks narrower than the cut of {width:g} mm divide {{n}} outlines",
            )
        )
    return notes


def _closed(ink: Geometries, width: float) -> list[Note]:
    """Name holes that the cut itself would fill."""
    rings, owner = shapely.get_rings(ink, return_index=True)
    is_hole = np.append(False, owner[1:] == owner[:-1])
    if not is_hole.any():
        return []
    holes = np.asarray(shapely.polygons(rings[is_hole]), dtype=object)
    gone = shapely.is_empty(moved(holes, -width / 2))
    if not gone.any():
        return []
    return [
        note(
            "contours_close",
            inside_of(holes[gone]),
            one=f"A hole is narrower than the cut of {width:g} mm and closes",
            many=f"{{n}} holes are narrower than the cut of {width:g} mm and close",
        )
    ]


def _merged(ink: Geometries, whole: Geometries, width: float) -> list[Note]:
    """Name places where two parts are nearer to each other than the cut is wide."""
    if len(whole) >= len(ink):
        return []
    one, other = shapely.STRtree(ink).query(ink, predicate="dwithin", distance=width)
    pair = one < other
    if not pair.any():
        return []
    places: Floats = between(ink[one[pair]], ink[other[pair]])
    return [
        note(
            "contours_merge",
            places,
            one=f"Two outlines are nearer than the cut of {width:g} mm and merge",
            many=f"Outlines nearer than the cut of {width:g} mm merge in {{n}} places",
        )
    ]
