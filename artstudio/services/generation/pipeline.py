"""One variant from its source to its row: find or ask, store, draw, store, index.

Each step that costs is stored before the next begins, so that a failure later
on leaves what was paid for in the store, and the same request finds it there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import structlog
from django.db import InterfaceError, OperationalError

from artstudio.errors import InternalError, LeaseLost, VariantCancelled
from artstudio.models import Variant, VariantStage, VariantStatus
from artstudio.services.generation import persistence
from artstudio.services.generation.drawing import draw, milliseconds, with_cut_card
from artstudio.services.generation.source_provider import RequestedSourceProvider, SourceProvider
from artstudio.services.generation.variants import get_variant
from artstudio.services.providers.calls import close_open_attempts, refuse_to_ask_again
from artstudio.services.queue import stages
from artstudio.services.queue.leases import UNFINISHED
from artstudio.services.requests.intake import GenerationRequest, request_of
from artstudio.services.sources.stored import Source, composed_pattern, source_of
from rmos_runs.blobs.free_space import is_database_full
from rmos_runs.errors import DatabaseFull, DomainError
from rmos_runs.request_id import request_id_scope

log = structlog.stdlib.get_logger(__name__)


def run(variant: Variant, source_provider: SourceProvider) -> Variant:
    """Draw one variant and record it, or record why there is no drawing.

    What an earlier run of the same variant has stored is not made again. Raises nothing
    but DatabaseFull where no outcome can be recorded and, for queued work, LeaseLost
    and Django's errors of a database that is away; such work is taken up again.
    """
    was_begun = variant.status == VariantStatus.RUNNING
    request = source_provider.request
    try:
        with stages.claimed(variant), _outcome_recorded(variant, request) as started:
            source = _recover_source(variant) if was_begun else _stored_source(variant)
            source = source or source_provider.source_for(variant)
            persistence.save_source(variant, source)
            variant.timings_ms |= {"source": milliseconds(started, time.perf_counter())}
            _draw(variant, request, source)
            stages.set_stage_unless_cancelled(variant, VariantStage.INDEXING)
            persistence.mark_ok(variant, request, started)
    except (LeaseLost, OperationalError, InterfaceError) as error:
        if variant.is_queued:
            raise
        log.exception("variant_crashed", variant_id=variant.variant_id)
        if is_database_full(error):
            raise DatabaseFull from error
    except DatabaseFull:
        log.exception("variant_crashed", variant_id=variant.variant_id)
        raise
    return variant


def run_queued(variant_id: str) -> None:
    """Draw a queued variant; harmless where that was done before.

    Raises what `run` does; the job is then taken up again.
    """
    variant = get_variant(variant_id)
    if variant.status not in UNFINISHED:
        return
    request = request_of(variant.generation, fresh=variant.fresh)
    pattern = composed_pattern(request, variant.seed)
    with request_id_scope(variant.generation.request_id):
        run(variant, RequestedSourceProvider(request=request, pattern=pattern))


@contextmanager
def _outcome_recorded(variant: Variant, request: GenerationRequest) -> Iterator[float]:
    """Give the time of the start, and write what goes wrong into the variant's row."""
    started = time.perf_counter()
    try:
        yield started
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


def _recover_source(variant: Variant) -> Source | None:
    """Return the source that a process stored which is gone; raises where no other may be had."""
    unseen = close_open_attempts(variant)
    stages.raise_if_cancelled(variant)
    own = _stored_source(variant)
    if own is None:
        refuse_to_ask_again(variant, unseen_calls=unseen)
    return own


def _stored_source(variant: Variant) -> Source | None:
    """Return the source that an earlier run of this variant has stored, if it did."""
    if variant.source is None or "form" not in variant.source_metadata:
        return None
    return replace(source_of(variant), replayed_from=variant.replayed_from)


def _draw(variant: Variant, request: GenerationRequest, source: Source) -> None:
    if variant.svg is not None:
        return
    stages.set_stage_unless_cancelled(variant, VariantStage.TRACING)
    drawn = draw(source, request)
    stages.set_stage_unless_cancelled(variant, VariantStage.MEASURING)
    drawn = with_cut_card(drawn, request.constraints)
    persistence.save_drawing(variant, drawn)
