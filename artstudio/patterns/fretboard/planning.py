"""Which board a task gets: the measures that were said, else those usual for the instrument."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from artstudio.patterns.constraints import refuse
from artstudio.patterns.family import Task
from artstudio.patterns.figure.drawing import extent
from artstudio.patterns.fretboard.drawing import sheet_of
from artstudio.patterns.fretboard.inlays import inlays_of
from artstudio.patterns.fretboard.parameters import FretboardParameters
from artstudio.patterns.shapes import contours


@dataclass(frozen=True, kw_only=True)
class _Usual:
    """What is usual: scale, widths at nut and fret 12 (mm), frets, marks, dots (mm)."""

    scale: float
    nut: float
    fret12: float
    frets: int
    marks: str
    dot: float


_USUAL = (
    (("ukulele", "ukelele", "uke", "ukulélé"), _Usual(scale=381, nut=36, fret12=44, frets=15,
                                                     marks="ukulele", dot=4)),
    (("mandolin", "mandolina", "mandoline", "mandolino", "bandurria"),
     _Usual(scale=350, nut=28.6, fret12=38, frets=20, marks="mandolin", dot=4)),
    (("banjo",), _Usual(scale=667, nut=31.8, fret12=42, frets=22, marks="mandolin", dot=5)),
    (("bass", "bajo", "basse", "basso"), _Usual(scale=863.6, nut=42, fret12=57, frets=21,
                                                marks="guitar", dot=6.35)),
    (("classical", "klassik", "konzert", "flamenc", "clásica", "clasica", "española", "spanish",
      "classique", "classica"),
     _Usual(scale=650, nut=52, fret12=62, frets=19, marks="classical", dot=6)),
    (("guitar", "gitarre", "guitarra", "guitare", "chitarra", "steel", "western", "dreadnought"),
     _Usual(scale=645.16, nut=44, fret12=55, frets=20, marks="guitar", dot=6.35)),
)  # fmt: skip
_PLAIN = _Usual(scale=650, nut=52, fret12=62, frets=20, marks="guitar", dot=6)
#: The inlay of each word of the vocabulary, the first that is asked for.
_INLAY_WORDS = (
    ("vine", "vine"), ("tree", "vine"), ("torch", "torch"), ("trapezoids", "trapezoids"),
    ("cloud", "clouds"),
    ("blocks", "blocks"), ("diamond", "diamonds"), ("star", "stars"), ("pearls", "dots"),
    ("dot", "dots"),
)  # fmt: skip
_REFUSED = {"pearls": "dots", "dot_grid": "dots", "diamond": "diamonds", "blocks": "blocks"}
_FAN = 0.965


def plan(task: Task) -> FretboardParameters:
    """Choose measures and inlays, on a sheet that holds them."""
    request, measures = task.request, task.request.measures
    usual = _usual(task)
    scale = measures.get("scale_mm", usual.scale)
    frets = min(max(request.numbers.get("frets", usual.frets), 1), 36)
    only = int(measures.get("fret", 0))
    inlay = _inlay(task)
    nut = measures.get("nut_mm", usual.nut)
    p = FretboardParameters(
        width_mm=5000.0,
        height_mm=5000.0,
        scale_mm=scale,
        treble_scale_mm=_treble(task, scale),
        frets=max(frets, only),
        straight_fret=min(7, max(frets, only)),
        nut_mm=nut,
        fret12_mm=measures.get("fret12_mm", max(usual.fret12, nut + 6)),
        inlay=inlay,
        marks=usual.marks if usual.marks != "classical" or inlay == "none" else "guitar",
        size_mm=_size(usual, inlay),
        side_dots=request.asks("side_dots") or "side" in request.words,
        only_fret=only,
        seed=task.choice.seed % 2**32,
    )
    return _on_sheet(task, p)


def _usual(task: Task) -> _Usual:
    said = " ".join(task.request.instruments).casefold()
    return next((usual for names, usual in _USUAL if any(n in said for n in names)), _PLAIN)


def _treble(task: Task, scale: float) -> float:
    asked = task.request.measures.get("treble_scale_mm", 0.0)
    if not asked and {"multi", "scale"} <= set(task.request.words):
        return round(scale * _FAN, 1)
    return asked if asked != scale else 0.0


def _inlay(task: Task) -> str:
    request = task.request
    for word, inlay in _INLAY_WORDS:
        if request.asks(word) and inlay not in {_REFUSED.get(name) for name in request.without}:
            return inlay
    if request.without & {"pearls", "dot_grid"} or (request.only and not request.motifs):
        return "none"
    return "dots"


def _size(usual: _Usual, inlay: str) -> float:
    return {"diamonds": 11.0, "stars": 10.0, "clouds": 8.0}.get(inlay, usual.dot)


def _on_sheet(task: Task, p: FretboardParameters) -> FretboardParameters:
    if p.only_fret:
        low, high = extent(contours(inlays_of(p)))
        wide, tall = (float(v) for v in high - low)
        wide, tall = round(wide + 0.0005, 3), round(tall + 0.0005, 3)
    else:
        wide, tall = sheet_of(p)
    limits = task.limits
    for name, need in (("width_mm", wide), ("height_mm", tall)):
        given = getattr(limits, name)
        if given is not None and given < need - 0.002:
            what = "inlay" if p.only_fret else "fretboard"
            raise refuse(name, f"This {what} needs a sheet of {wide:g} by {tall:g} mm.")
    return dataclasses.replace(
        p, width_mm=limits.width_mm or max(wide, 2.0), height_mm=limits.height_mm or max(tall, 2.0)
    )
