"""What draws a mosaic wheel: its ring, its chart, its woods, and how its tiles are laid."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from artstudio.patterns.family import require
from artstudio.patterns.mosaic_wheel.charts import LETTERS, fault_of, rows_of
from artstudio.patterns.ranges import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Number,
    OneOf,
    Text,
    keep_ranges,
)
from artstudio.patterns.woods import NAMES

MATCHES = ("slip", "book", "turned")
_LONGEST_CHART = 24 * 25


@dataclass(frozen=True, kw_only=True)
class MosaicWheelParameters:
    """A chart of square veneer tiles, repeated round a ring between two diameters.

    chart: rows from the outside in with / between them, a letter A to F for the wood of
    each cell; wood_a to wood_f: what the letters stand for, A also for the ground of the
    lines. tiles: how often the chart is repeated. match: slip is the same each time, book
    mirrors each second tile, turned turns it upside down. lines: of wood_b between lines
    of wood_a at both edges, each line_mm wide. joint_mm: between cells of two woods, so
    that no line is cut twice. chip_mm, kerf_mm: how thick tiles are sawn
    and what the saw takes; spare: tiles more than needed, in percent.
    """

    width_mm: Annotated[float, SHEET_WIDTH]
    height_mm: Annotated[float, SHEET_HEIGHT]
    outer_mm: Annotated[float, Number(4, 5000, "Outer diameter, at most the sheet's.")]
    inner_mm: Annotated[float, Number(1, 5000, "Inner diameter.")]
    chart: Annotated[str, Text(_LONGEST_CHART, "Rows of letters A to F with / between them.")]
    tiles: Annotated[int, Number(3, 400, "How often the chart is repeated round the ring.")]
    match: Annotated[str, OneOf(MATCHES, "How each tile follows the one before.")] = "slip"
    lines: Annotated[int, Number(0, 3, "Lines of the second wood at each edge.")] = 1
    line_mm: Annotated[float, Number(0.05, 10, "Width of each line.")] = 0.5
    wood_a: Annotated[str, OneOf(NAMES, "Wood of the letter A and of the ground.")] = "maple"
    wood_b: Annotated[str, OneOf(NAMES, "Wood of the letter B and of the lines.")] = "ebony"
    wood_c: Annotated[str, OneOf(NAMES, "Wood of the letter C.")] = "dyed-red"
    wood_d: Annotated[str, OneOf(NAMES, "Wood of the letter D.")] = "dyed-green"
    wood_e: Annotated[str, OneOf(NAMES, "Wood of the letter E.")] = "walnut"
    wood_f: Annotated[str, OneOf(NAMES, "Wood of the letter F.")] = "boxwood"
    joint_mm: Annotated[float, Number(0, 0.3, "Glue joint between cells of two woods.")] = 0.05
    chip_mm: Annotated[float, Number(0.3, 20, "Thickness of a tile, sawn off the stick.")] = 2.0
    kerf_mm: Annotated[float, Number(0, 5, "What the saw takes with each cut.")] = 0.5
    spare: Annotated[int, Number(0, 100, "Tiles to make beyond those needed, in percent.")] = 10

    def __post_init__(self) -> None:
        """Refuse charts that are none, and rings without room for them."""
        keep_ranges(self)
        fault = fault_of(self.chart)
        require(not fault, fault)
        require(self.inner_mm < self.outer_mm, "the inner diameter must be the smaller one.")
        require(self.outer_mm <= min(self.width_mm, self.height_mm), "it is larger than its sheet.")
        require(self.mosaic_mm > 0, "its lines leave no room for the mosaic.")
        even = self.match == "slip" or self.tiles % 2 == 0
        require(even, "tiles that alternate are even in number.")

    @property
    def rows(self) -> tuple[str, ...]:
        """The chart's rows from the outside in."""
        return rows_of(self.chart)

    @property
    def columns(self) -> int:
        """How many columns the chart has."""
        return len(self.rows[0])

    @property
    def edge_mm(self) -> float:
        """The breadth of the lines at one edge."""
        return (2 * self.lines + 1) * self.line_mm if self.lines else 0.0

    @property
    def mosaic_mm(self) -> float:
        """The breadth of the mosaic between the lines."""
        return (self.outer_mm - self.inner_mm) / 2 - 2 * self.edge_mm

    @property
    def veneer_mm(self) -> float:
        """The thickness of a veneer: the height of a row."""
        return self.mosaic_mm / len(self.rows)

    @property
    def mosaic_inner_radius(self) -> float:
        """The radius at which the mosaic begins."""
        return self.inner_mm / 2 + self.edge_mm

    def column_mm(self, radius: float) -> float:
        """Return how wide a column is at a radius."""
        return 2 * math.pi * radius / (self.tiles * self.columns)

    @property
    def woods(self) -> Mapping[str, str]:
        """The wood of each letter that the chart and the lines use."""
        used = set(self.chart) - {"/"} | {"A"} | ({"B"} if self.lines else set())
        return {c: getattr(self, f"wood_{c.lower()}") for c in LETTERS if c in used}

    def letter(self, tile: int, column: int, row: int) -> str:
        """Return the letter at a cell of a tile; column 0 comes first clockwise, row 0 outside."""
        rows, swap = self.rows, tile % 2 == 1
        if swap and self.match in {"book", "turned"}:
            column = self.columns - 1 - column
        if swap and self.match == "turned":
            row = len(rows) - 1 - row
        return rows[row][column]
