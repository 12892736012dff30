"""What a drawing shows, read from its parameters: the proof that a prompt's words were drawn.

A fact is a short text, such as "motif:rope", "motif:rope@outside", "count:rings=3" or
"family:rosette", with the names of the vocabulary. Nothing is a fact because it was
asked for: each follows from parameters alone.
"""

from __future__ import annotations

from artstudio.patterns.contents.facts import Contents
from artstudio.patterns.contents.readers import contents_of

__all__ = ["Contents", "contents_of"]
