"""From the prompt to the download without a mouse: the focus is seen at every stop, never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from artstudio.models import ArtAsset
from artstudio.services.generation.generate import generate_svg_variants
from tests.queue_work import working

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
# What is focused has an outline, of its own or of the label it hides in, and nothing lies over it.
STOP = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const outlined = [element, element.closest("label"), element.closest(".pane, .card")]
    .some((one) => one && getComputedStyle(one).outlineStyle !== "none"
      && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) =>
    document.elementFromPoint(box.left + x * box.width, box.top + y * box.height)));
  const near = element.closest("label") ?? element;
  return {
    what: element.outerHTML.slice(0, 120),
    lost: element === document.body || element === document.documentElement,
    outlined,
    seen: points.some((hit) => hit && (near.contains(hit) || hit.contains(element))),
  };
}"""
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"
MOST_STOPS = 90


def stop(page: Page) -> str:
    """Check the stop that the keyboard is at; return what it is."""
    found = page.evaluate(STOP)
    if not found["seen"]:
        # A picture that is loaded when one comes to it has no size at first.
        page.wait_for_timeout(500)
        found = page.evaluate(STOP)
    assert not found["lost"], "the focus is lost"
    assert found["outlined"], f"no outline: {found['what']}"
    assert found["seen"], f"covered: {found['what']}"
    return str(found["what"])


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on by Tab until `wanted` has the focus; each stop on the way is checked."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop(page)
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
    raise AssertionError("Tab never got there")


class TestMainPath:
    """Prompt, drawings, one of them, its file."""

    @pytest.fixture
    def worker(self, transactional_db: None) -> None:
        """Nobody works until the test says so."""

    def test_from_the_prompt_to_the_download(self, page: Page) -> None:
        page.goto("/")
        tab_to(page, page.get_by_label("What should it be?"))
        page.keyboard.type("Purfling strip")
        tab_to(page, page.get_by_role("button", name="Draw", exact=True))
        page.keyboard.press("Enter")
        expect(page.locator("#results .card-waiting")).to_have_count(1)
        expect(page.get_by_role("button", name="Draw", exact=True)).to_be_focused()
        stop(page)
        tab_to(page, page.get_by_role("button", name="Cancel drawing 1"))
        with working():
            expect(page.locator("#results .card img")).to_have_count(1)
        # The button is gone, and its card is there.
        expect(page.locator("#results .card")).to_be_focused()
        stop(page)
        tab_to(page, page.get_by_role("link", name="Details of drawing 1"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Purfling strip")
        download = page.get_by_role("link", name="SVG", exact=True)
        tab_to(page, download)
        with page.expect_download() as file:
            page.keyboard.press("Enter")
        assert file.value.path().read_bytes().startswith(b"<svg ")

    def test_cancelling_and_trying_again_stay_at_the_card(self, page: Page) -> None:
        page.goto("/?prompt=vine&count=2")
        page.get_by_role("button", name="Draw", exact=True).press("Enter")
        cancel = page.get_by_role("button", name="Cancel drawing 2")
        expect(cancel).to_be_visible()
        cancel.press("Enter")
        expect(page.locator("#results .card").nth(1)).to_contain_text("cancelled")
        expect(page.locator("#results .card").nth(1)).to_be_focused()
        stop(page)
        tab_to(page, page.get_by_role("button", name="Try again drawing 2"))
        page.keyboard.press("Enter")
        expect(page.locator("#results .card-waiting")).to_have_count(2)
        expect(page.locator("#results .card").nth(1)).to_be_focused()
        # What another card does moves nothing.
        tab_to(page, page.get_by_role("button", name="Cancel drawing 2"))
        with page.expect_response(lambda answer: "/cancel" in answer.url):
            page.get_by_role("button", name="Cancel drawing 1").dispatch_event("click")
        expect(page.locator("#results .card").first).to_contain_text("cancelled")
        expect(page.get_by_role("button", name="Cancel drawing 2")).to_be_focused()
        page.get_by_role("button", name="Cancel all").press("Enter")
        expect(page.locator("#drawings-title")).to_have_text("Cancelled")
        expect(page.locator("#drawings")).to_be_focused()
        stop(page)


class TestElsewhere:
    """Swaps of other pages."""

    def test_the_gallery_keeps_the_focus_after_star_filter_and_more(
        self, page: Page, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", 2)
        for number in range(3):
            generate_svg_variants(f"Mandala {number}", 1, str(number))
        page.goto("/gallery")
        star = page.locator("#assets .star").nth(1)
        star.press("Enter")
        expect(star).to_have_attribute("aria-pressed", "true")
        expect(star).to_be_focused()
        stop(page)
        page.get_by_label("Sort").focus()
        with page.expect_response(lambda answer: "sort=nodes" in answer.url):
            page.get_by_label("Sort").select_option("nodes")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_label("Sort")).to_be_focused()
        more = page.get_by_role("link", name="Show more")
        more.press("Enter")
        expect(page.locator("#assets .card")).to_have_count(3)
        expect(page.locator("#assets .card").nth(2).get_by_role("link").first).to_be_focused()
        stop(page)

    @pytest.mark.parametrize("address", ["/gallery", "/assets/{0}", "/variants/{1}/tune", "/runs"])
    def test_every_stop_is_seen(self, page: Page, address: str) -> None:
        made = generate_svg_variants("celtic knot", 1, "k", route="raster").variants.get()
        asset = ArtAsset.objects.filter(kind="svg").get().asset_id
        page.goto(address.format(asset, made.variant_id))
        page.keyboard.press("Tab")
        first = stop(page)
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                return
            if stop(page) == first:
                return
        raise AssertionError("Tab never came round")
