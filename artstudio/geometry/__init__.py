"""Plane geometry that everything else stands on: contours, strokes, polygons, drawings.

Lengths are millimetres unless a name says otherwise; y runs down as in SVG. Pure: it
imports nothing of the project but `rmos_runs.errors`. Every other package may import it.
"""
