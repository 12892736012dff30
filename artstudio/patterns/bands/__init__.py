"""Motifs of a band: one cell of ornament that repeats along a strip or around a ring.

A cell is drawn in a strip: x along it from 0 to `pitch`, y across it from 0 to
`height`, in mm. Pieces never touch: `gap` mm of ground lie between them.
"""

from artstudio.patterns.bands.motifs import MOTIFS, Motif, nodes_of

__all__ = ["MOTIFS", "Motif", "nodes_of"]
