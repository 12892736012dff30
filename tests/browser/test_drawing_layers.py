"""What lies over and beside one drawing: source, outline, marks; and what needs no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import Variant
from tests.browser.drawings import mm_at, page_for, scale, settled, traced_drawing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def traced() -> Variant:
    return traced_drawing()


class TestLayers:
    """Its source, its outline, and marks at the places that warnings speak of."""

    def test_its_source_lies_over_it_up_to_a_slider_or_beside_it(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        page.get_by_role("button", name="Over its source").click()
        page.locator("[data-reveal]").fill("25")
        source = page.locator("[data-pane] .layer-source")
        expect(source).to_have_css("clip-path", "inset(0px 75% 0px 0px)")
        assert (
            source.evaluate("async (image) => (await image.decode(), image.naturalWidth)") == 1024
        )
        expect(page).to_have_url(re.compile("source=over.*reveal=25"))
        page.get_by_role("button", name="Beside it").click()
        expect(source).to_be_hidden()
        expect(page.locator(".pane:visible")).to_have_count(2)
        page.locator(".pane:visible").first.press("+")
        settled(page)
        styles = {each.get_attribute("style") for each in page.locator("[data-stage]").all()}
        assert len(styles) == 1, "both move together"
        page.reload()
        expect(page.locator(".pane:visible")).to_have_count(2)

    def test_the_outline_shows_nodes_and_islands_and_says_what_is_what(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        legend = page.get_by_role("list", name="What the outline shows")
        expect(legend).to_be_hidden()
        page.get_by_role("button", name="Outline").click()
        outline = page.locator(".layer-outline")
        expect(outline).to_have_js_property("complete", value=True)
        assert outline.evaluate("picture => picture.naturalWidth > 0")
        for words in ("node", "open end", "island"):
            expect(legend).to_contain_text(words)
        expect(page).to_have_url(re.compile("outline=1"))
        page.get_by_role("button", name="Outline").click()
        expect(outline).to_be_hidden()

    def test_a_warning_leads_to_its_place_and_back_by_keyboard(
        self, page: Page, traced: Variant
    ) -> None:
        page.goto(page_for(traced))
        page.get_by_role("tab", name="Cut").click()
        place = page.locator(".places [data-place]").first
        number = place.get_attribute("data-number")
        at = [float(n) for n in (place.get_attribute("data-place") or "").split(",")]
        before = scale(page)
        place.focus()
        page.keyboard.press("Enter")
        mark = page.get_by_role("button", name=f"{number}: back to the words about it", exact=True)
        expect(mark).to_be_focused()
        settled(page)
        assert scale(page) > before
        pane, box = page.locator("[data-pane]").bounding_box(), mark.bounding_box()
        assert pane
        assert box
        assert box["x"] + 12 == pytest.approx(pane["x"] + pane["width"] / 2, abs=2)
        assert mm_at(page, box["x"] + 12) == pytest.approx(at[0], abs=0.1)
        page.keyboard.press("Escape")
        expect(place).to_be_focused()
        page.keyboard.press("Enter")
        page.get_by_role("tab", name="Proof").click()
        expect(place).to_be_hidden()
        mark.focus()
        page.keyboard.press("Escape")
        expect(place).to_be_focused()

    def test_a_mark_that_is_clicked_leads_to_its_words(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        page.locator(".mark").last.click()
        expect(page.locator("[data-place]").last).to_be_focused()
        expect(page.locator(".place.is-current")).to_have_count(1)
        page.get_by_role("button", name="Marks").click()
        expect(page.locator(".mark:visible")).to_have_count(0)


def test_it_stays_in_sight_while_one_reads_on(page: Page, traced: Variant) -> None:
    page.goto(page_for(traced))
    page.get_by_role("tab", name="Proof").click()
    page.get_by_role("heading", name="From source to drawing").scroll_into_view_if_needed()
    settled(page)
    box = page.locator("[data-pane]").bounding_box()
    assert box
    assert 0 <= box["y"] < 300
    seen = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('[data-pane]'))"
    for part in (0.1, 0.5, 0.9):
        assert page.evaluate(seen, [box["x"] + 60, box["y"] + box["height"] * part])


class TestWithoutScript:
    """The picture is simply there."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"java_script_enabled": False}

    def test_drawing_outline_facts_and_links_are_there(self, page: Page, traced: Variant) -> None:
        page.goto(page_for(traced))
        picture = page.get_by_role("img", name="Celtic knot", exact=True)
        expect(picture).to_be_visible()
        assert picture.evaluate("picture => picture.naturalWidth > 0")
        expect(page.locator("main")).to_contain_text("lines every 1 mm, strong every 10 mm")
        expect(page.get_by_role("button", name="Zoom in")).to_have_count(0)
        page.get_by_role("link", name="with nodes, open ends and islands").click()
        expect(page.locator(".layer-outline")).to_be_visible()
        page.get_by_role("link", name="without its outline").click()
        expect(page.locator(".layer-outline")).to_have_count(0)
        for name in ("Change the tracing", "Attach to a run", "SVG", "Verify now"):
            expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
        page.get_by_role("link", name="Verify now").click()
        expect(page.locator("#verification")).to_contain_text("Unchanged")
