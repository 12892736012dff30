"""Plain geometry: polygons, stars, gears, grids, mazes, and other single figures."""

from artstudio.patterns.figure.family import FAMILY

__all__ = ["FAMILY"]
