"""Band motifs as the first version of the engine drew them: for stored records only."""

from __future__ import annotations

from artstudio.geometry.contours import Segment
from artstudio.patterns.shapes import Ring, arc, box, closed, polygon


def herringbone(pitch: float, height: float, gap: float) -> list[Ring]:
    """Two rows of slanted staves that lean against each other across a thin line."""
    mid, slant, stave = gap / 2, height * 0.5, pitch - gap * 1.35
    top = height / 2 - mid
    lower = [(0.0, 0.0), (stave, 0.0), (stave + slant, top), (slant, top)]
    upper = [(slant, height - top), (stave + slant, height - top), (stave, height), (0.0, height)]
    return [polygon(lower), polygon(upper)]


def chevron(pitch: float, height: float, gap: float) -> list[Ring]:
    """Arrow heads in file."""
    slant, stave = height * 0.5, pitch - gap * 1.4
    return [
        polygon(
            [
                (0.0, 0.0),
                (stave, 0.0),
                (stave + slant, height / 2),
                (stave, height),
                (0.0, height),
                (slant, height / 2),
            ]
        )
    ]


def chequer(pitch: float, height: float, gap: float) -> list[Ring]:
    """Three rows of squares, each row shifted by one; corners keep clear of each other."""
    side, inset = height / 3, gap * 0.36
    rings = []
    for row in range(3):
        x, y = (row % 2) * pitch / 2, row * side
        low = y + (inset if row else 0)
        high = y + side - (inset if row < 2 else 0)
        rings.append(box(x + inset, low, x + pitch / 2 - inset, high))
    return rings


def rope(pitch: float, height: float, gap: float) -> list[Ring]:
    """Strands of a twisted cord: slanted S shapes."""
    slant, body = height * 1.1, pitch - gap * 1.5
    return [
        closed(
            (0.0, 0.0),
            [
                ((slant * 0.5, height * 0.16), (slant * 0.5, height * 0.84), (slant, height)),
                ((slant + body, height),),
                (
                    (slant * 0.5 + body, height * 0.84),
                    (slant * 0.5 + body, height * 0.16),
                    (body, 0.0),
                ),
            ],
        )
    ]


def wave(pitch: float, height: float, gap: float) -> list[Ring]:
    """A light wave that runs between two dark shores."""
    half, low, stream = pitch / 2, height * 0.12, max(gap, height * 0.2)
    crest = height - low - stream
    shore = gap * 0.5
    swell: list[Segment] = [
        ((half * 0.42, low), (half * 0.58, crest), (half, crest)),
        ((half * 1.42, crest), (pitch - half * 0.42, low), (pitch - shore, low)),
        ((pitch - shore, 0.0),),
        ((shore, 0.0),),
    ]
    below = closed((shore, low), swell)
    above: Ring = [
        tuple((x + half, height - y) for x, y in segment) for segment in closed((shore, low), swell)
    ]
    return [below, above]


def bead_and_reel(pitch: float, height: float, gap: float) -> list[Ring]:
    """A long bead, then two thin reels."""
    reel = max(pitch * 0.09, gap * 0.9)
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
    upper: list[Segment] = [
        (
            (reach * 0.12, mid + height * 0.34),
            (reach * 0.52, height),
            (reach, height * 0.97),
        ),
        ((reach * 0.98, mid + height * 0.2), (reach * 0.5, mid + gap * 0.6), (0.0, mid + gap / 2)),
    ]
    ring = closed((0.0, mid + gap / 2), upper)
    twin: Ring = [tuple((x, height - y) for x, y in segment) for segment in ring]
    return [ring, twin]


def dog(pitch: float, height: float, gap: float) -> list[Ring]:
    """Running dog: breaking waves, one after the other."""
    w, h = pitch - gap, height
    crest: list[Segment] = [
        ((w * 0.16, h * 0.04), (w * 0.2, h * 0.5), (w * 0.28, h * 0.68)),
        ((w * 0.38, h * 0.93), (w * 0.55, h), (w * 0.68, h)),
        ((w * 0.9, h), (w * 1.0, h * 0.84), (w * 1.0, h * 0.68)),
        ((w * 1.0, h * 0.5), (w * 0.88, h * 0.4), (w * 0.77, h * 0.42)),
        ((w * 0.68, h * 0.44), (w * 0.66, h * 0.56), (w * 0.74, h * 0.62)),
        ((w * 0.79, h * 0.66), (w * 0.82, h * 0.62), (w * 0.84, h * 0.62)),
        ((w * 0.84, h * 0.72), (w * 0.76, h * 0.79), (w * 0.68, h * 0.77)),
        ((w * 0.53, h * 0.73), (w * 0.5, h * 0.55), (w * 0.53, h * 0.4)),
        ((w * 0.57, h * 0.18), (w * 0.78, h * 0.02), (w, 0.0)),
    ]
    return [closed((0.0, 0.0), crest)]
