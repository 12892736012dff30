"""The tile charts that come with the engine, and the text that a chart is written as."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LETTERS = "ABCDEF"
FEWEST, MOST_COLUMNS, MOST_ROWS = 2, 24, 24


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: rows from the outside in, each a text of letters; woods from A on.

    names: what the vocabulary calls its motif.
    """

    rows: tuple[str, ...]
    woods: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The chart as a record has it."""
        return "/".join(self.rows)


@functools.cache
def charts() -> Mapping[str, Chart]:
    """Return the charts by name."""
    path = Path(__file__).with_name("charts.toml")
    return {
        name: Chart(
            rows=tuple(entry["rows"]), woods=tuple(entry["woods"]), names=tuple(entry["names"])
        )
        for name, entry in tomllib.loads(path.read_text("utf-8")).items()
    }


def rows_of(text: str) -> tuple[str, ...]:
    """Return the rows of a chart's text, from the outside in."""
    return tuple(text.split("/"))


def fault_of(text: str) -> str:
    """Return what is wrong with a chart's text, or nothing."""
    rows = rows_of(text)
    if not set("".join(rows)) <= set(LETTERS):
        return f"a chart has the letters {LETTERS[0]} to {LETTERS[-1]}, and / between rows."
    if len({len(row) for row in rows}) != 1:
        return "all rows of a chart have as many letters."
    if not FEWEST <= len(rows) <= MOST_ROWS or not FEWEST <= len(rows[0]) <= MOST_COLUMNS:
        return f"a chart has {FEWEST} to {MOST_COLUMNS} columns and {FEWEST} to {MOST_ROWS} rows."
    return ""
