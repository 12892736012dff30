"""Any words a user may type, from the form to cards, gallery and drawing page, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from artstudio.models import Generation, Variant
from tests.browser.conftest import Watch
from tests.browser.screenshots import draw
from tests.browser.studio_form import parameter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PROMPTS = {
    "script": "<script>document.title = 'taken'</script><img src=x onerror=alert(1)> rosette "
    "{{ 7|add:7 }} {% now 'Y' %} &amp; ${1} \"quoted\" 'too' %00 \\0",
    "emoji": "rosette 🌿🎻 👩‍🎨 with 🇮🇹 leaves",
    "right-to-left": "וַרְדָה מִסְתוֹבֶבֶת وردة من أوراق البلوط",
    "newlines": "rosette\n\n  of oak leaves\n\twith a rope",
    # As long as it may be, in code points, and without a place to break the first half.
    "longest": "rosette" * 143 + " of oak 🌿 leaves," * 58 + "and, finally.",
}
UNBROKEN = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# Of every element that shows the words: whether they keep their direction to themselves.
ISOLATED = """(words) => [...document.querySelectorAll("main *")]
  .filter((it) => it.checkVisibility() && [...it.childNodes].some((node) =>
    node.nodeType === Node.TEXT_NODE && node.textContent.includes(words)))
  .map((it) => it.closest("[dir=auto], bdi, .visually-hidden") !== null)"""


def one_line(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture
def window() -> dict[str, object]:
    return {"viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_it_is_drawn_and_shown_as_it_was_typed_and_nothing_else_happens(
    page: Page, prompt: str
) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"executed: {dialog.message}"))
    page.goto("/")
    draw(page, prompt, 1)
    made = Generation.objects.get()
    assert made.prompt == prompt
    variant = Variant.objects.get()
    assert variant.asset is not None
    beginning = one_line(prompt)[:30]
    expect(page).to_have_title(re.compile(re.escape(beginning)))
    expect(page.locator("#results img")).to_have_attribute(
        "alt", re.compile(re.escape(prompt[:20]))
    )
    expect(page.locator("#recent .card-prompt")).to_contain_text(beginning)
    assert page.evaluate(UNBROKEN)
    for address, selector in (
        (f"/generations/{made.generation_id}", ".quote"),
        (f"/assets/{variant.asset.asset_id}", "main h1"),
        ("/gallery", "main"),
    ):
        page.goto(address)
        shown = page.locator(selector).first
        expect(shown).to_contain_text(beginning)
        assert page.evaluate(UNBROKEN), address
        assert page.locator("main script, main img[src=x]").count() == 0
    page.goto(f"/?generation={made.generation_id}")
    expect(page.get_by_label("What should it be?")).to_have_value(prompt)


def test_words_from_right_to_left_turn_nothing_around_them(page: Page) -> None:
    page.goto("/")
    draw(page, PROMPTS["right-to-left"], 1)
    variant = Variant.objects.get()
    assert variant.asset is not None
    generation_id = variant.generation.generation_id
    for address in (
        f"/?generation={generation_id}",
        f"/generations/{generation_id}",
        f"/assets/{variant.asset.asset_id}",
        "/gallery",
    ):
        page.goto(address)
        isolated = page.evaluate(ISOLATED, PROMPTS["right-to-left"][:12])
        assert isolated, address
        assert all(isolated), address


def test_one_character_too_many_is_said_and_nothing_is_lost(page: Page, watch: Watch) -> None:
    page.goto("/")
    prompt = page.get_by_label("What should it be?")
    prompt.fill("x" * 2001)
    parameter(page, "Width").fill("64")
    page.locator("label.style", has_text="Vine").click()
    page.get_by_role("button", name="Draw").click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#id_prompt_error")).to_contain_text("there are 2001")
    expect(prompt).to_have_value("x" * 2001)
    expect(page.get_by_label("Width")).to_have_value("64")
    expect(page.get_by_label("Vine", exact=True)).to_be_checked()
    assert page.evaluate(UNBROKEN)
    page.reload()
    expect(prompt).to_have_value("x" * 2001)
    assert not Generation.objects.exists()
    watch.complaints.clear()
