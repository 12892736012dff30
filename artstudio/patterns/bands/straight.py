"""Band motifs of straight edges: staves, blocks, lozenges, teeth, the Greek key."""

from __future__ import annotations

from artstudio.patterns.shapes import Ring, box, polygon


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


def blocks(pitch: float, height: float, _gap: float) -> list[Ring]:
    """Alternating blocks."""
    return [box(0.0, 0.0, pitch / 2, height)]


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
