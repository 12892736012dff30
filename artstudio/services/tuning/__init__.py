"""A drawing changed without paying again: retrace, redraw, preview, upload, compare, cancel."""
