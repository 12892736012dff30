"""Purfling as it is made: pieces of two or three woods in one strip, straight or closed."""

from artstudio.patterns.wood_purfling.family import FAMILY

__all__ = ["FAMILY"]
