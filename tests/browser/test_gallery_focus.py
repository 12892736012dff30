"""The place in the gallery is kept: new drawings, what goes, and keys after every swap."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import ArtAsset
from tests.browser.seeded_gallery import FOCUSED, drawing, focus_first, hang

pytestmark = pytest.mark.slow
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
NEVER_AGAIN_SOON_MS = 3_100


def prompts(page: Page, *numbers: int) -> None:
    """Wait until just these drawings hang, in this order."""
    expect(page.locator("#assets .card-prompt")).to_have_text([f"Rosette {n}" for n in numbers])


class TestNews:
    """What is made while one looks waits until it is asked for."""

    @pytest.fixture
    def looking(self, page: Page) -> Page:
        for number in range(5):
            hang(number)
        page.goto("/gallery")
        prompts(page, 4, 3, 2, 1, 0)
        page.wait_for_timeout(NEVER_AGAIN_SOON_MS)
        return page

    def test_nothing_moves_until_the_link_is_taken(self, looking: Page) -> None:
        hang(10)
        hang(11)
        looking.locator("#assets [name=asset]").nth(2).check()
        looking.evaluate(LOOK_AGAIN)
        news = looking.get_by_role("link", name="2 new", exact=True)
        expect(news).to_be_visible()
        expect(looking.locator("#gallery-message")).to_have_text("2 new.")
        prompts(looking, 4, 3, 2, 1, 0)
        looking.get_by_role("button", name="Archive").click()
        prompts(looking, 4, 3, 1, 0)
        expect(news).to_be_visible()
        news.click()
        prompts(looking, 11, 10, 4, 3, 1, 0)
        expect(news).to_have_count(0)
        assert looking.evaluate(FOCUSED) == "Rosette 11"
        expect(looking).to_have_url("/gallery")

    def test_only_what_passes_the_filters_is_new(self, looking: Page) -> None:
        looking.get_by_label("Search in prompts").fill("3")
        prompts(looking, 3)
        hang(10)
        with looking.expect_response("**/gallery/updates?**") as answer:
            looking.evaluate(LOOK_AGAIN)
        assert answer.value.status == 204
        expect(looking.locator("#gallery-updates a")).to_have_count(0)


def filtered(page: Page) -> None:
    page.get_by_label("Search in prompts").fill("rosette")
    expect(page).to_have_url("/gallery?q=rosette")


def ordered(page: Page) -> None:
    page.get_by_label("Sort").select_option("Most nodes")
    expect(page).to_have_url("/gallery?sort=-nodes")


def shown_more(page: Page) -> None:
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("#assets .card")).to_have_count(5)


def archived(page: Page) -> None:
    focus_first(page)
    page.keyboard.press("Delete")
    expect(page.locator("#undo")).to_be_visible()


def undone(page: Page) -> None:
    archived(page)
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_have_count(0)


def tagged(page: Page) -> None:
    page.locator("#assets [name=asset]").first.check()
    page.get_by_label("Tags, with commas between").fill("maple")
    page.keyboard.press("Enter")
    expect(page.locator("#assets .badge", has_text="maple")).to_have_count(1)
    page.get_by_role("button", name="Choose none").click()


def starred(page: Page) -> None:
    page.locator("#assets .star").nth(2).click()
    expect(page.locator("#assets .star[aria-pressed='true']")).to_have_count(1)


@pytest.mark.parametrize("swap", [filtered, ordered, shown_more, archived, undone, tagged, starred])
def test_every_key_works_after_every_swap(
    page: Page, monkeypatch: pytest.MonkeyPatch, swap: Callable[[Page], None]
) -> None:
    monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", 4)
    for number in range(5):
        hang(number)
    page.goto("/gallery")
    swap(page)
    stars = page.locator("#assets .star[aria-pressed='true']")
    before = stars.count()
    focus_first(page)
    page.keyboard.press("ArrowRight")
    second = page.locator("#assets .card-prompt").nth(1).text_content()
    assert page.evaluate(FOCUSED) == second
    page.keyboard.press("s")
    expect(stars).to_have_count(before + 1)
    page.keyboard.press("3")
    expect(page.locator("#assets .rate .on")).to_have_count(3)
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen-count]")).to_have_text("1 selected")
    assert page.evaluate(FOCUSED) == second
    page.keyboard.press("Escape")
    with page.expect_download() as waiting:
        page.keyboard.press("d")
    assert waiting.value.suggested_filename.endswith(".svg")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search in prompts")).to_be_focused()
    focus_first(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rosette")


def test_focus_is_never_lost_when_a_card_goes(page: Page) -> None:
    for number in range(3):
        hang(number)
    page.goto("/gallery")
    focus_first(page)
    page.keyboard.press("ArrowRight")
    for left, focused in (((2, 0), "Rosette 0"), ((2,), "Rosette 2")):
        page.keyboard.press("Delete")
        prompts(page, *left)
        expect(page.locator(":focus").locator("xpath=ancestor::li//p[1]")).to_have_text(focused)
    page.keyboard.press("Delete")
    expect(page.locator("#assets")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    prompts(page, 2)
    assert ArtAsset.objects.filter(archived_at_utc=None).count() == 1


def test_arrows_begin_where_nothing_has_the_focus(page: Page) -> None:
    for number in range(3):
        hang(number)
    page.goto("/gallery")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "Rosette 2"


def test_c_compares_the_chosen_one_with_this_one_and_says_what_it_needs(page: Page) -> None:
    for number in range(6):
        hang(number)
    page.goto("/gallery")
    said = page.locator("#gallery-message")
    focus_first(page)
    page.keyboard.press("c")
    expect(said).to_have_text(
        "Choose another drawing with Space, then C compares it with this one."
    )
    page.keyboard.press("Control+a")
    page.keyboard.press("c")
    expect(said).to_have_text("Two to four drawings are compared; 6 are chosen.")
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("c")
    expect(page).to_have_url(f"/compare?ids={drawing(5).asset_id},{drawing(4).asset_id}")
