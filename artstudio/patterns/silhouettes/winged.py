"""Figures with wings: a bird, a butterfly. Drawn in a disc of radius 1, then scaled."""

from __future__ import annotations

from artstudio.geometry.contours import Contours, Segment
from artstudio.patterns.shapes import Point, Ring, closed, contours, mirrored_outline, polar
from artstudio.patterns.silhouettes.figure import Figure, both_sides
from artstudio.patterns.sprouts import laid
from artstudio.patterns.strokes import spine, stroke
from artstudio.patterns.trim import divided


def bird(f: Figure) -> Contours:
    """A bird seen from above with open wings, feather by feather."""
    # The whole is drawn smaller at the end, and so are its gaps.
    g = f.gap / f.radius * (1.0 if f.close else 1.25)
    root = 0.1 if f.close else 0.08
    feathers = 6 if f.radius > 18 else 5
    wing: list[Ring] = []
    for i in range(feathers):
        t = i / (feathers - 1)
        foot = _on(_ARM, 0.97 - 0.62 * t)
        at = (foot[0] + 0.03, foot[1] + 0.085 + 0.02 * t + g)
        length = 0.38 + 0.2 * t * (1 - t) + 0.04 * t + 0.03 * f.shape
        wing.append(laid(_feather(length, 0.6 / feathers - g), at, 0.29 + 0.195 * t))
    wing.append(stroke(spine(lambda t: _on(_ARM, t), 6), [root, 0.12, 0.13, 0.12, 0.1, 0.07, 0.0]))
    body: list[Segment] = [
        ((0.04, -0.62), (0.085, -0.58), (0.085, -0.5)),
        ((0.085, -0.42), (0.06, -0.4), (0.07, -0.34)),
        ((0.13, -0.2), (0.12, 0.06), (0.0, 0.32)),
    ]
    rings = [mirrored_outline((0.0, -0.74), body), *both_sides(wing)]
    for i in range(5):
        spread = (i - 2) * (0.042 + 0.01 * f.shape)
        at = polar(0.1 + g, 0.5 + spread * 1.6)
        tail = _feather(0.42 + 0.06 * abs(i - 2), 0.105)
        rings.append(laid(tail, (at[0], at[1] + 0.27), 0.5 + spread))
    return contours(_scaled(rings, f.radius * 0.9))


_ARM: tuple[Point, Point, Point, Point] = ((0.16, -0.2), (0.2, -0.52), (0.42, -0.5), (0.62, -0.66))


def _feather(length: float, width: float) -> Ring:
    """Return a feather from its quill at the origin up, broad and round at the tip."""
    w = width / 2
    side: list[Segment] = [
        ((w * 0.24, -length * 0.1), (w, -length * 0.34), (w, -length * 0.7)),
        ((w, -length * 0.88), (w * 0.6, -length * 0.97), (0.0, -length)),
    ]
    return mirrored_outline((0.0, 0.0), side)


def butterfly(f: Figure) -> Contours:
    """A butterfly: four wings with windows, a slim body, feelers."""
    k = 0.08 * f.shape
    upper = closed(
        (0.09, -0.1),
        [
            ((0.16, -0.4), (0.44, -0.84 + k), (0.78, -0.74)),
            ((0.95, -0.68), (0.92, -0.36), (0.82, -0.2)),
            ((0.74, -0.06), (0.46, 0.02), (0.1, -0.02)),
        ],
    )
    lower = closed(
        (0.1, 0.05),
        [
            ((0.4, 0.06), (0.66, 0.06), (0.74, 0.24)),
            ((0.8, 0.42), (0.66, 0.56), (0.56, 0.6)),
            ((0.5, 0.72 + k), (0.4, 0.8 + k), (0.34, 0.72)),
            ((0.26, 0.56), (0.12, 0.36), (0.1, 0.05)),
        ],
    )
    windows = [
        *(_about(upper, (0.56, -0.38), share) for share in (0.66, 0.44)),
        *(_about(lower, (0.46, 0.32), share) for share in (0.6, 0.36)),
    ]
    feeler = stroke(
        spine(lambda t: _on(((0.02, -0.36), (0.05, -0.6), (0.14, -0.78), (0.3, -0.86)), t), 4),
        [0.022, 0.026, 0.03, 0.034, 0.05],
    )
    body: list[Segment] = [
        ((0.05, -0.3), (0.055, -0.22), (0.05, -0.1)),
        ((0.06, 0.1), (0.05, 0.3), (0.0, 0.46)),
    ]
    trunk = mirrored_outline((0.0, -0.31), body)
    rings = [*both_sides([upper, lower, *windows, feeler]), trunk]
    return contours(_scaled(rings, f.radius * 0.88))


def _about(ring: Ring, centre: Point, share: float) -> Ring:
    """Return a ring shrunk about a point inside it."""
    cx, cy = centre
    return [tuple((cx + (x - cx) * share, cy + (y - cy) * share) for x, y in seg) for seg in ring]


def _on(curve: tuple[Point, Point, Point, Point], t: float) -> Point:
    return divided(curve[0], curve[1:], t)[0][-1]


def _scaled(rings: list[Ring], factor: float) -> list[Ring]:
    return [[tuple((x * factor, y * factor) for x, y in seg) for seg in ring] for ring in rings]
