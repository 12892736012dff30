"""A knot that runs around a ring, between two lines."""

from __future__ import annotations

import math

from artstudio.geometry.contours import Contours
from artstudio.geometry.drawing import Drawing
from artstudio.patterns.constraints import disc, refuse
from artstudio.patterns.family import Task, on_sheet
from artstudio.patterns.interlace import Plait
from artstudio.patterns.knot.parameters import KnotParameters
from artstudio.patterns.knot.weave import band_sizes, broken, walls_of
from artstudio.patterns.shapes import annulus, contours
from artstudio.patterns.transforms import stretched, taper, to_polar


def plan_ring(task: Task) -> KnotParameters:
    """Choose lanes and breaks for a ring. Raises InvalidRequest where it is too thin."""
    request, choice = task.request, task.choice
    size = disc(task.limits)
    radius = size.outer_mm / 2
    inner = size.inner_mm or round(size.outer_mm * choice.between("hole", 0.42, 0.58), 2)
    width = radius - inner / 2
    frame = round(max(0.3, min(1.6, width * 0.07)), 3) if width > 1.8 else 0.0
    frame = 0.0 if request.refuses_border else frame
    space = round(max(0.3, min(1.2, width * 0.06)), 3) if frame else 0.0
    high = width - 2 * (frame + space)
    lanes = request.rings or choice.count("lanes", 2, 3) + (request.density == 2) - (
        request.density == 0
    )
    rows = 2 * max(1, min(lanes, int(high / 3.6)))
    rim = frame + space
    around = 2 * math.pi * rows / math.log((radius - rim) / (inner / 2 + rim))
    fold = request.symmetry or choice.pick("fold", (6, 8, 10, 12))
    # Fewer than 16 columns would bend each strand too far.
    period = 2 * max(1, round(around / (2 * fold)), -(-8 // fold))
    if period * fold > 400:
        raise refuse("inner_diameter_mm", "The ring is too thin for a knot; make it wider.")
    columns = max(4, period * fold)
    plait = broken(task, Plait(columns=columns, rows=rows, endless=True), period=period)
    return KnotParameters(
        form="ring",
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        columns=columns,
        rows=rows,
        walls=walls_of(plait),
        frame_mm=frame,
        space_mm=space,
        outer_mm=size.outer_mm,
        inner_mm=inner,
        **band_sizes(task, 2 * math.pi * (inner / 2 + rim) / columns),
    )


def draw_ring(p: KnotParameters, pieces: Contours) -> Drawing:
    """Bend pieces, drawn in cells, into the ring; they widen outward with it."""
    margin = p.frame_mm + p.space_mm
    inner, outer = p.inner_mm / 2, p.outer_mm / 2
    cell = (outer - inner - 2 * margin) / p.rows
    flat = stretched(pieces, cell, cell)
    ring = to_polar(
        taper(flat, height=cell * p.rows, inner_radius=inner + margin),
        circumference=p.columns * cell,
        inner_radius=inner + margin,
    )
    return on_sheet(p.width_mm, p.height_mm, [*_frame(p), ring])


def _frame(p: KnotParameters) -> list[Contours]:
    if not p.frame_mm:
        return []
    outer, inner = p.outer_mm / 2, p.inner_mm / 2
    return [
        contours(annulus(outer, outer - p.frame_mm)),
        contours(annulus(inner + p.frame_mm, inner)),
    ]
