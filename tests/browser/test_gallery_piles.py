"""Piles in the gallery: spread where they lie and stacked again, by mouse, key and link."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seeded_gallery import FOCUSED, drawing, focus_first, hang

pytestmark = pytest.mark.slow


def prompts(page: Page, *numbers: int) -> None:
    """Wait until just these drawings hang, in this order."""
    expect(page.locator("#assets .card-prompt")).to_have_text([f"Rosette {n}" for n in numbers])


@pytest.fixture
def piled(page: Page) -> Page:
    """Return the gallery of eight drawings, three and two of them on a pile."""
    for number in range(8):
        hang(
            number,
            stack={2: "gen_a", 3: "gen_a", 4: "gen_a", 6: "gen_b", 7: "gen_b"}.get(number, ""),
        )
    page.goto("/gallery")
    page.get_by_role("link", name="Stacked").click()
    prompts(page, 6, 5, 2, 1, 0)
    return page


class TestPiles:
    """Drawings of one request lie on one another, or beside each other."""

    def test_a_pile_says_what_it_is_and_spreads_in_place(self, piled: Page) -> None:
        pile = piled.get_by_role("link", name="3 drawings of one request")
        expect(pile).to_have_attribute("aria-expanded", "false")
        pile.click()
        prompts(piled, 6, 5, 2, 3, 4, 1, 0)
        expect(pile).to_have_attribute("aria-expanded", "true")
        expect(pile).to_be_focused()
        expect(piled).to_have_url("/gallery?stack=1&spread=gen_a")
        piled.reload()
        prompts(piled, 6, 5, 2, 3, 4, 1, 0)
        pile.click()
        prompts(piled, 6, 5, 2, 1, 0)
        expect(piled).to_have_url("/gallery?stack=1")

    def test_by_key_from_the_top_and_from_below(self, piled: Page) -> None:
        focus_first(piled)
        piled.keyboard.press("p")
        prompts(piled, 6, 7, 5, 2, 1, 0)
        assert piled.evaluate(FOCUSED) == "Rosette 6"
        piled.keyboard.press("ArrowRight")
        assert piled.evaluate(FOCUSED) == "Rosette 7"
        piled.keyboard.press("p")
        prompts(piled, 6, 5, 2, 1, 0)
        assert piled.evaluate(FOCUSED) == "Rosette 6"

    def test_two_piles_are_spread_and_what_is_chosen_stays(self, piled: Page) -> None:
        piled.locator("#assets [name=asset]").nth(1).check()
        for name in ("3 drawings of one request", "2 drawings of one request"):
            piled.get_by_role("link", name=name).click()
            expect(piled.get_by_role("link", name=name)).to_have_attribute("aria-expanded", "true")
        prompts(piled, 6, 7, 5, 2, 3, 4, 1, 0)
        expect(piled.locator("[data-chosen-count]")).to_have_text("1 selected")
        piled.go_back()
        expect(piled).to_have_url("/gallery")

    def test_a_star_leaves_the_pile_a_pile(self, piled: Page) -> None:
        focus_first(piled)
        piled.keyboard.press("s")
        expect(piled.locator("#assets .star[aria-pressed='true']")).to_have_count(1)
        expect(piled.get_by_role("link", name="2 drawings of one request")).to_be_visible()
        piled.keyboard.press("p")
        prompts(piled, 6, 7, 5, 2, 1, 0)

    def test_what_was_shown_by_more_stays_when_a_pile_is_spread(
        self, page: Page, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", 2)
        for number in range(5):
            hang(number, stack="gen_a" if number < 2 else "")
        page.goto("/gallery?stack=1")
        page.get_by_role("link", name="Show more").click()
        prompts(page, 4, 3, 2, 0)
        page.locator("a.pile").click()
        prompts(page, 4, 3, 2, 0, 1)
        assert "upto=" in page.url
        page.reload()
        prompts(page, 4, 3, 2, 0, 1)


class TestPilesWithoutAScript:
    """A pile is a link."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_it_spreads_and_is_stacked_again(self, piled: Page) -> None:
        pile = piled.get_by_role("link", name="3 drawings of one request")
        pile.click()
        prompts(piled, 6, 5, 2, 3, 4, 1, 0)
        expect(piled).to_have_url(f"/gallery?stack=1&spread=gen_a#{drawing(2).asset_id}")
        pile.click()
        prompts(piled, 6, 5, 2, 1, 0)
