"""The drawings of a generation as they come: the part that asks for itself while any is to come."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render

from artstudio.models import Attempt, Generation
from artstudio.services.generation import generate as generations
from artstudio.services.generation.status import is_open
from artstudio.services.queue.jobs import has_live_worker
from artstudio.web.studio.result_cards import cards_of, tally_of
from rmos_runs.http.client_left import client_left
from rmos_runs.web.htmx import PageRequest

# Shorter than what proxies allow a request; htmx asks again at once.
HOLD_S = 20.0


def shown_generation(request: PageRequest, generation_id: str) -> Generation:
    """Return a generation; with `?state=` once it differs from that, or after a while."""
    if state := request.GET.get("state", ""):
        return generations.wait_for_news(
            generation_id, state=state[:64], timeout_s=HOLD_S, left=client_left(request)
        )
    return generations.get_generation(generation_id)


def results_fragment(request: PageRequest, generation: Generation) -> HttpResponse:
    """Return the drawings alone, to take the place of those shown."""
    return render(request, "studio/_live_results.html", results_context(generation))


def results_context(generation: Generation | None) -> dict[str, object]:
    """Return what the template of the drawings needs."""
    if generation is None:
        return {"generation": None}
    at_work = is_open(generation)
    drawn = [v.asset.asset_id for v in generation.variants.all() if v.asset is not None]
    return {
        "generation": generation,
        "cards": cards_of(generation),
        "compared": ",".join(drawn[:4]) if len(drawn) > 1 else "",
        "tally": tally_of(generation),
        "attempts": attempts_of(generation),
        "is_at_work": at_work,
        "state": generations.state_of(generation),
        # A new name makes htmx see a new element, which asks anew.
        "watch": uuid.uuid4().hex,
        "nobody_works": at_work and not has_live_worker(),
    }


def attempts_of(generation: Generation) -> list[Attempt]:
    """Return the calls that were made for a generation, drawing by drawing."""
    return [
        attempt
        for variant in generation.variants.all()
        for attempt in sorted(variant.attempts.all(), key=lambda attempt: attempt.number)
    ]
