"""Readers of values that only style rules have, or that CSS spells in its own way."""

from __future__ import annotations

import math
import re

from artstudio.svg.sanitizer.values import (
    LENGTH,
    NUMBER,
    length,
    one_of,
    path,
    share,
    transform,
)

_ANGLES = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0, "": 1.0}
_CSS_FUNCTION = re.compile(r"\s*+([a-zA-Z]++)\s*+\(([^()]*+)\)")
_ANGLE = re.compile(rf"({NUMBER.pattern})(deg|grad|rad|turn)?", re.IGNORECASE)
_PX = {"px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 24 / 25.4, "pt": 96 / 72}
_PX |= {"pc": 16.0, "": 1.0}


def css_transform(text: str) -> str | None:
    """Return a CSS transform as the attribute spells it; None where it cannot be one.

    Percentages and lengths by the font are not taken.
    """
    text = text.strip()
    if text.lower() == "none":
        # A style that takes a transform away: the attribute that does nothing.
        return "translate(0)"
    kept: list[str] = []
    place = 0
    while place < len(text):
        found = _CSS_FUNCTION.match(text, place)
        step = _css_step(found[1].lower(), found[2]) if found else None
        if not found or step is None:
            return None
        kept.append(step)
        place = found.end()
        if text[place:].isspace():
            break
    return transform(" ".join(kept)) if kept else None


def _css_step(name: str, given: str) -> str | None:
    """Return one function with plain numbers; None where it is not one of the plane."""
    words = given.replace(",", " ").split()
    if name in {"rotate", "rotatez", "skew", "skewx", "skewy"}:
        return _turned(name, [_degrees(word) for word in words])
    if name in {"translate", "translatex", "translatey"}:
        return _along(name, "translate", [_pixels(word) for word in words], rest=0.0)
    if name in {"scale", "scalex", "scaley"}:
        factors = [_factor(word) for word in words]
        return _along(name, "scale", factors, rest=1.0)
    return f"matrix({given})" if name == "matrix" else None


def _turned(name: str, angles: list[float | None]) -> str | None:
    if not angles or None in angles:
        return None
    first, second = angles[0], angles[1] if len(angles) > 1 else 0.0
    if name == "skew" and len(angles) <= 2:
        x, y = (math.tan(math.radians(angle or 0)) for angle in (first, second))
        return f"matrix(1 {y:.12g} {x:.12g} 1 0 0)"
    spelled = {"rotate": "rotate", "rotatez": "rotate", "skewx": "skewX", "skewy": "skewY"}
    return f"{spelled[name]}({first:.12g})" if len(angles) == 1 and name in spelled else None


def _along(name: str, kind: str, given: list[float | None], *, rest: float) -> str | None:
    if None in given or not 1 <= len(given) <= (1 if name[-1] in "xy" else 2):
        return None
    x = given[0]
    if name.endswith("x"):
        return f"{kind}({x:.12g} {rest:g})"
    if name.endswith("y"):
        return f"{kind}({rest:g} {x:.12g})"
    return f"{kind}({' '.join(f'{value:.12g}' for value in given)})"


def _degrees(word: str) -> float | None:
    found = _ANGLE.fullmatch(word)
    return float(found[1]) * _ANGLES[(found[2] or "").lower()] if found else None


def _pixels(word: str) -> float | None:
    found = LENGTH.fullmatch(word)
    unit = (found[2] or "").lower() if found else "?"
    return float(found[1]) * _PX[unit] if found and unit in _PX else None


def _factor(word: str) -> float | None:
    plain = share(word)
    if plain is None:
        return None
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)


def css_path(text: str) -> str | None:
    """Return the data of a path() value."""
    found = _CSS_PATH.fullmatch(text.strip())
    return path(found[2]) if found else None


_CSS_PATH = re.compile(r"""path\(\s*(["'])([^"']*)\1\s*\)""", re.IGNORECASE)
_ORIGIN_WORDS = frozenset({"left", "center", "right", "top", "bottom"})


def origin(text: str) -> str | None:
    """Return the one or two places of a transform's origin; a third one, of depth, is left out."""
    words = text.lower().split()[:3]
    places = words[:2]
    if not places or any(word not in _ORIGIN_WORDS and length(word) is None for word in places):
        return None
    return " ".join(places)


def orientation(text: str) -> str | None:
    """Return how a marker is turned: auto, auto-start-reverse, or an angle in degrees."""
    word = one_of("auto", "auto-start-reverse")(text)
    if word:
        return word
    degrees = _degrees(text.strip())
    return None if degrees is None else f"{degrees:.12g}"
