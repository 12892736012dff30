"""What a derivation has to say: sentences with codes and places, like a cut card's warnings."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from artstudio.geometry.arrays import Floats, Geometries

Note = dict[str, Any]
#: As many as a page can mark; the sentence says how many there are.
MAX_PLACES = 200


def note(code: str, points: Floats, *, one: str, many: str) -> Note:
    """Return {code, message, places} for some places; `many` has {n} for their number."""
    places = [{"x_mm": round(float(x), 2), "y_mm": round(float(y), 2)} for x, y in points]
    first = f"x {places[0]['x_mm']:.1f}, y {places[0]['y_mm']:.1f} mm"
    if len(places) == 1:
        message = f"{one}, at {first}."
    else:
        message = f"{many.format(n=f'{len(places):,}')}, first at {first}."
    return {"code": code, "message": message, "places": places[:MAX_PLACES]}


def inside_of(geometries: Geometries) -> Floats:
    """Return float64[n, 2]: a point inside each geometry."""
    points: Floats = shapely.get_coordinates(shapely.point_on_surface(geometries))
    return points


def between(one: Geometries, other: Geometries) -> Floats:
    """Return float64[n, 2]: the middle of the shortest line between the geometries of each pair."""
    lines = shapely.shortest_line(one, other)
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    middle: Floats = ends.mean(axis=1)
    return middle


def no_points() -> Floats:
    """Return float64[0, 2]."""
    return np.zeros((0, 2))
