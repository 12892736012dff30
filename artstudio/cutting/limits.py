"""What a machine and a material allow."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_LIMIT_MM = 0.3


@dataclass(frozen=True, kw_only=True)
class CutLimits:
    """What a machine and a material allow, in mm and mm/min; None is not known."""

    min_feature_mm: float = DEFAULT_LIMIT_MM
    min_gap_mm: float = DEFAULT_LIMIT_MM
    tool_diameter_mm: float | None = None
    feed_mm_min: float | None = None
