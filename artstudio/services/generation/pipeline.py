"""One variant from its seed to its row: ask or find, store, draw, store, index.

Each step that costs is stored before the next begins, so that a failure later
on leaves what was paid for in the store, and the same request finds it there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

from artstudio import ai
from artstudio.errors import (
    AnswerNotADrawing,
    InternalError,
    LeaseLost,
    VariantCancelled,
)
from artstudio.models import Variant, VariantStage, VariantStatus
from artstudio.patterns import Pattern
from artstudio.services.generation import persistence
from artstudio.services.generation.drawing import (
    draw,
    milliseconds,
    with_cut_card,
)
from artstudio.services.generation.variants import get_variant
from artstudio.services.providers.calls import (
    ProviderCalls,
    close_open_attempts,
    refuse_to_ask_again,
    store_error_body,
)
from artstudio.services.providers.images import (
    prepare_picture,
    put_answer,
    request_image,
)
from artstudio.services.providers.llm import write_drawing
from artstudio.services.queue import stages
from artstudio.services.queue.leases import UNFINISHED
from artstudio.services.requests.intake import GenerationRequest, request_of
from artstudio.services.sources.stored import (
    PATTERN_ROUTE,
    STUB,
    Source,
    composed_pattern,
    find_cached_source,
    pattern_source,
    rounds_so_far,
    source_of,
)
from rmos_runs.blobs.disk_full import is_database_full
from rmos_runs.errors import DatabaseFull, DomainError
from rmos_runs.models import RunAttachment
from rmos_runs.request_id import request_id_scope

log = structlog.stdlib.get_logger(__name__)


def make_variant(
    variant: Variant, request: GenerationRequest, obtain: Callable[[], Source]
) -> Variant:
    """Make one drawing and record it, or record why there is none.

    `obtain` returns the stored source to draw from; see `obtain_source`. What an
    earlier run of the same variant has stored is not made again. Raises nothing
    but DatabaseFull where no outcome can be recorded and, for queued work, TakenOver
    and Django's errors of a database that is away; such work is taken up again.
    """
    was_begun = variant.status == VariantStatus.RUNNING
    try:
        with stages.claimed(variant):
            find = _recover_source if was_begun else _stored_source
            _make_and_record(variant, request, lambda: find(variant) or obtain())
    except (LeaseLost, OperationalError, InterfaceError) as error:
        if variant.is_queued:
            raise
        log.exception("variant_left", variant_id=variant.variant_id)
        if is_database_full(error):
            raise DatabaseFull from error
    except DatabaseFull:
        log.exception("variant_left", variant_id=variant.variant_id)
        raise
    return variant


def _make_and_record(
    variant: Variant, request: GenerationRequest, obtain: Callable[[], Source]
) -> None:
    started = time.perf_counter()
    try:
        _make(variant, request, obtain, started)
    except LeaseLost:
        raise
    except VariantCancelled as error:
        persistence.mark_cancelled(variant, request, error, started)
    except DomainError as error:
        persistence.mark_failed(variant, request, error, started)
    except (OperationalError, InterfaceError) as error:
        if variant.is_queued:
            raise
        if is_database_full(error):
            # What is stored is found again by the same request; of this there can be no record.
            raise DatabaseFull from error
        log.exception("variant_failed", variant_id=variant.variant_id)
        persistence.mark_failed(variant, request, InternalError(), started)
    except Exception:  # the one place: a variant's fault must not take the others along
        log.exception("variant_failed", variant_id=variant.variant_id)
        persistence.mark_failed(variant, request, InternalError(), started)


def _make(
    variant: Variant, request: GenerationRequest, obtain: Callable[[], Source], started: float
) -> None:
    source = obtain()
    persistence.save_source(variant, source)
    variant.timings_ms |= {"source": milliseconds(started, time.perf_counter())}
    _draw(variant, request, source)
    stages.set_stage_unless_cancelled(variant, VariantStage.INDEXING)
    persistence.mark_ok(variant, request, started)


def _recover_source(variant: Variant) -> Source | None:
    """Return the source that a process stored which is gone; raises where no other may be had."""
    unseen = close_open_attempts(variant)
    stages.raise_if_cancelled(variant)
    own = _stored_source(variant)
    if own is None:
        refuse_to_ask_again(variant, unseen_calls=unseen)
    return own


def obtain_source(
    variant: Variant, request: GenerationRequest, pattern: Pattern | None = None
) -> Source:
    """Return the source of a new variant: the stored one of its key, or else a new one.

    `pattern` is the geometry composed for this variant, where the route draws one.
    """
    if request.fresh or rounds_so_far(variant):
        return _new_source(variant, request, pattern)
    earlier = find_cached_source(variant.source_key)
    if earlier is None:
        return _new_source(variant, request, pattern)
    if rounds := rounds_so_far(earlier):
        # As if this variant had asked: what is left of the rounds is asked for now.
        variant.replayed_from, variant.source_metadata = earlier.variant_id, {"rounds": rounds}
        return _new_source(variant, request, pattern)
    return source_of(earlier)


def _stored_source(variant: Variant) -> Source | None:
    """Return the source that an earlier run of this variant has stored, if it did."""
    if variant.source is None or "form" not in variant.source_metadata:
        return None
    return replace(source_of(variant), replayed_from=variant.replayed_from)


def _new_source(variant: Variant, request: GenerationRequest, pattern: Pattern | None) -> Source:
    if request.route == PATTERN_ROUTE and pattern is not None:
        return pattern_source(request, pattern)
    started = time.perf_counter()
    try:
        return _asked(variant, request)
    except ai.ProviderError as error:
        variant.provider_request_id = error.provider_request_id or ""
        variant.source = store_error_body(error)
        if isinstance(error, AnswerNotADrawing):
            variant.source_metadata = {"rounds": error.rounds}
        raise
    finally:
        variant.timings_ms |= {"ask": milliseconds(started, time.perf_counter())}


def _asked(variant: Variant, request: GenerationRequest) -> Source:
    if request.provider == STUB:
        # Free, and the same every time: nothing to account for.
        return put_answer(request_image(request, variant.seed, variant.generation.request_id))
    calls = ProviderCalls(variant, request)
    if request.route == "direct":
        return write_drawing(
            request,
            variant.seed,
            calls,
            note_answer=partial(_note_paid, persistence.save_reply, variant),
            note_source=partial(_note_paid, persistence.save_source, variant),
            said=rounds_so_far(variant),
        )
    kept: list[Source] = []

    def keep(answer: ai.ImageResponse) -> RunAttachment:
        kept.append(put_answer(answer))
        _note_paid(persistence.save_source, variant, kept[-1])
        return kept[-1].attachment

    calls.call(partial(prepare_picture, request, variant.seed), keep)
    return kept[-1]


def _note_paid(note: Callable[..., None], *facts: Any) -> None:
    """Write what was paid for; its call stays on record even where another goes on with it."""
    with suppress(LeaseLost):
        note(*facts)


def _draw(variant: Variant, request: GenerationRequest, source: Source) -> None:
    if variant.svg is not None:
        return
    stages.set_stage_unless_cancelled(variant, VariantStage.TRACING)
    drawn = draw(source, request)
    stages.set_stage_unless_cancelled(variant, VariantStage.MEASURING)
    drawn = with_cut_card(drawn, request.constraints)
    persistence.save_drawing(variant, drawn)


def draw_queued_variant(variant_id: str) -> None:
    """Make the drawing of a queued variant; harmless where that was done before.

    Raises what `make_variant` does; the job is then taken up again.
    """
    variant = get_variant(variant_id)
    if variant.status not in UNFINISHED:
        return
    request = request_of(variant.generation, fresh=variant.fresh)
    with request_id_scope(variant.generation.request_id):
        make_variant(
            variant,
            request,
            lambda: obtain_source(variant, request, composed_pattern(request, variant.seed)),
        )
