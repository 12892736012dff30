"""How a mosaic wheel is built: stacks, strips, sticks, chips, and what they are cut to.

The method is the Spanish one: veneers are glued to a stack for each different column of
the chart, sawn into strips, the strips tapered and glued side by side to a stick, and the
stick sawn into chips, which are laid side by side round the ring.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from artstudio.patterns.mosaic_wheel.parameters import MosaicWheelParameters

# Sticks longer than this are hard to saw square.
LONGEST_STICK_MM = 250.0
# Strips are sawn a little thicker than needed and thinned to their taper.
SAWN_ALLOWANCE_MM = 0.4


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Veneers glued on each other for a column; woods from the inside of the ring outward.

    columns: which columns of the chart are made of it, counted from 1; strips: how many
    are sawn from it for all sticks; width_mm: as wide as the strips with their saw cuts.
    """

    name: str
    woods: tuple[str, ...]
    columns: tuple[int, ...]
    strips: int
    width_mm: float
    length_mm: float
    height_mm: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of one wood round the ring, between two diameters."""

    wood: str
    inner_mm: float
    outer_mm: float


@dataclass(frozen=True, kw_only=True)
class Veneer:
    """All veneer of one wood that the stacks need: sheets of the same size are summed."""

    wood: str
    thickness_mm: float
    pieces: int
    area_cm2: float


@dataclass(frozen=True, kw_only=True)
class BuildSheet:
    """Everything that is needed to build the wheel; lengths in mm, angles in degrees.

    order: the stack of each column of a chip, clockwise as seen on the face; match: how
    each second chip is laid. strip_inside_mm and strip_outside_mm: a strip's thickness at
    both edges after it was tapered.
    """

    outer_mm: float
    inner_mm: float
    mosaic_outer_mm: float
    mosaic_inner_mm: float
    columns: int
    rows: int
    veneer_mm: float
    match: str
    stacks: tuple[Stack, ...]
    order: tuple[str, ...]
    tiles: int
    tiles_with_spare: int
    degrees_a_tile: float
    degrees_a_column: float
    strip_inside_mm: float
    strip_mean_mm: float
    strip_outside_mm: float
    taper_degrees: float
    chip_mm: float
    kerf_mm: float
    sticks: int
    stick_mm: float
    chips_a_stick: int
    lines: tuple[Line, ...]
    veneers: tuple[Veneer, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the sheet as JSON values."""
        return asdict(self)

    def wood_at(self, tile: int, column: int, row: int) -> str:
        """Return the wood of a cell, from the stacks alone; row 0 lies inside."""
        if tile % 2 and self.match in {"book", "turned"}:
            column = self.columns - 1 - column
        if tile % 2 and self.match == "turned":
            row = self.rows - 1 - row
        woods = {stack.name: stack.woods for stack in self.stacks}
        return woods[self.order[column]][row]


def build_sheet(p: MosaicWheelParameters) -> BuildSheet:
    """Return how the wheel of these parameters is built."""
    inner, outer = p.mosaic_inner_radius, p.mosaic_inner_radius + p.mosaic_mm
    tiles = math.ceil(p.tiles * (1 + p.spare / 100))
    a_chip = p.chip_mm + p.kerf_mm
    sticks = max(1, math.ceil(tiles * a_chip / LONGEST_STICK_MM))
    chips = math.ceil(tiles / sticks)
    stick = round(chips * a_chip, 2)
    degrees = 360 / p.tiles
    strip = p.column_mm(outer) + SAWN_ALLOWANCE_MM + p.kerf_mm
    order, stacks = _stacks(p, sticks, stick, strip)
    return BuildSheet(
        outer_mm=p.outer_mm,
        inner_mm=p.inner_mm,
        mosaic_outer_mm=round(2 * outer, 3),
        mosaic_inner_mm=round(2 * inner, 3),
        columns=p.columns,
        rows=len(p.rows),
        veneer_mm=round(p.veneer_mm, 4),
        match=p.match,
        stacks=stacks,
        order=order,
        tiles=p.tiles,
        tiles_with_spare=tiles,
        degrees_a_tile=round(degrees, 3),
        degrees_a_column=round(degrees / p.columns, 4),
        strip_inside_mm=round(p.column_mm(inner), 3),
        strip_mean_mm=round(p.column_mm((inner + outer) / 2), 3),
        strip_outside_mm=round(p.column_mm(outer), 3),
        taper_degrees=round(degrees / p.columns, 4),
        chip_mm=p.chip_mm,
        kerf_mm=p.kerf_mm,
        sticks=sticks,
        stick_mm=stick,
        chips_a_stick=chips,
        lines=_lines(p),
        veneers=_veneers(p, stacks),
    )


def _stacks(
    p: MosaicWheelParameters, sticks: int, length: float, strip: float
) -> tuple[tuple[str, ...], tuple[Stack, ...]]:
    """Return the stack of each column, and the different stacks in the order of their use."""
    columns = [tuple(row[i] for row in reversed(p.rows)) for i in range(p.columns)]
    names: dict[tuple[str, ...], str] = {}
    for column in columns:
        names.setdefault(column, f"S{len(names) + 1}")
    stacks = []
    for column, name in names.items():
        own = tuple(i + 1 for i, other in enumerate(columns) if other == column)
        stacks.append(
            Stack(
                name=name,
                woods=tuple(p.woods[letter] for letter in column),
                columns=own,
                strips=len(own) * sticks,
                width_mm=round(len(own) * sticks * strip, 2),
                length_mm=length,
                height_mm=round(p.mosaic_mm, 3),
            )
        )
    return tuple(names[column] for column in columns), tuple(stacks)


def _lines(p: MosaicWheelParameters) -> tuple[Line, ...]:
    """Return the lines from the outside in."""
    found = []
    for edge in (p.outer_mm / 2, p.inner_mm / 2 + p.edge_mm):
        for i in range(2 * p.lines + 1 if p.lines else 0):
            outer = edge - i * p.line_mm
            wood = p.wood_b if i % 2 else p.wood_a
            found.append(
                Line(
                    wood=wood,
                    inner_mm=round(2 * (outer - p.line_mm), 3),
                    outer_mm=round(2 * outer, 3),
                )
            )
    return tuple(found)


def _veneers(p: MosaicWheelParameters, stacks: tuple[Stack, ...]) -> tuple[Veneer, ...]:
    found: dict[str, list[float]] = {}
    for stack in stacks:
        for wood in stack.woods:
            found.setdefault(wood, []).append(stack.width_mm * stack.length_mm / 100)
    return tuple(
        Veneer(
            wood=wood,
            thickness_mm=round(p.veneer_mm, 3),
            pieces=len(areas),
            area_cm2=round(sum(areas), 1),
        )
        for wood, areas in found.items()
    )
