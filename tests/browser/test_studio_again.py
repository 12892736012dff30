"""Earlier generations beside the form in a browser: what is typed stays, settings come back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import Generation
from tests.browser.studio_form import parameter, prompt_of, recent
from tests.queue_work import working

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


class TestLookingBack:
    """Recent generations beside the form."""

    def type_something(self, page: Page) -> None:
        prompt_of(page).fill("my own words")
        parameter(page, "Width").fill("64")
        page.locator("label.style", has_text="Mandala").click()
        page.locator("[name=count][value='3']").check()

    def expect_it(self, page: Page) -> None:
        expect(prompt_of(page)).to_have_value("my own words")
        expect(page.get_by_label("Width")).to_have_value("64")
        expect(page.get_by_label("Mandala", exact=True)).to_be_checked()
        expect(page.get_by_label("Vine", exact=True)).not_to_be_checked()
        expect(page.locator("[name=count][value='3']")).to_be_checked()

    def test_one_is_shown_in_place_and_the_form_keeps_what_is_typed(
        self, page: Page, earlier: Generation
    ) -> None:
        page.goto("/")
        self.type_something(page)
        recent(page, "Heron").click()
        expect(page.locator("#results img")).to_have_count(2)
        expect(page).to_have_url(re.compile(rf"/\?generation={earlier.generation_id}$"))
        expect(page).to_have_title(re.compile("Heron among reeds"))
        expect(recent(page, "Heron")).to_have_attribute("aria-current", "true")
        expect(page.locator("#results .shown-prompt")).to_have_text("Heron among reeds")
        expect(page.locator("#seed-shown")).to_contain_text("heron-7")
        self.expect_it(page)
        page.reload()
        expect(page.locator("#results img")).to_have_count(2)
        self.expect_it(page)
        page.go_back()
        expect(page.locator("#results img")).to_have_count(0)
        expect(page.get_by_role("heading", name="What shall we cut?")).to_have_css(
            "position", "static"
        )
        self.expect_it(page)

    def test_leaving_and_returning_loses_nothing(self, page: Page, earlier: Generation) -> None:
        page.goto("/")
        self.type_something(page)
        page.get_by_role("link", name="Gallery", exact=True).click()
        expect(page).to_have_url(re.compile("/gallery"))
        page.get_by_role("link", name="Studio", exact=True).click()
        self.expect_it(page)

    def test_settings_in_an_address_win_over_what_was_typed(
        self, page: Page, earlier: Generation
    ) -> None:
        page.goto("/")
        self.type_something(page)
        page.goto("/?prompt=a+link&width_mm=25")
        expect(prompt_of(page)).to_have_value("a link")
        expect(page.get_by_label("Width")).to_have_value("25")
        expect(page.get_by_label("Mandala", exact=True)).not_to_be_checked()
        prompt_of(page).fill("a link, and more")
        page.reload()
        expect(prompt_of(page)).to_have_value("a link, and more")

    def test_going_back_from_other_settings_finds_what_was_typed(
        self, page: Page, earlier: Generation
    ) -> None:
        page.goto("/")
        self.type_something(page)
        page.locator("#recent").get_by_role("link", name="Remix").click()
        expect(prompt_of(page)).to_have_value("Heron among reeds")
        prompt_of(page).fill("Heron, remixed")
        page.go_back()
        self.expect_it(page)
        page.go_forward()
        expect(prompt_of(page)).to_have_value("Heron, remixed")

    def test_the_form_can_be_cleared(self, page: Page) -> None:
        page.goto("/")
        self.type_something(page)
        page.get_by_role("link", name="Clear the form").click()
        expect(prompt_of(page)).to_have_value("")
        expect(page.get_by_label("Mandala", exact=True)).not_to_be_checked()

    def test_an_address_without_settings_shows_those_of_its_drawings(
        self, page: Page, earlier: Generation
    ) -> None:
        page.goto(f"/?generation={earlier.generation_id}")
        expect(prompt_of(page)).to_have_value("Heron among reeds")
        expect(page.get_by_label("Threshold")).to_have_value("99")

    class TestWhileAnotherIsDrawn:
        """What is looked at stays when something else is ready."""

        @pytest.fixture
        def worker(self, transactional_db: None) -> None:
            """Nobody works until the test says so."""

        def test_what_comes_late_takes_no_place(self, page: Page, earlier: Generation) -> None:
            page.goto("/")
            prompt_of(page).fill("vine")
            page.get_by_role("button", name="Draw").click()
            expect(page.locator("#results .card-waiting")).to_have_count(1)
            recent(page, "Heron").click()
            expect(page.locator("#results img")).to_have_count(2)
            with working():
                expect(recent(page, "vine")).to_contain_text("1 drawing")
            expect(page.locator("#results img")).to_have_count(2)
            expect(page.locator("#results img").first).to_have_attribute("alt", re.compile("Heron"))
            expect(prompt_of(page)).to_have_value("vine")


class TestAgain:
    """Settings of before come back."""

    @pytest.mark.parametrize("place", ["studio", "recent", "generation", "drawing"])
    def test_use_these_settings_brings_everything_and_remix_all_but_the_seed(
        self, page: Page, earlier: Generation, place: str
    ) -> None:
        asset = earlier.variants.order_by("index")[0].asset
        assert asset is not None
        address, region = {
            "studio": (f"/?generation={earlier.generation_id}", "#results"),
            "recent": ("/", "#recent"),
            "generation": (f"/generations/{earlier.generation_id}", "main"),
            "drawing": (f"/assets/{asset.asset_id}", "main"),
        }[place]
        for words, seed in (("Use these settings", "heron-7"), ("Remix", "")):
            page.goto(address)
            page.locator(region).get_by_role("link", name=words).first.click()
            expect(page.get_by_label("Seed")).to_have_value(seed)
            expect(prompt_of(page)).to_have_value("Heron among reeds")
            expect(page.locator("[name=count][value='2']")).to_be_checked()
            expect(page.get_by_label("Vine", exact=True)).to_be_checked()
            expect(page.get_by_label("Medallion", exact=True)).to_be_checked()
            expect(page.get_by_label("Width")).to_have_value("101.6")
            expect(page.get_by_label("Threshold")).to_have_value("99")
            expect(page.get_by_label("What is ink")).to_have_value("true")
            expect(page.get_by_label("Rings")).to_have_value("3")
            expect(page.locator("[name=route][value=raster]")).to_be_checked()
            expect(page.locator("[name=provider][value=stub]")).to_be_checked()

    def test_the_same_settings_draw_the_same(self, page: Page, earlier: Generation) -> None:
        page.goto("/")
        page.locator("#recent").get_by_role("link", name="Use these settings").click()
        expect(page.get_by_label("Seed")).to_have_value("heron-7")
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("#results").get_by_text("replayed")).to_have_count(2)
        first, again = Generation.objects.order_by("id")
        assert [v.svg_id for v in again.variants.order_by("index")] == [
            v.svg_id for v in first.variants.order_by("index")
        ]
