"""What was changed on the way to the canonical form, counted by kind and said in plain words."""

from __future__ import annotations

from collections import Counter

_CHORDS = "The new outline has straight chords within 0.01 mm of the curves."
#: In the order in which they are told; {n} is how many.
_MESSAGES = {
    "size_assumed": "The document states no size in real units, so it was taken to be {sheet} mm. "
    "Give width_mm or height_mm to set it.",
    "path_in_error": "Paths drawn only up to an error in them: {n}. Export the drawing again.",
    "text_dropped": "Texts left out, as fonts differ from machine to machine: {n}. "
    "Convert text to paths and send the drawing again.",
    "invisible_parts_dropped": "Shapes left out because they cannot be seen: {n}.",
    "outside_parts_dropped": "Shapes left out because they lie beyond the sheet: {n}.",
    "zero_area_parts_dropped": "Shapes left out because they enclose nothing and have no "
    "stroke: {n}.",
    "unusable_coordinates_dropped": "Fills and strokes left out because they reach beyond all "
    "measure: {n}. Draw at the size that is to be cut.",
    "gradient_flattened": "Gradients that became one flat colour, the mean of their stops: {n}.",
    "transparency_flattened": "Shapes that let others through became opaque, in their colour on "
    "white: {n}. Check what lies below them.",
    "open_paths_closed": "Open paths that are filled and were closed with a straight line, as on "
    "screen: {n}. Check that no part is missing.",
    "overlap_united": f"Shapes united where their outlines overlap, as they look: {{n}}. {_CHORDS}",
    "overlap_kept": "Shapes too tangled to be united, which now have holes where they overlap: "
    "{n}. Unite their outlines and send the drawing again.",
    "clip_applied": f"Shapes cut off along a clip: {{n}}. {_CHORDS}",
    "white_cut_out": "Shapes that have holes now where white lay on them: {n}.",
    "white_subtracted": f"Shapes cut along the edge of white that lay on them: {{n}}. {_CHORDS}",
    "white_dropped": "White shapes left out because they lie on nothing: {n}.",
    "dashes_cut": "Dashed strokes cut up into single lines: {n}.",
    "dashes_dropped": "Strokes with more dashes than can be cut, drawn without gaps: {n}.",
    "stroke_outlined": "Strokes of uneven or enormous width that became outlines: {n}.",
    "empty_drawing": "There is nothing left to cut. Draw shapes or strokes that are not white.",
}


class ConversionWarnings:
    """Counts what was found; each kind becomes one warning."""

    def __init__(self, *, sheet: str = "") -> None:
        self._sheet = sheet
        self._counts: Counter[str] = Counter()

    def add(self, code: str, count: int = 1) -> None:
        """Count more of a kind."""
        self._counts[code] += count

    def warnings(self) -> tuple[dict[str, str], ...]:
        """Return {code, message} for each kind that was found."""
        return tuple(
            {"code": code, "message": message.format(n=self._counts[code], sheet=self._sheet)}
            for code, message in _MESSAGES.items()
            if self._counts[code]
        )
