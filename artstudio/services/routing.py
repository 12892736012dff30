"""The route of a request that leaves it open: geometry is drawn by rules, a picture is traced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from artstudio import ai
from artstudio.patterns import PatternConstraints
from artstudio.patterns.brief import read_brief
from artstudio.services.constraints import PATTERN_NAMES
from artstudio.services.route_words import (
    MANNER,
    METHOD,
    PLANT,
    STRUCTURE,
    SUBJECT,
    listed_words,
)

AUTO = "auto"
GEOMETRY_ROUTES = ("direct", "pattern", "raster", "native")
PICTURE_ROUTES = ("raster", "native", "direct", "pattern")
_GEOMETRY_WEIGHTS = {STRUCTURE: 2, METHOD: 3}
# A subject needs more than two figures beside it before they are what is asked for.
_PICTURE_WEIGHTS = {SUBJECT: 5, MANNER: 4}
_PLANT_WEIGHT = 1
_COUNT_WEIGHT = 3
_CONSTRAINT_WEIGHT = 2
_MOST_NAMED = 3
_GEOMETRY_ENDINGS = {
    "pattern": "the pattern engine draws that exactly.",
    "direct": "the model writes that as shapes.",
    "raster": "{name} has no route for geometry, so a picture is made and traced.",
    "native": "{name} has no route for geometry, so its own vector picture is taken.",
}
_PICTURE_ENDINGS = {
    "raster": "that is a picture, which is made as one and traced.",
    "native": "that is a picture, and {name} makes it as vectors.",
    "direct": "{name} makes no pictures, so the model writes it as shapes.",
    "pattern": "{name} makes no pictures, so the pattern engine draws an ornament.",
}


@dataclass(frozen=True, kw_only=True)
class RouteChoice:
    """A route, and in a sentence for the user why it was taken."""

    route: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class _Side:
    """What speaks for geometry, or for a picture."""

    words: tuple[str, ...]
    weight: int


def choose_route(
    prompt: str,
    style_hints: Sequence[str],
    constraints_given: Collection[str],
    provider: ai.ProviderInfo,
) -> RouteChoice:
    """Return the route for a request that leaves it to the product.

    Words and counts ("12-fold") that speak of geometry are weighed against
    words that speak of a picture; `constraints_given` are the names of the
    constraints that have a value, of which the pattern's speak for geometry.
    Where nothing speaks for either, the provider's first route is taken; where
    it lacks the best route, the next best. The same arguments give the same.
    """
    found = [hit for text in (prompt, *style_hints) for hit in _hits(text)]
    fixed = [name for name in PATTERN_NAMES if name in constraints_given]
    geometry = _geometry(found, fixed, counts=_counts(prompt, style_hints))
    picture = _picture(found)
    if not geometry.weight and not picture.weight:
        route = provider.routes[0]
        reason = f"The prompt names no figure and no subject; {route} is {provider.name}'s usual."
    elif geometry.weight > picture.weight:
        route = _best(GEOMETRY_ROUTES, provider)
        reason = f"{_said(geometry.words, fixed)}; {_GEOMETRY_ENDINGS[route]}"
    else:
        route = _best(PICTURE_ROUTES, provider)
        reason = f"{_said(picture.words, [])}; {_PICTURE_ENDINGS[route]}"
    return RouteChoice(route=route, reason=reason.format(name=provider.name))


def _hits(text: str) -> list[tuple[frozenset[str], str]]:
    return list(listed_words(text, STRUCTURE, METHOD, SUBJECT, MANNER, PLANT))


def _counts(prompt: str, style_hints: Sequence[str]) -> int:
    """Return how many of "12-fold", "three rings" the words give."""
    brief = read_brief(prompt, style_hints, PatternConstraints())
    return sum(count is not None for count in (brief.symmetry, brief.rings))


def _geometry(
    found: Sequence[tuple[frozenset[str], str]], fixed: Sequence[str], *, counts: int
) -> _Side:
    words = _weighed(found, _GEOMETRY_WEIGHTS)
    weight = sum(words.values()) + counts * _COUNT_WEIGHT + len(fixed) * _CONSTRAINT_WEIGHT
    return _Side(words=tuple(words), weight=weight)


def _picture(found: Sequence[tuple[frozenset[str], str]]) -> _Side:
    """Weigh subjects and manners; a plant counts once, for it may be a figure's ornament."""
    words = _weighed(found, _PICTURE_WEIGHTS)
    plants = _weighed(found, {PLANT: _PLANT_WEIGHT})
    weight = sum(words.values()) + min(len(plants), 1) * _PLANT_WEIGHT
    return _Side(words=(*words, *plants), weight=weight)


def _weighed(
    found: Sequence[tuple[frozenset[str], str]], weights: dict[frozenset[str], int]
) -> dict[str, int]:
    """Return the words of these lists, each once, with their weights."""
    return {said: weights[owner] for owner, said in found if owner in weights}


def _best(wished: Sequence[str], provider: ai.ProviderInfo) -> str:
    return next((route for route in wished if route in provider.routes), provider.routes[0])


def _said(words: Sequence[str], fixed: Sequence[str]) -> str:
    """Return the first half of the reason: what was said, and which constraints were given."""
    parts = []
    if words:
        parts.append(f"the prompt speaks of {_and(words[:_MOST_NAMED])}")
    if fixed:
        parts.append(f"the constraints fix {_and(fixed)}")
    text = " and ".join(parts) or "the prompt counts what repeats"
    return text[0].upper() + text[1:]


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
