"""The studio's form in a browser: sizes, seeds, styles and routes, also without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from artstudio.models import Generation
from tests.browser.conftest import Watch
from tests.browser.screenshots import draw
from tests.browser.studio_form import open_parameters, parameter, prompt_of, recent, unit_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


class TestSize:
    """Millimetres or inches."""

    def test_inches_are_typed_converted_and_drawn(self, page: Page) -> None:
        page.goto("/")
        parameter(page, "Width").fill("101.6")
        unit_of(page, "in").check()
        expect(page.get_by_label("Width")).to_have_value("4")
        expect(page).to_have_url(re.compile(r"unit=in"))
        parameter(page, "Height").fill("3 1/2")
        draw(page, "Celtic knot", 1)
        expect(page.locator("#results .card-facts")).to_contain_text(re.compile("101.6 . 88.9 mm"))
        expect(page).to_have_url(re.compile(r"unit=in"))
        page.reload()
        expect(unit_of(page, "in")).to_be_checked()
        expect(page.get_by_label("Height")).to_have_value("3 1/2")

    def test_a_size_goes_back_and_forth_unharmed(self, page: Page) -> None:
        page.goto("/")
        parameter(page, "Width").fill("100")
        unit_of(page, "in").check()
        expect(page.get_by_label("Width")).to_have_value("3.937")
        unit_of(page, "mm").check()
        expect(page.get_by_label("Width")).to_have_value("100")

    def test_who_works_in_inches_gets_settings_in_inches(
        self, page: Page, earlier: Generation
    ) -> None:
        page.goto("/")
        unit_of(page, "in").check()
        page.locator("#recent").get_by_role("link", name="Use these settings").click()
        expect(page.get_by_label("Width")).to_have_value("4")
        expect(unit_of(page, "in")).to_be_checked()
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("#results")).to_contain_text("replayed")

    def test_an_address_in_inches_can_be_shared(self, page: Page, earlier: Generation) -> None:
        page.goto(f"/?generation={earlier.generation_id}&variant_seed=&unit=in")
        expect(page.get_by_label("Width")).to_have_value("4")
        expect(page.get_by_label("Height")).to_have_value("3")


class TestSeed:
    """Shown, locked, new, copied."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"permissions": ["clipboard-read", "clipboard-write"]}

    def test_the_seed_of_what_was_drawn_is_shown_and_can_be_locked(self, page: Page) -> None:
        page.goto("/")
        draw(page, "Mandala", 1)
        seed = Generation.objects.get().variant_seed
        expect(page.locator("#seed-shown")).to_contain_text(seed)
        expect(page.get_by_label("Seed")).to_have_value("")
        open_parameters(page)
        lock = page.get_by_role("button", name="Lock")
        expect(lock).to_have_attribute("aria-pressed", "false")
        lock.click()
        expect(page.get_by_label("Seed")).to_have_value(seed)
        expect(lock).to_have_attribute("aria-pressed", "true")
        expect(page).to_have_url(re.compile(f"variant_seed={seed}"))
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("#results")).to_contain_text("replayed")
        expect(page).to_have_url(re.compile(f"variant_seed={seed}"))
        lock.click()
        expect(page.get_by_label("Seed")).to_have_value("")
        expect(page).not_to_have_url(re.compile("variant_seed"))

    def test_a_new_one_is_rolled_and_used(self, page: Page) -> None:
        page.goto("/")
        open_parameters(page)
        page.get_by_role("button", name="New", exact=True).click()
        first = page.get_by_label("Seed").input_value()
        assert re.fullmatch(r"[0-9a-f]{16}", first)
        open_parameters(page)
        page.get_by_role("button", name="New", exact=True).click()
        expect(page.get_by_label("Seed")).not_to_have_value(first)
        draw(page, "Mandala", 1)
        assert Generation.objects.get().variant_seed == page.get_by_label("Seed").input_value()

    def test_it_is_copied_locked_or_not(self, page: Page, earlier: Generation) -> None:
        page.goto(f"/?generation={earlier.generation_id}")
        open_parameters(page)
        copy = page.get_by_role("button", name="Copy", exact=True)
        copy.click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == "heron-7"


class TestChoices:
    """Styles, routes and examples."""

    def test_styles_are_shown_as_drawings(self, page: Page) -> None:
        page.goto("/")
        masks = page.locator(".style .motif").evaluate_all(
            "them => them.map((it) => getComputedStyle(it).maskImage)"
        )
        assert len(masks) == 9
        for mask in masks:
            (address,) = re.findall(r'url\("(.+)"\)', mask)
            answer = page.request.get(address)
            assert answer.ok
            assert answer.body().startswith(b"<svg")

    def test_an_example_fills_the_prompt_and_nothing_else(self, page: Page) -> None:
        page.goto("/")
        parameter(page, "Width").fill("64")
        open_parameters(page)
        page.get_by_text("Try an example").click()
        page.locator("#workspace").get_by_role("link", name="Medallion with a compass star").click()
        expect(prompt_of(page)).to_have_value("Medallion with a compass star")
        expect(prompt_of(page)).to_be_focused()
        expect(page.locator("[data-counter]")).to_have_text("29 / 2,000")
        expect(page.get_by_label("Width")).to_have_value("64")
        page.locator("#recent").get_by_role("link", name="Mandala with petals").click()
        expect(prompt_of(page)).to_have_value("Mandala with petals")
        expect(page.get_by_label("Width")).to_have_value("64")

    def test_a_route_says_what_it_is_good_for_and_who_offers_it(self, page: Page) -> None:
        page.goto("/")
        open_parameters(page)
        fold = page.locator(".route-disclosure")
        expect(fold.locator("summary")).to_have_text(re.compile("How it is drawn"))
        expect(fold.locator("summary [data-route=auto]")).to_be_visible()
        fold.locator("summary").click()
        written = fold.locator("label", has_text="SVG written by a language model")
        expect(written).to_contain_text("OpenAI, not set up")
        expect(written).to_contain_text("lattices")
        expect(written.locator("input")).to_be_disabled()
        fold.get_by_label("Picture, then trace").check()
        expect(fold.locator("summary [data-route=raster]")).to_be_visible()
        expect(fold.locator("summary [data-route=auto]")).to_be_hidden()

    def test_a_route_that_the_provider_lacks_cannot_be_chosen(
        self, page: Page, settings: Settings, live_server: LiveServer
    ) -> None:
        settings.OPENAI_API_KEY = "sk-test"
        page.goto("/?route=pattern")
        exact = page.locator("[name=route][value=pattern]")
        expect(exact).to_be_checked()
        open_parameters(page)
        page.locator("[name=provider][value=openai]").check()
        expect(exact).to_be_disabled()
        expect(page.locator("label.route", has=exact)).to_contain_text("does not offer it")
        expect(page.locator("[name=route][value='']")).to_be_checked()
        open_parameters(page)
        page.locator("[name=provider][value=stub]").check()
        expect(exact).to_be_enabled()

    def test_a_fault_in_a_fold_opens_it_and_is_one_key_away(self, page: Page, watch: Watch) -> None:
        page.goto("/?prompt=vine")
        open_parameters(page)
        page.get_by_text("Tracing a picture").click()
        parameter(page, "Threshold").fill("999")
        page.get_by_text("Tracing a picture").click()
        page.get_by_role("button", name="Draw").click()
        expect(page.locator("#error-summary")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Threshold")).to_be_focused()
        expect(page.get_by_label("Threshold")).to_have_value("999")
        watch.complaints.clear()

    def test_a_flag_is_told_before_and_after_and_blocks_nothing(self, page: Page) -> None:
        page.goto("/")
        prompt_of(page).fill("a dagger among roses")
        expect(page.locator("#estimate")).to_contain_text("names a weapon")
        expect(page.locator("#estimate")).to_contain_text("Nothing is blocked")
        draw(page, "a dagger among roses", 1)
        expect(page.locator("#results")).to_contain_text("names a weapon")


def test_a_double_click_makes_one_generation(page: Page) -> None:
    page.goto("/")
    prompt_of(page).fill("vine")
    page.get_by_role("button", name="Draw").dblclick()
    expect(page.locator("#results img")).to_have_count(1)
    assert Generation.objects.count() == 1


def test_the_page_is_light(page: Page, earlier: Generation) -> None:
    answers: dict[str, int] = {}
    page.on("response", lambda answer: answers.update({answer.url: len(answer.body())}))
    page.goto("/", wait_until="networkidle")
    weight = sum(size for address, size in answers.items() if "/thumbnails/" not in address)
    # As it is before compression, with the pictures of the styles, two faces and the icons.
    assert sum("img/styles" in address for address in answers) == 9
    assert weight < 250_000
    assert sum(size for size in answers.values()) - weight < 6 * 30_000


class TestWithoutScript:
    """The form with JavaScript off."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_looking_at_an_earlier_one_and_back_keeps_what_is_typed(
        self, page: Page, earlier: Generation
    ) -> None:
        page.goto("/")
        prompt_of(page).fill("my own words")
        parameter(page, "Width").fill("64")
        recent(page, "Heron").click()
        expect(page).to_have_url(re.compile(r"/generations/gen_"))
        page.go_back()
        expect(prompt_of(page)).to_have_value("my own words")
        expect(page.get_by_label("Width")).to_have_value("64")

    def test_inches_are_read_by_the_studio(self, page: Page) -> None:
        page.goto("/?prompt=Celtic+knot")
        parameter(page, "Width").fill("4")
        unit_of(page, "in").check()
        page.get_by_role("button", name="Draw").click()
        expect(page).to_have_url(re.compile(r"/generations/gen_"))
        assert Generation.objects.get().constraints == {"width_mm": 101.6}

    def test_the_cost_is_told_before_when_it_is_asked_for(self, page: Page) -> None:
        page.goto("/?prompt=a+dagger")
        parameter(page, "Width").fill("64")
        page.get_by_role("button", name="What would it cost?").click()
        expect(page.locator("#estimate")).to_contain_text("Free, drawn on this machine.")
        expect(page.locator("#estimate")).to_contain_text("names a weapon")
        expect(page.get_by_label("Width")).to_have_value("64")

    def test_the_seed_is_locked_and_renewed_by_links(self, page: Page, earlier: Generation) -> None:
        page.goto(f"/?generation={earlier.generation_id}")
        page.get_by_text("Parameters", exact=True).click()
        page.get_by_role("link", name="Lock it").click()
        expect(page.get_by_label("Seed")).to_have_value("heron-7")
        page.get_by_text("Parameters", exact=True).click()
        page.locator("#seed-shown").get_by_role("link", name="New").click()
        expect(page.get_by_label("Seed")).to_have_value("")
