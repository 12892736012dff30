"""A request that is sent twice under one key is carried out once."""

from __future__ import annotations

import threading

import pytest

from artstudio.errors import (
    IdempotencyKeyReused,
)
from artstudio.models import (
    Generation,
    IdempotencyKey,
)
from artstudio.services.generation import (
    generate_svg_variants,
)
from tests.integration.services.queued import in_thread, queued

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

    def test_is_forgotten_after_a_day(self) -> None:
        one = queued(idempotency_key="k")
        IdempotencyKey.objects.update(created_at_utc="2026-01-01T00:00Z")
        assert queued(idempotency_key="k").generation_id != one.generation_id
