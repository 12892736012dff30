"""The point that a transform turns and scales about (CSS Transforms 1, transform-origin)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from artstudio.geometry.affine import Affine, moved
from artstudio.svg.canonical.numbers import Font, length
from artstudio.svg.canonical.viewports import Box

_BOXES_OF_SHAPE = frozenset({"fill-box", "stroke-box", "content-box", "border-box"})
_WORDS = {"left": "0%", "top": "0%", "center": "50%", "right": "100%", "bottom": "100%"}
_UPRIGHT = frozenset({"top", "bottom"})
_LEVEL = frozenset({"left", "right"})


def wants_box(element: Element) -> bool:
    """Return whether the origin is told within the box of the element's own shapes."""
    return (element.get("transform-box") or "").strip() in _BOXES_OF_SHAPE


def about_origin(element: Element, transform: Affine, box: Box | None, font: Font) -> Affine:
    """Return `transform` about the element's `transform-origin`.

    box: the reference box in user units: the viewport's, from 0 on, or that of the shapes.
    """
    if box is None:
        return transform
    across, down = _pair((element.get("transform-origin") or "0 0").split())
    x = box[0] + length(across, of=box[2], font=font)
    y = box[1] + length(down, of=box[3], font=font)
    return moved(x, y) @ transform @ moved(-x, -y)


def _pair(words: list[str]) -> tuple[str, str]:
    """Return the two places, across and down; a word for one of them may stand first."""
    first, second = [*words, "center"][:2]
    if first in _UPRIGHT or second in _LEVEL:
        first, second = second, first
    return _WORDS.get(first, first), _WORDS.get(second, second)
