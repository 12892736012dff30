"""One process at a time makes a variant; whoever falls silent is followed by another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from artstudio.errors import LeaseLost, VariantCancelled
from artstudio.models import Variant, VariantStage
from artstudio.services.queue import leases, stages
from artstudio.services.queue.leases import LEASE_TTL_S
from tests.integration.services.queued import queued

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]
RUNNING = {"status": "RUNNING", "stage": "asking"}


@pytest.fixture
def first() -> Variant:
    """A variant as the process sees it that has claimed it."""
    variant: Variant = queued().variants.get()
    leases.acquire(variant, RUNNING)
    return variant


def another(variant: Variant) -> Variant:
    """The same variant as another process reads it."""
    return Variant.objects.get(pk=variant.pk)


def silent_for(variant: Variant, seconds: float) -> None:
    long_ago = timezone.now() - timedelta(seconds=seconds)
    Variant.objects.filter(pk=variant.pk).update(lease_renewed_at_utc=long_ago)


def test_what_one_is_at_work_on_is_left_alone(first: Variant) -> None:
    with pytest.raises(LeaseLost):
        leases.acquire(another(first), RUNNING)
    silent_for(first, LEASE_TTL_S - 2)
    with pytest.raises(LeaseLost):
        leases.acquire(another(first), RUNNING)


def test_who_falls_silent_is_followed_and_writes_nothing_any_more(first: Variant) -> None:
    silent_for(first, LEASE_TTL_S + 1)
    second = another(first)
    leases.acquire(second, RUNNING)
    with pytest.raises(LeaseLost):
        leases.write(first, {"revised_prompt": "of the first"})
    with pytest.raises(LeaseLost):
        stages.set_stage_unless_cancelled(first, VariantStage.TRACING)
    stages.set_stage(first, VariantStage.STORING)
    leases.write(second, {"revised_prompt": "of the second"})
    row = another(first)
    assert (row.revised_prompt, row.stage, row.claim) == ("of the second", "asking", second.claim)


def test_who_has_read_it_before_another_took_it_looks_again_first() -> None:
    early: Variant = queued().variants.get()
    late = another(early)
    leases.acquire(early, RUNNING)
    silent_for(early, LEASE_TTL_S + 1)
    with pytest.raises(LeaseLost):
        leases.acquire(late, RUNNING)
    leases.acquire(another(early), RUNNING)


def test_what_is_renewed_is_never_silent(first: Variant) -> None:
    silent_for(first, LEASE_TTL_S + 1)
    leases._renew([first.claim])
    with pytest.raises(LeaseLost):
        leases.acquire(another(first), RUNNING)


def test_what_is_given_back_is_free_at_once(first: Variant) -> None:
    leases.release([first.claim])
    leases.acquire(another(first), RUNNING)


def test_what_is_finished_is_taken_by_nobody(first: Variant) -> None:
    Variant.objects.update(status="ERROR", stage="", error={"code": "x"}, lease_renewed_at_utc=None)
    with pytest.raises(LeaseLost):
        leases.acquire(another(first), RUNNING)


def test_a_stop_that_was_asked_for_is_seen_before_the_next_stage(first: Variant) -> None:
    Variant.objects.update(cancel_asked_at_utc=timezone.now())
    with pytest.raises(VariantCancelled):
        stages.set_stage_unless_cancelled(first, VariantStage.TRACING)
    assert another(first).stage == "asking"
