"""Band motifs of straight edges: staves, blocks, lozenges, teeth, the Greek key."""

from __future__ import annotations

from artstudio.patterns.shapes import Point, Ring, box, polygon


def herringbone(pitch: float, height: float, gap: float) -> list[Ring]:
    """Two rows of slanted staves that lean against each other across a thin line.

    Staves and the ground between them are equally wide, as two woods are.
    """
    mid, slant, stave = gap / 2, height * 0.5, pitch / 2
    top = height / 2 - mid
    lower = [(0.0, 0.0), (stave, 0.0), (stave + slant, top), (slant, top)]
    upper = [(slant, height - top), (stave + slant, height - top), (stave, height), (0.0, height)]
    return [polygon(lower), polygon(upper)]


def chevron(pitch: float, height: float, _gap: float) -> list[Ring]:
    """Arrow heads in file, as wide as the ground between them."""
    slant, stave = height * 0.5, pitch / 2
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


def blocks(pitch: float, height: float, _gap: float) -> list[Ring]:
    """Alternating blocks."""
    return [box(0.0, 0.0, pitch / 2, height)]


def chequer(pitch: float, height: float, gap: float) -> list[Ring]:
    """Three rows of squares, each row shifted by one; corners are cut to keep clear."""
    side = height / 3
    cut = min(gap * 0.72, 0.42 * side, 0.21 * pitch)
    rings = []
    for row in range(3):
        x, y = (row % 2) * pitch / 2, row * side
        rings.append(clipped_box((x, y), (x + pitch / 2, y + side), cut, low=row > 0, high=row < 2))
    return rings


def clipped_box(
    near: Point, far: Point, cut: float, *, low: bool = True, high: bool = True
) -> Ring:
    """Return a rectangle with its lower corners, its upper ones or all four cut off by `cut`."""
    (left, bottom), (right, top) = near, far
    foot = [
        (left, bottom + cut),
        (left + cut, bottom),
        (right - cut, bottom),
        (right, bottom + cut),
    ]
    head = [(right, top - cut), (right - cut, top), (left + cut, top), (left, top - cut)]
    square = [(left, bottom), (right, bottom)], [(right, top), (left, top)]
    return polygon([*(foot if low else square[0]), *(head if high else square[1])])


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


def meander(pitch: float, height: float, _gap: float) -> list[Ring]:
    """The Greek key, one hook for each cell."""
    corners = ["00", "05", "55", "50", "20", "23", "33", "31", "41", "44", "14", "10"]
    return [polygon((int(at[0]) * pitch / 6, int(at[1]) * height / 5) for at in corners)]
