"""A request that is sent twice under one key is carried out once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from artstudio.errors import (
    IdempotencyKeyReused,
)
from artstudio.models import (
    Generation,
    IdempotencyKey,
)
from artstudio.services.generation.generate import generate_svg_variants
from tests.integration.services.queued import in_thread, queued, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


class TestIdempotencyKey:
    def test_gives_the_same_generation_for_the_same_request(self) -> None:
        one, two = (generate_svg_variants("rosette", idempotency_key="k") for _ in range(2))
        assert one.generation_id == two.generation_id
        assert Generation.objects.count() == 1

    def test_with_another_body_is_refused(self) -> None:
        generate_svg_variants("rosette", idempotency_key="k")
        with pytest.raises(IdempotencyKeyReused):
            generate_svg_variants("celtic knot", idempotency_key="k")

    def test_is_the_caller_s_own(self) -> None:
        ada, bob = (queued(idempotency_key="k", caller=name) for name in ("ada", "bob"))
        assert ada.generation_id != bob.generation_id
        assert queued(idempotency_key="k", caller="ada").generation_id == ada.generation_id

    def test_racing_makes_one_generation(self) -> None:
        made: list[str] = []
        barrier = threading.Barrier(6)

        def ask() -> None:
            barrier.wait()
            made.append(queued(idempotency_key="k").generation_id)

        threads = [threading.Thread(target=in_thread, args=[ask]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 6
        assert len(set(made)) == 1
        assert Generation.objects.count() == 1

    def test_of_a_request_that_is_being_carried_out_is_told_to_wait(self, client: Client) -> None:
        body = {"prompt": "rosette", "variant_seed": "s"}

        def post(**headers: str) -> tuple[int, dict[str, object]]:
            headers = {"Idempotency-Key": "k", **headers}
            answer = client.post(
                "/api/art/prompt-to-svg", body, "application/json", headers=headers
            )
            return answer.status_code, answer.json()

        first, again = post(Prefer="respond-async"), post(Prefer="respond-async")
        assert (first[0], again[0]) == (202, 202)
        assert first[1]["generation_id"] == again[1]["generation_id"]
        status, told = post()
        assert (status, told["code"]) == (409, "request_in_progress")
        work()
        status, made = post()
        assert (status, made["generation_id"]) == (200, first[1]["generation_id"])

    def test_is_kept_for_nearly_a_day(self) -> None:
        one = queued(idempotency_key="k")
        IdempotencyKey.objects.update(created_at_utc=timezone.now() - timedelta(hours=23.9))
        assert queued(idempotency_key="k").generation_id == one.generation_id

    def test_is_forgotten_after_a_day(self) -> None:
        one = queued(idempotency_key="k")
        IdempotencyKey.objects.update(created_at_utc=timezone.now() - timedelta(hours=24.1))
        assert queued(idempotency_key="k").generation_id != one.generation_id
