"""What a stopped program left unfinished is closed with a clear state at the next start."""

from __future__ import annotations

import pytest

from artstudio.models import Generation
from artstudio.services.generation import close_interrupted, get_generation

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
