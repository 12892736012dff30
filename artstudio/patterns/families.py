"""The families of patterns there are, by name."""

from __future__ import annotations

import types
from collections.abc import Mapping

from artstudio.patterns import (
    figure,
    knot,
    mandala,
    medallion,
    purfling,
    rosette,
    tessellation,
    vine,
)
from artstudio.patterns.family import Family

FAMILIES: Mapping[str, Family] = types.MappingProxyType(
    {
        module.FAMILY.name: module.FAMILY
        for module in (rosette, knot, vine, mandala, medallion, tessellation, purfling, figure)
    }
)
