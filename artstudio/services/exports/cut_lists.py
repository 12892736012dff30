"""How a drawing of the pattern engine is built, as a list of the parts that are cut for it.

It is made again from the stored parameters each time, and stored nowhere.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from artstudio import patterns
from artstudio.errors import NoCutList
from artstudio.models import ArtAsset, AssetKind, Variant
from artstudio.services.gallery.assets import get_asset, productions_of
from artstudio.services.sources.stored import SourceForm, form_of, read_spec, source_of

FAMILY = "mosaic_wheel"


@dataclass(frozen=True, kw_only=True)
class CutListOfAsset:
    """An asset, the sheet that says how it is built, and the rows of its cut list."""

    asset: ArtAsset
    sheet: patterns.BuildSheet
    rows: list[patterns.CutListRow]

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as JSON values."""
        return {
            "asset_id": self.asset.asset_id,
            **self.sheet.as_dict(),
            "parts": [row.as_dict() for row in self.rows],
        }

    def as_csv(self) -> str:
        """Return the rows as CSV (RFC 4180) with a line of names."""
        out = io.StringIO()
        writer = csv.DictWriter(out, patterns.CUT_LIST_COLUMNS)
        writer.writeheader()
        writer.writerows(row.as_dict() for row in self.rows)
        return out.getvalue()

    def key(self) -> dict[str, str]:
        """Return a letter for each wood of the chart, in the order of their first use."""
        woods = dict.fromkeys(wood for stack in self.sheet.stacks for wood in stack.woods)
        return {wood: chr(ord("A") + i) for i, wood in enumerate(woods)}

    def chart(self) -> list[dict[str, Any]]:
        """Return the rows of one chip from the outside in: their number, and a letter a column."""
        sheet, key = self.sheet, self.key()
        return [
            {
                "number": row + 1,
                "letters": [key[sheet.wood_at(0, i, row)] for i in range(sheet.columns)],
            }
            for row in reversed(range(sheet.rows))
        ]


def has_cut_list(variant: Variant | None) -> bool:
    """Tell whether a variant is drawn by parameters that say how it is built."""
    if variant is None or variant.source is None or form_of(variant) is not SourceForm.SPEC:
        return False
    family = variant.source_metadata.get("pattern", {}).get("family")
    return (family or variant.source.filename.removesuffix(".json")) == FAMILY


def cut_list_of(asset_id: str) -> CutListOfAsset:
    """Return how the drawing of an asset is built.

    Raises AssetNotFound, NoCutList, StoredSourceDamaged.
    """
    asset = get_asset(asset_id)
    variant = next((v for v in productions_of(asset) if has_cut_list(v)), None)
    if asset.kind != AssetKind.SVG or variant is None:
        raise NoCutList
    sheet = patterns.build_sheet(read_spec(source_of(variant)).parameters)
    return CutListOfAsset(asset=asset, sheet=sheet, rows=patterns.cut_list(sheet))
