"""Stacks in the gallery: expanded in place and stacked again, by mouse, key and link."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeded_gallery import FOCUSED, drawing, focus_first, hang

pytestmark = pytest.mark.slow


def prompts(page: Page, *numbers: int) -> None:
    """Wait until just these drawings hang, in this order."""
    expect(page.locator("#assets .card-prompt")).to_have_text([f"Rosette {n}" for n in numbers])


@pytest.fixture
def stacked(page: Page) -> Page:
    """Return the gallery of eight drawings, three and two of them on a stack."""
    for number in range(8):
        hang(
            number,
            stack={2: "gen_a", 3: "gen_a", 4: "gen_a", 6: "gen_b", 7: "gen_b"}.get(number, ""),
        )
    page.goto("/gallery")
    page.get_by_role("link", name="Stacked").click()
    prompts(page, 6, 5, 2, 1, 0)
    return page


class TestStacks:
    """Drawings of one request lie on one another, or beside each other."""

    def test_a_stack_says_what_it_is_and_expands_in_place(self, stacked: Page) -> None:
        stack = stacked.get_by_role("link", name="3 drawings of one request")
        expect(stack).to_have_attribute("aria-expanded", "false")
        stack.click()
        prompts(stacked, 6, 5, 2, 3, 4, 1, 0)
        expect(stack).to_have_attribute("aria-expanded", "true")
        expect(stack).to_be_focused()
        expect(stacked).to_have_url("/gallery?stack=1&expanded=gen_a")
        stacked.reload()
        prompts(stacked, 6, 5, 2, 3, 4, 1, 0)
        stack.click()
        prompts(stacked, 6, 5, 2, 1, 0)
        expect(stacked).to_have_url("/gallery?stack=1")

    def test_by_key_from_the_top_and_from_below(self, stacked: Page) -> None:
        focus_first(stacked)
        stacked.keyboard.press("p")
        prompts(stacked, 6, 7, 5, 2, 1, 0)
        assert stacked.evaluate(FOCUSED) == "Rosette 6"
        stacked.keyboard.press("ArrowRight")
        assert stacked.evaluate(FOCUSED) == "Rosette 7"
        stacked.keyboard.press("p")
        prompts(stacked, 6, 5, 2, 1, 0)
        assert stacked.evaluate(FOCUSED) == "Rosette 6"

    def test_two_stacks_are_expanded_and_what_is_chosen_stays(self, stacked: Page) -> None:
        stacked.locator("#assets [name=asset]").nth(1).check()
        for name in ("3 drawings of one request", "2 drawings of one request"):
            stacked.get_by_role("link", name=name).click()
            expect(stacked.get_by_role("link", name=name)).to_have_attribute(
                "aria-expanded", "true"
            )
        prompts(stacked, 6, 7, 5, 2, 3, 4, 1, 0)
        expect(stacked.locator("[data-chosen-count]")).to_have_text("1 selected")
        stacked.go_back()
        expect(stacked).to_have_url("/gallery")

    def test_a_star_leaves_the_stack_a_stack(self, stacked: Page) -> None:
        focus_first(stacked)
        stacked.keyboard.press("s")
        expect(stacked.locator("#assets .star[aria-pressed='true']")).to_have_count(1)
        expect(stacked.get_by_role("link", name="2 drawings of one request")).to_be_visible()
        stacked.keyboard.press("p")
        prompts(stacked, 6, 7, 5, 2, 1, 0)

    def test_what_was_shown_by_more_stays_when_a_stack_is_expanded(
        self, page: Page, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", 2)
        for number in range(5):
            hang(number, stack="gen_a" if number < 2 else "")
        page.goto("/gallery?stack=1")
        page.get_by_role("link", name="Show more").click()
        prompts(page, 4, 3, 2, 0)
        page.locator("a.stack").click()
        prompts(page, 4, 3, 2, 0, 1)
        assert "upto=" in page.url
        page.reload()
        prompts(page, 4, 3, 2, 0, 1)


class TestStacksWithoutScript:
    """A stack is a link."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_it_expands_and_is_stacked_again(self, stacked: Page) -> None:
        stack = stacked.get_by_role("link", name="3 drawings of one request")
        stack.click()
        prompts(stacked, 6, 5, 2, 3, 4, 1, 0)
        expect(stacked).to_have_url(f"/gallery?stack=1&expanded=gen_a#{drawing(2).asset_id}")
        stack.click()
        prompts(stacked, 6, 5, 2, 1, 0)
