"""Which turns and mirrors a drawing may have, and the drawing made exactly so."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artstudio.vectorize.geometry.curves import Curves
from artstudio.vectorize.geometry.joints import Fit, Joints
from artstudio.vectorize.geometry.segments import Turned
from artstudio.vectorize.geometry.symmetry import (
    ARC,
    CURVE,
    LINE,
    Image,
    Shapes,
    image_of,
    orbits,
    refined,
    reflection,
    rotation,
    turned_alike,
)
from artstudio.vectorize.geometry.wholes import WholeCircles

MOST_FOLD = 72
# With more pieces than this the search takes too long for what it gives.
_MOST_PIECES = 20_000
# Nodes at distances from the centre that differ by less are of one kind.
_SAME_PX = 0.75
_NEAR_CENTRE_PX, _SNAP_PX = 0.3, 0.12
_MOST_FOLDS, _MOST_AXES, _MOST_PARTS = 6, 16, 6

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Symmetric:
    """A fit made symmetric. found: fold, ring_fold, mirror_axes, where there are any."""

    fit: Fit
    wholes: WholeCircles
    meets: Joints
    curves: Curves
    found: dict[str, int]


def symmetric(
    rings: Turned, fit: Fit, wholes: WholeCircles, meets: Joints, curves: Curves, *,
    sound: Flags, size: tuple[int, int], wanted: frozenset[str],
) -> Symmetric:  # fmt: skip
    """Return the fit with the rotational and mirror symmetry that it nearly has.

    sound: the rings that are written as they were fitted. size: of the picture.
    """
    plain = Symmetric(fit=fit, wholes=wholes, meets=meets, curves=curves, found={})
    heads = np.flatnonzero(sound[fit.pieces.ring] & (curves.covers >= 0))
    circles = np.flatnonzero(wholes.found)
    if not 2 <= len(heads) + len(circles) <= _MOST_PIECES or not wanted & {"rotation", "mirror"}:
        return plain
    tails = heads + np.maximum(curves.covers[heads], 1) - 1
    shapes = _shapes(rings, fit, wholes, meets, curves, heads, tails, circles)
    search = _Search(shapes, rings.sigma, np.array(size, dtype=np.float64) / 2)
    if "rotation" in wanted:
        search.turns()
    if "mirror" in wanted:
        search.mirrors()
    if not search.found:
        return plain
    return _written(plain, search.shapes, heads, tails, circles, search.found)


def _shapes(
    rings: Turned, fit: Fit, wholes: WholeCircles, meets: Joints, curves: Curves,
    heads: Integers, tails: Integers, circles: Integers,
) -> Shapes:  # fmt: skip
    before = np.empty(len(meets.after), dtype=np.int64)
    before[meets.after] = np.arange(len(meets.after))
    start, end = meets.nodes[before[heads]], meets.nodes[tails]
    is_curve = curves.covers[heads] > 0
    is_arc = fit.pieces.is_arc[heads] & ~is_curve
    handles = curves.controls[heads, 1:3]
    centre = fit.anchor[heads]
    inner = np.where(is_curve[:, None, None], handles, centre[:, None])
    arc_middle = _arc_middle(start, end, centre, fit.radius[heads], fit.sweep[heads])
    middle = np.where(is_arc[:, None], arc_middle, (start + end) / 2)
    middle = np.where(is_curve[:, None], handles.mean(axis=1), middle)
    ways = (
        fit.tangents(tails, meets.nodes[tails]),
        fit.tangents(meets.after[tails], meets.nodes[tails]),
    )
    way = ways[0] + ways[1]
    way = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
    half = np.arccos(np.clip((ways[0] * ways[1]).sum(axis=1), -1, 1)) / 2
    counts = (fit.pieces.last - fit.pieces.first).astype(np.float64)
    fewest = np.maximum(np.minimum(counts[tails], counts[meets.after[tails]]) - 2 * rings.trim, 3)
    blunt = 1 / np.maximum(np.cos(half), 0.15), 1 / np.maximum(np.sin(half), 0.15)
    return Shapes(
        start=start,
        end=end,
        kind=np.where(is_curve, CURVE, np.where(is_arc, ARC, LINE)),
        inner=inner,
        middle=middle,
        radius=fit.radius[heads].copy(),
        turn=fit.turn[heads].copy(),
        sweep=fit.sweep[heads].copy(),
        ring=fit.pieces.ring[heads],
        corner=~meets.smooth[tails],
        sharp=np.maximum(*blunt) / np.sqrt(fewest),
        way=way,
        circle_ring=circles,
        circle_centre=wholes.centres[circles],
        circle_radius=wholes.radii[circles],
        circle_sharp=np.sqrt(2 / np.maximum(np.diff(rings.offsets)[circles], 2)),
    )


def _arc_middle(
    start: Floats, end: Floats, centre: Floats, radius: Floats, sweep: Floats
) -> Floats:
    first = np.arctan2(start[:, 1] - centre[:, 1], start[:, 0] - centre[:, 0])
    last = np.arctan2(end[:, 1] - centre[:, 1], end[:, 0] - centre[:, 0])
    turn = (sweep * (last - first)) % math.tau
    angle = first + sweep * turn / 2
    middle: Floats = centre + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return middle


def _written(
    plain: Symmetric, shapes: Shapes, heads: Integers, tails: Integers, circles: Integers,
    found: dict[str, int],
) -> Symmetric:  # fmt: skip
    fit, wholes, meets, curves = plain.fit, plain.wholes, plain.meets, plain.curves
    arcs = shapes.kind == ARC
    anchor, radius, nodes = fit.anchor.copy(), fit.radius.copy(), meets.nodes.copy()
    anchor[heads[arcs]], radius[heads[arcs]] = shapes.inner[arcs, 0], shapes.radius[arcs]
    nodes[tails] = shapes.end
    turn, sweep, is_arc = fit.turn.copy(), fit.sweep.copy(), fit.pieces.is_arc.copy()
    turn[heads], sweep[heads] = shapes.turn, shapes.sweep
    is_arc[heads] = np.where(shapes.kind == CURVE, is_arc[heads], arcs)
    controls = curves.controls.copy()
    curved = shapes.kind == CURVE
    controls[heads[curved], 1:3] = shapes.inner[curved]
    centres, radii = wholes.centres.copy(), wholes.radii.copy()
    centres[circles], radii[circles] = shapes.circle_centre, shapes.circle_radius
    return Symmetric(
        fit=replace(
            fit,
            pieces=replace(fit.pieces, is_arc=is_arc),
            anchor=anchor,
            radius=radius,
            turn=turn,
            sweep=sweep,
        ),
        wholes=replace(wholes, centres=centres, radii=radii),
        meets=replace(meets, nodes=nodes),
        curves=replace(curves, controls=controls),
        found=found,
    )


class _Search:
    """Finds turns, then mirrors, and moves the shapes as it goes.

    free: rings that no turn was found for yet.
    """

    def __init__(self, shapes: Shapes, sigma: float, middle: Floats) -> None:
        self.shapes, self._sigma, self._middle = shapes, sigma, middle
        self.found: dict[str, int] = {}
        rings = int(max(shapes.ring.max(initial=-1), shapes.circle_ring.max(initial=-1))) + 1
        self._has = np.zeros(rings, dtype=bool)
        self._has[shapes.ring] = True
        self._has[shapes.circle_ring] = True
        self._centre: Floats | None = None

    def turns(self) -> None:
        """Find the turns of all rings about one centre."""
        best: tuple[int, Floats] | None = None
        for centre in self._centres():
            for fold in self._folds(centre, self._has):
                image = image_of(self.shapes, rotation(math.tau / fold, centre))
                score = self._covered(image, self._has) * 100 + fold
                if self._covered(image, self._has) and (best is None or score > best[0]):
                    best = (score, refined(self.shapes, image, fold, centre))
        if best is None:
            return
        centre = best[1]
        if np.hypot(*(centre - self._middle)) < _SNAP_PX:
            centre = self._middle
        self._turn_all(centre)

    def _turn_all(self, centre: Floats) -> None:
        free, folds = self._has.copy(), []
        at_centre = np.hypot(*(self.shapes.circle_centre - centre).T) < _NEAR_CENTRE_PX
        for _ in range(_MOST_PARTS):
            done = self._turned(centre, free)
            if done is None:
                break
            fold, rings = done
            folds.append((fold, int(rings.sum())))
            free &= ~rings
        if not folds:
            return
        self._centre = centre
        self.shapes.circle_centre[at_centre] = centre
        free[self.shapes.circle_ring[at_centre]] = False
        common = math.gcd(*(fold for fold, _ in folds))
        if not free.any() and common > 1:
            self.found["fold"] = common
        else:
            self.found["ring_fold"] = max(fold for fold, _ in folds)

    def _turned(self, centre: Floats, free: Flags) -> tuple[int, Flags] | None:
        """Make the most of the free rings alike by one turn."""
        best: tuple[int, int, Shapes, Flags] | None = None
        for fold in self._folds(centre, free):
            motion = rotation(math.tau / fold, centre)
            image = _only(self.shapes, image_of(self.shapes, motion), free)
            if not self._covered(image, free):
                continue
            fresh, good = turned_alike(self.shapes, motion, fold, self._sigma, image=image)
            # A circle in the middle goes onto itself by every turn.
            score = int(self._moving(good, centre).sum())
            if score and (best is None or (fold, score) > best[:2]):
                best = (fold, score, fresh, good)
        if best is None:
            return None
        self.shapes = best[2]
        return best[0], best[3]

    def _moving(self, good: Flags, centre: Floats) -> Flags:
        inner = np.hypot(*(self.shapes.circle_centre - centre).T) < _NEAR_CENTRE_PX
        moving = good.copy()
        moving[self.shapes.circle_ring[inner]] = False
        return moving

    def _covered(self, image: Image, free: Flags) -> int:
        """Return how many pieces and circles have another as their image."""
        pieces = (image.piece >= 0) & (image.piece != np.arange(len(image.piece)))
        circles = (image.circle >= 0) & (image.circle != np.arange(len(image.circle)))
        pieces &= free[self.shapes.ring] if len(pieces) else pieces
        circles &= free[self.shapes.circle_ring] if len(circles) else circles
        return int(pieces.sum() + circles.sum())

    def _centres(self) -> list[Floats]:
        shapes = self.shapes
        points = np.concatenate([shapes.end, shapes.circle_centre])
        found = [self._middle, points.mean(axis=0), (points.min(axis=0) + points.max(axis=0)) / 2]
        if len(shapes.circle_radius):
            found.append(shapes.circle_centre[shapes.circle_radius.argmax()])
        apart: list[Floats] = []
        for centre in found:
            if all(np.hypot(*(centre - other)) > 2 * _NEAR_CENTRE_PX for other in apart):
                apart.append(centre)
        return apart

    def _classes(self, centre: Floats, free: Flags) -> list[Floats]:
        """Return the points at each distance from the centre, the fewest first."""
        shapes = self.shapes
        points = np.concatenate(
            [shapes.end[free[shapes.ring]], shapes.circle_centre[free[shapes.circle_ring]]]
        )
        away = np.hypot(*(points - centre).T)
        order = np.argsort(away, kind="stable")
        order = order[away[order] > 2 * _NEAR_CENTRE_PX]
        if not len(order):
            return []
        cuts = np.flatnonzero(np.diff(away[order]) > _SAME_PX) + 1
        return sorted((points[part] for part in np.split(order, cuts)), key=len)

    def _folds(self, centre: Floats, free: Flags) -> list[int]:
        """Return the folds that the numbers of points at the same distance speak for."""
        sizes = np.array([len(part) for part in self._classes(centre, free)])
        votes = {fold: int(sizes[sizes % fold == 0].sum()) for fold in range(2, MOST_FOLD + 1)}
        able = [fold for fold, vote in votes.items() if vote]
        return sorted(able, key=lambda fold: (-votes[fold], -fold))[:_MOST_FOLDS]

    def mirrors(self) -> None:
        """Find a mirror of all rings."""
        centres = [self._centre] if self._centre is not None else self._centres()
        best: tuple[int, float, Floats] | None = None
        for centre in centres:
            for angle in self._axes(centre):
                image = image_of(self.shapes, reflection(angle, centre))
                covered = int((image.piece >= 0).sum() + (image.circle >= 0).sum())
                if covered and (best is None or covered > best[0]):
                    best = (covered, *self._axis(image, centre))
        everything = len(self.shapes.kind) + len(self.shapes.circle_ring)
        if best is None or best[0] < everything:
            return
        motion = reflection(best[1], best[2])
        image = image_of(self.shapes, motion)
        fresh, good = turned_alike(self.shapes, motion, 2, self._sigma, image=image)
        if (good | ~self._has).all():
            self.shapes = fresh
            self.found["mirror_axes"] = max(self.found.get("fold", 1), 1)

    def _axes(self, centre: Floats) -> list[float]:
        """Return directions of axes that take a point of the rarest distance to another."""
        classes = self._classes(centre, self._has)
        if not classes:
            return []
        arms = classes[0] - centre
        angles = np.arctan2(arms[:, 1], arms[:, 0])
        axes = (angles[0] + angles) / 2 % np.pi
        return [0.0, math.pi / 2, *np.unique(axes.round(4))[:_MOST_AXES].tolist()]

    def _axis(self, image: Image, centre: Floats) -> tuple[float, Floats]:
        """Return the angle of the axis that these images show, and a point on it."""
        shapes = self.shapes
        rows = [orbits(image.piece, 2), orbits(image.circle, 2)]
        pairs = np.concatenate(
            [
                np.stack([shapes.end[rows[0][:, 0]], shapes.start[rows[0][:, 1]]], axis=1),
                shapes.circle_centre[rows[1]].reshape(-1, 2, 2),
            ]
        )
        arm = pairs[:, 1] - pairs[:, 0]
        twice = 2 * np.arctan2(arm[:, 1], arm[:, 0])
        weight = (arm**2).sum(axis=1)
        normal = (
            math.atan2(float((weight * np.sin(twice)).sum()), float((weight * np.cos(twice)).sum()))
            / 2
        )
        reach = math.sqrt(float(weight.max(initial=1.0)))
        quarter = round(normal / (math.pi / 2)) * math.pi / 2
        if abs(normal - quarter) * reach < 2 * _SNAP_PX:
            normal = quarter
        unit = np.array([math.cos(normal), math.sin(normal)])
        if self._centre is not None:
            return normal + math.pi / 2, self._centre
        offset = float((pairs.mean(axis=1) @ unit).mean())
        middle = float(self._middle @ unit)
        offset = middle if abs(offset - middle) < _SNAP_PX else offset
        return normal + math.pi / 2, centre + (offset - float(centre @ unit)) * unit


def _only(shapes: Shapes, image: Image, free: Flags) -> Image:
    piece = np.where(free[shapes.ring], image.piece, -1) if len(image.piece) else image.piece
    circle = image.circle
    if len(circle):
        circle = np.where(free[shapes.circle_ring], circle, -1)
    return Image(piece, circle)
