"""What a drawing becomes by an operation of this package: layers, notes and figures.

Each function takes a whole drawing and gives a whole one. Layers that an operation does
not touch are carried over as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from artstudio.cutting import inlay, kerf, repair
from artstudio.cutting.areas import (
    DerivationError,
    chosen_layers,
    colour_of,
    contours_of,
    geometry_faults,
    ink_of,
    parts_of,
    polygons_in,
)
from artstudio.cutting.bridges import bridge_areas, find_bridges, joined_by
from artstudio.cutting.edits import EditedLayer, total_area
from artstudio.cutting.notes import Note, inside_of, note
from artstudio.geometry.arrays import Geometries
from artstudio.geometry.drawing import Drawing, Layer, StrokeLayer

#: LightBurn's first two layer colours: the pocket first.
POCKET_COLOUR, INSERT_COLOUR = "#000000", "#0000ff"


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A derived drawing; notes are shaped like warnings, facts are JSON values."""

    drawing: Drawing
    notes: list[Note] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def derive_inlay(
    drawing: Drawing,
    *,
    tool_diameter_mm: float,
    gap_mm: float,
    relief: str,
    part: str,
    colour: str | None,
    v_bit_deg: float | None,
) -> Derived:
    """Return a drawing with the layers `pocket` and `insert`, or with one of them.

    Raises DerivationError.
    """
    layers = chosen_layers(drawing, colour)
    with geometry_faults():
        pair = inlay.inlay_pair(
            ink_of(layers), tool_diameter_mm=tool_diameter_mm, gap_mm=gap_mm, relief=relief
        )
        made = {
            "pocket": Layer(contours_of(pair.pocket), POCKET_COLOUR, "pocket"),
            "insert": Layer(contours_of(pair.insert), INSERT_COLOUR, "insert"),
        }
    notes = list(pair.notes)
    if v_bit_deg is not None:
        notes.append(inlay.deepest(pair.pocket, v_bit_deg=v_bit_deg, gap_mm=gap_mm))
    whole = _with_layers(drawing, tuple(made.values()))
    chosen = whole.layers if part == "both" else tuple(n for n in whole.layers if n.name == part)
    return Derived(
        drawing=replace(whole, layers=chosen),
        notes=notes,
        facts={
            "pocket_parts": len(pair.pocket),
            "insert_parts": len(pair.insert),
            "pocket_area_mm2": _area(pair.pocket),
            "insert_area_mm2": _area(pair.insert),
        },
    )


def derive_kerf(
    drawing: Drawing, *, kerf_mm: float, keep: str, corners: str, colour: str | None
) -> Derived:
    """Return the drawing with the contours of some layers moved by half the cut.

    Open strokes stay where they are: a line has no outside. Raises DerivationError.
    """
    chosen = chosen_layers(drawing, colour)
    notes: list[Note] = []
    before = after = 0.0
    layers: list[Layer | StrokeLayer] = []
    for layer in drawing.layers:
        if not any(layer is own for own in chosen) or isinstance(layer, StrokeLayer):
            layers.append(layer)
            continue
        with geometry_faults():
            ink = parts_of([layer])
            found = kerf.kerf(ink, width_mm=kerf_mm, keep=keep, sharp=corners == "sharp")
            layers.append(replace(layer, contours=contours_of(found.areas)))
        notes += found.notes
        before, after = before + _area(ink), after + _area(found.areas)
    if all(isinstance(layer, StrokeLayer) for layer in chosen):
        raise DerivationError("There is no filled outline in this; strokes are followed as drawn.")
    if any(isinstance(layer, StrokeLayer) for layer in chosen):
        notes.append(
            {"code": "strokes_unchanged", "message": "Strokes are followed as drawn.", "places": []}
        )
    if after == 0:
        raise DerivationError(f"A cut of {kerf_mm:g} mm leaves nothing of this.")
    return Derived(
        drawing=_with_layers(drawing, tuple(layers)),
        notes=notes,
        facts={
            "area_before_mm2": round(before, 4),
            "area_after_mm2": round(after, 4),
            "area_change_mm2": round(after - before, 4),
        },
    )


def derive_bridges(
    drawing: Drawing,
    *,
    bridge_mm: float,
    keep: str,
    symmetric: bool,
    bridges: list[list[float]] | None,
    colour: str | None,
) -> Derived:
    """Return the drawing with its loose pieces joined.

    keep: "ink" joins the dark parts, "ground" the light ones with what is around them.
    bridges: lines [x1, y1, x2, y2] from edge to edge that are used instead of those that
    would be found. Raises DerivationError.
    """
    layer = _only_filled(drawing, colour)
    with geometry_faults():
        edited = EditedLayer(layer)
        ground = _ground(drawing, edited.parts, bridge_mm) if keep == "ground" else None
        parts = edited.parts if ground is None else ground
        found = find_bridges(parts, width_mm=bridge_mm, symmetric=symmetric)
        lines = found.lines
        if bridges is not None:
            lines = np.array(bridges, dtype=np.float64).reshape(-1, 2, 2)
        areas = bridge_areas(lines, parts, bridge_mm)
        made = _bridged(edited, areas, is_ground=ground is not None)
        after = parts_of([made])
    left = after if ground is None else _ground(drawing, after, bridge_mm)
    notes = list(found.notes)
    if len(left) > 1:
        biggest = int(np.argmax(shapely.area(left)))
        notes.append(
            note(
                "pieces_left_loose",
                inside_of(np.delete(left, biggest)),
                one="A piece is still loose",
                many="{n} pieces are still loose",
            )
        )
    return Derived(
        drawing=_replaced(drawing, layer, made),
        notes=notes,
        facts={
            "bridges": [[round(float(x), 3) for x in line] for line in lines.reshape(-1, 4)],
            "fold": found.fold if bridges is None else 1,
            "pieces_before": len(parts),
            "pieces_after": len(left),
            "area_change_mm2": round(total_area(after) - total_area(edited.parts), 4),
        },
    )


def derive_repair(
    drawing: Drawing,
    *,
    drop_specks_mm: float | None,
    drop_duplicates: bool,
    close_strokes: bool,
    tips_mm: float | None,
    min_feature_mm: float | None,
    min_gap_mm: float | None,
    places: list[list[float]] | None,
    colour: str | None,
) -> Derived:
    """Return the drawing with what a cut card marks repaired, in this order.

    places: only what is within 1 mm of these points [x, y]. Contours that nothing is done
    to keep their bytes. Raises DerivationError.
    """
    at = repair.Chosen(None if places is None else np.array(places, np.float64).reshape(-1, 2))
    done = repair.Repairs()
    chosen = chosen_layers(drawing, colour)
    layers: list[Layer | StrokeLayer] = []
    for layer in drawing.layers:
        if not any(layer is own for own in chosen):
            layers.append(layer)
        elif isinstance(layer, StrokeLayer):
            layers.append(
                repair.repair_strokes(
                    layer, at, done, close=close_strokes, duplicates=drop_duplicates
                )
            )
        else:
            with geometry_faults():
                repaired = _drop_parts(layer, at, done, drop_specks_mm, drop_duplicates)
                for change, size in (
                    (repair.blunt_tips, tips_mm),
                    (repair.widen, min_feature_mm),
                    (repair.open_gaps, min_gap_mm),
                ):
                    repaired = repaired if size is None else change(repaired, size, at, done)
            layers.append(repaired)
    if not done.places:
        raise DerivationError("There is nothing here to repair by these limits.")
    return Derived(
        drawing=replace(drawing, layers=tuple(layers)),
        notes=done.notes(),
        facts={"repaired": {code: len(points) for code, points in done.places.items()}},
    )


def _drop_parts(
    layer: Layer,
    at: repair.Chosen,
    done: repair.Repairs,
    specks_mm: float | None,
    duplicates: bool,  # noqa: FBT001 - as it was asked for
) -> Layer:
    if duplicates:
        layer = repair.drop_duplicates(layer, at, done)
    return layer if specks_mm is None else repair.drop_specks(layer, specks_mm, at, done)


def _bridged(edited: EditedLayer, areas: Geometries, *, is_ground: bool) -> Layer:
    if not len(areas):
        return edited.layer
    whole = shapely.union_all(areas)
    touched = np.asarray(shapely.intersects(edited.parts, whole))
    if is_ground:
        instead = shapely.difference(edited.parts[touched], whole)
    else:
        instead = joined_by(edited.parts[touched], areas)
    return edited.with_parts(touched, np.atleast_1d(instead))


def _ground(drawing: Drawing, ink: Geometries, margin: float) -> Geometries:
    """Return the light pieces; the one around the drawing reaches beyond its sheet."""
    far = 4 * margin + 1
    sheet = shapely.box(-far, -far, drawing.width_mm + far, drawing.height_mm + far)
    return polygons_in(shapely.difference(sheet, shapely.union_all(ink)))


def _only_filled(drawing: Drawing, colour: str | None) -> Layer:
    filled = [layer for layer in chosen_layers(drawing, colour) if isinstance(layer, Layer)]
    if len(filled) != 1:
        names = ", ".join(dict.fromkeys(colour_of(layer) for layer in drawing.layers))
        raise DerivationError(f"Choose one filled colour or layer of this drawing: {names}.")
    return filled[0]


def _replaced(drawing: Drawing, old: Layer | StrokeLayer, new: Layer | StrokeLayer) -> Drawing:
    return replace(drawing, layers=tuple(new if n is old else n for n in drawing.layers))


def _area(polygons: Geometries) -> float:
    return round(float(shapely.area(polygons).sum()), 4)


def _with_layers(drawing: Drawing, layers: Sequence[Layer | StrokeLayer]) -> Drawing:
    """Return the drawing with other layers; its sheet grows on all sides to hold them.

    By whole millimetres and by the same on every side, so that the middle stays the middle.
    """
    beyond = 0.0
    for layer in layers:
        if isinstance(layer, Layer) and not layer.is_empty:
            points = layer.on_grid.points / 1000
            low, high = points.min(axis=(0, 1)), points.max(axis=(0, 1))
            beyond = max(
                beyond, -low[0], -low[1], high[0] - drawing.width_mm, high[1] - drawing.height_mm
            )
    grow = math.ceil(beyond - 1e-6) if beyond > 0.0005 else 0
    if grow:
        layers = [_moved(layer, grow) for layer in layers]
    return Drawing(drawing.width_mm + 2 * grow, drawing.height_mm + 2 * grow, tuple(layers))


def _moved(layer: Layer | StrokeLayer, by: float) -> Layer | StrokeLayer:
    if isinstance(layer, Layer):
        return replace(layer, contours=layer.contours.moved(by, by))
    return replace(layer, strokes=layer.strokes.moved(by, by))
