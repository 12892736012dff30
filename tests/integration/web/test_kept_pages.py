"""A drawing's page that was rendered before is shown only as long as all it says is so."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.runs.linking import attach_assets_to_run
from rmos_runs.runs import service

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Variant:
    return generate_svg_variants("rosette", 1, "kept").variants.all()[0]


def page_of(client: Client, variant: Variant, query: str = "") -> str:
    assert variant.asset
    return client.get(f"/assets/{variant.asset.asset_id}{query}").content.decode()


def without_token(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]{64}', r"\1", page)


def test_a_page_is_the_same_again(client: Client, made: Variant) -> None:
    first, again = page_of(client, made), page_of(client, made)
    assert without_token(first) == without_token(again)
    assert "rosette" in first


def test_a_page_follows_its_rows(client: Client, made: Variant) -> None:
    before = without_token(page_of(client, made))
    seen = {before}
    for change in (
        lambda: ArtAsset.objects.update(nodes=4321),
        lambda: Variant.objects.update(measurements={**made.measurements, "area_mm2": 777.0}),
        lambda: Variant.objects.update(warnings=[{"code": "c", "message": "Look here."}]),
        lambda: Generation.objects.update(route_reason="For a reason."),
    ):
        change()  # type: ignore[no-untyped-call]
        seen.add(without_token(page_of(client, made)))
    assert len(seen) == 5


def test_a_page_follows_the_runs_that_use_it(client: Client, made: Variant) -> None:
    assert made.asset
    assert "By none yet" in page_of(client, made)
    run = service.create_run(
        mode="engrave",
        tool_id="t",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": "ab" * 32},
    )
    attach_assets_to_run(asset_ids=[made.asset.asset_id], run_id=run.pk)
    page = page_of(client, made)
    assert "By none yet" not in page
    assert "engrave with t" in page


def test_each_visitor_has_a_token_that_works(made: Variant) -> None:
    assert made.asset
    for _ in range(2):
        visitor = Client(enforce_csrf_checks=True)
        page = page_of(visitor, made)
        token = page.partition('name="csrfmiddlewaretoken" value="')[2][:64]
        assert token.isalnum()
        answer = visitor.post(
            f"/assets/{made.asset.asset_id}/reproduce",
            {"csrfmiddlewaretoken": token, "variant_id": made.variant_id},
        )
        assert answer.status_code == 200


def test_the_address_says_what_is_shown(client: Client, made: Variant) -> None:
    plain, outlined = page_of(client, made), page_of(client, made, "?outline=1")
    assert plain != outlined
    assert "kept before" in page_of(client, made, "?kept=before")
    assert "kept before" not in page_of(client, made)


def test_what_was_verified_just_now_is_verified_again(client: Client, made: Variant) -> None:
    assert "Read again at" in page_of(client, made, "?verify=1")
    assert "Read again at" not in page_of(client, made)
