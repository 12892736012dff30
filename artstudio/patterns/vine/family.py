"""The family of vines: the words that ask for them, and where they are put."""

from __future__ import annotations

from artstudio.geometry.drawing import Drawing
from artstudio.patterns.family import Family
from artstudio.patterns.shapes import contours
from artstudio.patterns.transforms import moved
from artstudio.patterns.vine.growth import vine_along
from artstudio.patterns.vine.joined import grow, strip_of
from artstudio.patterns.vine.parameters import VineParameters
from artstudio.patterns.vine.planning import plan
from artstudio.patterns.vine.strip import draw_strip, put_on_sheet
from artstudio.patterns.vine.wreath import draw_wreath


def draw(p: VineParameters) -> Drawing:
    """Draw the vine in a strip, then put it on the sheet or bend it into the ring."""
    strip = strip_of(p)
    vine = moved(contours(grow(p, strip)), 0.0, strip.high / 2)
    if p.outer_mm:
        return draw_wreath(p, vine)
    return put_on_sheet(p, moved(vine, strip.length, 0.0) if strip.crest else vine)


def draw_engine_1(p: VineParameters) -> Drawing:
    """Draw the vine as the first version of the engine did: of pieces that do not touch."""
    length, high, _ = p.field
    vine = moved(contours(vine_along(p, length, high)), 0.0, high / 2)
    return (draw_wreath if p.outer_mm else draw_strip)(p, vine)


def _nodes(p: VineParameters) -> int:
    return p.bends * (120 + 6 * p.petals)


FAMILY = Family(
    name="vine",
    parameters=VineParameters,
    plan=plan,
    draw=draw,
    nodes=_nodes,
    uses=frozenset({"inner_diameter_mm", "outer_diameter_mm", "symmetry"}),
    earlier={"1": draw_engine_1},
    ignores=lambda p, _limits: frozenset() if p.outer_mm else frozenset({"symmetry"}),
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
