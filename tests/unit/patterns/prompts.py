"""A prompt for each family, and the shortest way to its drawing."""

from __future__ import annotations

from typing import Any

from artstudio.geometry.contours import Contours, joined
from artstudio.geometry.drawing import Layer
from artstudio.patterns import Pattern, PatternConstraints, compose

PROMPTS = {
    "rosette": "soundhole rosette for a guitar",
    "celtic_knot": "celtic knot",
    "vine": "climbing vine for a fretboard",
    "mandala": "mandala",
    "medallion": "silhouette medallion of a bird",
    "tessellation": "islamic tessellation",
    "purfling": "herringbone purfling",
    "figure": "maze",
    "lettering": "the word RAVEN",
    "girih": "girih panel",
    "mosaic_wheel": "mosaic wheel",
    "grille": "grille",
    "body_part": "f-holes for a violin",
    "wood_purfling": "rope purfling of two woods",
}


def composed(prompt: str, seed: int = 1, **limits: Any) -> Pattern:
    return compose(prompt, constraints=PatternConstraints(**limits), seed=seed)


def layers_of(pattern: Pattern) -> list[Contours]:
    """Return the contours of each layer."""
    layers = [layer for layer in pattern.drawing.layers if isinstance(layer, Layer)]
    assert len(layers) == len(pattern.drawing.layers)
    return [layer.contours for layer in layers]


def contours_of(pattern: Pattern) -> Contours:
    """Return the contours of all layers."""
    layers = layers_of(pattern)
    return layers[0] if len(layers) == 1 else joined(layers)
