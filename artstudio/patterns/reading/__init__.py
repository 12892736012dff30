"""Reads prompts: one vocabulary in five languages and one parser, used by all who look at words.

It owns what a prompt means: family and subject, motifs and their places, counts, sizes,
negations, lettering, and which words mean nothing here. It is pure, and imports nothing
of the rest of the engine.
"""

from artstudio.patterns.reading.features import MEANINGS, Item, PromptFeatures, Reading, WantedMotif
from artstudio.patterns.reading.reader import read_prompt

__all__ = ["MEANINGS", "Item", "PromptFeatures", "Reading", "WantedMotif", "read_prompt"]
