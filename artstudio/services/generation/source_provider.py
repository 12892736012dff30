"""Where the source of a variant comes from: the store, the pattern engine or a provider."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from artstudio import ai
from artstudio.errors import AnswerNotADrawing, LeaseLost
from artstudio.models import Variant
from artstudio.patterns import Pattern
from artstudio.services.generation import persistence
from artstudio.services.generation.drawing import milliseconds
from artstudio.services.providers.calls import ProviderCalls, store_error_body
from artstudio.services.providers.images import prepare_picture, put_answer, request_image
from artstudio.services.providers.llm import write_drawing
from artstudio.services.requests.intake import GenerationRequest
from artstudio.services.sources.stored import (
    PATTERN_ROUTE,
    STUB,
    Source,
    find_cached_source,
    pattern_source,
    rounds_so_far,
    source_of,
)
from rmos_runs.models import RunAttachment


class SourceProvider(Protocol):
    """Gives the pipeline the source that a variant is drawn from."""

    @property
    def request(self) -> GenerationRequest:
        """The request that the variant is drawn for."""

    def source_for(self, variant: Variant) -> Source:
        """Return the stored source of `variant`. Raises DomainError where there is none."""


@dataclass(frozen=True, kw_only=True)
class StoredSourceProvider:
    """A source that is at hand: `load` stores and returns it. No provider is asked."""

    request: GenerationRequest
    load: Callable[[], Source]

    def source_for(self, _variant: Variant) -> Source:
        """Return the source that is at hand."""
        return self.load()


@dataclass(frozen=True, kw_only=True)
class RequestedSourceProvider:
    """The cached source of the same request, or else a new one.

    pattern: the geometry composed for this variant, where the route draws one.
    """

    request: GenerationRequest
    pattern: Pattern | None = None

    def source_for(self, variant: Variant) -> Source:
        """Return the stored source of the variant's key, or ask for a new one."""
        if self.request.fresh or rounds_so_far(variant):
            return self._new_source(variant)
        earlier = find_cached_source(variant.source_key)
        if earlier is None:
            return self._new_source(variant)
        if rounds := rounds_so_far(earlier):
            # As if this variant had asked: what is left of the rounds is asked for now.
            variant.replayed_from, variant.source_metadata = earlier.variant_id, {"rounds": rounds}
            return self._new_source(variant)
        return source_of(earlier)

    def _new_source(self, variant: Variant) -> Source:
        if self.request.route == PATTERN_ROUTE and self.pattern is not None:
            return pattern_source(self.request, self.pattern)
        started = time.perf_counter()
        try:
            return _ask_provider(variant, self.request)
        except ai.ProviderError as error:
            variant.provider_request_id = error.provider_request_id or ""
            variant.source = store_error_body(error)
            if isinstance(error, AnswerNotADrawing):
                variant.source_metadata = {"rounds": error.rounds}
            raise
        finally:
            variant.timings_ms |= {"ask": milliseconds(started, time.perf_counter())}


def _ask_provider(variant: Variant, request: GenerationRequest) -> Source:
    if request.provider == STUB:
        # Free, and the same every time: nothing to account for.
        return put_answer(request_image(request, variant.seed, variant.generation.request_id))
    calls = ProviderCalls(variant, request)
    if request.route == "direct":
        return write_drawing(
            request,
            variant.seed,
            calls,
            note_answer=partial(_save_paid, persistence.save_reply, variant),
            note_source=partial(_save_paid, persistence.save_source, variant),
            said=rounds_so_far(variant),
        )
    kept: list[Source] = []

    def keep(answer: ai.ImageResponse) -> RunAttachment:
        kept.append(put_answer(answer))
        _save_paid(persistence.save_source, variant, kept[-1])
        return kept[-1].attachment

    calls.call(partial(prepare_picture, request, variant.seed), keep)
    return kept[-1]


def _save_paid(save: Callable[..., None], *facts: Any) -> None:
    """Write what was paid for; its call stays on record even where another goes on with it."""
    with suppress(LeaseLost):
        save(*facts)
