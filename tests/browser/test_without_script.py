"""The whole of the main path with JavaScript off: forms, links and pages that look again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.runs.sessions import create_session
from tests.queue_work import working

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def window() -> dict[str, object]:
    return {"java_script_enabled": False}


@pytest.fixture
def worker(transactional_db: None) -> None:
    """Nobody works until the test says so."""


def drawn(prompt: str, seed: str, **more: str) -> Variant:
    return generate_svg_variants(prompt, 1, seed, **more).variants.get()  # type: ignore[arg-type]


def chosen(page: Page, *prompts: str) -> None:
    for prompt in prompts:
        page.get_by_role("checkbox", name=f"Choose {prompt}").check()


def test_from_the_form_by_a_page_that_looks_again_to_the_file(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What should it be?").fill("Rosette")
    page.locator("[name=count][value='2']").check(force=True)
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page).to_have_url(re.compile(r"/generations/gen_"))
    expect(page.locator("#results .card-waiting")).to_have_count(2)
    expect(page.locator("#results")).to_contain_text("in the queue")
    page.get_by_role("button", name="Cancel drawing 2").click()
    expect(page.locator("#results .card").nth(1)).to_contain_text("cancelled")
    page.get_by_role("button", name="Try again drawing 2").click()
    expect(page.locator("#results .card-waiting")).to_have_count(2)
    with working():
        # Nobody presses anything: the page looks again by itself.
        expect(page.locator("#results .card img")).to_have_count(2)
    page.get_by_role("link", name="Details of drawing 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosette")
    with page.expect_download() as file:
        page.get_by_role("link", name="Download SVG").first.click()
    assert file.value.path().read_bytes().startswith(b"<svg ")


def test_who_needs_time_to_read_makes_the_page_stand_still(page: Page) -> None:
    waiting = generate_svg_variants("vine", queued=True)
    page.goto(f"/generations/{waiting.generation_id}")
    refresh = page.locator("meta[http-equiv=refresh]")
    expect(refresh).to_have_count(1)
    page.get_by_role("link", name="Stand still").click()
    expect(refresh).to_have_count(0)
    page.get_by_role("link", name="Look again every 3 seconds").click()
    expect(refresh).to_have_count(1)


def test_a_double_click_makes_one_generation(page: Page) -> None:
    page.goto("/?prompt=vine")
    page.get_by_role("button", name="Draw", exact=True).dblclick()
    expect(page.locator("#results .card-waiting")).to_have_count(1)
    assert Generation.objects.count() == 1


def test_the_gallery_is_searched_filtered_starred_archived_and_brought_back(page: Page) -> None:
    drawn("Rosette of oak", "a")
    drawn("Vine with leaves", "b")
    page.goto("/gallery")
    page.get_by_label("Search in prompts").fill("rosete")
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page.locator("#assets .card")).to_have_count(1)
    page.get_by_role("button", name="Star", exact=True).first.click()
    assert ArtAsset.objects.get(kind="svg", prompt="Rosette of oak").starred_at_utc is not None
    page.goto("/gallery?star=1")
    expect(page.locator("#assets .card")).to_have_count(1)
    page.goto("/gallery")
    chosen(page, "Vine with leaves")
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(page.locator("#assets .card")).to_have_count(1)
    page.get_by_role("button", name=re.compile("undo", re.IGNORECASE)).click()
    expect(page.locator("#assets .card")).to_have_count(2)


def test_two_are_compared_and_one_is_traced_otherwise_and_attached(page: Page) -> None:
    first = drawn("celtic knot", "a", route="raster")
    second = drawn("celtic knot", "b", route="raster")
    assert first.asset is not None
    assert second.asset is not None
    create_session(workflow_type="rosette")
    page.goto(f"/compare?ids={first.asset.asset_id},{second.asset.asset_id}")
    expect(page.locator("[data-pane] img")).to_have_count(2)
    expect(page.get_by_role("heading", name="What differs")).to_be_visible()
    page.goto(f"/assets/{first.asset.asset_id}")
    page.get_by_role("link", name="Change the tracing").click()
    page.locator("[name=threshold]").first.fill("200")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.locator("[data-status]")).to_contain_text("Nothing is stored yet")
    page.get_by_role("button", name="Keep as a new drawing").click()
    expect(page).to_have_url(re.compile(r"/assets/asset_"))
    page.get_by_role("link", name="Attach to a run").click()
    page.get_by_role("button", name="Begin a run").click()
    expect(page).to_have_url(re.compile(r"/(runs|assets)/"))
