"""What panels and rings share: where a plait is broken, how wide its bands are, their outlines."""

from __future__ import annotations

from artstudio.patterns.family import Task
from artstudio.patterns.interlace import Plait, ribbon
from artstudio.patterns.knot.parameters import KnotParameters, Wall
from artstudio.patterns.shapes import Ring


def band_sizes(task: Task, cell_mm: float) -> dict[str, float]:
    """Choose the bands' width, and a slit where pieces stay wide enough to cut."""
    band = task.choice.between("band", 0.44, 0.5)
    # Two strands that turn back from a break come as close as 0.6 cells less their width.
    band = max(0.3, min(band, round(0.6 - 0.33 / cell_mm, 3)))
    gap = round(min(0.26, max(0.13, 0.32 / cell_mm)), 3)
    slit = round(band * task.choice.between("slit", 0.24, 0.5), 3)
    wide_enough = slit * cell_mm > 0.28 and (band - slit) / 2 * cell_mm > 0.24
    wanted = task.request.density != 0 and task.choice.chance("slitted", 0.6)
    return {"band": band, "gap": gap, "slit": slit if wide_enough and wanted else 0.0}


def walls_of(plait: Plait) -> tuple[Wall, ...]:
    """Return a plait's breaks in the order of a record."""
    return tuple(Wall(column=i, row=j, way=way) for (i, j), way in sorted(plait.walls.items()))


def broken(task: Task, plain: Plait, period: int) -> Plait:
    """Break the plait symmetrically; plainer wherever breaks would leave loose loops."""
    options = task.choice.order("breaks", ("vertical", "horizontal", "both", "cross"))
    if plain.rows >= 4 and not task.request.asks("plain", "plait", "braid"):
        for option in options:
            walls = _breaks(plain, period, option, task.choice.count("every", 3, 5))
            plait = Plait(
                columns=plain.columns, rows=plain.rows, endless=plain.endless, walls=walls
            )
            if walls and not plait.has_loops():
                return plait
    return plain


def _breaks(plait: Plait, period: int, option: str, every: int) -> dict[tuple[int, int], str]:
    """Return walls that are the same from both ends and from both sides."""
    step = 2 * every if period == plait.columns else period
    walls = {}
    for i, j in plait.crossings():
        x = i % period if plait.endless else i
        from_end = x if plait.endless else min(i, plait.columns - i)
        middle = j == plait.rows // 2
        near = abs(2 * j - plait.rows) == 4 if plait.rows > 6 else abs(2 * j - plait.rows) == 2
        if option in {"vertical", "both"} and middle and from_end % step in {0, 1}:
            walls[i, j] = "v"
        if (
            option in {"horizontal", "both"}
            and middle
            and from_end % step in {step // 2, step // 2 + 1}
        ):
            walls[i, j] = "h"
        if option == "cross" and near and from_end % step in {0, 1}:
            walls[i, j] = "v"
    return walls


def ribbons(p: KnotParameters, plait: Plait) -> list[Ring]:
    """Return the outlines of all pieces of band in cells, with their slits."""
    rings = []
    for piece in plait.pieces():
        rings.append(ribbon(plait, piece, p.band / 2, p.gap))
        if p.slit:
            rings.append(ribbon(plait, piece, p.slit / 2, p.gap + p.band - p.slit))
    return rings
