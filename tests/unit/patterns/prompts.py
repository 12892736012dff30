"""A prompt for each family, and the shortest way to its drawing."""

from __future__ import annotations

from typing import Any

from artstudio.geometry.contours import Contours
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
}


def composed(prompt: str, seed: int = 1, **limits: Any) -> Pattern:
    return compose(prompt, constraints=PatternConstraints(**limits), seed=seed)


def contours_of(pattern: Pattern) -> Contours:
    (layer,) = pattern.drawing.layers
    assert isinstance(layer, Layer)
    return layer.contours
