"""Choices that follow from a seed and a label alone, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class SeededRandom:
    """A source of decisions. Each label has its own number, whatever else is asked before it."""

    seed: int

    def number(self, label: str) -> float:
        """Return a number in [0, 1) for `label`: 52 bits of SHA-256."""
        digest = hashlib.sha256(f"{self.seed}:{label}".encode()).digest()
        return (int.from_bytes(digest[:8], "big") >> 12) / 2**52

    def pick(self, label: str, options: Sequence[T]) -> T:
        """Return one of `options`."""
        return options[int(self.number(label) * len(options))]

    def between(self, label: str, low: float, high: float) -> float:
        """Return a number from low to high with three decimals, as a parameter is written."""
        return round(low + (high - low) * self.number(label), 3)

    def count(self, label: str, low: int, high: int) -> int:
        """Return an integer from low to high, both included."""
        return low + int(self.number(label) * (high - low + 1)) if high > low else low

    def chance(self, label: str, probability: float) -> bool:
        """Return True with the given probability."""
        return self.number(label) < probability

    def order(self, label: str, options: Sequence[T]) -> list[T]:
        """Return `options` in an order of the seed's making."""
        return sorted(options, key=lambda option: self.number(f"{label}/{option}"))
