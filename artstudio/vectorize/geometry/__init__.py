"""From the edges in a picture to the geometry that was drawn: lines, circles, arcs, curves.

A stage after the trace. The tracer says which outlines there are; the grey levels beside
them say where each edge runs to a part of a pixel, and how much of that is noise. Each
outline then becomes the fewest pieces that explain its points within the noise.
Everything is in pixels of the picture, y down, with ink to the right of each outline.
"""

from artstudio.vectorize.geometry.fit import GEOMETRY_VERSION, Fitted, fit_geometry

__all__ = ["GEOMETRY_VERSION", "Fitted", "fit_geometry"]
