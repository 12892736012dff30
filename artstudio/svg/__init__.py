"""SVG in and out: foreign documents made harmless and canonical, drawings exported and rendered.

Pure: it imports `artstudio.geometry` and `rmos_runs.errors`.
"""
