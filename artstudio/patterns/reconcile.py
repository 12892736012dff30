"""Parameters made to go together: what a model or a person left out or did not add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from artstudio.patterns.bands import MOTIFS
from artstudio.patterns.layers import ASPECTS
from artstudio.patterns.records import SHEET_NAMES, check_parameters
from artstudio.patterns.tilings import TILINGS

Parameters = dict[str, Any]

_STRETCHED = {
    "rosette": ("bands", {"outer_mm", "inner_mm"}),
    "mandala": ("layers", {"outer_mm", "hub_mm", "line_mm", "gap_mm"}),
}
"""Which list follows which sizes, where it is not given itself."""


def edited_spec(spec: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored record with some parameters changed.

    Bands and layers that must add up follow a change of the sizes around them,
    unless they are given too; so does the sheet of a round pattern. Raises
    InvalidRequest with paths that begin at the parameter.
    """
    family = spec["family"]
    changes = check_parameters(family, given)
    parameters = spec["parameters"] | _sheet_around(spec["parameters"], changes) | changes
    follower, sizes = _STRETCHED.get(family, ("", set[str]()))
    if follower and follower not in changes and changes.keys() & sizes:
        FITS[family](parameters, changes)
    return {"engine": spec["engine"], "family": family, "parameters": parameters}


def _sheet_around(stored: Mapping[str, Any], changes: Parameters) -> Parameters:
    """Return the sides of the sheet that follow a new outer diameter.

    A side that was as long as the diameter stays so; others only grow.
    """
    outer, before = changes.get("outer_mm", 0.0), stored.get("outer_mm", 0.0)
    if not outer or not before:
        return {}
    sides = {name: stored[name] for name in SHEET_NAMES if name not in changes}
    return {name: outer if mm == before else max(mm, outer) for name, mm in sides.items()}


def _fit_rosette(p: Parameters, _given: Parameters) -> None:
    """Make the bands fill the ring, and count the cells that nobody counted."""
    bands: list[Parameters] = [{"width_mm": 1.0} | dict(band) for band in p["bands"]]
    room = (p["outer_mm"] - p["inner_mm"]) / 2
    scale = room / (sum(band["width_mm"] for band in bands) or 1.0)
    radius = p["outer_mm"] / 2
    for band in bands:
        band["width_mm"] = round(band["width_mm"] * scale, 6)
        motif = MOTIFS.get(band.get("motif", ""))
        if motif and not band.get("cells"):
            band["cells"] = _cells(radius, band["width_mm"], motif.aspect)
        radius -= band["width_mm"]
    p["bands"] = bands


def _fit_mandala(p: Parameters, _given: Parameters) -> None:
    """Make the layers reach from the hub to the rim."""
    layers: list[Parameters] = [{"height_mm": 1.0} | dict(layer) for layer in p["layers"]]
    fixed = (len(layers) + 1) * p["line_mm"] + 2 * len(layers) * p["gap_mm"]
    room = (p["outer_mm"] - p["hub_mm"]) / 2 - fixed
    scale = room / (sum(layer["height_mm"] for layer in layers) or 1.0)
    radius = p["hub_mm"] / 2 + p["line_mm"] + p["gap_mm"]
    for layer in layers:
        layer["height_mm"] = round(layer["height_mm"] * scale, 6)
        radius += layer["height_mm"]
        if not layer.get("cells"):
            aspect = ASPECTS.get(layer.get("motif", ""), 1.0)
            layer["cells"] = max(2, _cells(radius, layer["height_mm"], aspect))
        radius += 2 * p["gap_mm"] + p["line_mm"]
    p["layers"] = layers


def _fit_medallion(p: Parameters, given: Parameters) -> None:
    """Give a border that was named a breadth and cells, and a plain rim none."""
    motif = MOTIFS.get(p["border"])
    if motif is None:
        p["border_mm"], p["border_cells"] = 0.0, 0
        return
    p["border_mm"] = p["border_mm"] or round(p["outer_mm"] * 0.055, 3)
    if "border_cells" not in given:
        outer = p["outer_mm"] / 2 - p["line_mm"] - p["gap_mm"]
        p["border_cells"] = _cells(outer, p["border_mm"], motif.aspect)


def _fit_purfling(p: Parameters, given: Parameters) -> None:
    """Count the cells that keep the motif's proportions."""
    if "cells" in given:
        return
    long, across = max(p["width_mm"], p["height_mm"]), min(p["width_mm"], p["height_mm"])
    band = across - 2 * p["lines"] * (p["line_mm"] + p["gap_mm"])
    pitch = max(MOTIFS[p["motif"]].aspect * band, MOTIFS[p["motif"]].finest * p["gap_mm"])
    p["cells"] = max(1, min(2000, round(long / pitch)))


def _fit_knot(p: Parameters, given: Parameters) -> None:
    """Leave a grid unbroken that the breaks were not made for."""
    if not given.keys() & {"walls"} and given.keys() & {"form", "columns", "rows"}:
        p["walls"] = []


def _fit_vine(p: Parameters, given: Parameters) -> None:
    """Mirror only what can be mirrored."""
    if "mirror" not in given and p["bends"] % 2:
        p["mirror"] = False


def _fit_tessellation(p: Parameters, given: Parameters) -> None:
    """Keep the rays of a star within what its tiling allows."""
    low, high = TILINGS[p["tiling"]].angles
    p["angle"] = min(max(p["angle"], low), high)
    if "outer_mm" in given and "round" not in given:
        p["round"] = p["outer_mm"] > 0
    if p["round"]:
        p["outer_mm"] = p["outer_mm"] or min(p["width_mm"], p["height_mm"])


def _fit_mosaic_wheel(p: Parameters, given: Parameters) -> None:
    """Make tiles that alternate even in number, and count those that nobody counted."""
    if "tiles" not in given and "chart" in given:
        rows = p["chart"].split("/")
        edge = (2 * p["lines"] + 1) * p["line_mm"] if p["lines"] else 0.0
        cell = ((p["outer_mm"] - p["inner_mm"]) / 2 - 2 * edge) / len(rows)
        girth = math.pi * (p["outer_mm"] + p["inner_mm"]) / 2
        p["tiles"] = max(4, min(400, round(girth / max(cell * len(rows[0]), 0.1))))
    if p["match"] != "slip" and p["tiles"] % 2 and "tiles" not in given:
        p["tiles"] += 1


def _cells(outer: float, width: float, aspect: float) -> int:
    """Return how many cells of this shape a ring `width` wide inside a radius takes, in fours."""
    girth = 2 * math.pi * max(outer - width / 2, 0.0)
    return max(1, min(1000, round(girth / max(aspect * width, 0.3) / 4))) * 4


FITS: Mapping[str, Callable[[Parameters, Parameters], None]] = {
    "rosette": _fit_rosette,
    "mandala": _fit_mandala,
    "medallion": _fit_medallion,
    "purfling": _fit_purfling,
    "celtic_knot": _fit_knot,
    "vine": _fit_vine,
    "tessellation": _fit_tessellation,
    "mosaic_wheel": _fit_mosaic_wheel,
}
