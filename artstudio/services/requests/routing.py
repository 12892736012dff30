"""The route of a request that leaves it open: geometry is drawn by rules, a picture is traced."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from artstudio import ai
from artstudio.patterns.reading import Reading
from artstudio.services.requests.constraints import PATTERN_NAMES

AUTO = "auto"
PATTERN = "pattern"
GEOMETRY_ROUTES = ("direct", "pattern", "raster", "native")
PICTURE_ROUTES = ("raster", "native", "direct", "pattern")
_GEOMETRIC_HEADS = frozenset({"family", "form", "motif", "style"})
_PICTURED = frozenset({"subject", "context"})
_GEOMETRY_ENDINGS = {
    "pattern": "the pattern engine draws it.",
    "direct": "the model writes it as shapes.",
    "raster": "{name} has no route for geometry, so a picture is made and traced.",
    "native": "{name} has no route for geometry, so its own vector picture is taken.",
}
_PICTURE_ENDINGS = {
    "raster": "a picture is made and traced.",
    "native": "{name} makes a picture as vectors.",
    "direct": "{name} makes no pictures, so the model writes it as shapes.",
    "pattern": "{name} makes no pictures, so the pattern engine draws an ornament.",
}


@dataclass(frozen=True, kw_only=True)
class RouteChoice:
    """A route, and in a sentence for the user why it was taken."""

    route: str
    reason: str


def choose_route(
    reading: Reading, constraints_given: Collection[str], provider: ai.ProviderInfo
) -> RouteChoice:
    """Return the route for a request that leaves it to the product.

    What the whole drawing is decides: an ornament or a figure of geometry is drawn by
    rules, a subject or a manner of painting is a picture. Diameters, rings and symmetry
    that are given ask for geometry outright. Where the provider lacks the best route, the
    next best is taken; the same arguments give the same.
    """
    fixed = [name for name in PATTERN_NAMES if name in constraints_given]
    head = reading.features.head
    if fixed and not _is_picture(reading):
        return _choice(GEOMETRY_ROUTES, provider, f"The constraints fix {_and(fixed)}")
    if _is_picture(reading):
        what = _and([f"“{subject}”" for subject in reading.subjects[:3]])
        return _choice(PICTURE_ROUTES, provider, f"The prompt asks for {what}")
    if (head is not None and head[0] in _GEOMETRIC_HEADS) or _counts(reading):
        return _choice(GEOMETRY_ROUTES, provider, f"The prompt asks for {_named(reading)}")
    route = provider.routes[0]
    reason = f"The prompt names no figure and no subject; {route} is {provider.name}'s usual."
    return RouteChoice(route=route, reason=reason)


def _is_picture(reading: Reading) -> bool:
    """Tell whether a subject is what the whole drawing shows, or it should look painted."""
    head = reading.features.head
    is_counted_figure = reading.features.fits and _counts(reading)
    is_subject = head is not None and head[0] in _PICTURED and not is_counted_figure
    is_painted = any(i.meaning == "style" and i.value == "manner" for i in reading.items)
    return bool(reading.subjects) and (is_subject or is_painted)


def _counts(reading: Reading) -> bool:
    return any(item.meaning in {"count", "symmetry"} for item in reading.items)


def _named(reading: Reading) -> str:
    """Return the words that say what is to be drawn, as the prompt has them."""
    named = [i for i in reading.items if i.meaning in {"family", "motif", "count", "symmetry"}]
    heads = [item for item in named if item.is_head]
    words = dict.fromkeys(item.text for item in [*heads, *named])
    return _and([f"“{word}”" for word in list(words)[:3]]) or "geometry"


def _choice(wished: Collection[str], provider: ai.ProviderInfo, why: str) -> RouteChoice:
    if provider.free and PATTERN in provider.routes:
        # Offline there is nothing better than exact geometry: what it lacks is said.
        route = PATTERN
    else:
        route = next((r for r in wished if r in provider.routes), provider.routes[0])
    endings = _GEOMETRY_ENDINGS if wished is GEOMETRY_ROUTES else _PICTURE_ENDINGS
    ending = endings[route].format(name=provider.title if route == PATTERN else provider.name)
    return RouteChoice(route=route, reason=f"{why}; {ending}")


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
