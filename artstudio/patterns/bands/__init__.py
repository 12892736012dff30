"""Motifs of a band: one cell of ornament that repeats along a strip or around a ring.

A cell is drawn in a strip: x along it from 0 to `pitch`, y across it from 0 to
`height`, in mm. Pieces never touch: `gap` mm of ground lie between them.
"""

from artstudio.patterns.bands.motifs import MOTIFS, CellPen, Motif, nodes_of
from artstudio.patterns.bands.run import Run

__all__ = ["MOTIFS", "CellPen", "Motif", "Run", "nodes_of"]
