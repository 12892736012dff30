"""Celtic knots: panels and rings of interlaced bands with true gaps where they cross."""

from artstudio.patterns.knot.family import FAMILY

__all__ = ["FAMILY"]
