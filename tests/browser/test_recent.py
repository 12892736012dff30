"""Looking around: the gallery, a phone, the keyboard, the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from tests.browser.screenshots import LONG_PROMPT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = """() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (css) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const style = getComputedStyle(element);
    const shown = element.checkVisibility({visibilityProperty: true}) && style.clipPath === "none";
    // Text in an SVG has a fill and a ground of its own, which are no colours of the page.
    if (!own || !shown || element.matches(":disabled, svg *")) continue;
    // What underlines the words of the prompt lies under them and has no colour of its own.
    if (element.closest("[aria-hidden=true]") && rgb(style.color)[3] === 0) continue;
    const [a, b] = [light(rgb(style.color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${element.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.fixture
def drawn() -> Generation:
    """Return a generation whose words are as long and hostile as they may be."""
    return generate_svg_variants(LONG_PROMPT, 2, "a" * 128, {"width_mm": 120, "rings": 3})


def addresses(drawn: Generation) -> list[str]:
    variant = drawn.variants.all()[0]
    assert variant.asset is not None
    return [
        "/",
        f"/?generation={drawn.generation_id}",
        "/gallery?kind=all",
        f"/generations/{drawn.generation_id}",
        f"/assets/{variant.asset.asset_id}?verify=1",
    ]


def test_the_gallery_appends_filters_and_opens(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("artstudio.web.gallery.page.PAGE_SIZE", 2)
    for number in range(3):
        generate_svg_variants(f"Mandala {number}", 1, str(number))
    page.goto("/gallery")
    cards = page.locator("#assets .card")
    expect(cards).to_have_count(2)
    page.get_by_role("link", name="Show more").click()
    expect(cards).to_have_count(3)
    expect(cards.nth(2).get_by_role("link")).to_be_focused()
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    page.get_by_role("link", name="Provenance").click()
    expect(page.locator("#assets img")).to_have_count(0)
    page.get_by_role("link", name="OpenAI").click()
    expect(page.locator("main")).to_contain_text("Nothing of this kind yet")
    page.get_by_role("link", name="Drawings").click()
    page.get_by_role("link", name="Anyone").click()
    page.get_by_role("link", name="Mandala 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mandala 2")


def test_the_digest_can_be_copied(page: Page, drawn: Generation) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{addresses(drawn)[-1]}#proof")
    page.get_by_role("button", name="Copy the SHA-256").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == drawn.variants.all()[0].svg_id


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("What should it be?")).to_be_focused()
    page.keyboard.type("Purfling strip")
    button = page.get_by_role("button", name="Draw")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#results img")).to_have_count(1)


@pytest.mark.parametrize("width", [360, 390, 768, 1600])
def test_no_page_scrolls_sideways(page: Page, drawn: Generation, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses(drawn):
        page.goto(address)
        assert page.evaluate(OVERFLOW) <= 0, address


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(page: Page, drawn: Generation, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of the two it takes
    for address in addresses(drawn):
        page.goto(address)
        assert page.evaluate(CONTRAST) == [], address


class TestTheme:
    """The system's choice, until one chooses otherwise."""

    @pytest.fixture
    def window(self) -> dict[str, object]:
        return {"color_scheme": "dark"}

    def test_a_drawing_is_bone_on_ebony_in_the_dark(self, page: Page, drawn: Generation) -> None:
        page.goto(addresses(drawn)[1])
        ground = "element => getComputedStyle(element).backgroundColor"
        assert page.locator("html").evaluate(ground) == "rgb(17, 18, 19)"
        assert page.locator("#results .sheet").first.evaluate(ground) == "rgb(26, 27, 29)"
        ink = page.locator("#results .sheet img").first
        assert "invert(0.9)" in ink.evaluate("picture => getComputedStyle(picture).filter")

    def test_a_choice_is_remembered_on_every_page(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("button", name="Switch between light and dark").click()
        page.goto("/gallery")
        scheme = "getComputedStyle(document.documentElement).colorScheme"
        assert page.evaluate(scheme) == "light"
        page.get_by_role("button", name="Switch between light and dark").click()
        page.reload()
        assert page.evaluate(scheme) == "dark"
