"""The admin of calls: everything to read, nothing to change, sums that add up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from artstudio.models import Attempt
from artstudio.services.generation.generate import generate_svg_variants
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.integration.services.conftest import paid

__all__ = ["fake_openai", "paid"]
pytestmark = pytest.mark.django_db
CALLS = "/admin/artstudio/attempt/"


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("reader"))
    return client


@pytest.fixture
def calls(paid: FakeOpenAI) -> list[Attempt]:
    """One call of each of: a picture, a text, a refused key, a lost answer."""
    for route, prompt in (
        ("raster", "a crow"),
        ("direct", "a rosette"),
        ("raster", "[401] a crow"),
        ("raster", "[cut] a crow"),
    ):
        generate_svg_variants(prompt, provider="openai", route=route)
    return list(Attempt.objects.order_by("id"))


def found(reader: Client, **query: str) -> list[int]:
    answer = reader.get(CALLS, query)
    assert answer.status_code == 200
    return sorted(row.pk for row in answer.context["cl"].result_list)


def test_the_list_shows_what_calls_led_to_and_cost(reader: Client, calls: list[Attempt]) -> None:
    page = reader.get(CALLS).content.decode()
    for text in ("gpt-image-2.6-flare", "gpt-6.1-terra", "0.1250", "unknown", "UNKNOWN", "FAILED"):
        assert text in page
    assert f"/admin/artstudio/variant/{calls[0].variant_id}/change/" in page


def test_the_page_of_a_call_has_its_usage_its_error_and_its_answer(
    reader: Client, calls: list[Attempt]
) -> None:
    paid_for = reader.get(f"{CALLS}{calls[0].pk}/change/").content.decode()
    assert "output_tokens" in paid_for
    assert f"/api/rmos/attachments/{calls[0].answer_id}" in paid_for
    failed = reader.get(f"{CALLS}{calls[2].pk}/change/").content.decode()
    assert "authentication_failed" in failed
    assert 'name="_save"' not in failed


def test_nothing_can_be_added_changed_or_deleted(reader: Client, calls: list[Attempt]) -> None:
    before = list(Attempt.objects.values())
    assert reader.get(f"{CALLS}add/").status_code == 403
    assert reader.post(f"{CALLS}{calls[0].pk}/change/", {}).status_code == 403
    assert reader.post(f"{CALLS}{calls[0].pk}/delete/").status_code == 403
    assert list(Attempt.objects.values()) == before


def test_a_whole_id_finds_its_call(reader: Client, calls: list[Attempt]) -> None:
    for call in calls:
        assert found(reader, q=call.client_request_id) == [call.pk]
        assert found(reader, q=call.variant.variant_id) == [call.pk]
    Attempt.objects.filter(pk=calls[1].pk).update(provider_request_id="req_of_theirs")
    assert found(reader, q="req_of_theirs") == [calls[1].pk]
    assert found(reader, q=calls[0].client_request_id[:-3]) == []


def test_filters_keep_an_outcome_a_model_and_a_day(reader: Client, calls: list[Attempt]) -> None:
    assert found(reader, outcome="UNKNOWN") == [calls[3].pk]
    assert found(reader, model="gpt-6.1-terra") == [calls[1].pk]
    assert len(found(reader, provider="openai")) == 4
    yesterday = timezone.now() - timedelta(days=1)
    Attempt.objects.filter(pk=calls[2].pk).update(started_at_utc=yesterday)
    assert found(reader, day=f"{yesterday:%Y-%m-%d}") == [calls[2].pk]
    assert len(found(reader, day=f"{timezone.now():%Y-%m-%d}")) == 3


@pytest.mark.django_db(transaction=True)
def test_a_longer_list_needs_no_more_queries(reader: Client, paid: FakeOpenAI) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(CALLS).status_code == 200
        return len(captured)

    generate_svg_variants("a crow", provider="openai", route="raster")
    with_one = queries()
    generate_svg_variants("a wren", 4, provider="openai", route="raster")
    assert queries() == with_one


class TestWhatWasSpent:
    def test_adds_up_by_day_provider_and_model(
        self, reader: Client, calls: list[Attempt], settings: Settings
    ) -> None:
        settings.ARTSTUDIO_DAILY_BUDGET_USD = 5.0
        answer = reader.get(f"{CALLS}spending/")
        sums = answer.context["sums"]
        assert [s.group for s in sums] == [
            ("day",),
            ("provider",),
            ("model",),
            ("day", "provider", "model"),
        ]
        whole = Decimal("0.125050") + Decimal("0.011400")
        for s in sums:
            assert s.total.cost_usd == whole
            assert sum(row.cost_usd or 0 for row in s.rows) == whole
            assert sum(row.unknown_costs for row in s.rows) == s.total.unknown_costs == 1
        page = answer.content.decode()
        assert f"{timezone.now():%Y-%m-%d}" in page
        assert "of $5.00 left" in page

    def test_is_linked_from_the_list(self, reader: Client) -> None:
        assert f'href="{CALLS}spending/"' in reader.get(CALLS).content.decode()
        assert "No calls." in reader.get(f"{CALLS}spending/").content.decode()

    def test_is_for_staff_only(self, client: Client) -> None:
        assert client.get(f"{CALLS}spending/").status_code == 302
