"""The canonical form of a sanitised foreign SVG: true millimetres, paths only, no surprises.

Transforms are baked in, shapes become paths, `use` is expanded, and what cannot
be seen is left out. Curves are kept wherever no area has to be united or cut.
"""

from artstudio.svg.canonical.canonical import Canonical, canonical_drawing
from artstudio.svg.canonical.deadline import DrawingTooComplex
from artstudio.svg.canonical.page import SizeImpossible

__all__ = ["Canonical", "DrawingTooComplex", "SizeImpossible", "canonical_drawing"]
