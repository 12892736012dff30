"""What strokes cover: a rectangle for each chord, and wedges for corners and ends.

They overlap, and all run the same way round, so a point is covered where any of
them goes round it. To unite them into one outline takes many times as long.
"""

from __future__ import annotations

import numpy as np

from artstudio.geometry.arrays import Floats, cross
from artstudio.geometry.contours import Strokes
from artstudio.geometry.polygons import FlatRings, concat, flattened

# Sides of half a circle.
_STEPS = 12
# Chords of a curve turn by less, and a wedge with one side fills what they leave open.
_CORNER = 0.35
# SVG's limit: the tip of a mitre is at most so many half widths away.
MITRE_LIMIT = 4.0


def stroke_areas(
    strokes: Strokes,
    *,
    width: float,
    cap: str,
    join: str,
    tolerance: float,
    mitre_limit: float = MITRE_LIMIT,
) -> FlatRings:
    """Return rings that all run the same way and together cover what `strokes` do.

    Lengths are in the unit of the strokes; `tolerance` is how far chords may be off.
    """
    rings = _without_points(flattened(strokes.contours, tolerance_mm=tolerance))
    before, after = rings.previous(), rings.following()
    along = rings.points - rings.points[before]
    unit = along / np.hypot(along[:, 0], along[:, 1])[:, None]
    drawn = np.ones(len(unit), dtype=bool)
    drawn[rings.offsets[1:][strokes.open] - 1] = False
    begins, ends = drawn & ~drawn[before], drawn & ~drawn[after]
    half = width / 2
    from_, to = rings.points[before], rings.points
    if cap == "square":
        from_, to = from_ - half * unit * begins[:, None], to + half * unit * ends[:, None]
    inner = drawn & drawn[before]
    parts = [
        _rectangles(from_[drawn], to[drawn], half * _left(unit[drawn])),
        *_joins(
            rings.points[before[inner]],
            unit[before[inner]],
            unit[inner],
            half,
            join,
            slack=tolerance,
            limit=mitre_limit,
        ),
    ]
    if cap == "round":
        middles = np.concatenate([from_[begins], to[ends]])
        sides = np.concatenate([_left(unit[begins]), -_left(unit[ends])])
        parts.append(_fans(middles, half * sides, np.full(len(sides), np.pi), _STEPS))
    return concat(parts)


def _without_points(rings: FlatRings) -> FlatRings:
    moves = (rings.points != rings.points[rings.previous()]).any(axis=1)
    ends = np.concatenate([[0], np.cumsum(moves)])[rings.offsets]
    return FlatRings(rings.points[moves], ends)


def _rectangles(from_: Floats, to: Floats, side: Floats) -> FlatRings:
    return _rings(np.stack([from_ - side, to - side, to + side, from_ + side], axis=1))


def _joins(
    at: Floats,
    arriving: Floats,
    leaving: Floats,
    half: float,
    join: str,
    *,
    slack: float,
    limit: float,
) -> list[FlatRings]:
    """Return wedges on the outer side of each turn; gaps narrower than `slack` are left."""
    turn = np.arctan2(cross(arriving, leaving), (arriving * leaving).sum(axis=1))
    # Run from the side where it turns away to where that side goes on, always leftwards.
    side = half * np.where((turn > 0)[:, None], -_left(arriving), _left(leaving))
    turn = np.abs(turn)
    corner = turn > _CORNER
    if join == "bevel":
        corner[:] = False
    plain = ~corner & (turn * half > slack)
    fans = [_fans(at[plain], side[plain], turn[plain], 1)]
    if join == "round":
        return [*fans, _fans(at[corner], side[corner], turn[corner], _STEPS)]
    sharp = corner & (np.cos(turn / 2) * limit < 1)
    fans.append(_fans(at[sharp], side[sharp], turn[sharp], 1))
    blunt = corner & ~sharp
    return [*fans, _mitres(at[blunt], side[blunt], turn[blunt])]


def _fans(middles: Floats, side: Floats, turn: Floats, steps: int) -> FlatRings:
    """Return wedges around `middles`, from `side` leftwards by `turn` radians."""
    angles = turn[:, None] * np.linspace(0, 1, steps + 1)
    edge = _turned(side[:, None], angles[..., None])
    return _rings(np.concatenate([middles[:, None], middles[:, None] + edge], axis=1))


def _mitres(at: Floats, side: Floats, turn: Floats) -> FlatRings:
    half = (turn / 2)[:, None]
    tip = _turned(side, half) / np.cos(half)
    return _rings(np.stack([at, at + side, at + tip, at + _turned(side, 2 * half)], axis=1))


def _turned(vectors: Floats, angle: Floats) -> Floats:
    turned: Floats = vectors * np.cos(angle) + _left(vectors) * np.sin(angle)
    return turned


def _left(vectors: Floats) -> Floats:
    return np.stack([-vectors[..., 1], vectors[..., 0]], axis=-1)


def _rings(polygons: Floats) -> FlatRings:
    """Return float64[n, corners, 2] as rings."""
    count, corners = polygons.shape[:2]
    return FlatRings(polygons.reshape(-1, 2), np.arange(count + 1) * corners)
