"""The five jobs that a maker does most, counted: each in few presses, and none needs scrolling."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Position, expect

from artstudio.models import ArtAsset, Generation
from artstudio.services.gallery import curation
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.digests import canonical_json, sha256_hex
from rmos_runs.runs.service import create_run
from tests.browser.studio_form import prompt_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


class Hand:
    """Presses what is in sight, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, what: Locator, *, at: Position | None = None) -> None:
        expect(what).to_be_in_viewport()
        what.click(position=at)
        self.presses += 1


def drawn(prompt: str) -> ArtAsset:
    asset = generate_svg_variants(prompt).variants.get().asset
    assert asset is not None
    return asset


def test_a_rosette_of_two_diameters_is_one_typed_line_and_draw(page: Page) -> None:
    hand = Hand(page)
    page.goto("/")
    prompt_of(page).fill("rosette 102/84 mm")
    hand.press(page.get_by_role("button", name="Draw", exact=True))
    expect(page.locator("#results .card img")).to_have_count(1)
    made = Generation.objects.get().variants.get()
    assert made.asset is not None
    assert (made.asset.width_mm, made.asset.height_mm) == (102, 102)
    expect(page.get_by_label("Hole in millimetres")).to_have_value("84")
    assert hand.presses == 1


def test_yesterdays_best_is_one_press_away(page: Page) -> None:
    best, other = drawn("rosette"), drawn("celtic knot")
    today = drawn("vine")
    yesterday = timezone.now() - dt.timedelta(days=1)
    ArtAsset.objects.exclude(pk=today.pk).update(created_at_utc=yesterday)
    curation.rate([best.asset_id], 5)
    curation.rate([other.asset_id], 2)
    hand = Hand(page)
    page.goto("/")
    hand.press(page.get_by_role("link", name="Best of yesterday"))
    expect(page.locator("#assets .card").first).to_have_attribute("id", best.asset_id)
    expect(page.locator("#assets .card")).to_have_count(2)
    assert hand.presses == 1


def test_tuning_and_keeping_takes_three_presses_and_no_scrolling(page: Page) -> None:
    asset = drawn("rosette")
    hand = Hand(page)
    page.goto(f"/assets/{asset.asset_id}")
    hand.press(page.get_by_role("link", name="Tune", exact=True))
    hand.press(page.locator("#tune input[type=range]").first, at={"x": 260, "y": 10})
    expect(page.locator("[data-status]")).to_contain_text("Nothing is stored yet")
    assert page.evaluate("scrollY") == 0
    hand.press(page.get_by_role("button", name="Keep as a new drawing"))
    expect(page.get_by_role("tab", name="Export")).to_be_visible()
    assert asset.asset_id not in page.url
    assert hand.presses == 3


def test_the_second_export_for_a_machine_is_one_press(page: Page) -> None:
    first, second = drawn("rosette"), drawn("celtic knot")
    page.goto(f"/assets/{first.asset_id}")
    with page.expect_download():
        page.get_by_role("link", name="cut with LightBurn").click()
    page.goto(f"/assets/{second.asset_id}")
    hand = Hand(page)
    with page.expect_download() as waiting:
        hand.press(page.get_by_role("link", name="LightBurn, cut"))
    assert "lightburn" in waiting.value.url
    assert "role=cut" in waiting.value.url
    assert second.asset_id in waiting.value.url
    assert hand.presses == 1


def test_attaching_to_a_named_run_takes_two_presses(page: Page) -> None:
    asset = drawn("rosette")
    run = create_run(
        mode="manual",
        tool_id="laser",
        status="OK",
        decision={"risk_level": "GREEN"},
        hashes={"feasibility_sha256": sha256_hex(canonical_json({}))},
        request_summary={"title": "Guitar no. 47, rosette"},
    )
    hand = Hand(page)
    page.goto(f"/assets/{asset.asset_id}")
    hand.press(page.get_by_role("link", name="Attach to a run"))
    hand.press(page.get_by_role("button", name="Attach to Guitar no. 47, rosette"))
    expect(page).to_have_url(re.compile(f"/assets/{asset.asset_id}#"))
    assert run.advisory_inputs.count() == 1
    assert hand.presses == 2
