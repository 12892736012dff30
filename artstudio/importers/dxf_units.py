"""How long a unit of a DXF file is."""

from __future__ import annotations

import re

#: Millimetres by the words that a request may use.
UNITS_MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "ft": 304.8}
#: Millimetres by the number in $INSUNITS (Autodesk, DXF reference, HEADER section).
_INSUNITS_MM = {
    1: 25.4,
    2: 304.8,
    4: 1.0,
    5: 10.0,
    6: 1000.0,
    8: 25.4e-6,
    9: 0.0254,
    10: 914.4,
    13: 0.001,
    14: 100.0,
    21: 304.800609601,
}
_ASCII = re.compile(rb"\$INSUNITS\s+70\s+(\d+)")
_BINARY = re.compile(rb"\$INSUNITS\x00(?:\x46\x00|\x46)(..)", re.DOTALL)


def stated_unit_mm(data: bytes) -> float | None:
    """Return how many mm a unit of the file is, or None where the file does not say."""
    if found := _ASCII.search(data):
        return _INSUNITS_MM.get(int(found[1]))
    if found := _BINARY.search(data):
        return _INSUNITS_MM.get(int.from_bytes(found[1], "little"))
    return None
