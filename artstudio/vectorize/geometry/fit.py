"""The fitting stage as a whole: outlines of a trace to lines, circles, arcs and curves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artstudio.geometry.arc_segments import Arc, contours_with_arcs
from artstudio.geometry.contours import CUBIC, Contours
from artstudio.geometry.grid import ring_areas
from artstudio.vectorize.geometry.curves import Curves, smooth_curves
from artstudio.vectorize.geometry.edge_points import EdgePoints, edge_points
from artstudio.vectorize.geometry.joints import Fit, Joints, fitted, joints
from artstudio.vectorize.geometry.relation_names import wanted_relations
from artstudio.vectorize.geometry.relations import related
from artstudio.vectorize.geometry.segments import (
    Turned,
    cut,
    from_bounds,
    turned,
)
from artstudio.vectorize.geometry.summary import summary
from artstudio.vectorize.geometry.symmetry_search import symmetric
from artstudio.vectorize.geometry.wholes import WholeCircles, whole_circles
from artstudio.vectorize.threshold import Ink

# Goes up whenever the same picture would give other geometry.
GEOMETRY_VERSION = 1
# No point of the edge may be further from what was fitted than this, else the ring stays as
# it was traced.
_FURTHEST_PX, _FURTHEST_BLUR = 1.0, 0.35
_FEWEST_POINTS = 6
# By how much the edge of a ring may move on average: its area changes by no more.
_MOVED_PX = 0.5
# Arcs of more than this are written as two: with less their radius says where they lie.
_LONGEST_ARC = math.radians(150)
# The nodes of an arc change how far it turns by no more than this, and are so near to it.
_TURN_OFF, _NODES_OFF_PX = math.radians(40), 2.0
# An arc that turns so much, but for this, between parallel lines is half a circle.
_HALF_OFF = math.radians(8)
# What an arc stands out from its chord, up to which it may be drawn as a line.
_FLAT_PX = 0.75

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ring = list[Any]


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """contours: the rings of the trace in their order. found: what was found, JSON values."""

    contours: Contours
    found: dict[str, Any]


def fit_geometry(
    contours: Contours,
    ink: Ink,
    *,
    strict: bool = False,
    relations: Mapping[str, bool] | None = None,
) -> Fitted:
    """Return the rings of `contours` (pixels) as the geometry that their edges show.

    A ring whose fit is off stays as it is. strict: what is within twice the noise of the
    picture, and a tenth of a pixel at least, counts as straight or round.
    relations: those that are False are not looked for; None looks for none.
    """
    if not contours.nodes:
        return Fitted(contours=contours, found={})
    edge = edge_points(contours, ink)
    if strict:
        edge = replace(edge, slack=2.0)
    rings = turned(edge)
    wholes = whole_circles(rings, edge.blur)
    open_ = ~wholes.found & (np.diff(edge.offsets) >= _FEWEST_POINTS)
    rings, pieces = from_bounds(edge, rings, cut(rings, open_))
    fit = fitted(rings, pieces, edge.blur)
    wanted = wanted_relations(relations)
    kin = related(rings, fit, wholes, wanted)
    fit, wholes = kin.fit, kin.wholes
    meets = joints(rings, fit, edge.blur)
    sound = open_ & _are_sound(rings, fit, meets, edge.blur)
    curves = smooth_curves(rings, fit, meets, edge.blur)
    alike = symmetric(
        rings, fit, wholes, meets, curves,
        sound=sound, size=ink.levels.size, wanted=wanted,
    )  # fmt: skip
    fit, wholes, meets, curves = alike.fit, alike.wholes, alike.meets, alike.curves
    relations_found = kin.found | alike.found
    builder = _Builder(contours, wholes, fit, meets, sound, curves, flat_as_lines=bool(wanted))
    fresh = contours_with_arcs(builder.rings())
    if (moved := _moved_too_far(contours, fresh) & sound).any():
        sound &= ~moved
        fresh = contours_with_arcs(builder.rings())
    found = _found(edge, wholes, fit, sound, curves)
    if wanted:
        words = summary(relations_found, lines=found["lines"])
        found |= {"relations": relations_found, "summary": words}
    return Fitted(contours=fresh, found=found)


def _are_sound(rings: Turned, fit: Fit, meets: Joints, blur: float) -> Flags:
    """Return bool[rings]: whether points and nodes are near what was fitted."""
    count = len(rings.offsets) - 1
    pieces = fit.pieces
    sizes = pieces.last - pieces.first
    of = np.repeat(np.arange(len(sizes)), sizes)
    at = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + pieces.first[of]
    away = np.abs(fit.residuals(of, rings.points[at]))
    # Points at blunt corners lie off both pieces.
    from_end = np.minimum(at - pieces.first[of], pieces.last[of] - 1 - at)
    off = (away > _FURTHEST_PX + _FURTHEST_BLUR * blur) & (from_end >= rings.trim)
    bad = np.bincount(pieces.ring[of], off, minlength=count)
    bad += np.bincount(pieces.ring, ~meets.sound, minlength=count)
    found = np.bincount(pieces.ring, minlength=count) >= 2
    sound: Flags = found & (bad == 0)
    return sound


def _moved_too_far(traced: Contours, fresh: Contours) -> Flags:
    """Return bool[rings]: whether a ring's edge has moved, on average, by more than it may.

    Two sides of a thin ring that fall together leave no point far from what was fitted.
    """
    steps = np.hypot(*(traced.points[:, 2] - traced.starts()).T)
    length = np.maximum(np.add.reduceat(steps, traced.offsets[:-1]), 1e-9)
    moved: Flags = np.abs(ring_areas(fresh) - ring_areas(traced)) / length > _MOVED_PX
    return moved


class _Builder:
    """Writes rings as segments."""

    def __init__(
        self, contours: Contours, wholes: WholeCircles, fit: Fit, meets: Joints, sound: Flags,
        curves: Curves, *, flat_as_lines: bool,
    ) -> None:  # fmt: skip
        self._contours, self._wholes, self._sound = contours, wholes, sound
        self._fit, self._meets, self._curves = fit, meets, curves
        self._bounds = np.searchsorted(fit.pieces.ring, np.arange(len(contours) + 1)).tolist()
        self._clockwise = _clockwise(contours)
        self._flat_as_lines = flat_as_lines

    def rings(self) -> list[Ring]:
        return [self._ring(number) for number in range(len(self._contours))]

    def _ring(self, number: int) -> Ring:
        if self._wholes.found[number]:
            return self._circle(number)
        pieces = self._pieces(number) if self._sound[number] else None
        self._sound[number] = pieces is not None
        return self._traced(number) if pieces is None else pieces

    def _circle(self, number: int) -> Ring:
        (x, y), r = self._wholes.centres[number].tolist(), float(self._wholes.radii[number])
        sweep = bool(self._clockwise[number])
        return [Arc((x + r, y), (r, r), 0.0, sweep), Arc((x - r, y), (r, r), 0.0, sweep)]

    def _traced(self, number: int) -> Ring:
        part = slice(*self._contours.offsets[number : number + 2].tolist())
        kinds, points = self._contours.kinds[part], self._contours.points[part].tolist()
        return [
            tuple(map(tuple, p)) if kind == CUBIC else (tuple(p[2]),)
            for kind, p in zip(kinds, points, strict=True)
        ]

    def _pieces(self, number: int) -> Ring | None:
        first, end = self._bounds[number], self._bounds[number + 1]
        ring: Ring = []
        start = self._meets.nodes[end - 1]
        for n in range(first, end):
            covers = int(self._curves.covers[n])
            if covers < 0:
                continue
            node = self._meets.nodes[n + max(covers - 1, 0)]
            if covers:
                ring.append((*map(_point, self._curves.controls[n, 1:3]), _point(node)))
            elif self._fit.pieces.is_arc[n]:
                arc = self._arc(n, start, node)
                if not arc:
                    return None
                ring += arc
            else:
                ring.append((_point(node),))
            start = node
        return ring

    def _arc(self, n: int, start: Floats, end: Floats) -> Ring:
        fit = self._fit
        centre, radius, sweep = fit.anchor[n], float(fit.radius[n]), float(fit.sweep[n])
        turn = _turn(start - centre, end - centre, sweep)
        chord = math.hypot(*(end - start))
        off = [abs(math.hypot(*(at - centre)) - radius) for at in (start, end)]
        if abs(turn - fit.turn[n]) > _TURN_OFF + _NODES_OFF_PX / radius or max(off) > _NODES_OFF_PX:
            # Of a flat arc the nodes hardly say how far it turns: it is as good as straight.
            is_flat = chord * float(fit.turn[n]) / 8 < _FLAT_PX
            return [(_point(end),)] if self._flat_as_lines and is_flat else []
        if abs(turn - math.pi) < _HALF_OFF and abs(chord / 2 - radius) < 0.5:
            return [Arc(_point(end), (chord / 2, chord / 2), 0.0, sweep > 0)]
        parts = max(1, math.ceil(turn / _LONGEST_ARC - 1e-9))
        first = math.atan2(*(start - centre)[::-1])
        found = []
        for k in range(1, parts + 1):
            angle = first + sweep * turn * k / parts
            at = centre + radius * np.array([math.cos(angle), math.sin(angle)])
            found.append(Arc(_point(end if k == parts else at), (radius, radius), 0.0, sweep > 0))
        return found


def _turn(arm: Floats, other: Floats, sweep: float) -> float:
    """Return by how much (0 to 2 pi) one arm has to turn to become the other, in its direction."""
    angle = math.atan2(other[1], other[0]) - math.atan2(arm[1], arm[0])
    return (sweep * angle) % math.tau


def _point(xy: Floats) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])


def _clockwise(contours: Contours) -> Flags:
    clockwise: Flags = ring_areas(contours) > 0
    return clockwise


def _found(
    edge: EdgePoints, wholes: WholeCircles, fit: Fit, sound: Flags, curves: Curves
) -> dict[str, Any]:
    here = sound[fit.pieces.ring]
    used = here & (curves.covers == 0)
    return {
        "noise_px": round(edge.noise, 4),
        "blur_px": round(edge.blur, 4),
        "circles": int(wholes.found.sum()),
        "curves": int((here & (curves.covers > 0)).sum()),
        "lines": int((used & ~fit.pieces.is_arc).sum()),
        "arcs": int((used & fit.pieces.is_arc).sum()),
        "rings_kept": int((~wholes.found & ~sound).sum()),
    }
