"""The state that a waiting client compares: it differs as soon as anything shown differs."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from artstudio.models import Generation, Variant
from artstudio.services.generation.generate import (
    generate_svg_variants,
    get_generation,
    state_of,
)

NOW = timezone.now()


@pytest.fixture
def at_work(db: None) -> Generation:
    """A generation of two variants that workers draw; only then has a variant a stage."""
    return running(2)


def running(count: int) -> Generation:
    generation = generate_svg_variants("rosette", count, queued=True)
    generation.variants.update(status="RUNNING")
    return generation


def state(generation: Generation) -> str:
    return state_of(get_generation(generation.generation_id))


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "tracing"},
        {"status": "PENDING"},
        {"cancel_asked_at_utc": NOW},
        {"started_at_utc": NOW},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("index", [0, 1])
def test_a_change_of_any_variant_is_another_state(
    at_work: Generation, index: int, change: dict[str, Any]
) -> None:
    before = state(at_work)
    Variant.objects.filter(generation=at_work, index=index).update(**change)
    assert state(at_work) != before


def test_a_change_of_the_generation_is_another_state(at_work: Generation) -> None:
    before = state(at_work)
    Generation.objects.filter(pk=at_work.pk).update(status="RUNNING")
    assert state(at_work) != before


def test_which_variant_is_at_a_stage_is_part_of_the_state(at_work: Generation) -> None:
    states = set()
    for index in (0, 1):
        at_work.variants.update(stage="")
        at_work.variants.filter(index=index).update(stage="tracing")
        states.add(state(at_work))
    assert len(states) == 2


def test_nothing_changed_is_the_same_state(at_work: Generation) -> None:
    before = state(at_work)
    Variant.objects.filter(generation=at_work).update(lease_renewed_at_utc=NOW)
    assert state(at_work) == before


@pytest.mark.django_db(transaction=True)
def test_the_next_stage_answers_who_waits(client: Client) -> None:
    generation = running(1)
    path = f"/api/art/generations/{generation.generation_id}"
    known = client.get(path)["ETag"]

    def enter_stage() -> None:
        time.sleep(0.3)
        generation.variants.update(stage="tracing")
        connections.close_all()

    thread = threading.Thread(target=enter_stage)
    thread.start()
    begin = time.monotonic()
    answer = client.get(f"{path}?wait=20", headers={"If-None-Match": known})
    thread.join()
    assert answer.json()["variants"][0]["stage"] == "tracing"
    assert answer["ETag"] != known
    # Whoever is not told waits the whole of it.
    assert time.monotonic() - begin < 18
