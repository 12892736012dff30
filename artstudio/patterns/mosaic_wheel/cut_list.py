"""The build sheet of a mosaic wheel as the rows of a cut list."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from artstudio.patterns.mosaic_wheel.building import BuildSheet
from artstudio.patterns.woods import wood_title

COLUMNS = ("part", "name", "wood", "pieces", "length_mm", "width_mm", "thickness_mm", "note")


@dataclass(frozen=True, kw_only=True)
class CutListRow:
    """One line of a cut list; lengths in mm, None where a part has no such size.

    part: veneer, stack, strip, stick, chip or line. name: of a stack.
    """

    part: str
    name: str = ""
    wood: str = ""
    pieces: int = 1
    length_mm: float | None = None
    width_mm: float | None = None
    thickness_mm: float | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        return asdict(self)


def cut_list(sheet: BuildSheet) -> list[CutListRow]:
    """Return the rows in the order of the work: veneers, stacks, strips, sticks, chips, lines."""
    return [
        *_veneers(sheet),
        *_strips(sheet),
        CutListRow(
            part="stick",
            pieces=sheet.sticks,
            length_mm=sheet.stick_mm,
            width_mm=round(sheet.columns * sheet.strip_mean_mm, 3),
            thickness_mm=round(sheet.rows * sheet.veneer_mm, 3),
            note=f"{sheet.columns} strips side by side: {' '.join(sheet.order)}",
        ),
        CutListRow(
            part="chip",
            pieces=sheet.tiles_with_spare,
            length_mm=round(sheet.columns * sheet.strip_mean_mm, 3),
            width_mm=round(sheet.rows * sheet.veneer_mm, 3),
            thickness_mm=sheet.chip_mm,
            note=_laid(sheet),
        ),
        *_lines(sheet),
    ]


def _veneers(sheet: BuildSheet) -> Iterator[CutListRow]:
    """Yield each veneer of each stack, from the inside of the ring outward."""
    for stack in sheet.stacks:
        for position, wood in enumerate(stack.woods, start=1):
            yield CutListRow(
                part="veneer",
                name=stack.name,
                wood=wood_title(wood),
                length_mm=stack.length_mm,
                width_mm=stack.width_mm,
                thickness_mm=sheet.veneer_mm,
                note=f"layer {position} of {len(stack.woods)}, counted from the inside",
            )


def _strips(sheet: BuildSheet) -> Iterator[CutListRow]:
    for stack in sheet.stacks:
        columns = ", ".join(str(column) for column in stack.columns)
        yield CutListRow(
            part="strip",
            name=stack.name,
            pieces=stack.strips,
            length_mm=stack.length_mm,
            width_mm=stack.height_mm,
            thickness_mm=sheet.strip_outside_mm,
            note=f"column {columns}; tapered to {sheet.strip_inside_mm:g} mm at the inside",
        )


def _laid(sheet: BuildSheet) -> str:
    how = {
        "slip": "all the same way",
        "book": "every second one turned over, left for right",
        "turned": "every second one turned by half a turn",
    }[sheet.match]
    spare = sheet.tiles_with_spare - sheet.tiles
    laid = f"{sheet.tiles} round the ring, {how}"
    return f"{laid}; {spare} spare; {sheet.degrees_a_tile:g} degrees each"


def _lines(sheet: BuildSheet) -> Iterator[CutListRow]:
    for line in sheet.lines:
        mean = (line.inner_mm + line.outer_mm) / 2
        yield CutListRow(
            part="line",
            wood=wood_title(line.wood),
            length_mm=round(math.pi * mean, 1),
            width_mm=round((line.outer_mm - line.inner_mm) / 2, 3),
            note=f"ring from {line.inner_mm:g} to {line.outer_mm:g} mm",
        )
