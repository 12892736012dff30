"""Which side or diameter each size of a prompt is, by the words beside it and by the form."""

from __future__ import annotations

from collections.abc import Sequence

from artstudio.patterns.reading.features import Item
from artstudio.patterns.reading.sizes import MeasuredSize

#: Sizes that are constraints; the others are parameters of one family.
CONSTRAINTS = frozenset({"width_mm", "height_mm", "outer_diameter_mm", "inner_diameter_mm"})
_ROUND = frozenset({"rosette", "mandala", "medallion", "mosaic_wheel"})
_STRIPS = frozenset({"purfling", "wood_purfling"})
_PAIR = 2
_SCALE_FROM_MM = 300.0
_LOWEST_MM, _HIGHEST_MM = 1.0, 3000.0
# A size of a text without a name: so small it is the height of its letters.
_HIGHEST_LETTER_MM = 25.0


def assign_sizes(
    sizes: Sequence[MeasuredSize],
    family: str | None,
    *,
    is_round: bool = False,
    is_strip: bool = False,
) -> tuple[dict[str, float], list[Item]]:
    """Return the constraints that the sizes set, in mm, and an item for each size.

    is_round: the drawing is a circle or ring, whatever its family; is_strip: it is a
    border. A second size for the same side is not used.
    """
    found: dict[str, float] = {}
    items = []
    is_round = is_round or family in _ROUND
    is_strip = is_strip or _has_length_and_width(sizes)
    # The breadth of a ring is measured from one of its diameters.
    for size in sorted(sizes, key=lambda size: is_round and "width" in size.roles):
        values = _named(size, family, found, is_round=is_round, is_strip=is_strip)
        if is_round and not size.roles & {"outer", "inner"}:
            values = _other_diameter(values, found)
        fresh = {name: mm for name, mm in values.items() if name not in found and _in_range(mm)}
        found |= fresh
        items.append(_size_item(size, values, is_used=bool(values) and fresh == values))
    return found, items


def _other_diameter(values: dict[str, float], found: dict[str, float]) -> dict[str, float]:
    """Return a second diameter without a name as the inner one: "Ø 118 / Ø 92"."""
    outer = found.get("outer_diameter_mm")
    second = values.get("outer_diameter_mm")
    if outer is None or second is None or "inner_diameter_mm" in found or second >= outer:
        return values
    return {"inner_diameter_mm": second}


def _has_length_and_width(sizes: Sequence[MeasuredSize]) -> bool:
    """Tell whether one size is a length and another a width: it is long along the sheet."""
    roles = [size.roles for size in sizes]
    return any("length" in r for r in roles) and any("width" in r for r in roles)


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


def _named(
    size: MeasuredSize,
    family: str | None,
    found: dict[str, float],
    *,
    is_round: bool,
    is_strip: bool,
) -> dict[str, float]:
    values = tuple(round(value, 3) for value in size.quantity.values)
    is_strip = not is_round and (is_strip or family in _STRIPS)
    if family == "lettering" and len(values) == 1:
        return _of_lettering(size.roles, values[0], is_round=is_round)
    is_scale = size.roles & {"scale", "nut"} or (len(values) == _PAIR and size.quantity.is_range)
    # "A fretboard of 650 mm" is said of its scale.
    is_scale = is_scale or (not size.roles and len(values) == 1 and values[0] >= _SCALE_FROM_MM)
    if family == "fretboard" and is_scale:
        return _of_fretboard(size.roles, values)
    if family == "body_part" and size.roles & {"length"} and len(values) == 1:
        # Parts of an instrument stand upright.
        return {"height_mm": values[0]}
    if len(values) == _PAIR:
        return _pair(size, values, family, is_round=is_round, is_strip=is_strip)
    if is_round and not size.roles:
        return {"outer_diameter_mm": values[0]}
    return _single(size.roles, values[0], found, is_round=is_round, is_strip=is_strip)


def _of_fretboard(roles: frozenset[str], values: tuple[float, ...]) -> dict[str, float]:
    """Return scale lengths, the longer one for the bass, or the width at the nut."""
    if "nut" in roles:
        return {"nut_mm": values[0]} if len(values) == 1 else {}
    both = {"scale_mm": max(values), "treble_scale_mm": min(values)}
    return both if len(values) == _PAIR else {"scale_mm": values[0]}


def _of_lettering(roles: frozenset[str], mm: float, *, is_round: bool) -> dict[str, float]:
    """Return what a size of lettering is: its letters' height, or the side or ring it fills."""
    if "radius" in roles:
        mm, roles = round(2 * mm, 3), roles | {"diameter"}
    if "inner" in roles:
        return {"inner_diameter_mm": mm}
    if roles & {"outer", "diameter"}:
        return {"outer_diameter_mm": mm}
    if roles & {"width", "length"}:
        return {"width_mm": mm}
    if roles & {"height", "thickness"} or mm <= _HIGHEST_LETTER_MM:
        return {"letter_mm": mm}
    return {"outer_diameter_mm": mm} if is_round else {"width_mm": mm}


def _pair(
    size: MeasuredSize,
    values: tuple[float, ...],
    family: str | None,
    *,
    is_round: bool,
    is_strip: bool,
) -> dict[str, float]:
    first, second = values
    is_ring = family == "rosette" or size.roles & {"outer", "inner", "diameter"}
    if is_ring or (is_round and (size.quantity.is_range or size.quantity.joint == "/")):
        return {"outer_diameter_mm": max(values), "inner_diameter_mm": min(values)}
    if is_strip and not size.roles:
        # A strip is long along the sheet, in whichever order it is said.
        return {"width_mm": max(values), "height_mm": min(values)}
    return {"width_mm": first, "height_mm": second}


def _single(
    roles: frozenset[str], mm: float, found: dict[str, float], *, is_round: bool, is_strip: bool
) -> dict[str, float]:
    if "radius" in roles:
        mm, roles = round(2 * mm, 3), (roles - {"radius"}) | {"diameter"}
    if roles & {"scale", "thickness"}:
        return {}
    if "inner" in roles:
        return {"inner_diameter_mm": mm}
    if "outer" in roles or ("diameter" in roles and not is_strip):
        return {"outer_diameter_mm": mm}
    if is_strip:
        return _strip_side(roles, mm, found)
    if not roles:
        return {"width_mm": mm}
    return _sides(roles, mm, found, is_round=is_round)


def _strip_side(roles: frozenset[str], mm: float, found: dict[str, float]) -> dict[str, float]:
    """Return a strip's side: it is long along the sheet and "wide" across it."""
    if "length" in roles:
        return {"width_mm": mm}
    if roles & {"width", "height"}:
        return {"height_mm": mm}
    across_first = mm <= 20 and "height_mm" not in found
    return {"height_mm": mm} if across_first else {"width_mm": mm}


def _sides(
    roles: frozenset[str], mm: float, found: dict[str, float], *, is_round: bool
) -> dict[str, float]:
    outer, inner = found.get("outer_diameter_mm"), found.get("inner_diameter_mm")
    if is_round and "width" in roles and outer and not inner and mm < outer / 2:
        # "102 mm, 9 mm wide": the breadth of the ring itself.
        return {"inner_diameter_mm": round(outer - 2 * mm, 3)}
    if is_round and "width" in roles and inner and not outer:
        return {"outer_diameter_mm": round(inner + 2 * mm, 3)}
    named = {"width": "width_mm", "length": "width_mm", "height": "height_mm"}
    return {named[role]: mm for role in sorted(roles) if role in named}
