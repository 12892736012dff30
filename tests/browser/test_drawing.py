"""From words to pictures in a real browser, with and without a script."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from artstudio.services.generation.generate import generate_svg_variants
from tests.browser.conftest import Watch
from tests.browser.screenshots import draw
from tests.browser.studio_form import parameter
from tests.queue_work import working

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SHOWN = "picture => picture.complete && picture.naturalWidth > 0"


def dawdle(page: Page, route: Route) -> None:
    """Let a request take its time."""
    page.wait_for_timeout(400)
    route.continue_()


def test_words_become_cards_with_real_pictures(page: Page) -> None:
    page.goto("/")
    draw(page, "Rosette with a rope border", 3)
    pictures = page.locator("#results img")
    expect(pictures).to_have_count(3)
    assert all(picture.evaluate(SHOWN) for picture in pictures.all())
    expect(page.get_by_role("status").first).to_have_text("3 drawings ready.")
    expect(page).to_have_url(re.compile(r"/\?generation=gen_"))
    expect(page).to_have_title(re.compile("Rosette with a rope border"))
    expect(page.locator("#recent li")).to_have_count(1)


def test_a_card_opens_its_drawing_and_the_bytes_verify(page: Page) -> None:
    page.goto("/")
    draw(page, "Celtic knot", 1)
    page.get_by_role("link", name="Details of drawing 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Celtic knot")
    assert page.get_by_role("img", name="Celtic knot", exact=True).evaluate(SHOWN)
    page.get_by_role("tab", name="Proof").click()
    page.get_by_role("link", name="Verify now").click()
    expect(page.locator("#verification")).to_contain_text("Unchanged")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download SVG").click()
    assert download.value.path().read_bytes().startswith(b"<svg ")


class TestWhileItDraws:
    """The cards are there at once, and each fills when its drawing is done."""

    @pytest.fixture
    def worker(self, transactional_db: None) -> None:
        """Nobody works until the test says so."""

    def test_as_many_blank_sheets_wait_as_were_asked_for(self, page: Page) -> None:
        page.goto("/")
        page.get_by_label("What should it be?").fill("vine")
        page.locator("[name=count][value='2']").check()
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("#results .card-waiting")).to_have_count(2)
        expect(page.locator("#results")).to_contain_text("in the queue")
        expect(page.locator("[data-since]").first).to_have_text(re.compile(r"\d+ s"))
        with working():
            expect(page.locator("#results img")).to_have_count(2)
        expect(page.locator("#results .card-waiting")).to_have_count(0)
        expect(page.get_by_role("status").first).to_have_text("2 drawings ready.")


def test_a_second_press_while_it_draws_asks_nothing(page: Page) -> None:
    page.goto("/")
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path}")
    )
    page.route("**/", lambda route: dawdle(page, route))
    page.get_by_label("What should it be?").fill("vine")
    for _ in range(3):
        page.get_by_label("What should it be?").press("Control+Enter")
    expect(page.locator("#results .card")).to_have_count(1)
    assert asked.count("POST /") == 1


def test_going_back_shows_the_drawings_before(page: Page) -> None:
    page.goto("/")
    draw(page, "First mandala", 1)
    first = page.url
    draw(page, "Second mandala", 2)
    page.go_back()
    expect(page).to_have_url(first)
    expect(page.locator("#results .card")).to_have_count(1)
    expect(page.locator("#results img")).to_have_attribute("alt", "Drawing 1: First mandala")


def test_the_same_again_is_the_same_and_says_so(page: Page) -> None:
    page.goto("/")
    draw(page, "Rosette", 1)
    before = page.locator("#results img").get_attribute("src")
    page.locator("#results").get_by_role("link", name="Use these settings").click()
    expect(page.get_by_label("Seed")).not_to_have_value("")
    page.get_by_role("button", name="Draw").click()
    expect(page.locator("#results")).to_contain_text("replayed")
    assert page.locator("#results img").get_attribute("src") == before


def test_trouble_takes_the_focus_and_goes_with_the_next_try(page: Page, watch: Watch) -> None:
    page.goto("/?inner_diameter_mm=90&outer_diameter_mm=60&prompt=rosette")
    page.get_by_role("button", name="Draw").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(page.locator("#id_inner_diameter_error")).to_contain_text("smaller")
    summary.get_by_role("link", name="Inner diameter").click()
    expect(page.get_by_label("Inner diameter")).to_be_focused()
    parameter(page, "Inner diameter").fill("40")
    page.get_by_role("button", name="Draw").click()
    expect(page.locator("#results img")).to_have_count(1)
    expect(summary).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    # The browser itself notes every answer that is not a success.
    assert all("400" in complaint for complaint in watch.complaints)
    watch.complaints.clear()


def test_a_studio_that_is_gone_is_said_in_words(page: Page, watch: Watch) -> None:
    page.goto("/")
    page.route("**/", lambda route: route.abort())
    page.get_by_label("What should it be?").fill("vine")
    page.get_by_role("button", name="Draw").click()
    expect(page.locator("#results .alert")).to_be_focused()
    expect(page.locator("#results")).to_contain_text("No answer from the studio")
    expect(page.get_by_role("button", name="Draw")).to_be_enabled()
    watch.complaints.clear()


def test_an_error_page_shows_where_the_drawings_would(page: Page, watch: Watch) -> None:
    page.goto("/")
    page.context.clear_cookies()
    page.get_by_label("What should it be?").fill("vine")
    page.get_by_role("button", name="Draw").click()
    expect(page.locator("#problem")).to_be_focused()
    expect(page.locator("#results")).to_contain_text("The form has expired")
    expect(page.locator("main")).to_have_count(1)
    watch.complaints.clear()


def test_the_prompt_is_counted_as_the_studio_counts(page: Page) -> None:
    page.goto("/")
    prompt = page.get_by_label("What should it be?")
    prompt.fill("🎻🌿 ")
    expect(page.locator("[data-counter]")).to_have_text("2 / 2,000")
    prompt.fill("x" * 2001)
    expect(page.locator("[data-counter]")).to_have_attribute("data-over", "true")


class TestWithoutScript:
    """The same pages with JavaScript off."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_drawing_lands_on_the_generation(self, page: Page) -> None:
        page.goto("/?prompt=Rosette&count=2")
        page.get_by_role("button", name="Draw").click()
        expect(page).to_have_url(re.compile(r"/generations/gen_"))
        expect(page.locator("#results img")).to_have_count(2)
        page.get_by_role("link", name="Use these settings").click()
        expect(page.get_by_label("What should it be?")).to_have_value("Rosette")

    def test_trouble_is_shown_at_the_field(self, page: Page, watch: Watch) -> None:
        page.goto("/?prompt=Rosette&rings=99")
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("#id_rings_error")).to_be_visible()
        watch.complaints.clear()

    def test_nothing_is_offered_that_needs_a_script(self, page: Page) -> None:
        page.goto("/")
        expect(page.locator("[data-theme-toggle]")).to_be_hidden()
        expect(page.locator("[data-counter]")).to_be_hidden()

    def test_bytes_can_be_verified(self, page: Page) -> None:
        (variant,) = generate_svg_variants("Rosette").variants.all()
        assert variant.asset is not None
        page.goto(f"/assets/{variant.asset.asset_id}")
        page.get_by_role("link", name="Verify now").click()
        expect(page.locator("#verification")).to_contain_text("Unchanged")
