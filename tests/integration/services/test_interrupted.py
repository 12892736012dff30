"""What a stopped program left unfinished is closed with a clear state at the next start."""

from __future__ import annotations

import pytest

from artstudio.models import Generation
from artstudio.services.generation.generate import (
    close_interrupted,
    generate_svg_variants,
    get_generation,
)

pytestmark = pytest.mark.django_db


def test_unfinished_variants_become_errors_that_say_what_to_do() -> None:
    generation = Generation.objects.create(
        prompt="p", variant_seed="s", provider="stub", route="pattern", status="RUNNING"
    )
    generation.variants.create(index=0, seed=1, source_key="k", status="RUNNING")
    assert close_interrupted() == 1
    closed = get_generation(generation.generation_id)
    (variant,) = closed.variants.all()
    assert (closed.status, variant.status) == ("ERROR", "ERROR")
    assert variant.error is not None
    assert variant.error["code"] == "interrupted"
    assert close_interrupted() == 0


@pytest.mark.parametrize("status", ["PENDING", "RUNNING"])
def test_what_waits_in_the_queue_goes_on_after_a_restart(status: str) -> None:
    waiting = generate_svg_variants("rosette", 2, queued=True)
    waiting.variants.update(status=status)
    assert close_interrupted() == 0
    found = get_generation(waiting.generation_id)
    assert found.status == "PENDING"
    assert {(v.status, v.error is None) for v in found.variants.all()} == {(status, True)}


def test_only_what_was_made_inside_a_request_is_closed() -> None:
    waiting = generate_svg_variants("rosette", queued=True)
    finished = generate_svg_variants("vine")
    interrupted = Generation.objects.create(
        prompt="p", variant_seed="s", provider="stub", route="pattern", status="RUNNING"
    )
    interrupted.variants.create(index=0, seed=1, source_key="k", status="PENDING")
    assert close_interrupted() == 1
    states = dict(Generation.objects.values_list("pk", "status"))
    assert states == {waiting.pk: "PENDING", finished.pk: "OK", interrupted.pk: "ERROR"}
