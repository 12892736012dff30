"""What was changed on the way to the canonical form, in plain words."""

from __future__ import annotations

from collections import Counter

_MESSAGES = {
    "size_assumed": "The document states no real size ({what}). "
    "Give width_mm or height_mm to set it.",
    "path_in_error": "{shapes} cannot be read to the end and {is_} drawn up to the error. "
    "Check the drawing, and have it exported again.",
    "text_dropped": "{texts} left out, as fonts differ from machine to machine. "
    "Convert text to paths and send the drawing again.",
    "invisible_parts_dropped": "{shapes} that cannot be seen {is_} left out.",
    "outside_parts_dropped": "{shapes} beyond the edge of the sheet {is_} left out.",
    "zero_area_parts_dropped": "{shapes} without area and without a stroke {is_} left out.",
    "unusable_coordinates_dropped": "{shapes} with coordinates far beyond any sheet {is_} left "
    "out. Draw at the size that is to be cut.",
    "gradient_flattened": "{gradients} became one flat colour, the mean of its stops.",
    "transparency_flattened": "{shapes} that can be seen through became opaque, in the colour "
    "that it has on white. Check what lies below.",
    "open_paths_closed": "{paths} filled, so a straight line closes it as it does on screen. "
    "Check that no part is missing.",
    "overlap_united": "{shapes} with overlapping outlines {is_} united, as it looks; "
    "the new outline has straight chords within 0.01 mm.",
    "overlap_kept": "{shapes} too tangled to be united; where outlines overlap there are "
    "holes. Unite the outlines and send the drawing again.",
    "clip_applied": "{shapes} cut off along a clip path; the new outline has straight chords "
    "within 0.01 mm.",
    "white_cut_out": "{shapes} in the sheet's white became a hole in what is below.",
    "white_subtracted": "{shapes} in the sheet's white {is_} subtracted from what is below; "
    "the new outline has straight chords within 0.01 mm.",
    "white_dropped": "{shapes} in the sheet's white on empty ground {is_} left out.",
    "dashes_cut": "{strokes} with dashes {is_} cut up into single lines.",
    "dashes_dropped": "{strokes} with more dashes than can be cut {is_} drawn without a gap.",
    "stroke_outlined": "{strokes} of uneven width became the outline of what it covers.",
    "empty_drawing": "There is nothing left to cut. Draw shapes or strokes that are not white.",
}
_NOUNS = ("shape", "path", "stroke", "text", "gradient")


class Findings:
    """Counts what was found; each sort becomes one warning."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._words: dict[str, str] = {}

    def add(self, code: str, what: str = "") -> None:
        """Count one more of a sort; `what` is said in the message of those that take it."""
        self._counts[code] += 1
        self._words[code] = what

    def warnings(self) -> tuple[dict[str, str], ...]:
        """Return {code, message} for each sort, in a fixed order."""
        return tuple(
            {"code": code, "message": self._message(code, text)}
            for code, text in _MESSAGES.items()
            if self._counts[code]
        )

    def _message(self, code: str, text: str) -> str:
        count = self._counts[code]
        is_one = count == 1
        nouns = {f"{noun}s": f"{count} {noun}{'' if is_one else 's'}" for noun in _NOUNS}
        return text.format(**nouns, is_="is" if is_one else "are", what=self._words[code])
