"""Requests at the same time, with real threads: nothing doubles, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import verify_attachment
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(count: int, prompt: str, seeds: list[str]) -> list[Generation]:
    def work(number: int) -> Generation:
        try:
            return generate_svg_variants(prompt, 2, seeds[number % len(seeds)])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


@pytest.mark.slow
def test_the_same_request_twelve_times_at_once_is_one_drawing_each_and_twelve_records() -> None:
    generations = in_threads(12, "rosette", ["same"])
    assert {generation.status for generation in generations} == {"OK"}
    assert Generation.objects.count() == 12
    assert Variant.objects.filter(status="OK").count() == 24
    assert ArtAsset.objects.filter(kind="svg").count() == 2
    assert ArtAsset.objects.filter(kind="ai_provenance").count() == 24


@pytest.mark.slow
def test_different_requests_at_once_leave_every_row_with_its_file() -> None:
    generations = in_threads(8, "vine inlay", [str(number) for number in range(8)])
    assert {generation.status for generation in generations} == {"OK"}
    assert all(
        verify_attachment(sha256)["ok"]
        for sha256 in RunAttachment.objects.values_list("sha256", flat=True)
    )
