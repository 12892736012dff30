"""Figures that repeat round a middle: gear, sunburst, snowflake; and the spiral."""

from __future__ import annotations

import math
from dataclasses import dataclass

from artstudio.geometry.contours import Segment
from artstudio.patterns.family import require
from artstudio.patterns.figure.parameters import FigureParameters
from artstudio.patterns.figure.simple import arc_path, hole
from artstudio.patterns.seeded_random import SeededRandom
from artstudio.patterns.shapes import Point, Ring, circle, cosine, polar, polygon, sine
from artstudio.patterns.strokes import spine, stroke

_TURN = 2 * math.pi
FLANK_PIECES = 2
#: Fewest teeth of a full profile.
FULL_TEETH = 18


@dataclass(frozen=True)
class _Profile:
    """Heights above and below the pitch circle in modules, and the pressure angle."""

    above: float
    below: float
    degrees: float


def _profile(teeth: int) -> _Profile:
    return _Profile(1.0, 1.25, 20.0) if teeth >= FULL_TEETH else _Profile(0.8, 1.0, 25.0)


def gear_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return an involute spur gear with the profile of ISO 53: 20°, teeth 1 + 1.25 modules high.

    Gears of few teeth have stub teeth: 25°, 0.8 + 1 modules, which are not undercut so
    deep. The outer diameter is that of the tooth tips.
    """
    n = p.count
    half = [_flank(n, radius, side) for side in (-1, 1)]
    ring: list[Segment] = []
    for tooth in range(n):
        left, right = ([_turned(s, tooth / n) for s in flank] for flank in half)
        rising, tip = _reversed_path(left)
        if ring:
            ring += arc_path(
                ring[-1][-1], rising[-1], (0, 0), root_radius(n, radius), clockwise=True
            )
        ring += tip
        ring += arc_path(tip[-1][-1], right[0][-1], (0, 0), radius, clockwise=True)
        ring += right[1:]
    first = _reversed_path([_turned(s, 0.0) for s in half[0]])[0][-1]
    ring += arc_path(ring[-1][-1], first, (0, 0), root_radius(n, radius), clockwise=True)
    return [ring, *hole(p)]


def root_radius(teeth: int, radius: float) -> float:
    """Return the radius at the bottom of a gear's teeth."""
    profile = _profile(teeth)
    return radius * (teeth - 2 * profile.below) / (teeth + 2 * profile.above)


def tip_share(teeth: int) -> float:
    """Return the breadth of a tooth at its tip, of the gear's radius."""
    return 2 * _half_angle(teeth, _roll(teeth, 1.0))


def _base(teeth: int) -> float:
    """Return the base circle's radius, of the tip circle's."""
    profile = _profile(teeth)
    pitch = teeth / (teeth + 2 * profile.above)
    return pitch * round(math.cos(math.radians(profile.degrees)), 12)


def _roll(teeth: int, share: float) -> float:
    """Return the involute's parameter at a radius, given as a share of the tip circle's."""
    return math.sqrt(max((share / _base(teeth)) ** 2 - 1, 0.0))


def _half_angle(teeth: int, roll: float) -> float:
    """Return half the angle of a tooth, in radians, where the involute has rolled so far."""
    pressure = math.radians(_profile(teeth).degrees)
    at_pitch = math.tan(pressure) - pressure
    return round(math.pi / (2 * teeth) + at_pitch - (roll - math.atan(roll)), 12)


def _flank(teeth: int, radius: float, side: int) -> list[Segment]:
    """Return one flank from the tip to the root; its first segment is only its start."""
    base = _base(teeth) * radius
    foot = _half_angle(teeth, 0.0)
    low = _roll(teeth, max(root_radius(teeth, radius) / radius, _base(teeth)))
    top = _roll(teeth, 1.0)

    def at(roll: float) -> tuple[Point, Point]:
        reach = base * math.sqrt(1 + roll * roll)
        point = polar(reach, side * _half_angle(teeth, roll) / _TURN)
        way = side * (foot - roll) / _TURN
        return point, (base * roll * sine(way), -base * roll * cosine(way))

    step = (low - top) / FLANK_PIECES
    point, speed = at(top)
    path: list[Segment] = [(point,)]
    for i in range(1, FLANK_PIECES + 1):
        after, speed_after = at(top + i * step)
        path.append(
            (
                (point[0] + speed[0] * step / 3, point[1] + speed[1] * step / 3),
                (after[0] - speed_after[0] * step / 3, after[1] - speed_after[1] * step / 3),
                after,
            )
        )
        point, speed = after, speed_after
    if root_radius(teeth, radius) < base - 1e-6:
        path.append((polar(root_radius(teeth, radius), side * foot / _TURN),))
    return path


def _turned(segment: Segment, turns: float) -> Segment:
    c, s = cosine(turns), sine(turns)
    return tuple((x * c - y * s, x * s + y * c) for x, y in segment)


def _reversed_path(path: list[Segment]) -> tuple[Segment, list[Segment]]:
    """Return a path from its end to its start: the new start, then its segments."""
    ends = [segment[-1] for segment in path]
    back: list[Segment] = [
        (*reversed(path[i][:-1]), ends[i - 1]) for i in range(len(path) - 1, 0, -1)
    ]
    start: Segment = (ends[-1],)
    return start, back


def spiral_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return an Archimedean spiral as a band of true width, `count` turns from the middle."""
    start = p.line_mm / 2 + p.gap_mm / 2
    pitch = (radius - p.line_mm / 2 - start) / p.count
    require(pitch > 1.05 * p.line_mm, "its band is too wide for so many turns.")
    knots = 12 * p.count

    def curve(t: float) -> Point:
        turns = p.count * t
        return polar(start + pitch * turns, turns)

    line = spine(curve, knots)
    return [stroke(line, [p.line_mm] * (knots + 1))]


def sunburst_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a disc and `count` rays that widen outwards, each a piece of its own.

    depth: the radius of the disc, of the whole; a ray is as broad as the ground beside it.
    """
    disc = p.depth * radius
    foot = disc + max(p.gap_mm, (radius - disc) * 0.06)
    require(foot < 0.97 * radius, "its disc leaves no room for rays.")
    half = 0.25 / p.count
    rings = [circle(disc)]
    for i in range(p.count):
        a, b = i / p.count - half, i / p.count + half
        inner_a, inner_b = polar(foot, a), polar(foot, b)
        rings.append(
            [
                (polar(radius, a),),
                *arc_path(polar(radius, a), polar(radius, b), (0, 0), radius, clockwise=True),
                (inner_b,),
                *arc_path(inner_b, inner_a, (0, 0), foot, clockwise=False),
            ]
        )
    return rings


def snowflake_figure(p: FigureParameters, radius: float) -> list[Ring]:
    """Return a crystal in one piece: `count` arms with branches that the seed chooses."""
    choice, n = SeededRandom(p.seed), p.count
    half, branch = p.line_mm / 2, p.line_mm * 0.8
    hub = max(radius * choice.between("hub", 0.14, 0.24), half * 1.3 / sine(0.5 / n))
    side: list[Point] = []
    require(hub < 0.5 * radius, "its arms are too thick.")
    tip = _tip(radius, half, broad=choice.chance("tip", 0.6), room=hub)
    for at, length in _branches(p, radius, (hub, -tip[0][1]), choice):
        side += _branch(at, length, half=half, width=branch, lean=min(1 / n, 1 / 6))
    side += tip
    corners: list[Point] = []
    for arm in range(n):
        corners.append(polar(hub, (arm - 0.5) / n))
        left = [(-x, y) for x, y in side]
        outline = [*left, (0.0, -radius), *reversed(side)]
        corners += [_turned((q,), arm / n)[0] for q in outline]
    return [polygon(corners), *_snowflake_hole(n, hub, p)]


def _snowflake_hole(n: int, hub: float, p: FigureParameters) -> list[Ring]:
    """Return the hole in the hub where it has room: a small polygon."""
    inner = hub * 0.5
    if inner < max(0.6, p.gap_mm) or hub - inner < p.line_mm * 0.6:
        return []
    return [polygon(polar(inner, i / n) for i in range(n))]


def _branches(
    p: FigureParameters, radius: float, stem: tuple[float, float], choice: SeededRandom
) -> list[tuple[float, float]]:
    """Return where branches leave an arm's stem and how long they are, in mm."""
    n, width = p.count, p.line_mm * 0.8
    lean = min(1 / n, 1 / 6)
    begin, end = stem[0] * 1.25 + width, stem[1] - width / sine(lean) - p.gap_mm
    # A branch is width / sin wide along the stem, and a gap is left between two.
    least = width / sine(lean) + max(p.gap_mm, 0.6) / sine(lean)
    many = max(1, min(choice.count("branches", 2, 4), int((end - begin) / least) + 1))
    found = []
    for i in range(many):
        at = begin + (end - begin) * (i + choice.between(f"at{i}", 0.3, 0.6)) / many
        wish = radius * choice.between(f"long{i}", 0.16, 0.36)
        found.append((at, min(wish, _room(p, at, radius, lean, width))))
    spaced = [found[0]]
    for at, length in found[1:]:
        if at - spaced[-1][0] >= least:
            spaced.append((at, length))
    return [(at, length) for at, length in spaced if length > p.line_mm]


def _room(p: FigureParameters, at: float, radius: float, lean: float, width: float) -> float:
    """Return how long a branch at a height may be: inside its sector and inside the circle."""
    sector = 0.5 / p.count
    # Distance of a point (x, -y) from the sector's side: y sin - x cos.
    start = at * sine(sector) - p.line_mm / 2 * cosine(sector) - width - max(p.gap_mm, 0.6) / 2
    slope = sine(lean) * cosine(sector) - cosine(lean) * sine(sector)
    inside = start / slope if slope > 1e-9 else radius
    return max(0.0, min(inside, (radius - at - width) / max(cosine(lean), 0.2) * 0.9))


def _branch(at: float, length: float, *, half: float, width: float, lean: float) -> list[Point]:
    """Return the right-hand branch: out along its lower edge, back along the upper one.

    Its lower edge leaves the stem's side at the height `at`; it leans outwards.
    """
    s, c = sine(lean), cosine(lean)
    low = (half, -at)
    far = (half + length * s, -at - length * c)
    across = (-width * c, -width * s)
    over = (far[0] + across[0], far[1] + across[1])
    point = (
        (far[0] + over[0]) / 2 + s * width * 0.6,
        (far[1] + over[1]) / 2 - c * width * 0.6,
    )
    return [low, far, point, over, (half, -at - width / s)]


def _tip(radius: float, half: float, *, broad: bool, room: float) -> list[Point]:
    """Return the end of an arm: a point, or a lozenge broader than the stem."""
    if not broad:
        return [(half, -radius + half * 1.6)]
    wide = min(half * 2.2, room * 0.5)
    return [
        (half, -radius + wide * 2.6),
        (wide, -radius + wide * 1.4),
    ]
