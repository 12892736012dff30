"""What of a cut card a maker should look at, in plain words and with places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from artstudio.cutting.card import CutCard, CutLimits, LayerCut, merged
from artstudio.cutting.line_faults import LineFaults
from artstudio.cutting.min_width import ACCURACY_MM
from artstudio.cutting.repeated_cuts import Stretches
from artstudio.cutting.strokes import NEARLY_CLOSED_MM, StrokeFaults
from artstudio.cutting.widths import Widths
from artstudio.geometry.arrays import Floats

# As many as can be read; the counts say how many there are.
MAX_PLACES = 12
# How far along something is too narrow is said from this length on.
_WORTH_TELLING_MM = 0.1

Warning_ = dict[str, Any]


def cut_warnings(card: CutCard) -> list[Warning_]:
    """Return warnings {code, message, places}, places being up to 12 of {x_mm, y_mm}.

    Widths are stated at the places where something is too narrow ({..., width_mm}).
    """
    strokes = list(_strokes(card.strokes))
    if card.layers is None:
        incomplete = {
            "code": "card_incomplete",
            "message": "This drawing is too complex to look for thin places, crossings and "
            "loose parts. Trace it smoother, with a larger min_speck_mm, or in fewer colours.",
        }
        return [incomplete, *strokes]
    return [
        *_narrow(card.layers, card.limits),
        *_met(card.layers),
        *strokes,
        *_lines(card.lines),
        *_tool(card),
    ]


def _narrow(layers: Sequence[LayerCut], limits: CutLimits) -> Iterator[Warning_]:
    ink = merged([layer.narrow.ink for layer in layers]).below(limits.min_feature_mm)
    if len(ink.widths):
        yield _too_narrow("thin_feature", ink, "The ink is", "thinner", limits.min_feature_mm)
    gaps = merged([layer.narrow.gaps for layer in layers]).below(limits.min_gap_mm)
    if len(gaps.widths):
        yield _too_narrow("narrow_gap", gaps, "A gap is", "narrower", limits.min_gap_mm)


def _too_narrow(code: str, widths: Widths, what: str, more: str, limit_mm: float) -> Warning_:
    places = _widths(widths, with_lengths=True)
    worst = places[0]
    return {
        "code": code,
        "message": f"{what} {more} than {limit_mm:g} mm {_times(len(widths.widths))}"
        f"{_for_length(widths)}, down to {_shown(worst['width_mm'], limit_mm)} mm "
        f"at {_spot(worst)}.",
        "places": places,
    }


def _met(layers: Sequence[LayerCut]) -> Iterator[Warning_]:
    for code, name, one, many in _MEETINGS:
        found = [getattr(layer.meetings, name) for layer in layers]
        points = np.concatenate(found) if found else np.zeros((0, 2))
        if len(points):
            yield _counted(code, points, one, many)
    flat = sum(layer.zero_area_parts for layer in layers)
    if flat:
        yield {
            "code": "zero_area_parts",
            "message": f"{flat} contour{'s' if flat > 1 else ''} enclose{'' if flat > 1 else 's'} "
            "next to nothing.",
        }


# Code, field of Intersections, and the sentence for one and for many.
_MEETINGS = (
    (
        "self_crossing",
        "self_crossings",
        "A contour crosses or touches itself",
        "Contours cross or touch themselves",
    ),
    (
        "crossing_contours",
        "crossings",
        "Two contours cut through each other",
        "Contours cut through each other",
    ),
    (
        "overlapping_contours",
        "overlaps",
        "Two contours run along the same line, which would be cut twice",
        "Contours run along the same line, which would be cut twice",
    ),
    (
        "duplicate_contours",
        "duplicates",
        "A contour repeats another and would be cut twice",
        "Contours repeat others and would be cut twice",
    ),
    (
        "touching_contours",
        "touches",
        "Two contours touch in a point, where parts hang together by nothing",
        "Contours touch in points, where parts hang together by nothing",
    ),
)


def _strokes(faults: StrokeFaults) -> Iterator[Warning_]:
    near = faults.nearly_closed
    if len(near.widths):
        places = _widths(near)
        count = "A stroke ends" if len(places) == 1 else f"{len(near.widths):,} strokes end"
        yield {
            "code": "nearly_closed",
            "message": f"{count} less than {NEARLY_CLOSED_MM:g} mm from the start, by "
            f"{places[0]['width_mm']:.2f} mm at {_spot(places[0])}. Close what shall be cut out.",
            "places": places,
        }
    if len(faults.repeats):
        yield _counted(
            "repeated_strokes",
            faults.repeats,
            "A stroke repeats another and would be drawn twice",
            "Strokes repeat others and would be drawn twice",
        )


def _lines(lines: LineFaults) -> Iterator[Warning_]:
    for code, name, sentence in _STRETCHES:
        found: Stretches = getattr(lines, name)
        if len(found.lengths):
            places = [
                {**place, "length_mm": round(float(length), 2)}
                for place, length in zip(_places(found.places), found.lengths, strict=False)
            ]
            where = f"{_times(len(found.lengths))}, first at {_spot(places[0])}"
            yield {
                "code": code,
                "message": f"{sentence.format(length=f'{found.length:,.1f} mm')}, {where}.",
                "places": places,
            }


# Code, field of LineFaults, and the sentence.
_STRETCHES = (
    ("cut_twice", "twice_told", "{length} of line lie on other lines and would be cut twice"),
    (
        "cut_twice_across_colours",
        "twice_across",
        "{length} of line lie on lines of another colour and would be cut twice where both are cut",
    ),
    ("covered_cut", "covered", "{length} of line lie below a later area and would still be cut"),
    ("beyond_sheet", "beyond", "{length} of line lie beyond the sheet"),
)


def _tool(card: CutCard) -> Iterator[Warning_]:
    layers, tool = card.layers or (), card.limits.tool_diameter_mm
    corners = [layer.corners for layer in layers if layer.corners is not None]
    if tool is None:
        return
    around = [c.around for c in corners if len(c.around)]
    if around:
        yield _counted(
            "tight_inside_corner",
            np.concatenate(around),
            f"An inside corner is tighter than a tool of {tool:g} mm and stays rounded",
            f"Inside corners are tighter than a tool of {tool:g} mm and stay rounded",
        )
    gaps = merged([layer.narrow.gaps for layer in layers])
    if gaps.smallest is not None and gaps.smallest < tool - ACCURACY_MM:
        place = _places(gaps.places)[0]
        yield {
            "code": "gap_narrower_than_tool",
            "message": f"A gap of {gaps.smallest:.2f} mm at {_spot(place)} is too narrow for a "
            f"tool of {tool:g} mm.",
            "places": [place],
        }


def _counted(code: str, points: Floats, one: str, many: str) -> Warning_:
    places = _places(points)
    where = f"at {_spot(places[0])}"
    message = one if len(points) == 1 else f"{many} {_times(len(points))}, first"
    return {"code": code, "message": f"{message} {where}.", "places": places}


def _places(points: Floats) -> list[dict[str, float]]:
    return [
        {"x_mm": round(float(x), 2), "y_mm": round(float(y), 2)} for x, y in points[:MAX_PLACES]
    ]


def _widths(widths: Widths, *, with_lengths: bool = False) -> list[dict[str, float]]:
    return [
        {**place, "width_mm": round(float(width), 3)}
        | ({"length_mm": round(float(length), 2)} if with_lengths else {})
        for place, width, length in zip(
            _places(widths.places), widths.widths, widths.lengths, strict=False
        )
    ]


def _shown(width_mm: float, limit_mm: float) -> str:
    """Return a width with as many decimals as tell it from the limit."""
    short = f"{width_mm:.2f}"
    return short if float(short) < limit_mm else f"{width_mm:.3f}"


def _for_length(widths: Widths) -> str:
    length = float(widths.lengths.sum())
    return f" for {length:,.1f} mm" if length >= _WORTH_TELLING_MM else ""


def _spot(place: dict[str, float]) -> str:
    return f"x {place['x_mm']:.1f}, y {place['y_mm']:.1f} mm"


def _times(count: int) -> str:
    return "in one place" if count == 1 else f"in {count:,} places"
