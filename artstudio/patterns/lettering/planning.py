"""Which font, size and layout a text gets: by the words, by the sizes, so that it can be cut."""

from __future__ import annotations

from dataclasses import replace

from artstudio.fonts import FONTS, Font
from artstudio.fonts.outlines import missing_letters
from artstudio.patterns.constraints import LONGEST_MM, SMALLEST_MM, refuse
from artstudio.patterns.family import Task
from artstudio.patterns.lettering.drawing import (
    bounds_of,
    in_line,
    reach_of,
    set_letters,
    text_of,
)
from artstudio.patterns.lettering.letters import letters_of
from artstudio.patterns.lettering.parameters import LONGEST_TEXT, LetteringParameters
from rmos_runs.errors import InvalidRequest

_DEFAULT_MM = 15.0
_DEFAULT_RING_MM = 100.0
_DEFAULT_MONOGRAM_MM = 40.0
_LEAST_MM = 0.36
_ROUNDS = 12
_LARGEST = 5000.0
# More than this share of a letter's height would make a blot of it.
_THICKEST = 0.05
#: Words for fonts, by the vocabulary's names; the first that is asked for decides.
FONT_WORDS = {
    "stencil": "stencil", "blackletter": "blackletter", "gothic": "blackletter",
    "uncial": "uncial", "celtic": "uncial", "script": "script", "sans": "sans",
    "capitals": "capitals", "serif": "serif",
}  # fmt: skip
_FEW_LETTERS = 4


def plan(task: Task) -> LetteringParameters:
    """Choose font and layout, then the size at which it fits and can be cut."""
    text = " ".join(task.request.texts).strip()[:LONGEST_TEXT] or "Art"
    font = choose_font(task, text)
    lacking = missing_letters(text, FONTS[font])
    if not set(text) - set(lacking) - {" "}:
        named = ", ".join(f"“{letter}”" for letter in lacking)
        raise InvalidRequest(f"No font here has {named}; nothing of this text can be drawn.")
    layout = _layout(task, text)
    start = LetteringParameters(
        width_mm=_LARGEST,
        height_mm=_LARGEST,
        text=text,
        font=font,
        layout=layout,
        letter_mm=_letter(task) or _DEFAULT_MM,
        outer_mm=_LARGEST / 2 if layout != "line" else 0.0,
        bridge_mm=0.5 if _wants_bridges(task, font) else 0.0,
    )
    sized = {"line": _on_line, "arc": _on_arc, "ring": _on_ring, "monogram": _monogram}[layout]
    return sized(task, start)


def choose_font(task: Task, text: str) -> str:
    """Return the font that is asked for, else one that has all the letters."""
    for word, name in FONT_WORDS.items():
        if task.request.asks(word) and word not in task.request.without:
            return _stencil(task, text) if name == "stencil" else name
    names = ["serif", "capitals", "sans", "uncial"]
    names += [] if text.isupper() else ["script", "blackletter"]
    complete = [name for name in names if not missing_letters(text, FONTS[name])]
    fewest = min(FONTS, key=lambda name: len(missing_letters(text, FONTS[name])))
    return task.choice.pick("font", complete) if complete else fewest


def _stencil(task: Task, text: str) -> str:
    names = [name for name, font in FONTS.items() if font.is_stencil]
    complete = [name for name in names if not missing_letters(text, FONTS[name])]
    return task.choice.pick("stencil", complete or names)


def _wants_bridges(task: Task, font: str) -> bool:
    return task.request.asks("stencil") or FONTS[font].is_stencil


def _layout(task: Task, text: str) -> str:
    request = task.request
    if request.asks("monogram") and len(text.replace(" ", "")) <= _FEW_LETTERS:
        return "monogram"
    given = task.limits.given() & {"outer_diameter_mm", "inner_diameter_mm"}
    if request.asks("arc", "scallop", "scallops"):
        return "arc"
    if given or request.asks("ring", "circle", "around"):
        return "ring"
    return "line"


def _letter(task: Task) -> float | None:
    return task.request.measures.get("letter_mm")


def finished(p: LetteringParameters) -> LetteringParameters:
    """Return a text with strokes and gaps that can be cut, as far as its letters allow."""
    font: Font = FONTS[p.font]
    thin = font.thinnest * p.letter_mm
    thicken = min(max(0.0, _LEAST_MM - thin), _THICKEST * p.letter_mm)
    bridge = max(_LEAST_MM, 0.06 * p.letter_mm) if p.bridge_mm else 0.0
    gap = max(_LEAST_MM, 0.05 * p.letter_mm)
    return replace(
        p,
        thicken_mm=round(thicken, 3),
        least_mm=_LEAST_MM,
        gap_mm=round(gap, 3),
        bridge_mm=round(bridge, 3),
    )


def _at_height(p: LetteringParameters, letter_mm: float) -> LetteringParameters:
    return finished(replace(p, letter_mm=round(min(max(letter_mm, 0.5), 2000), 4)))


def _on_line(task: Task, p: LetteringParameters) -> LetteringParameters:
    limits = task.limits
    frame = task.request.asks("border", "frame") and not task.request.refuses_border
    wide, high = limits.width_mm, limits.height_mm
    p = _at_height(p, p.letter_mm)
    if (wide or high) and not (_letter(task) and _fits(p, wide, high, frame=frame)):
        p = _fitted(p, wide, high, frame=frame)
    return _on_sheet(task, p, frame=frame)


def _margin(p: LetteringParameters, *, frame: bool) -> tuple[float, float]:
    """Return the width of a frame's line and of the ground inside it."""
    if not frame:
        return 0.0, 0.0
    return round(max(0.5, 0.06 * p.letter_mm), 3), round(max(1.0, 0.3 * p.letter_mm), 3)


def _extent(p: LetteringParameters, *, frame: bool) -> tuple[float, float]:
    low, high = bounds_of(list(text_of(p)))
    margin = 2 * sum(_margin(p, frame=frame))
    return high[0] - low[0] + margin, high[1] - low[1] + margin


def _fits(p: LetteringParameters, wide: float | None, high: float | None, *, frame: bool) -> bool:
    w, h = _extent(p, frame=frame)
    return (wide is None or w <= wide) and (high is None or h <= high)


def _fitted(
    p: LetteringParameters, wide: float | None, high: float | None, *, frame: bool
) -> LetteringParameters:
    """Return the text at the height at which it fills the sheet one way and fits the other."""
    for _ in range(_ROUNDS):
        w, h = _extent(p, frame=frame)
        scale = min((wide or _LARGEST) / w, (high or _LARGEST) / h)
        p = _at_height(p, p.letter_mm * scale)
        if abs(scale - 1) < 1e-6:
            break
    w, h = _extent(p, frame=frame)
    over = max(w / (wide or _LARGEST), h / (high or _LARGEST))
    return _at_height(p, p.letter_mm / over - 0.0001) if over > 1 else p


def _on_sheet(task: Task, p: LetteringParameters, *, frame: bool) -> LetteringParameters:
    w, h = _extent(p, frame=frame)
    limits = task.limits
    line, space = _margin(p, frame=frame)
    wide, high = limits.width_mm or _up(w), limits.height_mm or _up(h)
    _keep_sheet(limits.width_mm is None, wide, high)
    return replace(p, width_mm=wide, height_mm=high, frame_mm=line, space_mm=space)


def _up(mm: float) -> float:
    """Return a side that holds what is drawn, in hundredths of a millimetre."""
    return max(SMALLEST_MM, round(mm + 0.005, 2))


def _keep_sheet(is_wide: bool, wide: float, high: float) -> None:  # noqa: FBT001
    if max(wide, high) > LONGEST_MM:
        field = "width_mm" if is_wide else "height_mm"
        raise refuse(field, "The text is larger than a sheet of 5000 mm; make it shorter.")


def _on_arc(task: Task, p: LetteringParameters) -> LetteringParameters:
    """Bow the text so that it takes a third of a turn, unless a diameter is given."""
    wide, high = task.limits.width_mm, task.limits.height_mm
    diameter = task.limits.outer_diameter_mm
    p = _bowed(_at_height(p, p.letter_mm), diameter)
    for _ in range(_ROUNDS if (wide or high) else 0):
        w, h = _extent(p, frame=False)
        scale = min((wide or _LARGEST) / w, (high or _LARGEST) / h)
        p = _bowed(_at_height(p, p.letter_mm * scale * (1 - 1e-5)), diameter)
    return _on_sheet(task, p, frame=False)


def _bowed(p: LetteringParameters, diameter: float | None) -> LetteringParameters:
    straight = replace(p, layout="line", outer_mm=0.0)
    setting = set_letters(straight, letters_of(straight), in_line)
    length = max(setting.end - setting.start, p.letter_mm)
    return replace(p, outer_mm=round(diameter or 3 * length / 3.14159265, 3))


def _on_ring(task: Task, p: LetteringParameters) -> LetteringParameters:
    limits, request = task.limits, task.request
    given = [v for v in (limits.width_mm, limits.height_mm) if v is not None]
    inner = limits.inner_diameter_mm
    outer = limits.outer_diameter_mm or (min(given) if given else None)
    letter = _letter(task)
    if outer is None:
        outer = inner + 2.6 * (letter or _DEFAULT_MM / 2) if inner else _DEFAULT_RING_MM
    frame = round(max(0.5, outer * 0.008), 3) if request.asks("border", "frame", "line") else 0.0
    space = round(max(0.8, outer * 0.015), 3) if frame else 0.0
    band = (outer - inner) / 2 - frame - space if inner else outer * 0.16
    p = replace(p, outer_mm=round(outer, 3), frame_mm=frame, space_mm=space)
    p = _at_height(p, letter or min(band * 0.8, outer * 0.12))
    sheet = max(given[0] if given else outer, outer)
    other = max(given[-1] if given else outer, outer)
    p = replace(p, width_mm=round(sheet, 3), height_mm=round(other, 3))
    return _short_enough(task, p)


def _short_enough(task: Task, p: LetteringParameters) -> LetteringParameters:
    """Return the text in letters so low that it goes round once; those asked for stay."""
    for _ in range(_ROUNDS * 2):
        try:
            text_of(p)
        except InvalidRequest:
            if _letter(task):
                message = "The text is too long for this ring; make the ring larger."
                raise refuse("outer_diameter_mm", message) from None
            p = _at_height(p, p.letter_mm * 0.9)
        else:
            break
    return p


def _monogram(task: Task, p: LetteringParameters) -> LetteringParameters:
    """Put one to four letters into a circle, with a line around unless that is refused."""
    limits = task.limits
    given = [v for v in (limits.width_mm, limits.height_mm) if v is not None]
    outer = limits.outer_diameter_mm or (min(given) if given else None)
    letter = _letter(task)
    frame = 0.0 if task.request.refuses_border else 1.0
    p = replace(p, text=p.text.replace(" ", ""))
    if outer is None:
        outer = letter * 4.0 if letter else _DEFAULT_MONOGRAM_MM
    line = round(max(0.5, outer * 0.02) * frame, 3)
    space = round(outer * 0.06 * frame, 3)
    p = replace(p, outer_mm=round(outer, 3), frame_mm=line, space_mm=space)
    edge = outer / 2 - line - space
    p = _at_height(replace(p, layout="line", frame_mm=0.0), letter or outer * 0.3)
    if not letter:
        for _ in range(_ROUNDS):
            free = replace(p, layout="monogram", outer_mm=_LARGEST)
            p = _at_height(p, p.letter_mm * edge / reach_of(text_of(free)) * (1 - 1e-6))
    wide, high = (max(limits.width_mm or outer, outer), max(limits.height_mm or outer, outer))
    return replace(
        p,
        layout="monogram",
        frame_mm=line,
        outer_mm=round(outer, 3),
        width_mm=round(wide, 3),
        height_mm=round(high, 3),
    )
