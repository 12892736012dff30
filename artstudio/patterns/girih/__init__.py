"""Girih: n-fold stars of straight bands, by polygons in contact."""

from artstudio.patterns.girih.family import FAMILY

__all__ = ["FAMILY"]
