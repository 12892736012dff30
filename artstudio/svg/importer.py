"""SVG from elsewhere to a drawing of our own: made harmless, then brought into canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artstudio.geometry.drawing import Drawing
from artstudio.svg.canonical import canonical_drawing
from artstudio.svg.sanitizer.sanitize import Clean, sanitize


@dataclass(frozen=True, kw_only=True)
class ForeignDrawing:
    """A drawing in mm, the harmless document it was made of, and {code, message} for each change.

    extent: the box of what was drawn in mm, also beyond the sheet, which cuts it off.
    warnings: first those of the sanitiser, then those of the canonical form.
    """

    drawing: Drawing
    clean: Clean
    warnings: tuple[dict[str, Any], ...]
    extent: tuple[float, float, float, float] | None = None


def foreign_drawing(
    data: bytes,
    *,
    width_mm: float | None = None,
    height_mm: float | None = None,
    by_tone: bool = False,
) -> ForeignDrawing:
    """Return the drawing of any SVG bytes.

    width_mm, height_mm: one gives the other by the aspect; with both the drawing is
    fitted and centred; with none it has the document's own size. by_tone: of a gradient
    the dark part is kept and not the mean colour. A document with
    nothing to cut gives an empty drawing and the warning `empty_drawing`. Raises what
    `sanitize` and `canonical_drawing` raise, all of them domain errors.
    """
    clean = sanitize(data)
    canonical = canonical_drawing(
        clean.root, width_mm=width_mm, height_mm=height_mm, by_tone=by_tone
    )
    return ForeignDrawing(
        drawing=canonical.drawing,
        clean=clean,
        warnings=(*clean.warnings, *canonical.warnings),
        extent=canonical.extent,
    )
