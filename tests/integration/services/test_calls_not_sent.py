"""A call counts as sent from its first byte on; one that was not sent is not billed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from artstudio.errors import LeaseLost
from artstudio.models import Attempt, Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.providers.calls import ProviderCalls, close_open_attempts
from artstudio.services.queue import leases
from artstudio.services.requests.intake import request_of
from artstudio.services.tuning import cancel_retry
from tests.fake_openai import FakeOpenAI
from tests.integration.services.queued import code_of, queued, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


def killed_at_work(*, sent: bool) -> Variant:
    """What a worker leaves behind that was killed after its call was put on record."""
    variant: Variant = queued("a crow", provider="openai", route="raster").variants.get()
    Variant.objects.update(status="RUNNING", stage="asking", started_at_utc=timezone.now())
    more = {} if sent else {"sent_at_utc": None}
    Attempt.objects.create(
        variant=variant, number=1, provider="openai", client_request_id="x", **more
    )
    return variant


def outcomes() -> list[str]:
    return list(Attempt.objects.order_by("number").values_list("outcome", flat=True))


def test_call_that_was_not_sent_is_asked_again(paid: FakeOpenAI) -> None:
    variant = killed_at_work(sent=False)
    work()
    variant.refresh_from_db()
    assert (variant.status, outcomes()) == ("OK", ["FAILED", "OK"])
    first = Attempt.objects.get(number=1)
    assert (first.cost_usd, code_of(first)) == (Decimal(0), "call_not_sent")
    assert len(paid.requests) == 1


def test_call_that_was_sent_is_unknown_and_not_repeated(paid: FakeOpenAI) -> None:
    variant = killed_at_work(sent=True)
    work()
    variant.refresh_from_db()
    assert (variant.status, code_of(variant)) == ("ERROR", "outcome_unknown")
    assert (outcomes(), paid.requests) == (["UNKNOWN"], [])


@pytest.mark.parametrize("route", ["raster", "direct"])
def test_call_is_noted_as_sent_before_the_provider_hears_of_it(
    paid: FakeOpenAI, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, int]] = []
    note = ProviderCalls._note_sent

    def look(calls: ProviderCalls, attempt: Attempt) -> None:
        is_sent = Attempt.objects.get(pk=attempt.pk).sent_at_utc is not None
        seen.append((is_sent, len(paid.requests)))
        note(calls, attempt)
        is_sent = Attempt.objects.get(pk=attempt.pk).sent_at_utc is not None
        seen.append((is_sent, len(paid.requests)))

    monkeypatch.setattr(ProviderCalls, "_note_sent", look)
    generate_svg_variants("star", provider="openai", route=route)
    assert seen[:2] == [(False, 0), (True, 0)]
    assert len(paid.requests) == len(seen) / 2 > 0


def test_call_is_on_record_after_its_client_is_made(
    paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time comes first: a process that is killed at it has nothing on record."""
    from artstudio.ai import openai_call  # noqa: PLC0415 - loads the SDK

    recorded: list[int] = []
    make = openai_call._bounded_client

    def counting(*arguments: Any) -> Any:
        recorded.append(Attempt.objects.count())
        return make(*arguments)

    monkeypatch.setattr(openai_call, "_bounded_client", counting)
    generate_svg_variants("a crow", provider="openai", route="raster")
    assert recorded == [0]


def test_refused_connection_is_not_sent(
    paid: FakeOpenAI, settings: Any, refused_base_url: str
) -> None:
    settings.OPENAI_BASE_URL = refused_base_url
    generate_svg_variants("a crow", provider="openai", route="raster")
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.cost_usd, attempt.sent_at_utc) == ("FAILED", Decimal(0), None)


def test_call_of_who_was_taken_over_is_not_sent(
    paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another has closed it as not sent, and asks itself: it must not be sent any more."""
    asked = before_sending(monkeypatch, lambda: Variant.objects.update(claim="another"))
    with pytest.raises(LeaseLost):
        asked()
    assert (paid.requests, outcomes()) == ([], ["FAILED"])


def test_call_closed_as_not_sent_is_not_sent(
    paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = before_sending(monkeypatch, lambda: close_open_attempts(Variant.objects.get()))
    with pytest.raises(LeaseLost):
        asked()
    assert (paid.requests, outcomes()) == ([], ["FAILED"])


def test_cancelled_call_is_not_sent(paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel() -> None:
        cancel_retry.cancel_variant(Variant.objects.get().variant_id)

    note = ProviderCalls._note_sent

    def cancelling(calls: ProviderCalls, attempt: Attempt) -> None:
        cancel()
        note(calls, attempt)

    monkeypatch.setattr(ProviderCalls, "_note_sent", cancelling)
    generation = generate_svg_variants("a crow", provider="openai", route="raster")
    assert generation.status == "CANCELLED"
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.cost_usd) == ("FAILED", Decimal(0))
    assert paid.requests == []


def test_call_is_not_sent_while_the_database_is_away(
    paid: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_calls: ProviderCalls, _attempt: Attempt) -> None:
        raise OperationalError

    monkeypatch.setattr(ProviderCalls, "_note_sent", away)
    queued("a crow", provider="openai", route="raster")
    with pytest.raises(OperationalError):
        work()
    assert (paid.requests, outcomes()) == ([], ["FAILED"])
    monkeypatch.undo()
    work()
    assert (Variant.objects.get().status, outcomes()) == ("OK", ["FAILED", "OK"])


def test_two_processes_number_their_calls_apart(paid: FakeOpenAI) -> None:
    """Only who holds the claim puts a call on record."""
    variant: Variant = queued("a crow", provider="openai", route="raster").variants.get()
    leases.acquire(variant, {"status": "RUNNING"})
    late = Variant.objects.get(pk=variant.pk)
    Variant.objects.update(lease_renewed_at_utc=None)
    leases.acquire(late, {})
    with pytest.raises(LeaseLost):
        ProviderCalls(variant, request_of(variant.generation))._open()
    assert ProviderCalls(late, request_of(late.generation))._open().number == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "UNKNOWN", "error": {}},
        {"outcome": "OK"},
        {"outcome": "REFUSED", "error": {}},
        {"outcome": "FAILED", "error": {}, "cost_usd": Decimal("0.1")},
        {"outcome": "FAILED", "error": {}, "cost_usd": None},
        {"outcome": "OPEN", "finished_at_utc": None, "cost_usd": Decimal("0.1")},
    ],
)
def test_database_refuses_a_bill_for_what_was_not_sent(facts: dict[str, Any]) -> None:
    variant = queued().variants.get()
    row = {"number": 1, "finished_at_utc": "2026-01-01T00:00Z", "sent_at_utc": None} | facts
    with pytest.raises(IntegrityError, match="attempt_unsent_is_not_billed"):
        Attempt.objects.create(variant=variant, **row)


def test_row_that_says_nothing_counts_as_sent() -> None:
    """As old rows, and those of other programs: it may have been billed."""
    made = Attempt.objects.create(variant=queued().variants.get(), number=1)
    made.refresh_from_db()
    assert made.sent_at_utc is not None


def before_sending(
    monkeypatch: pytest.MonkeyPatch, step: Callable[[], object]
) -> Callable[[], object]:
    """Return a call during which `step` happens after it was put on record."""
    variant: Variant = queued("a crow", provider="openai", route="raster").variants.get()
    leases.acquire(variant, {"status": "RUNNING"})
    request = request_of(variant.generation)
    from artstudio.services.providers.images import prepare_picture, put_answer  # noqa: PLC0415

    opened = ProviderCalls._open

    def open_and_step(calls: ProviderCalls) -> Attempt:
        attempt = opened(calls)
        step()
        return attempt

    monkeypatch.setattr(ProviderCalls, "_open", open_and_step)
    calls = ProviderCalls(variant, request)
    return lambda: calls.call(
        lambda: prepare_picture(request, variant.seed),
        lambda answer: put_answer(answer).attachment,
    )
