"""The gallery in a browser: keys, choosing, doing and undoing, with and without a script."""

from __future__ import annotations

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import ArtAsset
from tests.browser.seeded_gallery import FOCUSED, drawing, focus_first, hang

pytestmark = pytest.mark.slow
MARKS = """card => [...card.querySelectorAll(".rate button")].map((button) => {
  const { backgroundColor } = getComputedStyle(button, "::before");
  return backgroundColor === "rgba(0, 0, 0, 0)" ? "○" : "●";
}).join("")"""


@pytest.fixture
def hung(page: Page) -> Page:
    """Return the gallery with five drawings, the newest first."""
    for number in range(5):
        hang(number)
    page.goto("/gallery")
    return page


def counted(page: Page, text: str) -> None:
    expect(page.locator("[data-chosen-count]")).to_have_text(text)


def test_thumbnails_are_shown_and_small(hung: Page) -> None:
    pictures = hung.locator("#assets img")
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("picture => picture.naturalWidth") > 100
        assert ".webp" in picture.evaluate("picture => picture.currentSrc")


def test_arrows_move_and_enter_opens(hung: Page) -> None:
    focus_first(hung)
    hung.keyboard.press("ArrowRight")
    assert hung.evaluate(FOCUSED) == "Rosette 3"
    hung.keyboard.press("End")
    assert hung.evaluate(FOCUSED) == "Rosette 0"
    hung.keyboard.press("Home")
    hung.keyboard.press("Enter")
    expect(hung.get_by_role("heading", level=1)).to_have_text("Rosette 4")
    hung.go_back()
    expect(hung.locator("#assets .card a").first).to_be_focused()


def test_one_card_only_is_in_the_order_of_tabs(hung: Page) -> None:
    in_order = hung.locator("#assets .card a[tabindex='0']")
    expect(in_order).to_have_count(1)
    focus_first(hung)
    hung.keyboard.press("ArrowRight")
    expect(in_order).to_have_count(1)
    expect(in_order).to_be_focused()


def test_letters_star_and_rate_and_the_place_is_kept(hung: Page) -> None:
    focus_first(hung)
    hung.keyboard.press("ArrowRight")
    hung.keyboard.press("s")
    expect(hung.locator("#assets .star[aria-pressed='true']")).to_have_count(1)
    assert hung.evaluate(FOCUSED) == "Rosette 3"
    hung.keyboard.press("4")
    expect(hung.locator("#assets .rate .on")).to_have_count(4)
    assert hung.evaluate(FOCUSED) == "Rosette 3"
    assert drawing(3).starred_at_utc is not None
    assert drawing(3).rating == 4
    hung.keyboard.press("s")
    expect(hung.locator("#assets .star[aria-pressed='true']")).to_have_count(0)
    hung.keyboard.press("0")
    expect(hung.locator("#assets .rate .on")).to_have_count(0)


def test_a_key_on_a_chosen_card_means_all_that_are_chosen(hung: Page) -> None:
    focus_first(hung)
    hung.keyboard.press("Space")
    hung.keyboard.press("ArrowRight")
    hung.keyboard.press("Space")
    hung.keyboard.press("3")
    expect(hung.locator("#assets .rate .on")).to_have_count(6)
    hung.keyboard.press("s")
    expect(hung.locator("#assets .star[aria-pressed='true']")).to_have_count(2)
    assert sorted(ArtAsset.objects.filter(rating=3).values_list("prompt", flat=True)) == [
        "Rosette 3",
        "Rosette 4",
    ]


def test_a_rating_is_read_as_dots_and_shown_before_it_is_given(hung: Page) -> None:
    card = hung.locator("#assets .card").first
    buttons = card.locator(".rate button")
    for box in [button.bounding_box() for button in buttons.all()]:
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    buttons.nth(3).hover()
    assert card.evaluate(MARKS) == "●●●●○"
    buttons.nth(1).click()
    expect(card.get_by_role("group", name="Rating: 2 of 5")).to_be_visible()
    hung.mouse.move(0, 0)
    assert card.evaluate(MARKS) == "●●○○○"


def test_space_chooses_shift_chooses_all_between_and_the_number_is_said(hung: Page) -> None:
    focus_first(hung)
    hung.keyboard.press("Space")
    counted(hung, "1 selected")
    hung.keyboard.press("End")
    hung.keyboard.press("Shift+Space")
    counted(hung, "5 selected")
    hung.keyboard.press("Escape")
    counted(hung, "")
    hung.keyboard.press("Control+a")
    counted(hung, "5 selected")
    expect(hung.locator("[data-chosen-count]")).to_have_attribute("role", "status")


def test_shift_click_chooses_all_between(hung: Page) -> None:
    boxes = hung.locator("#assets [name=asset]")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    counted(hung, "3 selected")
    boxes.nth(2).click()
    counted(hung, "2 selected")


def test_archiving_is_undone_at_the_same_place(hung: Page) -> None:
    boxes = hung.locator("#assets [name=asset]")
    boxes.nth(0).click()
    boxes.nth(1).click()
    hung.get_by_role("button", name="Archive").click()
    expect(hung.locator("#assets .card")).to_have_count(3)
    expect(hung.locator("#gallery-message")).to_have_text("2 drawings archived.")
    hung.get_by_role("button", name="Undo").click()
    expect(hung.locator("#assets .card")).to_have_count(5)
    assert ArtAsset.objects.filter(archived_at_utc__isnull=False).count() == 0


def test_tags_and_collections_are_given_to_all_that_are_chosen(hung: Page) -> None:
    boxes = hung.locator("#assets [name=asset]")
    boxes.nth(0).click()
    boxes.nth(2).click()
    hung.get_by_label("Tags, with commas between").fill("Maple, best")
    hung.keyboard.press("Enter")
    expect(hung.locator("#assets .badge", has_text="maple")).to_have_count(2)
    counted(hung, "2 selected")
    hung.get_by_label("Collection", exact=True).fill("Guitar 12")
    hung.get_by_role("button", name="Collect", exact=True).click()
    expect(hung.locator("#gallery-message")).to_have_text("2 drawings put into Guitar 12.")
    hung.goto("/gallery?tag=maple")
    expect(hung.locator("#assets .card")).to_have_count(2)


def test_a_collection_is_arranged_by_keys_and_stays_so(hung: Page) -> None:
    hung.locator("#assets [name=asset]").first.click()
    hung.keyboard.press("Control+a")
    hung.get_by_label("Collection", exact=True).fill("Guitar 12")
    hung.get_by_role("button", name="Collect", exact=True).click()
    expect(hung.locator("#gallery-message")).to_have_text("5 drawings put into Guitar 12.")
    hung.goto("/gallery")
    hung.get_by_text("Collections", exact=True).first.click()
    hung.get_by_role("link", name="Guitar 12").click()
    prompts = hung.locator("#assets .card-prompt")
    expect(prompts).to_have_text([f"Rosette {number}" for number in (4, 3, 2, 1, 0)])
    focus_first(hung)
    hung.keyboard.press("Alt+ArrowRight")
    expect(hung.locator("#gallery-message")).to_have_text("Moved to place 2.")
    hung.keyboard.press("Alt+ArrowRight")
    expect(hung.locator("#gallery-message")).to_have_text("Moved to place 3.")
    hung.locator("#assets .card").nth(4).drag_to(
        hung.locator("#assets .card").nth(0), target_position={"x": 10, "y": 60}
    )
    expect(hung.locator("#gallery-message")).to_have_text("Moved to place 1.")
    hung.reload()
    expect(prompts).to_have_text([f"Rosette {number}" for number in (0, 3, 2, 4, 1)])


def test_searching_swaps_the_results_and_the_address(hung: Page) -> None:
    hung.keyboard.press("/")
    search = hung.get_by_label("Search in prompts")
    expect(search).to_be_focused()
    search.press_sequentially("rossette 3", delay=20)
    expect(hung.locator("#assets .card")).to_have_count(1)
    expect(hung.locator("main")).to_contain_text("No prompt says “rossette”")
    expect(search).to_be_focused()
    expect(hung).to_have_url("/gallery?q=rossette+3")
    hung.get_by_label("Sort").select_option("Fewest nodes")
    expect(hung).to_have_url("/gallery?q=rossette+3&sort=nodes")
    focus_first(hung)
    hung.keyboard.press("Space")
    counted(hung, "1 selected")


def test_keys_are_listed_and_letters_can_be_switched_off(hung: Page) -> None:
    focus_first(hung)
    hung.keyboard.press("?")
    expect(hung.get_by_role("dialog", name="Keys")).to_be_visible()
    hung.get_by_label("Switch keys of one letter off").check()
    hung.keyboard.press("Escape")
    focus_first(hung)
    hung.keyboard.press("s")
    hung.keyboard.press("ArrowRight")
    assert hung.evaluate(FOCUSED) == "Rosette 3"
    assert drawing(4).starred_at_utc is None


def test_what_is_chosen_comes_as_one_zip(hung: Page) -> None:
    focus_first(hung)
    hung.keyboard.press("Control+a")
    with hung.expect_download() as waiting:
        hung.keyboard.press("d")
    names = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())).namelist()
    assert len([name for name in names if name.startswith("drawings/")]) == 5
    assert "SHA256SUMS" in names


def test_going_back_finds_all_that_was_shown(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", 2)
    for number in range(5):
        hang(number)
    page.goto("/gallery")
    for shown in (4, 5):
        page.get_by_role("link", name="Show more").click()
        expect(page.locator("#assets .card")).to_have_count(shown)
    page.locator("#assets .card a").nth(3).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosette 1")
    hang(9)
    page.go_back()
    expect(page.locator("#assets .card")).to_have_count(6)
    assert page.evaluate(FOCUSED) == "Rosette 1"


class TestWithoutAScript:
    """Every action is a form."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_star_rate_archive_and_undo(self, hung: Page) -> None:
        hung.locator("#assets .star").first.click()
        expect(hung.locator("#assets .star[aria-pressed='true']")).to_have_count(1)
        hung.locator("#assets .rate button").nth(2).click()
        expect(hung.locator("#assets .rate .on")).to_have_count(3)
        hung.locator("#assets [name=asset]").first.check()
        hung.get_by_role("button", name="Archive").click()
        expect(hung.locator("#assets .card")).to_have_count(4)
        hung.get_by_role("button", name="Undo").click()
        expect(hung.locator("#assets .card")).to_have_count(5)

    def test_search_and_filter(self, hung: Page) -> None:
        hung.get_by_label("Search in prompts").fill("rosette 2")
        hung.get_by_role("button", name="Show").first.click()
        expect(hung).to_have_url("/gallery?q=rosette+2")
        expect(hung.locator("#assets .card")).to_have_count(1)
