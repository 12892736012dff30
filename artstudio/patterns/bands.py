"""Motifs of a band: one cell of ornament that repeats along a strip or around a ring.

A cell is drawn in a strip: x along it from 0 to `pitch`, y across it from 0 to
`height`, in mm. Pieces never touch: `gap` mm of ground lie between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from artstudio.patterns.shapes import Ring, arc, circle, closed, polygon, star
from artstudio.svg.contours import Segment

Draw = Callable[[float, float, float], list[Ring]]


@dataclass(frozen=True, kw_only=True)
class Motif:
    """A cell's drawing and the shape it wants: pitch over height, and how small it may get."""

    draw: Draw
    aspect: float
    smallest_mm: float


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


def blocks(pitch: float, height: float, _gap: float) -> list[Ring]:
    """Alternating blocks."""
    return [_box(0.0, 0.0, pitch / 2, height)]


def chequer(pitch: float, height: float, gap: float) -> list[Ring]:
    """Three rows of squares, each row shifted by one; corners keep clear of each other."""
    side, inset = height / 3, gap * 0.36
    rings = []
    for row in range(3):
        x, y = (row % 2) * pitch / 2, row * side
        low = y + (inset if row else 0)
        high = y + side - (inset if row < 2 else 0)
        rings.append(_box(x + inset, low, x + pitch / 2 - inset, high))
    return rings


def diamond(pitch: float, height: float, gap: float) -> list[Ring]:
    """Lozenges, with the triangles that they leave along both edges."""
    half, mid = pitch / 2, height / 2
    reach = gap * (half * half + mid * mid) ** 0.5 / mid
    base, tall = half - reach, mid * (1 - reach / half)
    rings = [polygon([(0.0, mid), (half, 0.0), (pitch, mid), (half, height)])]
    rings[0] = polygon(
        [(gap / 2, mid), (half, gap * 0.3), (pitch - gap / 2, mid), (half, height - gap * 0.3)]
    )
    if base > gap and tall > gap:
        rings.append(polygon([(-base, 0.0), (base, 0.0), (0.0, tall)]))
        rings.append(polygon([(-base, height), (0.0, height - tall), (base, height)]))
    return rings


def triangles(pitch: float, height: float, gap: float) -> list[Ring]:
    """Wolf's teeth: two rows of triangles that bite into each other."""
    half = pitch / 2
    reach = gap / 2 * (half * half + height * height) ** 0.5 / height
    base = half - reach
    tip = height * base / half
    return [
        polygon([(half - base, 0.0), (half + base, 0.0), (half, tip)]),
        polygon([(-base, height), (0.0, height - tip), (base, height)]),
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


def pearls(pitch: float, height: float, gap: float) -> list[Ring]:
    """A row of pearls."""
    radius = min(height, pitch - gap) / 2
    return [circle(radius, (pitch / 2, height / 2))]


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
        rings.append(_box(x, height * 0.1, x + reel, height * 0.9))
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


def meander(pitch: float, height: float, _gap: float) -> list[Ring]:
    """The Greek key, one hook for each cell."""
    corners = ["00", "05", "55", "50", "20", "23", "33", "31", "41", "44", "14", "10"]
    return [polygon((int(at[0]) * pitch / 6, int(at[1]) * height / 5) for at in corners)]


def _lozenges(i: int, j: int) -> bool:
    return (abs(i - 4) + abs(j - 3)) % 3 != 1


def _zigzag(i: int, j: int) -> bool:
    return (j + abs(i - 4)) % 4 < 2


def _crosses(i: int, j: int) -> bool:
    return (abs(i - 3) <= 1) != (abs(j - 3) <= 1) or (i, j) == (3, 3) or i == 7


def _roses(i: int, j: int) -> bool:
    far = (i - 3) ** 2 + (j - 3) ** 2
    return 4 <= far <= 10 or far <= 1 or (i == 7 and j in {0, 6, 3})


MOSAICS: dict[str, Callable[[int, int], bool]] = {
    "mosaic_lozenge": _lozenges,
    "mosaic_zigzag": _zigzag,
    "mosaic_cross": _crosses,
    "mosaic_rose": _roses,
}
COLUMNS, ROWS = 8, 7


def mosaic(black: Callable[[int, int], bool]) -> Draw:
    """Return the drawing of a tile picture: 8 columns of 7 squares, as rosette sticks are glued."""

    def draw(pitch: float, height: float, gap: float) -> list[Ring]:
        du, dv = pitch / COLUMNS, height / ROWS
        inset = min(gap / 3, dv * 0.16)
        return [
            _box(i * du + inset, j * dv + inset, (i + 1) * du - inset, (j + 1) * dv - inset)
            for i in range(COLUMNS)
            for j in range(ROWS)
            if black(i, j)
        ]

    return draw


def _box(left: float, low: float, right: float, high: float) -> Ring:
    return polygon([(left, low), (right, low), (right, high), (left, high)])


MOTIFS: dict[str, Motif] = {
    "herringbone": Motif(draw=herringbone, aspect=0.42, smallest_mm=1.2),
    "chevron": Motif(draw=chevron, aspect=0.62, smallest_mm=1.0),
    "rope": Motif(draw=rope, aspect=0.62, smallest_mm=1.0),
    "blocks": Motif(draw=blocks, aspect=1.4, smallest_mm=0.6),
    "chequer": Motif(draw=chequer, aspect=2 / 3, smallest_mm=1.8),
    "diamond": Motif(draw=diamond, aspect=1.1, smallest_mm=1.6),
    "triangles": Motif(draw=triangles, aspect=0.8, smallest_mm=1.4),
    "wave": Motif(draw=wave, aspect=2.0, smallest_mm=2.0),
    "running_dog": Motif(draw=dog, aspect=1.15, smallest_mm=3.0),
    "pearls": Motif(draw=pearls, aspect=1.35, smallest_mm=0.9),
    "bead_and_reel": Motif(draw=bead_and_reel, aspect=2.6, smallest_mm=1.4),
    "laurel": Motif(draw=laurel, aspect=0.55, smallest_mm=2.2),
    "petals": Motif(draw=petals, aspect=0.62, smallest_mm=2.4),
    "stars": Motif(draw=stars, aspect=1.5, smallest_mm=3.0),
    "meander": Motif(draw=meander, aspect=1.05, smallest_mm=3.0),
    **{
        name: Motif(draw=mosaic(black), aspect=COLUMNS / ROWS, smallest_mm=3.6)
        for name, black in MOSAICS.items()
    },
}
