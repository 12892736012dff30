"""A request for drawings, checked as a whole before anything is asked or stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from artstudio import ai
from artstudio.models import MAX_COUNT, MAX_PROMPT_LENGTH, Generation
from artstudio.services.constraints import Constraints, not_used, parse_constraints
from artstudio.services.providers import find_provider, provider_config
from artstudio.services.routing import AUTO, RouteChoice, choose_route
from artstudio.services.seeds import new_variant_seed
from artstudio.services.style_hints import StyleHints, read_style_hints
from artstudio.vectorize import check_method
from rmos_runs.errors import InvalidRequest
from rmos_runs.field_checks import Faults
from rmos_runs.sessions import get_session

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
    "run_id",
    "workflow_session_id",
)


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """What the user asked for, with every default filled in."""

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


def check_request(
    *,
    prompt: str,
    count: int = 1,
    variant_seed: str | None = None,
    constraints: Mapping[str, Any] | None = None,
    style_hints: Sequence[str] | Mapping[str, Any] | None = None,
    provider: str = "stub",
    route: str | None = None,
    model: str | None = None,
    fresh: bool = False,
    run_id: str = "",
    workflow_session_id: str = "",
    unknown_fields: Sequence[str] = (),
) -> GenerationRequest:
    """Return the request with defaults, or raise.

    `unknown_fields` are names that came with the request and mean nothing here: each
    becomes a warning, with the nearest name that does.

    Raises InvalidRequest with every faulty field by its path, SessionNotFound,
    and the provider's own error where it is not configured.
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
    with _gathered(faults):
        info = find_provider(provider)
        choice = _route(info, route, (prompt, hints.words, known.given()))
        model = _model(info, choice.route, model)
    if faults:
        raise InvalidRequest("Some fields cannot be used.", fields=faults)
    if not info.configured:
        raise ai.ProviderNotConfigured(info.reason)
    if known.method:
        check_method(known.method)
    if workflow_session_id:
        get_session(workflow_session_id)
    return GenerationRequest(
        prompt=prompt,
        count=count,
        variant_seed=seed,
        constraints=known,
        style_hints=hints.words,
        style_hints_given=hints.given,
        provider=provider,
        route=choice.route,
        route_reason=choice.reason,
        model=model or "",
        fresh=fresh,
        run_id=run_id,
        workflow_session_id=workflow_session_id,
        warnings=(*unknown[:MAX_UNKNOWN_FIELDS], *warnings),
    )


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
        own = Faults()
        found = read_style_hints(own, given)
        own.raise_if_any()
    return found


def _route(
    provider: ai.ProviderInfo, route: str | None, asked: tuple[str, tuple[str, ...], dict[str, Any]]
) -> RouteChoice:
    if not route or route == AUTO:
        prompt, hints, given = asked
        return choose_route(prompt, hints, given, provider)
    if route not in provider.routes:
        wanted = f"{provider.name} can take: {', '.join((AUTO, *provider.routes))}."
        raise InvalidRequest(fields={"route": [wanted]})
    return RouteChoice(route=route, reason="")


def _model(provider: ai.ProviderInfo, route: str, model: str | None) -> str:
    if not model:
        return provider.default_model_for(route)
    ai.check_model(provider.name, model, provider_config(), route=route)
    return model
