"""The gallery by mouse and by finger: dragging cards, and choosing them on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from artstudio.services.gallery import collections
from tests.browser.seeded_gallery import drawing, hang

pytestmark = pytest.mark.slow


@pytest.fixture
def hung(page: Page) -> Page:
    """Return the gallery with five drawings, the newest first."""
    for number in range(5):
        hang(number)
    page.goto("/gallery")
    return page


def prompts(page: Page, *numbers: int) -> None:
    expect(page.locator("#assets .card-prompt")).to_have_text([f"Rosette {n}" for n in numbers])


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#{drawing(number).asset_id}")


def test_a_card_is_dragged_before_another_and_behind_the_last(hung: Page) -> None:
    board = collections.make_collection("Guitar 12")
    collections.add_assets([drawing(number).asset_id for number in range(4)], board.collection_id)
    hung.goto(f"/gallery?collection={board.collection_id}")
    prompts(hung, 0, 1, 2, 3)
    card(hung, 3).drag_to(card(hung, 1), target_position={"x": 12, "y": 80})
    expect(hung.locator("#gallery-message")).to_have_text("Moved to place 2.")
    prompts(hung, 0, 3, 1, 2)
    width = card(hung, 2).bounding_box()["width"]  # type: ignore[index]  # it is in sight
    card(hung, 0).drag_to(card(hung, 2), target_position={"x": width - 12, "y": 80})
    expect(hung.locator("#gallery-message")).to_have_text("Moved to place 4.")
    hung.reload()
    prompts(hung, 3, 1, 2, 0)


def drag_onto(page: Page, dragged: Locator, name: str) -> None:
    """Drag by the mouse's own steps: the shelf comes into sight only while something is dragged."""
    dragged.locator("a.sheet").hover()
    page.mouse.down()
    page.mouse.move(640, 400, steps=4)
    shelf = page.locator("#drop-targets").get_by_text(name, exact=True)
    expect(shelf).to_be_visible()
    shelf.hover(force=True)
    shelf.hover(force=True)
    page.mouse.up()


def test_a_card_is_dragged_onto_a_collection_and_all_chosen_ones_with_it(hung: Page) -> None:
    board = collections.make_collection("Guitar 12")
    hung.reload()
    drag_onto(hung, card(hung, 4), "Guitar 12")
    expect(hung.locator("#gallery-message")).to_have_text("1 drawing put into Guitar 12.")
    hung.get_by_role("button", name="Choose none").click()
    for number in (1, 2):
        card(hung, number).locator("[name=asset]").check()
    drag_onto(hung, card(hung, 2), "Guitar 12")
    expect(hung.locator("#gallery-message")).to_have_text("2 drawings put into Guitar 12.")
    expect(hung.locator("#drop-targets")).to_be_hidden()
    hung.goto(f"/gallery?collection={board.collection_id}")
    prompts(hung, 4, 2, 1)


class TestOnAPhone:
    """Choosing with a finger, in a window of 390 by 844."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

    def test_the_bar_leaves_room_for_what_is_chosen(self, hung: Page) -> None:
        boxes = hung.locator("#assets [name=asset]")
        for number in (0, 1, 4):
            boxes.nth(number).tap()
        expect(hung.locator("[data-chosen-count]")).to_have_text("3 selected")
        assert hung.evaluate("innerWidth") == 390
        bar = hung.locator(".chosen").bounding_box()
        assert bar is not None
        assert bar["height"] < 844 / 4
        boxes.nth(4).tap()
        expect(hung.locator("[data-chosen-count]")).to_have_text("2 selected")
        before = boxes.first.bounding_box()
        hung.locator(".chosen").get_by_role("button", name="Star", exact=True).tap()
        expect(hung.locator(".chosen")).to_contain_text("2 drawings with a star.")
        assert boxes.first.bounding_box() == before
        hung.get_by_role("button", name="Archive").tap()
        prompts(hung, 2, 1, 0)
        hung.get_by_role("button", name="Undo").tap()
        prompts(hung, 4, 3, 2, 1, 0)

    def test_filters_are_chosen_with_a_finger(self, hung: Page) -> None:
        hung.get_by_text("Filters", exact=True).tap()
        hung.get_by_role("search").get_by_label("Star").select_option("With a star")
        expect(hung).to_have_url("/gallery?star=1")
        expect(hung.get_by_role("heading", name="Nothing of this kind yet")).to_be_visible()
        hung.get_by_role("link", name="Clear all filters").tap()
        prompts(hung, 4, 3, 2, 1, 0)
        assert hung.evaluate("innerWidth") == 390
