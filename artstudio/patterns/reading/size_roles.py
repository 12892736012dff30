"""Which side or diameter each size of a prompt is, by the words beside it and by the form."""

from __future__ import annotations

from collections.abc import Sequence

from artstudio.patterns.reading.features import Item
from artstudio.patterns.reading.sizes import MeasuredSize

_ROUND = frozenset({"rosette", "mandala", "medallion"})
_PAIR = 2
_LOWEST_MM, _HIGHEST_MM = 2.0, 3000.0


def assign_sizes(
    sizes: Sequence[MeasuredSize], family: str | None
) -> tuple[dict[str, float], list[Item]]:
    """Return the constraints that the sizes set, in mm, and an item for each size.

    A second size for the same side is not used.
    """
    found: dict[str, float] = {}
    items = []
    for size in sizes:
        values = _named(size, family, found)
        fresh = {name: mm for name, mm in values.items() if name not in found and _in_range(mm)}
        found |= fresh
        items.append(_size_item(size, values, is_used=bool(values) and fresh == values))
    return found, items


def _in_range(mm: float) -> bool:
    return _LOWEST_MM <= mm <= _HIGHEST_MM


def _size_item(size: MeasuredSize, values: dict[str, float], *, is_used: bool) -> Item:
    needs = tuple("+".join(f"{name}={mm:g}" for name, mm in sorted(values.items())).split("|"))
    return Item(
        text=size.quantity.text,
        start=size.start,
        end=size.end,
        meaning="size",
        value=values or {"mm": list(size.quantity.values)},
        needs=needs if is_used else ("nothing",),
    )


def _named(size: MeasuredSize, family: str | None, found: dict[str, float]) -> dict[str, float]:
    values = tuple(round(value, 3) for value in size.quantity.values)
    if len(values) == _PAIR:
        return _pair(size, values, family)
    return _single(size.roles, values[0], family, found)


def _pair(size: MeasuredSize, values: tuple[float, ...], family: str | None) -> dict[str, float]:
    first, second = values
    is_ring = family == "rosette" or size.roles & {"outer", "inner", "diameter"}
    if is_ring or (size.quantity.is_range and family in _ROUND):
        return {"outer_diameter_mm": max(values), "inner_diameter_mm": min(values)}
    return {"width_mm": first, "height_mm": second}


def _single(
    roles: frozenset[str], mm: float, family: str | None, found: dict[str, float]
) -> dict[str, float]:
    if "radius" in roles:
        mm, roles = round(2 * mm, 3), (roles - {"radius"}) | {"diameter"}
    if roles & {"scale", "thickness"}:
        return {}
    if "inner" in roles:
        return {"inner_diameter_mm": mm}
    if "outer" in roles or ("diameter" in roles and family != "purfling"):
        return {"outer_diameter_mm": mm}
    if family == "purfling":
        return _strip_side(roles, mm, found)
    if not roles:
        is_round = family in _ROUND
        return {"outer_diameter_mm": mm} if is_round else {"width_mm": mm}
    return _sides(roles, mm, family, found)


def _strip_side(roles: frozenset[str], mm: float, found: dict[str, float]) -> dict[str, float]:
    """Return a strip's side: it is long along the sheet and "wide" across it."""
    if "length" in roles:
        return {"width_mm": mm}
    if roles & {"width", "height"}:
        return {"height_mm": mm}
    across_first = mm <= 20 and "height_mm" not in found
    return {"height_mm": mm} if across_first else {"width_mm": mm}


def _sides(
    roles: frozenset[str], mm: float, family: str | None, found: dict[str, float]
) -> dict[str, float]:
    outer = found.get("outer_diameter_mm")
    if family == "rosette" and "width" in roles and outer and mm < outer / 2:
        # "102 mm, 9 mm wide": the breadth of the ring itself.
        return {"inner_diameter_mm": round(outer - 2 * mm, 3)}
    named = {"width": "width_mm", "length": "width_mm", "height": "height_mm"}
    return {named[role]: mm for role in sorted(roles) if role in named}
