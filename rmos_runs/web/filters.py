"""Choices that narrow a list, as links that keep the other choices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One choice of a filter, as a link."""

    title: str
    address: str
    chosen: bool
