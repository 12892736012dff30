"""Lettering: words, initials and monograms on a line, an arc or round a ring."""

from artstudio.patterns.lettering.family import FAMILY

__all__ = ["FAMILY"]
