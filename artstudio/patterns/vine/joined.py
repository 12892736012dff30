"""A vine in one piece: shoots and leaves grow out of the stem's edges.

What grows in one bend is found once, with its neighbours before and behind, and
repeated in each; so a wreath keeps its symmetry.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely

from artstudio.patterns.shapes import Point, Ring, unit
from artstudio.patterns.vine.leaf_shapes import LeafFrame, leaf_path, lens
from artstudio.patterns.vine.outline import Sprout, Stem, flattened, reversed_path, round_end
from artstudio.patterns.vine.parameters import VineParameters
from artstudio.patterns.vine.shoots import grow_shoot

# Edges of the stem have so many nodes in each bend.
KNOTS = 4
# No stalk and no stem is thinner.
THINNEST_MM = 0.45
SMALLEST_LEAF_MM = 1.6
_BENDS_AROUND = 2
_TURNS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1)
_SHARES = (1.5, 1.25, 1.0, 0.85, 0.7, 0.58, 0.48)
# A leaf with a slit along its middle is at least so long.
_SLIT_FROM_MM = 9.0


@dataclass(frozen=True, kw_only=True)
class Place:
    """A leaf of a bend: where on the stem (in bends), on which side, how it turns off, how long."""

    phase: float
    side: int
    turn: float
    length: float


@dataclass(frozen=True, kw_only=True)
class Strip:
    """The strip a vine grows in, about y = 0, in mm.

    start: where the first bend begins; crest: the stem begins at the top of a wave;
    stretch: how much narrower the strip's inner edge gets when it is bent.
    """

    length: float
    high: float
    pitch: float
    bends: int
    crest: bool
    endless: bool
    stretch: float


def strip_of(p: VineParameters) -> Strip:
    """Return the strip that parameters ask for: half of it where the vine is mirrored."""
    length, high, low = p.field
    mirrored = p.mirror and not p.outer_mm
    bends = p.bends // 2 if mirrored else p.bends
    run = length / 2 if mirrored else length
    return Strip(
        length=run,
        high=high,
        pitch=run / bends,
        bends=bends,
        crest=mirrored,
        endless=p.outer_mm > 0,
        stretch=(low + high / 2) / low if p.outer_mm else 1.0,
    )


def wave(p: VineParameters, strip: Strip, bends: float) -> Point:
    """Return the stem's middle after so many bends; it grows lower where the strip tapers."""
    x = bends * strip.pitch
    swing = p.swing * strip.high * breadth(p, strip, x)
    angle = math.pi * bends
    height = math.cos(angle) if strip.crest else math.sin(angle)
    return x, -swing * round(height, 12)


def breadth(p: VineParameters, strip: Strip, x: float) -> float:
    """Return how high the strip is at x, as a share of its full height."""
    along = min(1.0, max(0.0, x / strip.length)) if strip.length else 0.0
    return 1.0 + (p.taper - 1.0) * along


def stem_of(p: VineParameters, strip: Strip, first: float, last: float) -> Stem:
    """Return the bare stem from one number of bends to another."""
    span = last - first
    knots = [i / (KNOTS * span) for i in range(1, math.ceil(KNOTS * span))]

    def width(t: float) -> float:
        if strip.endless:
            return max(THINNEST_MM, p.stem_mm)
        bends = (first + t * span) if strip.crest else min(first + t * span, last - t * span)
        left = min(last - (first + t * span), bends if not strip.crest else math.inf)
        return max(THINNEST_MM, p.stem_mm * min(1.0, 0.62 + 0.5 * max(0.0, left)))

    return Stem(curve=lambda t: wave(p, strip, first + t * span), width=width, knots=knots)


def grow(p: VineParameters, strip: Strip) -> list[Ring]:
    """Return the outlines of the whole vine in its strip; the first is the stem's."""
    inset = 0.0 if strip.endless else max(THINNEST_MM, p.stem_mm) / strip.pitch
    first = 0.0 if strip.endless or strip.crest else inset
    last = strip.bends - (0.0 if strip.endless else inset)
    stem = stem_of(p, strip, first, last)
    grower = _Grower(p, strip, stem, (first, last))
    grower.grow_all()
    if strip.endless:
        return [stem.along(1), stem.along(-1), *grower.holes]
    holes = _both_halves(grower.holes) if strip.crest else grower.holes
    return [*_closed(strip, stem), *holes]


def _closed(strip: Strip, stem: Stem) -> list[Ring]:
    left, right = stem.along(1), stem.along(-1)
    end = round_end(stem.edge(1.0, 1), stem.edge(1.0, -1))
    back = reversed_path(stem.edge(0.0, -1), right)
    if not strip.crest:
        return [[*left, *end, *back, *round_end(stem.edge(0.0, -1), stem.edge(0.0, 1))]]
    half = [*left, *end, *back]
    other = reversed_path(stem.edge(0.0, 1), half)
    return [[*half, *(tuple((-x, y) for x, y in segment) for segment in other)]]


def _both_halves(rings: Sequence[Ring]) -> list[Ring]:
    images: list[Ring] = [[tuple((-x, y) for x, y in s) for s in ring] for ring in rings]
    return [*rings, *images]


class _Grower:
    """Lets every bend of a stem grow, and keeps its pieces apart where bends differ."""

    def __init__(
        self, p: VineParameters, strip: Strip, stem: Stem, ends: tuple[float, float]
    ) -> None:
        self.p, self.strip, self.stem, self.ends = p, strip, stem, ends
        self.canvas = _Canvas(p, strip, stem)
        self.holes: list[Ring] = []
        self.leafy = bend_pattern(replace(p, style="leaf"), strip)
        pattern = bend_pattern(p, strip)
        self.pattern = pattern if pattern.has_shoot else self.leafy

    def grow_all(self) -> None:
        """Grow the shoots of all bends, then the leaves."""
        bends = range(self.strip.bends + self.strip.crest)
        for k in bends:
            if self._pattern(k).has_shoot:
                self._grow_shoot(k)
        for k in bends:
            for place in self._pattern(k).leaves:
                self._grow_leaf(k, place)
        if self.strip.crest:
            self._fill_middle()

    def _fill_middle(self) -> None:
        """Grow a leaf into the hollow of the middle bend, and so one into its image."""
        longest = min(self.strip.high, 0.85 * self.strip.pitch) * self.p.length
        for phase, share in itertools.product((0.6, 0.68, 0.76), _SHARES):
            place = Place(phase=phase, side=1, turn=self.p.lean + 0.05, length=longest * share)
            if self._grow_leaf(0, place):
                return

    def _pattern(self, k: int) -> BendPattern:
        """Return what grows in bend k: no shoot where the stem ends or meets its image."""
        if self.strip.endless:
            return self.pattern
        has_end = k >= self.strip.bends - 1 if not self.strip.crest else k == self.strip.bends
        return self.leafy if has_end or (self.strip.crest and k == 0) else self.pattern

    def _at(self, k: int, phase: float) -> float:
        """Return where on the stem a phase of bend k is, from 0 to 1."""
        first, last = self.ends
        return (k + phase - (0.5 if self.strip.crest else 0.0) - first) / (last - first)

    def _grow_shoot(self, k: int) -> None:
        side, scale = self._flip(k), self._scale(k)
        at = self._at(k, SHOOT_PHASE)
        grown = grow_shoot(self.p, self.strip, self.stem, at, side, scale) if at < 1 else None
        if grown is not None and self._has_room(grown.points):
            self._keep(grown.sprout, side, grown.points, grown.holes)

    def _grow_leaf(self, k: int, place: Place) -> bool:
        side = place.side * self._flip(k)
        wish = replace(place, side=side, length=place.length * self._scale(k))
        leaf = leaf_on(self.p, self.stem, self._at(k, place.phase), wish)
        if leaf is None or not self.stem.is_free(leaf.sprout.begin, leaf.sprout.end, side):
            return False
        has_room = self._has_room(leaf.points) and (
            self.strip.endless or self.canvas.holds(leaf.points, leaf.far, neighbours=False)
        )
        if has_room:
            self._keep(leaf.sprout, side, leaf.points, leaf.holes)
        return has_room

    @staticmethod
    def _flip(k: int) -> int:
        return -1 if k % 2 else 1

    def _scale(self, k: int) -> float:
        return breadth(self.p, self.strip, (k + 0.5) * self.strip.pitch)

    def _has_room(self, points: Sequence[Point]) -> bool:
        if self.strip.endless:
            # Found for one bend with its neighbours already.
            return True
        on_sheet = all(0.2 <= x <= self.strip.length - 0.15 for x, _ in points)
        return on_sheet and self.canvas.is_apart(points)

    def _keep(
        self, sprout: Sprout, side: int, points: Sequence[Point], holes: Sequence[Ring]
    ) -> None:
        self.stem.sprouts[side].append(sprout)
        self.holes += holes
        self.canvas.add(points)


@dataclass(frozen=True, kw_only=True)
class Grown:
    """What grew: the way along its edge, points of it, and the holes in it."""

    sprout: Sprout
    points: Sequence[Point]
    far: Sequence[Point]
    holes: Sequence[Ring] = ()


def leaf_on(p: VineParameters, stem: Stem, at: float, place: Place) -> Grown | None:
    """Return a leaf at t = `at` of the stem, or None beyond its ends or too small."""
    length, side = place.length, place.side
    if length < SMALLEST_LEAF_MM:
        return None
    neck = max(THINNEST_MM, 0.055 * length)
    angle = 2 * math.pi * place.turn
    half = neck / 2 / max(0.3, round(math.sin(angle), 9))
    (ax, ay), (bx, by) = stem.curve(at - 1e-3), stem.curve(at + 1e-3)
    speed = math.hypot(bx - ax, by - ay) / 2e-3
    begin, end = at - half / speed, at + half / speed
    if begin <= 1e-4 or end >= 1 - 1e-4:
        return None
    a, b = stem.edge(begin, side), stem.edge(end, side)
    dx, dy = unit(b[0] - a[0], b[1] - a[1])
    nx, ny = -side * dy, side * dx
    c, s = round(math.cos(angle), 12), round(math.sin(angle), 12)
    frame = LeafFrame(
        foot=((a[0] + b[0]) / 2, (a[1] + b[1]) / 2),
        outward=(dx * c + nx * s, dy * c + ny * s),
        rear=(nx * c - dx * s, ny * c - dy * s),
        half_neck=math.hypot(b[0] - a[0], b[1] - a[1]) / 2 * s,
    )
    stalk = max((0.3 if p.leaf == "heart" else 0.16) * length, half * c + 0.25)
    path = leaf_path(frame, p.leaf, length, neck=stalk, rounded=p.tips == "round")
    path.append((b,))
    points = flattened(a, path)
    far = [
        q
        for q in points
        if (q[0] - frame.foot[0]) * frame.outward[0] + (q[1] - frame.foot[1]) * frame.outward[1]
        > stalk * (0.72 if p.leaf == "heart" else 1.02)
    ]
    holes = []
    if length >= _SLIT_FROM_MM and p.leaf != "slim":
        holes.append(
            lens(
                frame,
                (0.5 if p.leaf == "heart" else 0.38) * length,
                0.8 * length,
                max(0.5, 0.06 * length),
            )
        )
    return Grown(
        sprout=Sprout(begin=begin, end=end, path=path), points=points, far=far, holes=holes
    )


@dataclass(frozen=True, kw_only=True)
class BendPattern:
    """What grows in each bend; bears: flower, berry, or nothing, at the end of a shoot."""

    has_shoot: bool
    bears: str
    leaves: tuple[Place, ...]


SHOOT_PHASE = 0.9


def bend_pattern(p: VineParameters, strip: Strip) -> BendPattern:
    """Return what grows in a bend so that nothing comes closer than it may."""
    around = replace(strip, crest=False, endless=True, length=strip.pitch, bends=1)
    plain = replace(p, taper=1.0)
    whole = stem_of(plain, around, -_BENDS_AROUND, _BENDS_AROUND + 1.0)
    canvas = _Canvas(plain, strip, whole)
    has_shoot, bears = False, ""
    if p.style == "scroll":
        at = (SHOOT_PHASE + _BENDS_AROUND) / (2 * _BENDS_AROUND + 1)
        grown = grow_shoot(plain, around, whole, at, 1, 1.0)
        if grown is not None and canvas.holds(grown.points, grown.far):
            canvas.add(grown.points)
            has_shoot, bears = True, grown.bears
    leaves = tuple(_leaves(plain, canvas))
    return BendPattern(has_shoot=has_shoot, bears=bears, leaves=leaves)


def _planned_leaves(p: VineParameters) -> Iterator[tuple[float, int, float]]:
    """Yield where leaves would best grow: phase, side (1 is the hollow) and size."""
    if p.style == "scroll":
        yield from ((0.3, -1, 0.8), (0.66, -1, 0.8), (0.08, 1, 0.6), (0.98, -1, 0.55))
        return
    if p.leaf == "heart":
        yield from ((0.5, 1, 1.1), (0.34, -1, 0.9), (0.86, -1, 0.7), (0.06, 1, 0.6))
        return
    yield from ((0.45, 1, 1.15), (0.32, -1, 0.9), (0.72, -1, 0.8), (0.08, 1, 0.8), (0.8, 1, 0.8))


def _leaves(p: VineParameters, canvas: _Canvas) -> Iterator[Place]:
    strip = canvas.strip
    longest = min(strip.high, 0.85 * strip.pitch) * p.length
    for phase, side, size in _planned_leaves(p):
        tries = (
            Place(phase=phase, side=side, turn=p.lean + turn, length=longest * size * share)
            for share in _SHARES
            for turn in _TURNS
        )
        for place in tries:
            at = (phase + _BENDS_AROUND) / (2 * _BENDS_AROUND + 1)
            leaf = leaf_on(p, canvas.stem, at, place)
            if leaf is not None and canvas.holds(leaf.points, leaf.far):
                canvas.add(leaf.points)
                yield place
                break


class _Canvas:
    """A bend and its neighbours: what has grown there, and whether more has room."""

    def __init__(self, p: VineParameters, strip: Strip, stem: Stem) -> None:
        self.strip, self.stem = strip, stem
        narrow = min(1.0, p.taper)
        self.clear = max(0.36, p.gap_mm) * strip.stretch / narrow
        self.core = stem.core()
        self.half_stem = max(THINNEST_MM, p.stem_mm) / 2
        self.grown: list[shapely.Polygon] = []

    def holds(
        self, points: Sequence[Point], far: Sequence[Point], *, neighbours: bool = True
    ) -> bool:
        """Tell whether something keeps clear of the strip's edges, the stem and the rest.

        neighbours: and of what grows in the bends beside it, its own images among that.
        """
        limit = self.strip.high / 2 - self.clear
        if any(abs(y) > limit for _, y in points):
            return False
        shape = shapely.Polygon(points)
        if not shapely.is_valid(shape):
            return False
        apart = shapely.distance(self.core, shapely.MultiPoint(far)) - self.half_stem
        if round(float(apart), 6) < self.clear * (1.0 if neighbours else 0.9):
            return False
        if not neighbours:
            return True
        mine = [self._in_bend(shape, k) for k in (-2, -1, 1, 2)]
        others = [*self._all(self.grown), *mine]
        return all(round(float(shapely.distance(shape, o)), 6) >= self.clear for o in others)

    def is_apart(self, points: Sequence[Point]) -> bool:
        """Tell whether something keeps clear of all that has grown."""
        shape = shapely.Polygon(points)
        apart = (float(shapely.distance(shape, other)) for other in self.grown)
        return all(round(distance, 6) >= self.clear * 0.9 for distance in apart)

    def add(self, points: Sequence[Point]) -> None:
        """Keep something that has room."""
        self.grown.append(shapely.Polygon(points))

    def _all(self, shapes: Sequence[shapely.Polygon]) -> list[shapely.Polygon]:
        return [self._in_bend(shape, k) for shape in shapes for k in range(-2, 3)]

    def _in_bend(self, shape: shapely.Polygon, k: int) -> shapely.Polygon:
        """Return the shape as it grows k bends on: mirrored in every second."""
        flip = -1.0 if k % 2 else 1.0
        return shapely.transform(shape, lambda xy: xy * (1.0, flip) + (k * self.strip.pitch, 0.0))
