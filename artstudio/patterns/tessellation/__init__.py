"""Geometric tessellations: tiles with a joint between them, in a frame or in a round."""

from artstudio.patterns.tessellation.family import FAMILY

__all__ = ["FAMILY"]
