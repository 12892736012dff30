"""Mosaic wheels: the Spanish guitar rosette, a tile chart of veneers repeated round a ring."""

from artstudio.patterns.mosaic_wheel.building import BuildSheet, build_sheet
from artstudio.patterns.mosaic_wheel.family import FAMILY

__all__ = ["FAMILY", "BuildSheet", "build_sheet"]
