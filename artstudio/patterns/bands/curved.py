"""Band motifs of curves: cord, waves, pearls, leaves, petals, stars among pearls."""

from __future__ import annotations

from artstudio.geometry.contours import Segment
from artstudio.patterns.bands.run import Run
from artstudio.patterns.shapes import Ring, arc, box, circle, closed, star


def rope(pitch: float, height: float, _gap: float) -> list[Ring]:
    """Strands of a twisted cord: slanted S shapes, as wide as the ground between them."""
    slant, body = height * 0.85, pitch / 2
    low, high = height * 0.24, height * 0.76
    return [
        closed(
            (0.0, 0.0),
            [
                ((slant * 0.36, low), (slant * 0.64, high), (slant, height)),
                ((slant + body, height),),
                ((slant * 0.64 + body, high), (slant * 0.36 + body, low), (body, 0.0)),
            ],
        )
    ]


def wave(run: Run) -> list[Ring]:
    """A light wave that runs between two dark shores, each in one piece from end to end."""
    stream = max(run.gap * 1.35, run.height * 0.22)
    low = max(run.gap * 1.1, run.height * 0.14)
    crest = run.height - stream - low
    under = _swell(run, low, crest)
    over = _swell(run, run.height - crest, run.height - low)
    return [*run.between(0.0, under), *run.between(run.height, over)]


def _swell(run: Run, low: float, high: float) -> list[Segment]:
    """Return a wave from low to high and back for each cell, from x = 0 on."""
    half = run.pitch / 2
    edge: list[Segment] = []
    # So much of its length, a handle makes a cubic follow a cosine.
    reach = half * 0.3642
    for i in range(2 * run.cells):
        begin, end = (low, high) if i % 2 == 0 else (high, low)
        x = i * half
        edge.append(((x + reach, begin), (x + half - reach, end), (x + half, end)))
    return edge


def dog(pitch: float, height: float, gap: float) -> list[Ring]:
    """Running dog: breaking waves, one after the other."""
    w, h = pitch - gap, height
    crest: list[Segment] = [
        ((w * 0.12, h * 0.12), (w * 0.2, h * 0.5), (w * 0.28, h * 0.68)),
        ((w * 0.38, h * 0.93), (w * 0.55, h), (w * 0.68, h)),
        ((w * 0.9, h), (w * 1.0, h * 0.84), (w * 1.0, h * 0.68)),
        ((w * 1.0, h * 0.5), (w * 0.88, h * 0.4), (w * 0.77, h * 0.42)),
        ((w * 0.68, h * 0.44), (w * 0.66, h * 0.56), (w * 0.74, h * 0.62)),
        ((w * 0.77, h * 0.64), (w * 0.8, h * 0.62), (w * 0.84, h * 0.59)),
        ((w * 0.84, h * 0.72), (w * 0.76, h * 0.79), (w * 0.68, h * 0.77)),
        ((w * 0.53, h * 0.73), (w * 0.5, h * 0.55), (w * 0.53, h * 0.4)),
        ((w * 0.57, h * 0.2), (w * 0.74, h * 0.16), (w * 0.93, h * 0.1)),
        ((w * 0.93, 0.0),),
    ]
    return [closed((0.0, 0.0), crest)]


def pearls(pitch: float, height: float, gap: float) -> list[Ring]:
    """A row of pearls."""
    radius = min(height, pitch - gap) / 2
    return [circle(radius, (pitch / 2, height / 2))]


def bead_and_reel(pitch: float, height: float, gap: float) -> list[Ring]:
    """A long bead, then two thin reels."""
    reel = max(pitch * 0.09, gap * 1.05)
    bead = pitch - 2 * reel - 3 * gap
    y, top = height / 2, height
    oval = closed(
        (0.0, y),
        [
            arc((0.0, y), (0, -1), (bead / 2, 0.0), (1, 0)),
            arc((bead / 2, 0.0), (1, 0), (bead, y), (0, 1)),
            arc((bead, y), (0, 1), (bead / 2, top), (-1, 0)),
            arc((bead / 2, top), (-1, 0), (0.0, y), (0, -1)),
        ],
    )
    rings = [oval]
    for i in range(2):
        x = bead + gap + i * (reel + gap)
        rings.append(box(x, height * 0.1, x + reel, height * 0.9))
    return rings


def laurel(pitch: float, height: float, gap: float) -> list[Ring]:
    """Pairs of leaves along a stem that is only thought."""
    mid, reach = height / 2, pitch * 1.15
    # The upper edge of one leaf keeps clear of the lower edge of the next.
    slim = max(0.0, gap * 1.9 - pitch * 0.2)
    upper: list[Segment] = [
        (
            (reach * 0.12 + slim * 0.5, mid + height * 0.34),
            (reach * 0.52 + slim * 0.5, height),
            (reach, height * 0.97),
        ),
        ((reach * 0.98, mid + height * 0.2), (reach * 0.5, mid + gap * 0.6), (0.0, mid + gap / 2)),
    ]
    ring = closed((0.0, mid + gap / 2), upper)
    twin: Ring = [tuple((x, height - y) for x, y in segment) for segment in ring]
    return [ring, twin]


def petals(pitch: float, height: float, gap: float) -> list[Ring]:
    """Petals that stand side by side, round at the top, with an eye cut out."""
    w = pitch - gap
    x0, mid = gap / 2, pitch / 2
    foot = w * 0.34
    outline = closed(
        (mid - foot, 0.0),
        [
            ((mid - foot, height * 0.2), (x0, height * 0.42), (x0, height * 0.64)),
            ((x0, height * 0.85), (mid - w * 0.28, height), (mid, height)),
            ((mid + w * 0.28, height), (x0 + w, height * 0.85), (x0 + w, height * 0.64)),
            ((x0 + w, height * 0.42), (mid + foot, height * 0.2), (mid + foot, 0.0)),
        ],
    )
    slit = min(w * 0.3, height * 0.3)
    if slit < gap:
        return [outline]
    top, low, half = height * 0.78, height * 0.26, slit / 2
    eye = closed(
        (mid, low),
        [
            (
                (mid + half * 0.5, height * 0.4),
                (mid + half, height * 0.5),
                (mid + half, height * 0.62),
            ),
            ((mid + half, height * 0.72), (mid + half * 0.5, top), (mid, top)),
            ((mid - half * 0.5, top), (mid - half, height * 0.72), (mid - half, height * 0.62)),
            ((mid - half, height * 0.5), (mid - half * 0.5, height * 0.4), (mid, low)),
        ],
    )
    return [outline, eye]


def stars(pitch: float, height: float, gap: float) -> list[Ring]:
    """Eight-pointed stars with a pearl between each two."""
    outer = min(height / 2, (pitch - gap) * 0.36)
    pearl = min((pitch - 2 * outer - 2 * gap) / 2, height * 0.2)
    rings = [star(8, outer, outer * 0.52, (pitch / 2, height / 2))]
    if pearl * 2 > gap:
        rings.append(circle(pearl, (0.0, height / 2)))
    return rings
