"""From a prompt to a generation of drawings: the one way in for every interface."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

import structlog
from django.db import connections, transaction
from django.db.models import Prefetch, QuerySet

from artstudio.errors import GenerationNotFound
from artstudio.models import Generation, GenerationStatus, Variant
from artstudio.patterns import Pattern
from artstudio.services.costs import budget
from artstudio.services.generation import pipeline
from artstudio.services.generation.idempotency import IdempotentRequest, run_once
from artstudio.services.generation.source_provider import (
    RequestedSourceProvider,
    SourceProvider,
    StoredSourceProvider,
)
from artstudio.services.generation.status import (
    UNFINISHED,
    fail_abandoned,
    is_open,
    refresh_status,
)
from artstudio.services.queue import progress
from artstudio.services.queue.jobs import enqueue
from artstudio.services.requests.intake import GenerationRequest, check_request
from artstudio.services.requests.safety import safety_flags
from artstudio.services.requests.seeds import seed_of_variant
from artstudio.services.sources.stored import Source, source_key
from rmos_runs.blobs.attachments import open_attachment
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.errors import BlobNotFound
from rmos_runs.request_id import (
    accept_request_id,
    current_request_id,
    request_id_scope,
)
from rmos_runs.runs.sessions import get_session, lock_session

log = structlog.stdlib.get_logger(__name__)

#: The columns that a generation's record shows of its variants.
_OF_A_VARIANT = (
    *("variant_id", "generation", "index", "seed", "status", "source", "svg", "provenance"),
    *(
        "asset",
        "parent",
        "replayed_from",
        "revised_prompt",
        "measurements",
        "source_metadata",
        "warnings",
        "error",
    ),
    *("stage", "stage_at_utc", "cancel_asked_at_utc", "started_at_utc", "finished_at_utc"),
    "cost_usd",
)


def generate_svg_variants(
    prompt: str,
    count: int = 1,
    variant_seed: str | None = None,
    constraints: Mapping[str, Any] | None = None,
    style_hints: Sequence[str] | Mapping[str, Any] | None = None,
    *,
    provider: str | None = None,
    request_id: str | None = None,
    queued: bool = False,
    idempotency_key: str = "",
    caller: str = "",
    **further: Any,
) -> Generation:
    """Make `count` drawings of a prompt and return the finished generation with its variants.

    With `queued` the workers make them, and the generation is returned as it waits.
    Under an `idempotency_key` (of that `caller`) the same arguments give the same
    generation for 24 hours.
    `further` are route, model, fresh, run_id, workflow_session_id and unknown_fields,
    as in `check_request`. Variants are made at the same time and fail one by one:
    the generation is OK, PARTIAL or ERROR. Raises only before anything was
    asked: InvalidRequest, SessionNotFound, ProviderNotConfigured, TracerUnavailable,
    IdempotencyKeyReused, RequestInProgress or BudgetSpent.
    """
    asked: dict[str, Any] = {
        "prompt": prompt,
        "count": count,
        "variant_seed": variant_seed,
        "constraints": constraints,
        "style_hints": style_hints,
        "provider": provider,
        **further,
    }
    once = IdempotentRequest.of(idempotency_key, asked, caller=caller) if idempotency_key else None
    with request_id_scope(accept_request_id(request_id or current_request_id())) as id_in_force:
        make = partial(_generate, asked, id_in_force, queued=queued, once=once)
        made = run_once(once, queued=queued, make=make) if once else make()
    return get_generation(made.generation_id)


def _generate(
    asked: Mapping[str, Any], request_id: str, *, queued: bool, once: IdempotentRequest | None
) -> Generation:
    request = check_request(**asked)
    seeds = [seed_of_variant(request.variant_seed, index) for index in range(request.count)]
    patterns = request.patterns or (None,) * request.count
    budget.check_request(request)
    generation, variants = _create_rows(request, seeds, request_id, queued=queued, once=once)
    if not queued:
        _run_all(variants, request, patterns)
        refresh_status(generation.pk)
    return generation


def generate_from_source(
    request: GenerationRequest, load: Callable[[], Source], *, request_id: str | None = None
) -> Generation:
    """Make the one drawing of a source that is at hand; no provider is asked.

    `load` stores and returns the source. A drawing that fails is the variant's error.
    """
    seeds = [seed_of_variant(request.variant_seed, 0)]
    with request_id_scope(accept_request_id(request_id or current_request_id())) as id_in_force:
        generation, (variant,) = _create_rows(request, seeds, id_in_force, queued=False, once=None)
        pipeline.run(variant, StoredSourceProvider(request=request, load=load))
        refresh_status(generation.pk)
    return get_generation(generation.generation_id)


def get_generation(generation_id: str) -> Generation:
    """Return a generation with its variants and their stored parts; raises GenerationNotFound."""
    generation = list_generations().filter(generation_id=generation_id).first()
    if generation is None:
        raise GenerationNotFound
    return generation


def list_generations() -> QuerySet[Generation]:
    """Return generations, newest first, with their variants in order."""
    variants = Variant.objects.select_related(
        "source", "svg", "provenance", "asset", "parent"
    ).prefetch_related("attempts")
    return Generation.objects.prefetch_related(
        Prefetch("variants", queryset=variants.order_by("index"))
    ).order_by("-created_at_utc", "-id")


def list_generation_records() -> QuerySet[Generation]:
    """Return generations, newest first, with what their records show of variants and no more."""
    variants = (
        Variant.objects.select_related("asset", "parent")
        .only(*_OF_A_VARIANT, "asset__asset_id", "parent__variant_id")
        .prefetch_related("attempts")
    )
    return Generation.objects.prefetch_related(
        Prefetch("variants", queryset=variants.order_by("index"))
    ).order_by("-created_at_utc", "-id")


def wait_for_news(
    generation_id: str, *, state: str, timeout_s: float, left: threading.Event | None = None
) -> Generation:
    """Return a generation once its state differs from `state`, or after `timeout_s` seconds.

    A finished one is returned at once; so is any that is not as `state` says. `left` is
    set when nobody listens to the answer any more. Raises GenerationNotFound.
    """
    generation = get_generation(generation_id)
    known = state or state_of(generation)

    def unchanged() -> bool:
        now = get_generation(generation_id)
        return is_open(now) and state_of(now) == known

    progress.listener.wait(generation.pk, unchanged=unchanged, timeout_s=timeout_s, left=left)
    return get_generation(generation_id)


def state_of(generation: Generation) -> str:
    """Return a digest of how a generation and each of its variants stand."""
    facts = [
        [v.variant_id, v.status, v.stage, bool(v.cancel_asked_at_utc), str(v.started_at_utc)]
        for v in generation.variants.all()
    ]
    return sha256_hex(canonical_json([generation.status, facts]))[:32]


def list_generations_of_session(session_id: str) -> QuerySet[Generation]:
    """Return the generations that name a session, newest first; raises SessionNotFound."""
    return list_generations().filter(workflow_session=get_session(session_id))


def svg_text(variant: Variant) -> str | None:
    """Return the text of a variant's drawing; None where there is none or its file is missing."""
    if variant.svg is None:
        return None
    try:
        with open_attachment(variant.svg.sha256) as file:
            return str(file.read(), "utf-8")
    except BlobNotFound:
        log.exception("drawing_missing", sha256=variant.svg.sha256)
        return None


def close_interrupted() -> int:
    """Close what was made inside of requests when the program stopped; return how many variants.

    Only for a start at which no other program can be at work on them. What waits in the
    queue is not interrupted: the next worker goes on with it.
    """
    return fail_abandoned(Variant.objects.filter(status__in=UNFINISHED, is_queued=False))


@transaction.atomic
def _create_rows(
    request: GenerationRequest,
    seeds: Sequence[int],
    request_id: str,
    *,
    queued: bool,
    once: IdempotentRequest | None,
) -> tuple[Generation, list[Variant]]:
    if request.workflow_session_id:
        # It was there when the request was checked; from here on nobody deletes it.
        lock_session(request.workflow_session_id)
    generation = Generation.objects.create(
        request_id=request_id,
        prompt=request.prompt,
        count=request.count,
        variant_seed=request.variant_seed,
        provider=request.provider,
        model=request.model,
        route=request.route,
        route_reason=request.route_reason,
        constraints=request.constraints.given(),
        style_hints=list(request.style_hints),
        style_hints_given=request.style_hints_given,
        understood=[item.as_dict() for item in request.reading.items],
        not_understood=list(request.reading.not_understood),
        workflow_session_id=request.workflow_session_id or None,
        run_id=request.run_id,
        safety_flags=safety_flags(request.prompt),
        status=GenerationStatus.PENDING if queued else GenerationStatus.RUNNING,
    )
    variants = Variant.objects.bulk_create(
        Variant(
            generation=generation,
            index=index,
            seed=seed,
            source_key=source_key(request, seed),
            warnings=list(request.warnings),
            fresh=request.fresh,
            is_queued=queued,
        )
        for index, seed in enumerate(seeds)
    )
    if once:
        once.note(generation)
    if queued:
        enqueue(variants, provider=request.provider)
    return generation, variants


def _run_all(
    variants: Sequence[Variant], request: GenerationRequest, patterns: Sequence[Pattern | None]
) -> None:
    """Draw every variant, several at the same time where there are several."""
    providers = [RequestedSourceProvider(request=request, pattern=pattern) for pattern in patterns]
    if len(variants) == 1:
        pipeline.run(variants[0], providers[0])
        return
    with ThreadPoolExecutor(len(variants), thread_name_prefix="variant") as pool:
        jobs = [
            # Each thread gets its own copy of the context: the request id goes along.
            pool.submit(copy_context().run, _run_in_thread, variant, provider)
            for variant, provider in zip(variants, providers, strict=True)
        ]
        for job in jobs:
            job.result()


def _run_in_thread(variant: Variant, source_provider: SourceProvider) -> None:
    try:
        pipeline.run(variant, source_provider)
    finally:
        connections.close_all()
