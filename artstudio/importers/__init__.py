"""Readers of drawing files in other formats: DXF to a drawing, PDF and EPS pages to SVG."""
