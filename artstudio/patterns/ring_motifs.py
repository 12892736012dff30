"""Which motif goes into which ring of a rosette, and how wide each ring is.

Motifs that were asked for come first: they get the place that was named, and room at the
cost of rings that nobody named. What is still open, the seed chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artstudio.patterns.bands import MOTIFS
from artstudio.patterns.prompt_features import PatternRequest
from artstudio.patterns.seeded_random import SeededRandom

MAIN = ("mosaic_lozenge", "mosaic_rose", "petals", "stars", "laurel", "herringbone", "rope",
        "diamond", "mosaic_cross", "running_dog", "meander", "mosaic_zigzag")  # fmt: skip
SIDE = ("herringbone", "rope", "chequer", "diamond", "triangles", "pearls", "laurel", "blocks",
        "chevron", "bead_and_reel", "wave")  # fmt: skip
_WEIGHTS = {1: (1.0,), 2: (0.55, 1.0), 3: (0.5, 1.0, 0.5), 4: (0.4, 1.0, 0.4, 0.75)}
_SMALLEST_MM = 0.6
_TWIN_RINGS = 3


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A ring of ornament: its motif and its breadth in mm."""

    motif: str
    width_mm: float


def fewest_rings(request: PatternRequest) -> int:
    """Return how many rings the named motifs and their places need."""
    wanted = _wanted(request)
    motifs = {motif for motif, _ in wanted}
    places = {place for _, place in wanted}
    has_border = bool(places & {"outside", "inside"}) and not request.only
    return max(
        len(motifs),
        len(set(wanted)),
        2 if has_border else 0,
        3 if "middle" in places and has_border else 0,
    )


def room_for_named(request: PatternRequest, rings: int) -> float:
    """Return the mm that the named motifs need at least, with the other rings beside them."""
    listed = [motif for motif, _ in _wanted(request)]
    wanted = listed if len(listed) == rings else set(listed)
    needs = [MOTIFS[motif].smallest_mm for motif in wanted]
    return sum(needs) + _SMALLEST_MM * max(0, rings - len(needs))


def choose_rings(
    request: PatternRequest, choice: SeededRandom, rings: int, room_mm: float
) -> list[Ring]:
    """Return the rings from the outside in, which share `room_mm`."""
    weights = _WEIGHTS.get(rings) or tuple(0.4 if i % 2 == 0 else 1.0 for i in range(rings))
    widths = [room_mm * weight / sum(weights) for weight in weights]
    named = _placed(request, widths)
    widths = _with_room(named, widths)
    motifs = _filled(request, choice, named, widths)
    return [Ring(motif=motif, width_mm=width) for motif, width in zip(motifs, widths, strict=True)]


def _wanted(request: PatternRequest) -> list[tuple[str, str | None]]:
    return [(m, place) for m, place in request.motifs if m not in request.refused]


def _placed(request: PatternRequest, widths: Sequence[float]) -> list[str | None]:
    """Return the named motif of each ring, None where none was named for it.

    As many motifs as rings, all without a place, go in the order of the prompt.
    """
    listed = _wanted(request)
    if len(listed) == len(widths) > 1 and not any(place for _, place in listed):
        return [motif for motif, _ in listed]
    if request.only and listed and not any(place for _, place in listed):
        # Nothing else may fill the rings that are left: the named ones in turn.
        return [listed[i % len(listed)][0] for i in range(len(widths))]
    wanted = list(dict.fromkeys(listed))
    slots: list[str | None] = [None] * len(widths)
    ends = {"outside": 0, "inside": len(widths) - 1, "middle": (len(widths) - 1) // 2}
    if len(widths) % 2 == 0:
        ends["middle"] = max(range(len(widths)), key=lambda i: widths[i])
    open_ones = []
    for motif, place in wanted:
        if place is not None and slots[ends[place]] is None:
            slots[ends[place]] = motif
        elif motif not in slots:
            open_ones.append(motif)
    free = sorted((i for i, slot in enumerate(slots) if slot is None), key=lambda i: -widths[i])
    for i, motif in zip(free, open_ones, strict=False):
        slots[i] = motif
    return slots


def _with_room(named: Sequence[str | None], widths: Sequence[float]) -> list[float]:
    """Return the widths with each named ring as wide as its motif needs, if that can be had."""
    needs = [MOTIFS[m].smallest_mm if m else _SMALLEST_MM for m in named]
    if sum(needs) > sum(widths):
        return list(widths)
    result = [
        max(width, need) if m else width
        for width, need, m in zip(widths, needs, named, strict=True)
    ]
    surplus = sum(result) - sum(widths)
    spare = [width - need for width, need in zip(result, needs, strict=True)]
    if surplus <= 0 or sum(spare) <= 0:
        return result
    return [w - surplus * s / sum(spare) for w, s in zip(result, spare, strict=True)]


def _filled(
    request: PatternRequest,
    choice: SeededRandom,
    named: Sequence[str | None],
    widths: Sequence[float],
) -> list[str]:
    """Return a motif for each ring; outer and inner rings may be twins."""
    asked = [motif for motif in named if motif]
    mains = [m for m in choice.order("main", MAIN) if m not in request.refused]
    sides = [m for m in choice.order("side", SIDE) if m not in request.refused]
    if request.only and asked:
        mains, sides = asked, asked
    widest = max(range(len(widths)), key=lambda i: (round(widths[i], 6), -i))
    main = named[widest] or _first_that_fits(mains, widths[widest])
    chosen: list[str] = []
    for i, width in enumerate(widths):
        if i == widest:
            chosen.append(_kept(main, width))
            continue
        options = [m for m in sides if m not in {main, *chosen[1:]}] or list(sides)
        if len(widths) == _TWIN_RINGS and chosen:
            options = [chosen[0], *options]
        wish = named[i]
        chosen.append(_kept(wish, width) if wish else _first_that_fits(options, width))
    return chosen


def _kept(motif: str, width: float) -> str:
    """Return a motif, or plain blocks where it has no room."""
    return motif if MOTIFS[motif].smallest_mm <= width + 1e-9 else "blocks"


def _first_that_fits(options: Sequence[str], width: float) -> str:
    return next((m for m in options if MOTIFS[m].smallest_mm <= width + 1e-9), "blocks")
