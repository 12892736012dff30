"""The family of an instrument's parts: their usual measures by instrument."""

from __future__ import annotations

from dataclasses import replace

from artstudio.patterns.body_part.drawing import draw
from artstudio.patterns.body_part.f_hole import f_holes
from artstudio.patterns.body_part.parameters import BodyPartParameters
from artstudio.patterns.constraints import refuse
from artstudio.patterns.family import Family, Task
from artstudio.patterns.figure.drawing import extent
from artstudio.patterns.reading.words import fold
from artstudio.patterns.shapes import contours

#: Length, eyes, stem, and ground between the upper eyes, in mm.
F_HOLES = {
    "violin": (73.0, 6.3, 9.0, 6.7, 42.0),
    "viola": (78.0, 7.0, 10.0, 7.5, 48.0),
    "cello": (137.0, 10.5, 14.5, 11.5, 96.0),
    "bass": (205.0, 16.0, 22.0, 17.0, 150.0),
    "guitar": (155.0, 11.0, 14.0, 11.0, 110.0),
    "mandolin": (118.0, 8.0, 11.0, 8.5, 72.0),
}
SOUNDHOLES = {"guitar": 85.0, "steel": 101.6, "ukulele": 55.0, "mandolin": 50.0, "lute": 90.0}
#: Words of five languages, folded, for the instruments above.
INSTRUMENTS = {
    "fiddle": "violin", "violin": "violin", "geige": "violin", "violine": "violin",
    "violon": "violin", "violino": "violin", "viola": "viola", "bratsche": "viola",
    "alto": "viola", "cello": "cello", "violonchelo": "cello", "chelo": "cello",
    "violoncelle": "cello", "violoncello": "cello", "double bass": "bass",
    "kontrabass": "bass", "contrabajo": "bass", "contrebasse": "bass", "contrabbasso": "bass",
    "steel string": "steel", "steel string guitar": "steel", "westerngitarre": "steel",
    "acoustic guitar": "steel", "ukulele": "ukulele", "ukelele": "ukulele", "uke": "ukulele",
    "mandolin": "mandolin", "mandoline": "mandolin", "mandolina": "mandolin",
    "mandolino": "mandolin", "lute": "lute", "laute": "lute", "laud": "lute", "luth": "lute",
    "liuto": "lute", "guitar": "guitar", "gitarre": "guitar", "guitarra": "guitar",
    "guitare": "guitar", "chitarra": "guitar",
}  # fmt: skip
_PART_OF_HEAD = {"f_hole": "f_holes", "soundhole": "soundhole", "end_graft": "end_graft",
                 "tie_block": "tie_block", "torch": "torch"}  # fmt: skip
_SMALLEST_F_MM, _LARGEST_F_MM = 8.0, 600.0


def plan(task: Task) -> BodyPartParameters:
    """Choose the part by the head, its measures by the instrument and the sizes."""
    part = _PART_OF_HEAD.get(task.request.head or "", "f_holes")
    plans = {"f_holes": _f_holes, "soundhole": _soundhole}
    return plans[part](task) if part in plans else _plate(task, part)


def _instrument(task: Task, usual: str, known: dict[str, object]) -> str:
    named = [INSTRUMENTS.get(fold(text), "") for text in task.request.instruments]
    return next((name for name in named if name in known), usual)


def _f_holes(task: Task) -> BodyPartParameters:
    """Plan the pair at its length; on a sheet that is narrower the pair is smaller."""
    usual = F_HOLES[_instrument(task, "violin", {**F_HOLES})]
    high, wide = task.limits.height_mm or usual[0], task.limits.width_mm
    length = min(high, _LARGEST_F_MM)
    for _ in range(4):
        if length < _SMALLEST_F_MM:
            message = f"A pair of f-holes is at least {_SMALLEST_F_MM:g} mm long; "
            raise refuse("width_mm", message + "give a larger sheet.")
        p, least = _pair(usual, length, high)
        if wide is None or wide >= least:
            break
        length *= 0.995 * wide / least
    return replace(p, width_mm=wide or least)


def _pair(
    usual: tuple[float, float, float, float, float], length: float, high: float
) -> tuple[BodyPartParameters, float]:
    """Return a pair in proportion to its length, and how wide it is."""
    upper, lower, stem, apart = (round(v * length / usual[0], 3) for v in usual[1:])
    draft = BodyPartParameters(
        width_mm=5000,
        height_mm=high,
        part="f_holes",
        length_mm=round(length, 3),
        apart_mm=apart,
        upper_mm=upper,
        lower_mm=lower,
        stem_mm=stem,
    )
    low, far = extent(contours(f_holes(draft)))
    return draft, round(2 * float(max(-low[0], far[0])) + 0.06, 2)


def _soundhole(task: Task) -> BodyPartParameters:
    limits = task.limits
    usual = SOUNDHOLES[_instrument(task, "guitar", {**SOUNDHOLES})]
    rings = 0 if task.request.refuses_border else task.request.rings or 2
    hole = limits.inner_diameter_mm or limits.outer_diameter_mm or usual
    line, space = max(0.5, round(hole * 0.015, 2)), max(0.5, round(hole * 0.03, 2))
    outer = round(hole + 2 * rings * (line + space), 3)
    sides = [side or outer for side in (limits.width_mm, limits.height_mm)]
    if min(sides) < outer:
        raise refuse("width_mm", f"This soundhole with its rings is {outer:g} mm across.")
    return BodyPartParameters(
        width_mm=sides[0],
        height_mm=sides[1],
        part="soundhole",
        hole_mm=hole,
        rings=rings,
        line_mm=line,
        space_mm=space,
    )


def _plate(task: Task, part: str) -> BodyPartParameters:
    wide, high = {"end_graft": (25.0, 100.0), "tie_block": (80.0, 11.0)}.get(part, (44.0, 100.0))
    limits = task.limits
    scale = (limits.height_mm / high) if limits.height_mm and not limits.width_mm else 1.0
    scale = (limits.width_mm / wide) if limits.width_mm and not limits.height_mm else scale
    wide, high = limits.width_mm or wide * scale, limits.height_mm or high * scale
    short = min(wide, high)
    least = 25.0 if part == "torch" else 6.0
    if short < least:
        raise refuse("width_mm", f"A {part.replace('_', ' ')} is at least {least:g} mm wide.")
    return BodyPartParameters(
        width_mm=round(wide, 3),
        height_mm=round(high, 3),
        part=part,
        line_mm=round(max(0.4, min(1.0, short * 0.05)), 3),
        space_mm=round(max(0.4, min(0.6, short * 0.04)), 3),
        foot_mm=round(wide * 0.6, 3) if part == "end_graft" else 0.0,
    )


def _nodes(p: BodyPartParameters) -> int:
    return {"f_holes": 330, "torch": 200}.get(p.part, 30 + 16 * p.rings)


FAMILY = Family(
    name="body_part",
    parameters=BodyPartParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "rings"}),
    ignores=lambda p, _limits: (
        frozenset()
        if p.part == "soundhole"
        else frozenset({"inner_diameter_mm", "outer_diameter_mm", "rings"})
    ),
)
