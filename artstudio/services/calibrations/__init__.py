"""Calibrations: what was measured on a machine with a material, kept, listed and offered."""
