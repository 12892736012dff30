"""Two to four drawings side by side: what is seen of them, and a table of what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from artstudio.errors import AssetNotFound
from artstudio.models import AssetKind
from artstudio.services.tuning.compare import Compared, compared, existing_ids
from artstudio.web.drawing.page import picture_of
from rmos_runs.http.problems import status_of

MOST = 4
NOTHING = "\N{EN DASH}"
_WAYS = {"side": "Side by side", "slider": "Slider", "blink": "Blink", "difference": "Difference"}
Read = Callable[[Compared], Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A fact of each drawing in words, and whether they are not all the same."""

    label: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the drawings differ in it."""
        return len(set(self.cells)) > 1


@require_safe
@vary_on_headers("HX-Request")
def compare(request: HttpRequest) -> HttpResponse:
    """Compare the assets that `?ids=` names, separated by commas."""
    ids = list(dict.fromkeys(filter(None, request.GET.get("ids", "").split(","))))
    if len(ids) > MOST:
        message = f"These are {len(ids)} drawings; {MOST} can be compared at once."
        return _instead(request, message, existing_ids(ids)[:MOST])
    try:
        drawings = compared(ids)
    except AssetNotFound as error:
        return _instead(request, error.message, existing_ids(ids), status=status_of(error))
    shown = [(drawing, picture_of(drawing.asset)) for drawing in drawings]
    if others := [d for d, picture in shown if d.asset.kind != AssetKind.SVG or picture is None]:
        names = ", ".join(other.asset.asset_id for other in others)
        drawn = [d.asset.asset_id for d in drawings if d not in others]
        return _instead(request, f"Only drawings can be compared, and {names} is none.", drawn)
    way = request.GET.get("way", "")
    context = {
        "drawings": shown,
        "ways": _WAYS,
        "way": way if way in _WAYS and len(shown) > 1 else "side",
        "rows": rows_of(drawings) if len(drawings) > 1 else [],
    }
    return render(request, "drawing/compare.html", context)


def _instead(
    request: HttpRequest, message: str, ids: Sequence[str], *, status: int = 400
) -> HttpResponse:
    """Say why these cannot be compared, and offer those that can."""
    offered = ",".join(ids) if len(ids) > 1 else ""
    context = {"message": message, "offered": offered, "offered_count": len(ids)}
    return render(request, "drawing/compare.html", context, status=status)


def rows_of(drawings: Sequence[Compared]) -> list[Row]:
    """Return the facts that any of the drawings has, those of making after those of the drawing."""
    rows = [
        Row(label=label, cells=tuple(_in_words(read(drawing), unit) for drawing in drawings))
        for label, read, unit in _FACTS
    ]
    names = sorted({name for drawing in drawings for name in drawing.settings})
    rows += [
        Row(
            label=name.replace("_mm", " in mm").replace("_", " ").capitalize(),
            cells=tuple(_in_words(drawing.settings.get(name), "") for drawing in drawings),
        )
        for name in names
    ]
    return [row for row in rows if any(cell != NOTHING for cell in row.cells)]


def _measured(name: str) -> Read:
    return lambda drawing: drawing.measurements.get(name)


def _asked(name: str) -> Read:
    return lambda drawing: getattr(drawing.variant.generation, name) if drawing.variant else None


_FACTS: tuple[tuple[str, Read, str], ...] = (
    ("Prompt", lambda drawing: drawing.asset.prompt, ""),
    ("Width", lambda drawing: drawing.asset.width_mm, "mm"),
    ("Height", lambda drawing: drawing.asset.height_mm, "mm"),
    ("Nodes", lambda drawing: drawing.asset.nodes, ""),
    ("Paths", _measured("subpaths"), ""),
    ("Colours", _measured("colours"), ""),
    ("Filled area", _measured("area_mm2"), "mm²"),
    ("Cut length", _measured("cut_length_mm"), "mm"),
    ("Pieces", _measured("pieces"), ""),
    ("Islands", _measured("islands"), ""),
    ("Thinnest ink", _measured("smallest_feature_mm"), "mm"),
    ("Narrowest gap", _measured("smallest_gap_mm"), "mm"),
    ("Agreement with its source", _measured("bitmap_iou"), ""),
    ("Warnings", lambda drawing: len(drawing.variant.warnings) if drawing.variant else None, ""),
    ("Bytes", lambda drawing: drawing.asset.attachment.size_bytes, ""),
    ("Provider", _asked("provider"), ""),
    ("Model", _asked("model"), ""),
    ("Route", _asked("route"), ""),
    ("Seed", _asked("variant_seed"), ""),
)


def _in_words(value: Any, unit: str) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping | list):
        return f"{len(value)} entries"
    text = f"{value:,.10g}" if isinstance(value, int | float) else str(value)
    return f"{text} {unit}".strip()
