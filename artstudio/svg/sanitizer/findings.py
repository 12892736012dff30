"""What was taken out of a foreign SVG, counted by kind and said in plain words."""

from __future__ import annotations

from collections import Counter, defaultdict

_NAMES_SHOWN = 6
_NAME_CHARS = 40
#: In the order in which they are told; {names} are the things with their counts.
_MESSAGES = {
    "active_content_removed": "Scripts, events and animation were taken out: {names}.",
    "elements_removed": (
        "Parts that are missing from the drawing: {names}. "
        "Turn what they show into plain paths before you export."
    ),
    "attributes_removed": "Shapes that look different here: {names}. {advice}",
    "references_removed": (
        "References that do not lead to a fitting part of this drawing were taken out: {names}."
    ),
    "styles_removed": "Style rules that cannot be followed: {names}. The shapes that they mean are "
    "drawn without them.",
    "values_removed": "Values that cannot be read: {names}. The shapes are drawn as if they were "
    "not there.",
    "paths_cut": "Path data was cut off where it could not be read any further: {names}.",
    "ids_removed": "Ids used more than once stayed with their first element only: {names}.",
}

#: What the loss of a property does to a shape; of others it is only told that it is gone.
_LOSSES = {
    "filter": "without their filter (blur, shadow or colour change)",
    "mix-blend-mode": "covering what lies below instead of blending with it",
    "clip": "not cut off",
}
_THINGS = {"image": "pictures", "textPath": "texts along a path", "video": "films"}
_ADVICE = "Draw with plain fills what these effects show."


class SanitizerWarnings:
    """Counts of names under each kind of finding."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, code: str, name: str) -> None:
        """Count one more `name` under `code`."""
        self._counts[code][name[:_NAME_CHARS]] += 1

    def warnings(self) -> tuple[dict[str, str], ...]:
        """Return {code, message} for each kind that was found."""
        return tuple(
            {
                "code": code,
                "message": message.format(names=_named(self._counts[code], code), advice=_ADVICE),
            }
            for code, message in _MESSAGES.items()
            if code in self._counts
        )


def _named(counts: Counter[str], code: str) -> str:
    shown = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_NAMES_SHOWN]
    names = ", ".join(f"{_spoken(name, code)} ({count})" for name, count in shown)
    left = len(counts) - len(shown)
    return f"{names} and {left} more" if left else names


def _spoken(name: str, code: str) -> str:
    if code == "attributes_removed":
        return _LOSSES.get(name, f"without {name}")
    return _THINGS.get(name, name) if code == "elements_removed" else name
