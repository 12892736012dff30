"""Woods and other materials by name, with the colour that a picture shows them in."""

from __future__ import annotations

WOODS: dict[str, str] = {
    "spruce": "#e8d3a6", "cedar": "#c98f5a", "maple": "#ead8b4", "holly": "#f4eedc",
    "boxwood": "#ddbf6e", "satinwood": "#d9b566", "cypress": "#e3c98f", "mahogany": "#9a5b3c",
    "walnut": "#6b4a34", "koa": "#a8703f", "padauk": "#a4442a", "bloodwood": "#8e2f25",
    "purpleheart": "#6a3a5e", "rosewood": "#4a2f2a", "cocobolo": "#8a4526",
    "ziricote": "#3f332b", "wenge": "#3b2b22", "bog-oak": "#2e2722", "ebony": "#1c1816",
    "pau-ferro": "#6e4630", "dyed-red": "#a63a2e", "dyed-green": "#3f6b45",
    "dyed-blue": "#2f5573", "dyed-yellow": "#d8b23a", "dyed-black": "#151515",
    "pearl": "#ece8e0", "abalone": "#6fa59b", "bone": "#efe6d2", "brass": "#c9a14a",
}  # fmt: skip
"""Each name is also the name of a layer."""

#: What an English prompt may call each of them; "dyed red" as it is written.
NAMES = tuple(WOODS)


def wood_title(name: str) -> str:
    """Return a wood's name as people write it."""
    return name.replace("-", " ")
