"""What is wrong with a drawing that a language model wrote, told so that it can repair it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from artstudio.geometry.contours import LINE
from artstudio.geometry.drawing import Drawing
from artstudio.geometry.measure import Measurements, measure
from artstudio.svg.importer import foreign_drawing
from rmos_runs.errors import DomainError

# A nib's width over the edge is the model's rounding, not a mistake.
OVERHANG_MM = 0.5
_FEW_BOXES = 8
#: Warnings of what is not drawn as it was meant; a language model can draw it in another way.
_LOST = frozenset(
    {
        *("elements_removed", "attributes_removed", "styles_removed", "references_removed"),
        *("mask_rounded", "pattern_flattened", "clear_parts_dropped"),
    }
)
_BOXES_ARE_MEANT = re.compile(
    r"square|box|rect|check|chess|grid|tile|brick|stripe|bar\b|bars|frame|pixel|plank|maze|slot",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Validation:
    """A written drawing after a look at it.

    drawing: in canonical form; None where there is nothing to cut. faults: whole
    sentences that tell the model what to repair, none where all is well.
    """

    drawing: Drawing | None
    faults: tuple[str, ...]


def validate(svg: str, *, width_mm: float, height_mm: float, prompt: str) -> Validation:
    """Look at what a model wrote for a sheet of that size; never raises a domain error."""
    if not svg.rstrip().endswith("</svg>"):
        cut = "The SVG breaks off before </svg>. Write a complete drawing with fewer nodes."
        return Validation(drawing=None, faults=(cut,))
    try:
        # At its own size: what lies outside of its sheet must not be scaled into place.
        foreign = foreign_drawing(svg.encode())
    except DomainError as error:
        return Validation(drawing=None, faults=(f"The SVG cannot be used: {error.message}",))
    facts = measure(foreign.drawing)
    if not facts.subpaths:
        empty = (
            "Nothing of the drawing can be seen: it has no filled shape on the sheet. "
            'Fill closed paths with fill="#000000" inside the viewBox.'
        )
        return Validation(drawing=None, faults=(empty, *_lost(foreign.warnings)))
    faults = (
        *_open_paths(foreign.warnings),
        *_lost(foreign.warnings),
        *_out_of_bounds(foreign.extent, facts),
        *_wrong_aspect(facts, width_mm / height_mm),
        *_only_boxes(foreign.drawing, prompt),
    )
    return Validation(drawing=foreign.drawing, faults=faults)


def _lost(warnings: tuple[dict[str, Any], ...]) -> tuple[str, ...]:
    """Return what cannot be kept of the drawing, in the words that its maker is told."""
    return tuple(warning["message"] for warning in warnings if warning["code"] in _LOST)


def _open_paths(warnings: tuple[dict[str, Any], ...]) -> tuple[str, ...]:
    return tuple(
        f"{warning['message']} End every subpath where it began, with Z."
        for warning in warnings
        if warning["code"] == "open_paths_closed"
    )


def _out_of_bounds(
    extent: tuple[float, float, float, float] | None, facts: Measurements
) -> tuple[str, ...]:
    if extent is None:
        return ()
    x0, y0, x1, y1 = extent
    over = max(-x0, -y0, x1 - facts.width_mm, y1 - facts.height_mm)
    if over <= OVERHANG_MM:
        return ()
    spans = (
        f"The drawing spans x {x0:.1f} to {x1:.1f} and y {y0:.1f} to {y1:.1f}, which is "
        f"{over:.1f} mm over the edge of the sheet of {facts.width_mm:g} by "
        f"{facts.height_mm:g} mm. Move or scale it into the viewBox."
    )
    return (spans,)


def _wrong_aspect(facts: Measurements, aspect: float) -> tuple[str, ...]:
    is_near = abs(facts.width_mm / facts.height_mm / aspect - 1) < 0.02
    return (
        () if is_near else ("The viewBox has other proportions than the one that was asked for.",)
    )


def _only_boxes(drawing: Drawing, prompt: str) -> tuple[str, ...]:
    """Find the drawing of a model that gave up: a few boxes where nobody asked for any."""
    if drawing.stroked or _BOXES_ARE_MEANT.search(prompt):
        return ()
    rings = [layer.on_grid for layer in drawing.filled]
    count = sum(len(contours) for contours in rings)
    if count > _FEW_BOXES or not all(_are_boxes(c.kinds, c.points, c.offsets) for c in rings):
        return ()
    return ("The drawing is nothing but boxes. Draw what the prompt asks for, with curves.",)


def _are_boxes(kinds: np.ndarray, points: np.ndarray, offsets: np.ndarray) -> bool:
    if (kinds != LINE).any() or (np.diff(offsets) != 4).any():
        return False
    sides = np.diff(points[:, 2].reshape(-1, 4, 2), axis=1)
    return bool((np.abs(sides).min(axis=2) == 0).all())
