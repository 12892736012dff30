"""Grilles and lute roses: openwork in one connected piece."""

from artstudio.patterns.grille.family import FAMILY

__all__ = ["FAMILY"]
