"""What was changed on the way to the canonical form, counted by kind and said in plain words."""

from __future__ import annotations

from collections import Counter
from typing import Any

_CHORDS = "The new outline has straight chords within 0.01 mm of the curves."
#: In the order in which they are told; {n} is how many.
_MESSAGES = {
    "size_assumed": "The document states no size in real units, so it was taken to be {sheet} mm. "
    "Give width_mm or height_mm to set it.",
    "path_in_error": "Paths drawn only up to an error in them: {n}. Export the drawing again.",
    "text_outlined": "Texts drawn as outlines of the fonts at hand: {n}. Letters differ where "
    "another font was meant; convert text to paths to keep it.",
    "text_dropped": "Texts left out, as no font at hand has their letters: {n}. "
    "Convert text to paths and send the drawing again.",
    "invisible_parts_dropped": "Shapes left out because they cannot be seen: {n}.",
    "outside_parts_dropped": "Shapes left out because they lie beyond the sheet: {n}.",
    "zero_area_parts_dropped": "Shapes left out because they enclose nothing and have no "
    "stroke: {n}.",
    "unusable_coordinates_dropped": "Fills and strokes left out because they reach beyond all "
    "measure: {n}. Draw at the size that is to be cut.",
    "gradient_flattened": "Gradients that became one flat colour, the mean of their stops: {n}.",
    "gradient_faded": "Gradients that fade to clear: {n}. What lets more than half through was "
    "left out, the rest became one flat colour.",
    "gradient_traced": "Gradients of which only the dark part was kept, in one flat colour: {n}.",
    "transparency_mixed": "Shapes that let others through became opaque, in their colour mixed "
    "with what lies below: {n}.",
    "clear_parts_dropped": "Shapes left out because they let more than half of what lies below "
    "through: {n}. Raise their opacity to keep them.",
    "mask_rounded": "Masks with shades between light and dark: {n}. What they let more than half "
    "through is shown whole, the rest is hidden.",
    "pattern_drawn": "Fills that are a pattern, whose tiles became shapes: {n}.",
    "pattern_flattened": "Fills whose pattern is too fine to be cut, filled flat instead: {n}.",
    "beyond_sheet_cut": "Shapes cut off at the edge of the sheet, as every viewer shows them: "
    "{n}. Move or scale what was meant to be whole.",
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


_MAX_PLACES = 12


class ConversionWarnings:
    """Counts what was found, with places where there are some; each kind becomes one warning."""

    def __init__(self, *, sheet: str = "") -> None:
        self._sheet = sheet
        self._counts: Counter[str] = Counter()
        self._places: dict[str, list[dict[str, float]]] = {}

    def add(self, code: str, count: int = 1) -> None:
        """Count more of a kind."""
        self._counts[code] += count

    def add_place(self, code: str, place: tuple[float, float]) -> None:
        """Count one more of a kind at a place in mm; the first dozen of places are told."""
        self.add(code)
        places = self._places.setdefault(code, [])
        if len(places) < _MAX_PLACES:
            places.append({"x_mm": round(place[0], 2), "y_mm": round(place[1], 2)})

    def warnings(self) -> tuple[dict[str, Any], ...]:
        """Return {code, message} for each kind that was found, and its places if it has some."""
        return tuple(
            {"code": code, "message": message.format(n=self._counts[code], sheet=self._sheet)}
            | ({"places": self._places[code]} if code in self._places else {})
            for code, message in _MESSAGES.items()
            if self._counts[code]
        )
