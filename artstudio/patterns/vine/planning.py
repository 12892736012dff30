"""Where a vine grows, its style, rhythm and foliage; and the ring of a wreath."""

from __future__ import annotations

import dataclasses
import math

from artstudio.patterns.constraints import Size, disc, refuse, sheet
from artstudio.patterns.family import Task
from artstudio.patterns.vine.joined import bend_pattern, strip_of
from artstudio.patterns.vine.parameters import VineParameters

LEAF_WORDS = {
    "ivy": "heart", "heart": "heart", "willow": "slim", "bamboo": "slim", "olive": "slim",
    "laurel": "pointed", "rose": "pointed", "grape": "heart",
}  # fmt: skip
# What only the scrolling vine has.
_SCROLL_WORDS = ("scroll", "spiral", "acanthus", "rinceau", "swirl", "flourish",
                 "berry", "grape", "flower", "blossom")  # fmt: skip
# A little more than the 0.3 mm that cuts well: how close a leaf comes is estimated.
CLEAR_MM = 0.35
TIPS = ("pointed", "pointed", "round")
# A classical fretboard: 52 mm at the nut, 62 at the 12th fret.
TAPER = round(52 / 62, 3)


def plan(task: Task) -> VineParameters:
    """Choose where it grows, then style, rhythm and foliage."""
    request, choice = task.request, task.choice
    in_ring = _wants_ring(task)
    size = _ring(task) if in_ring else sheet(task.limits, aspect=choice.pick("aspect", (4, 5, 6)))
    high = (size.outer_mm - size.inner_mm) / 2 if in_ring else min(size.width_mm, size.height_mm)
    tapers = not in_ring and request.asks("fretboard", "fingerboard")
    ruled = not tapers and high > 8 and choice.chance("ruled", 0.9 if in_ring else 0.35)
    rule = round(max(0.35, high * 0.03), 3) if ruled else 0.0
    high -= 4.4 * rule
    style = _style(task, high)
    bends, mirror = _rhythm(task, size, high, style)
    named = request.named(LEAF_WORDS)
    planned = VineParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        style=style,
        bends=bends,
        swing=choice.between("swing", 0.2, 0.25) if style == "scroll" else 0.18,
        stem_mm=round(max(0.4, high * choice.between("stem", 0.045, 0.065)), 3),
        gap_mm=round(max(0.3, min(0.7, high * 0.022)), 3),
        leaf=named[0] if named else choice.pick("leaf", ("pointed", "slim", "heart")),
        fruit=_fruit(task),
        petals=choice.count("petals", 5, 7),
        curl=choice.between("curl", 1.0, 1.3),
        lean=choice.between("lean", 0.1, 0.14),
        length=choice.between("length", 0.46, 0.56),
        mirror=mirror,
        rule_mm=rule,
        outer_mm=size.outer_mm,
        inner_mm=size.inner_mm,
        clear_mm=CLEAR_MM,
        taper=TAPER if tapers else 1.0,
        tips="round" if request.asks("round") and not in_ring else choice.pick("tips", TIPS),
    )
    return _as_it_grows(planned)


def _as_it_grows(p: VineParameters) -> VineParameters:
    """Return parameters that say what grows: no shoots or flowers that find no room."""
    if p.style == "leaf":
        return p
    pattern = bend_pattern(p, strip_of(p))
    if not pattern.has_shoot:
        return dataclasses.replace(p, style="leaf")
    return dataclasses.replace(p, fruit=pattern.bears or "berry")


def _wants_ring(task: Task) -> bool:
    return bool(
        task.limits.given() & {"inner_diameter_mm", "outer_diameter_mm"}
    ) or task.request.asks("wreath", "ring", "round", "circle", "rosette")


def _rhythm(task: Task, size: Size, high: float, style: str) -> tuple[int, bool]:
    """Choose how often the stem bends, and whether it grows from its middle to both ends."""
    request, choice, in_ring = task.request, task.choice, size.outer_mm > 0
    length = (
        math.pi * (size.outer_mm + size.inner_mm) / 2
        if in_ring
        else max(size.width_mm, size.height_mm)
    )
    pitch = high * choice.between("pitch", 1.1, 1.32) * (1.15, 1.0, 0.92)[request.density]
    # Leaves run into the stem where it winds more tightly than this.
    tightest = high * (1.0 if style == "leaf" else 0.95)
    bends = max(2, min(120, round(length / pitch), int(length / tightest)))
    mirror = not in_ring and bends > 3 and choice.chance("mirror", 0.55)
    bends -= bends % 2 if (mirror or in_ring) and bends > 2 else 0
    if in_ring and request.symmetry:
        bends = _symmetric(task, bends, most=length / tightest)
    return bends, mirror


def _ring(task: Task) -> Size:
    """Return the ring of a wreath; the more often it repeats, the slimmer it is."""
    size = disc(task.limits)
    if size.inner_mm:
        return size
    wide = (1 - task.choice.between("hole", 0.5, 0.62)) / 2
    if task.request.symmetry:
        # Two bends for each repeat, each at least as long as the ring is wide.
        wide = min(wide, max(0.06, math.pi / (2.9 * task.request.symmetry + math.pi)))
    return dataclasses.replace(size, inner_mm=round(size.outer_mm * (1 - 2 * wide), 2))


def _style(task: Task, high: float) -> str:
    if high < 7:
        return "leaf"
    if task.request.asks(*_SCROLL_WORDS):
        return "scroll"
    return task.choice.pick("style", ("scroll", "scroll", "leaf"))


def _fruit(task: Task) -> str:
    if task.request.asks("berry", "grape"):
        return "berry"
    named = task.request.asks("flower", "blossom")
    return "flower" if named else task.choice.pick("fruit", ("flower", "berry"))


def _symmetric(task: Task, bends: int, *, most: float) -> int:
    """Return a number of bends near `bends` that keeps the symmetry asked for."""
    fold = task.request.symmetry or 1
    times = max(1, min(round(bends / 2 / fold), int(most / 2 / fold)))
    if 2 * fold * times <= most:
        return 2 * fold * times
    if task.limits.symmetry:
        raise refuse("symmetry", f"A vine in this ring cannot repeat {fold} times; ask for fewer.")
    return bends
