"""Fretboards: slots by the formula, and inlays centred between them."""

from artstudio.patterns.fretboard.family import FAMILY

__all__ = ["FAMILY"]
