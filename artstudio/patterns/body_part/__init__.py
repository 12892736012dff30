"""Parts of an instrument at their size: f-holes, soundhole with rings, end graft, tie block."""

from artstudio.patterns.body_part.family import FAMILY

__all__ = ["FAMILY"]
