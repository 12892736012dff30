"""Vines and scrolls: a waving stem with leaves, curling shoots, flowers and berries."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from artstudio.patterns.constraints import Size, disc, refuse, sheet
from artstudio.patterns.family import Family, Task, on_sheet, require
from artstudio.patterns.place import bent, moved, stretched, upright
from artstudio.patterns.shapes import (
    Point,
    Ring,
    annulus,
    contours,
    cosine,
    polar,
    polygon,
    sine,
    unit,
)
from artstudio.patterns.sprouts import berry, berry_of, flower, leaf_at, shoot
from artstudio.patterns.strokes import loop, spine, stroke
from artstudio.svg.contours import Contours, joined
from artstudio.svg.drawing import Drawing

LEAF_WORDS = {
    "ivy": "heart", "heart": "heart", "willow": "slim", "bamboo": "slim", "olive": "slim",
    "laurel": "pointed", "rose": "pointed", "grape": "heart",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class VineParameters:
    """A vine along the sheet, or around a ring between inner_mm and outer_mm.

    style: "scroll" has curling shoots, "leaf" only leaves. bends: half waves of
    the stem; swing: its amplitude, stem_mm its width; leaf: pointed, slim or
    heart, of length (in heights of the strip), lean turns off the stem; fruit:
    flower or berry; petals of a flower; curl: turns of a shoot; mirror: grows
    from the middle to both ends.
    """

    width_mm: float
    height_mm: float
    style: str
    bends: int
    swing: float
    stem_mm: float
    gap_mm: float
    leaf: str
    fruit: str
    petals: int
    curl: float
    lean: float
    length: float
    mirror: bool
    rule_mm: float = 0.0
    outer_mm: float = 0.0
    inner_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse vines that cannot grow."""
        require(self.style in {"scroll", "leaf"}, "style is scroll or leaf.")
        require(self.leaf in {"pointed", "slim", "heart"}, "leaf is pointed, slim or heart.")
        require(self.fruit in {"flower", "berry"}, "fruit is flower or berry.")
        require(1 <= self.bends <= 120, "bends must be from 1 to 120.")
        require(0 < self.swing < 0.4 and 0.5 <= self.curl <= 2, "it would grow out of its field.")
        require(min(self.stem_mm, self.gap_mm) > 0, "stem and gap need a width.")
        require(
            not self.mirror or self.bends % 2 == 0, "a mirrored vine has an even number of bends."
        )

    @property
    def field(self) -> tuple[float, float, float]:
        """Length and height of the strip that the vine grows in, and where its bottom lies."""
        edge = 2.2 * self.rule_mm
        if not self.outer_mm:
            long, short = max(self.width_mm, self.height_mm), min(self.width_mm, self.height_mm)
            return long, short - 2 * edge, edge
        outer, inner = self.outer_mm / 2 - edge, self.inner_mm / 2 + edge
        return round(math.pi * (outer + inner), 9), outer - inner, inner


def plan(task: Task) -> VineParameters:
    """Choose where it grows, then style, rhythm and foliage."""
    brief, choice = task.brief, task.choice
    in_ring = bool(task.limits.given() & {"inner_diameter_mm", "outer_diameter_mm"}) or brief.asks(
        "wreath", "ring", "round", "circle", "rosette"
    )
    size = _ring(task) if in_ring else sheet(task.limits, aspect=choice.pick("aspect", (4, 5, 6)))
    high = (size.outer_mm - size.inner_mm) / 2 if in_ring else min(size.width_mm, size.height_mm)
    length = (
        math.pi * (size.outer_mm + size.inner_mm) / 2
        if in_ring
        else max(size.width_mm, size.height_mm)
    )
    ruled = high > 8 and choice.chance("ruled", 0.9 if in_ring else 0.35)
    rule = round(max(0.35, high * 0.03), 3) if ruled else 0.0
    high -= 4.4 * rule
    style = _style(task, high)
    pitch = high * choice.between("pitch", 1.1, 1.32) * (1.15, 1.0, 0.92)[brief.density]
    # Leaves run into the stem where it winds more tightly than this.
    tightest = high * ((1.35 if in_ring else 1.15) if style == "leaf" else 0.95)
    bends = max(2 if in_ring else 1, min(120, round(length / pitch), int(length / tightest)))
    mirror = not in_ring and bends > 3 and choice.chance("mirror", 0.55)
    bends -= bends % 2 if (mirror or in_ring) and bends > 2 else 0
    if in_ring and brief.symmetry:
        bends = _symmetric(task, bends, most=length / tightest)
    named = brief.named(LEAF_WORDS)
    return VineParameters(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        style=style,
        bends=bends,
        swing=choice.between("swing", 0.2, 0.25) if style == "scroll" else 0.15,
        stem_mm=round(max(0.4, high * choice.between("stem", 0.045, 0.065)), 3),
        gap_mm=round(max(0.3, min(0.7, high * 0.022)), 3),
        leaf=named[0] if named else choice.pick("leaf", ("pointed", "slim", "heart")),
        fruit="berry"
        if brief.asks("berry", "grape")
        else choice.pick("fruit", ("flower", "berry")),
        petals=choice.count("petals", 5, 7),
        curl=choice.between("curl", 1.0, 1.3),
        lean=choice.between("lean", 0.1, 0.14),
        length=choice.between("length", 0.46, 0.56),
        mirror=mirror,
        rule_mm=rule,
        outer_mm=size.outer_mm,
        inner_mm=size.inner_mm,
    )


def _ring(task: Task) -> Size:
    """Return the ring of a wreath; the more often it repeats, the slimmer it is."""
    size = disc(task.limits)
    if size.inner_mm:
        return size
    wide = (1 - task.choice.between("hole", 0.5, 0.62)) / 2
    if task.brief.symmetry:
        # Two bends for each repeat, each at least as long as the ring is wide.
        wide = min(wide, max(0.06, math.pi / (2.9 * task.brief.symmetry + math.pi)))
    return dataclasses.replace(size, inner_mm=round(size.outer_mm * (1 - 2 * wide), 2))


def _style(task: Task, high: float) -> str:
    if high < 7:
        return "leaf"
    if task.brief.asks("scroll", "spiral", "acanthus", "rinceau", "swirl", "flourish"):
        return "scroll"
    return task.choice.pick("style", ("scroll", "scroll", "leaf"))


def _symmetric(task: Task, bends: int, *, most: float) -> int:
    """Return a number of bends near `bends` that keeps the symmetry asked for."""
    fold = task.brief.symmetry or 1
    times = max(1, min(round(bends / 2 / fold), int(most / 2 / fold)))
    if 2 * fold * times <= most:
        return 2 * fold * times
    if task.limits.symmetry:
        raise refuse("symmetry", f"A vine in this ring cannot repeat {fold} times; ask for fewer.")
    return bends


def draw(p: VineParameters) -> Drawing:
    """Draw the vine in a strip, then put it on the sheet or bend it into the ring."""
    length, high, low = p.field
    vine = moved(contours(_vine(p, length, high)), 0.0, high / 2)
    if p.outer_mm:
        ring = bent(vine, circumference=length, inner_radius=low)
        return on_sheet(p.width_mm, p.height_mm, [ring, *_ring_rules(p)])
    if p.mirror:
        half = moved(vine, length / 2, 0.0)
        other = moved(stretched(half, -1, 1), length, 0.0)
        middle = contours(flower((length / 2, high / 2), _middle(p, high), 8, p.gap_mm))
        vine = joined([half, other, middle])
    whole = joined([moved(vine, 0.0, low), _rules(p)])
    if p.height_mm > p.width_mm:
        whole = upright(whole)
    return on_sheet(p.width_mm, p.height_mm, [whole], centred=False)


def _middle(p: VineParameters, high: float) -> float:
    return min(high * 0.2, p.field[0] * 0.05)


def _rules(p: VineParameters) -> Contours:
    if not p.rule_mm:
        return contours([])
    long, short, low = p.field
    feet = (0.0, short + 2 * low - p.rule_mm)
    return contours(
        polygon([(0.0, y), (long, y), (long, y + p.rule_mm), (0.0, y + p.rule_mm)]) for y in feet
    )


def _ring_rules(p: VineParameters) -> list[Contours]:
    if not p.rule_mm:
        return []
    outer, inner = p.outer_mm / 2, p.inner_mm / 2
    return [
        contours(annulus(outer, outer - p.rule_mm)),
        contours(annulus(inner + p.rule_mm, inner)),
    ]


def _vine(p: VineParameters, length: float, high: float) -> list[Ring]:
    """Return the vine about y = 0, from x = 0 to length (to half of it when mirrored)."""
    bends = p.bends // 2 if p.mirror else p.bends
    start = _middle(p, high) + 2 * p.gap_mm if p.mirror else 0.0
    end = length / 2 if p.mirror else length
    pitch = (end - start) / bends
    rings = _stem(p, start, pitch, bends, high)
    if p.style == "leaf":
        return rings + _leaves(p, start, pitch, bends, high)
    bend = _scroll(p, pitch, high)
    for k in range(bends):
        side = -1 if k % 2 else 1
        x = start + (k + 0.5) * pitch
        rings += [
            [tuple((x + px, side * py) for px, py in segment) for segment in ring] for ring in bend
        ]
    return rings


def _stem(p: VineParameters, start: float, pitch: float, bends: int, high: float) -> list[Ring]:
    """Return the stem: drawn out at free ends, endless in a ring."""
    reach = p.swing * high

    def wave(t: float) -> Point:
        along = t * bends
        return start + along * pitch, -reach * round(math.sin(math.pi * along), 12)

    knots = 4 * bends
    if not p.outer_mm:
        swell = [min(1.0, 0.2 + (knots - i) / 3, 0.45 + i / 3) for i in range(knots + 1)]
        # A wave that starts at the edge is slanted there: draw the ends in.
        inset = p.stem_mm / pitch / bends
        line = spine(lambda t: wave(inset + t * (1 - 2 * inset)), knots)
        return [stroke(line, [p.stem_mm * w for w in swell])]
    return loop(spine(wave, knots), p.stem_mm)


def _scroll(p: VineParameters, pitch: float, high: float) -> list[Ring]:
    """Return what fills one bend (stem bulging to -y): a shoot in the hollow, leaves around it."""
    swing, away = p.swing * high, p.stem_mm / 2 + p.gap_mm
    radius = min((high / 2 + swing - p.stem_mm) / 2 - 2 * p.gap_mm, pitch * 0.36)
    centre = (0.0, high / 2 - p.gap_mm - radius - p.stem_mm * 0.6)
    rings, eye = shoot(centre, radius, p.stem_mm * 1.15, p.curl)
    grow = flower if p.fruit == "flower" else berry_of
    rings += grow(centre, eye - 1.2 * p.gap_mm, p.petals, p.gap_mm)
    out = radius + p.stem_mm * 0.6 + p.gap_mm
    for foot_at, turns in ((0.355, 0.3), (0.645, 0.7)):
        dx, dy = polar(out, foot_at)
        foot = (centre[0] + dx, centre[1] + dy)
        rings += _leaf(p, foot, turns, high * 0.5, (pitch / 2, high / 2))
    lift = away + high * (0.02 if p.leaf == "heart" else 0.012)
    for side, size in ((1, 1.0), (-1, 0.85)):
        foot = (side * high * 0.05, -swing - lift)
        rings += _leaf(p, foot, side * 0.13, high * 0.4 * size, (pitch / 2, high / 2))
    return rings


def _leaf(
    p: VineParameters, foot: Point, turns: float, length: float, room: tuple[float, float]
) -> list[Ring]:
    """Return a leaf as long as wished, or as its room (half sizes about the origin) allows."""
    dx, dy = sine(turns), -cosine(turns)
    fitting = length
    broad = {"heart": 0.42, "pointed": 0.26, "slim": 0.16}[p.leaf]
    for at, step, across, half in ((foot[0], dx, dy, room[0]), (foot[1], dy, dx, room[1])):
        free = half - p.gap_mm - (at if step > 0 else -at)
        fitting = min(fitting, free / max(abs(step) + broad * 0.6 * abs(across), 0.05))
    if fitting < 0.4 * length:
        return []
    return leaf_at(foot, turns, fitting, p.leaf, p.gap_mm)


def _leaves(p: VineParameters, start: float, pitch: float, bends: int, high: float) -> list[Ring]:
    """Return leaves on both sides in turn along the stem, and berries in the hollows."""
    reach = p.swing * high
    away = p.stem_mm / 2 + p.gap_mm + high * 0.02
    rings: list[Ring] = []
    each = 2 if p.leaf == "heart" else 3
    for i in range(each * bends):
        along = (i + 0.7) / each
        x = start + along * pitch
        y = -reach * sine(along / 2)
        slope = -math.pi * reach / pitch * cosine(along / 2)
        ux, uy = unit(1.0, slope)
        side = -1.0 if i % 2 else 1.0
        heading = round(math.atan2(ux, -uy) / 2 / math.pi, 9) - side * (
            p.lean + (0.06 if p.leaf == "heart" else 0.0)
        )
        foot = (x + side * uy * away, y - side * ux * away)
        middle = p.field[0] / (4 if p.mirror else 2)
        room = math.inf if p.outer_mm else middle
        wish = min(high, 0.85 * pitch) * p.length * (0.9 if p.leaf == "heart" else 1.0)
        grown = _leaf(p, (foot[0] - middle, foot[1]), heading, wish, (room, high / 2))
        rings += [[tuple((a + middle, b) for a, b in seg) for seg in ring] for ring in grown]
    if p.fruit == "berry" and p.leaf != "heart" and pitch > 1.15 * high:
        for k in range(bends):
            x, side = start + (k + 0.86) * pitch, 1 if k % 2 else -1
            rings += berry((x, side * high * 0.36), high * 0.05)
    return rings


FAMILY = Family(
    name="vine",
    parameters=VineParameters,
    plan=plan,
    draw=draw,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry"}),
    ignores=lambda p: frozenset() if p.outer_mm else frozenset({"symmetry"}),
    words={
        "vine": 9,
        "scroll": 7,
        "scrollwork": 7,
        "ivy": 7,
        "tendril": 7,
        "foliage": 6,
        "floral": 4,
        "leaf": 3,
        "leaves": 3,
        "fretboard": 6,
        "fingerboard": 6,
        "inlay": 2,
        "acanthus": 7,
        "rinceau": 8,
        "branch": 5,
        "garland": 6,
        "wreath": 6,
        "flourish": 5,
        "grape": 4,
        "botanical": 5,
        "climbing": 4,
        "willow": 5,
        "olive": 4,
        "bamboo": 4,
        "stem": 4,
        "creeper": 6,
        "filigree": 5,
        "swirl": 3,
        "headstock": 3,
    },
)
