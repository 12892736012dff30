"""Vines and scrolls: a waving stem with leaves, curling shoots, flowers and berries."""

from artstudio.patterns.vine.family import FAMILY

__all__ = ["FAMILY"]
