"""The families of patterns there are, by name."""

from __future__ import annotations

import types
from collections.abc import Mapping

from artstudio.patterns import (
    body_part,
    figure,
    fretboard,
    girih,
    grille,
    knot,
    lettering,
    mandala,
    medallion,
    mosaic_wheel,
    purfling,
    rosette,
    tessellation,
    vine,
    wood_purfling,
)
from artstudio.patterns.family import Family

_MODULES = (
    rosette,
    knot,
    vine,
    mandala,
    medallion,
    mosaic_wheel,
    tessellation,
    purfling,
    figure,
    lettering,
    fretboard,
    girih,
    grille,
    wood_purfling,
    body_part,
)
FAMILIES: Mapping[str, Family] = types.MappingProxyType(
    {module.FAMILY.name: module.FAMILY for module in _MODULES}
)
