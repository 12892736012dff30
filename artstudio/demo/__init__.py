"""Drawings and runs to look at, for a studio that is tried out. Only its command imports it."""
