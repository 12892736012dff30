"""A request for drawings, checked as a whole before anything is asked or stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from artstudio import ai
from artstudio.errors import CannotDraw
from artstudio.models import MAX_COUNT, MAX_PROMPT_LENGTH, Generation
from artstudio.patterns import Pattern, PatternConstraints, compose
from artstudio.patterns.reading import MEANINGS, Reading, read_prompt
from artstudio.patterns.undrawn import WORDS_NOT_DRAWN
from artstudio.services.requests.constraints import (
    PATTERN_NAMES,
    SIZE_NAMES,
    Constraints,
    not_used,
    parse_constraints,
)
from artstudio.services.requests.prompt_sizes import with_prompt_sizes
from artstudio.services.requests.providers import (
    find_provider,
    list_providers,
    provider_config,
)
from artstudio.services.requests.routing import (
    AUTO,
    PATTERN,
    RouteChoice,
    choose_route,
)
from artstudio.services.requests.seeds import new_variant_seed, seed_of_variant
from artstudio.services.requests.style_hints import StyleHints, read_style_hints
from artstudio.vectorize import check_method
from rmos_runs.errors import InvalidRequest
from rmos_runs.http.field_checks import ErrorList
from rmos_runs.runs.sessions import get_session

__all__ = ["MEANINGS", "GenerationRequest", "check_request", "compose_pattern", "request_of"]

MAX_SEED_LENGTH = 128
MAX_REFERENCE_LENGTH = 64
#: More names than these are not a slip of the keys, and each is a warning on each drawing.
MAX_UNKNOWN_FIELDS = 20
#: What a request may hold.
FIELDS = (
    "prompt",
    "count",
    "variant_seed",
    "constraints",
    "style_hints",
    "provider",
    "route",
    "model",
    "fresh",
    "strict",
    "run_id",
    "workflow_session_id",
)
OFFLINE = "stub"
_PICTURE_MAKERS = frozenset({"raster", "native"})
_DRAWS_IT = "the pattern engine draws it."
_DRAWS_IT_EXACTLY = "the pattern engine draws that exactly."
_LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """What the user asked for, with every default filled in.

    reading: the prompt as it was read. patterns: the geometry of each variant, where the
    offline provider draws it.
    """

    prompt: str
    count: int
    variant_seed: str
    constraints: Constraints
    style_hints: tuple[str, ...]
    style_hints_given: Mapping[str, Any] | None = None
    provider: str
    route: str
    route_reason: str
    model: str
    fresh: bool
    run_id: str
    workflow_session_id: str
    warnings: tuple[dict[str, str], ...]
    reading: Reading
    patterns: tuple[Pattern, ...] = ()


def check_request(  # noqa: PLR0913 - the fields of a request
    *,
    prompt: str,
    count: int = 1,
    variant_seed: str | None = None,
    constraints: Mapping[str, Any] | None = None,
    style_hints: Sequence[str] | Mapping[str, Any] | None = None,
    provider: str | None = None,
    route: str | None = None,
    model: str | None = None,
    fresh: bool = False,
    run_id: str = "",
    workflow_session_id: str = "",
    strict: bool = False,
    unknown_fields: Sequence[str] = (),
) -> GenerationRequest:
    """Return the request with defaults, or raise.

    Without a provider the offline one draws, or, for a subject that it lacks, one that
    makes pictures where one is configured. strict: refuse what cannot be drawn whole.
    `unknown_fields` are names that came with the request and mean nothing here: each
    becomes a warning, with the nearest name that does.

    Raises InvalidRequest with every faulty field by its path, SessionNotFound, the
    provider's own error where it is not configured, and CannotDraw.
    """
    faults: dict[str, list[str]] = {}
    unknown = [not_used("unknown_field", name, known=FIELDS) for name in unknown_fields]
    _prompt(faults, prompt)
    seed = _text(faults, "variant_seed", variant_seed or new_variant_seed(), (1, MAX_SEED_LENGTH))
    _text(faults, "run_id", run_id, (0, MAX_REFERENCE_LENGTH))
    _text(faults, "workflow_session_id", workflow_session_id, (0, MAX_REFERENCE_LENGTH))
    _count(faults, count)
    hints = _style_hints(faults, style_hints)
    known, warnings = Constraints(), list[dict[str, str]]()
    choice = RouteChoice(route="", reason="")
    with _gathered(faults):
        known, warnings = parse_constraints(constraints or {})
    reading = read_prompt(str(prompt), hints=hints.words, given=known.given())
    with _gathered(faults):
        info = find_provider(provider or provider_for(reading, route))
        choice = _route(info, route, reading, known)
        model = _model(info, choice.route, model)
    if faults:
        raise InvalidRequest(fields=faults)
    if not info.configured:
        raise ai.ProviderNotConfigured(info.reason)
    if known.method:
        check_method(known.method)
    if workflow_session_id:
        get_session(workflow_session_id)
    request = GenerationRequest(
        prompt=prompt,
        count=count,
        variant_seed=seed,
        constraints=known,
        style_hints=hints.words,
        style_hints_given=hints.given,
        provider=info.name,
        route=choice.route,
        route_reason=choice.reason,
        model=model or "",
        fresh=fresh,
        run_id=run_id,
        workflow_session_id=workflow_session_id,
        warnings=(*unknown[:MAX_UNKNOWN_FIELDS], *warnings),
        reading=reading,
    )
    request = _with_patterns(request) if info.name == OFFLINE else with_prompt_sizes(request)
    if strict:
        _refuse_undrawn(request)
    return request


def route_by_words(generation: Generation, provider: ai.ProviderInfo) -> str:
    """Return the route that a generation's words would lead to today."""
    given = list(generation.constraints)
    reading = read_prompt(generation.prompt, hints=generation.style_hints, given=given)
    return choose_route(reading, given, provider).route


def provider_for(reading: Reading, route: str | None) -> str:
    """Return who draws where the request leaves it open: see `check_request`."""
    lacks = not reading.features.fits or bool(reading.subjects)
    if lacks and route in {None, "", AUTO}:
        # One that costs nothing comes first.
        for info in sorted(list_providers(), key=lambda provider: not provider.free):
            makes_pictures = info.name != OFFLINE and set(info.routes) & _PICTURE_MAKERS
            if info.configured and makes_pictures:
                return info.name
    return OFFLINE


def compose_pattern(request: GenerationRequest, seed: int) -> Pattern:
    """Return the offline provider's geometry for one seed of a request.

    Raises InvalidRequest naming the constraint that no pattern can keep.
    """
    names = SIZE_NAMES + PATTERN_NAMES
    return compose(
        request.prompt,
        style_hints=request.style_hints,
        constraints=PatternConstraints(**request.constraints.picked(names)),
        seed=seed,
    )


def _with_patterns(request: GenerationRequest) -> GenerationRequest:
    """Compose every variant: what is drawn of the words is then known, and said."""
    seeds = [seed_of_variant(request.variant_seed, index) for index in range(request.count)]
    patterns = tuple(compose_pattern(request, seed) for seed in seeds)
    reason = request.route_reason
    if reason and request.route == PATTERN and all(pattern.is_exact for pattern in patterns):
        reason = reason.removesuffix(_DRAWS_IT) + _DRAWS_IT_EXACTLY
    elif reason:
        told = [w.message for p in patterns for w in p.warnings if w.code == WORDS_NOT_DRAWN]
        reason = told[0] if told else reason
    return replace(request, patterns=patterns, route_reason=reason[:_LONGEST_REASON])


def _refuse_undrawn(request: GenerationRequest) -> None:
    """Raise CannotDraw where words are left over that no variant shows."""
    left = [p.undrawn.words() for p in request.patterns if p.undrawn]
    words = list(dict.fromkeys(word for found in left for word in found))
    if words:
        named = ", ".join(f"“{word}”" for word in words)
        raise CannotDraw(f"These words cannot be drawn: {named}.")


def request_of(
    generation: Generation, constraints: Constraints | None = None, *, fresh: bool = False
) -> GenerationRequest:
    """Return the request that a generation has on record, or with other constraints."""
    known = constraints or parse_constraints(generation.constraints)[0]
    return GenerationRequest(
        prompt=generation.prompt,
        count=generation.count,
        variant_seed=generation.variant_seed,
        constraints=known,
        style_hints=tuple(generation.style_hints),
        style_hints_given=generation.style_hints_given,
        provider=generation.provider,
        route=generation.route,
        route_reason=generation.route_reason,
        model=generation.model,
        fresh=fresh,
        run_id=generation.run_id,
        workflow_session_id=generation.workflow_session_id or "",
        warnings=(),
        reading=read_prompt(
            generation.prompt, hints=tuple(generation.style_hints), given=known.given()
        ),
    )


@contextmanager
def _gathered(faults: dict[str, list[str]]) -> Iterator[None]:
    try:
        yield
    except InvalidRequest as error:
        faults |= error.fields or {}


def _prompt(faults: dict[str, list[str]], prompt: str) -> None:
    """Check the prompt; it is kept to the letter, with the spaces around it."""
    _text(faults, "prompt", prompt, (1, MAX_PROMPT_LENGTH))
    if not prompt.strip():
        faults["prompt"] = ["Say what should be drawn."]


def _text(faults: dict[str, list[str]], field: str, value: str, length: tuple[int, int]) -> str:
    shortest, longest = length
    if not shortest <= len(value) <= longest:
        faults[field] = [f"Give {shortest} to {longest} characters; there are {len(value)}."]
    elif not _storable(value):
        faults[field] = ["Take out the NUL characters and broken surrogates."]
    return value


def _storable(value: str) -> bool:
    """Tell whether Postgres and UTF-8 can hold the text."""
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def _count(faults: dict[str, list[str]], count: int) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MAX_COUNT:
        faults["count"] = [f"Give a whole number from 1 to {MAX_COUNT}."]


def _style_hints(faults: dict[str, list[str]], given: Any) -> StyleHints:
    found = StyleHints()
    with _gathered(faults):
        own = ErrorList()
        found = read_style_hints(own, given)
        own.raise_if_any()
    return found


def _route(
    provider: ai.ProviderInfo, route: str | None, reading: Reading, known: Constraints
) -> RouteChoice:
    if not route or route == AUTO:
        return choose_route(reading, known.given(), provider)
    if route not in provider.routes:
        wanted = f"{provider.name} can take: {', '.join((AUTO, *provider.routes))}."
        raise InvalidRequest(fields={"route": [wanted]})
    return RouteChoice(route=route, reason="")


def _model(provider: ai.ProviderInfo, route: str, model: str | None) -> str:
    if not model:
        return provider.default_model_for(route)
    ai.check_model(provider.name, model, provider_config(), route=route)
    return model
