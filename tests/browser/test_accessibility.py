"""WCAG 2.2 AA on every page, light and dark, as axe-core judges it; and what it cannot see.

axe-core 4.14.1 is kept beside the tests as its npm package ships it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from artstudio.models import Generation
from artstudio.services.generation import generate as generations
from rmos_runs.errors import StoreUnavailable
from tests.browser.conftest import Watch
from tests.browser.every_view import AWAY, View, every_view
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai

__all__ = ["fake_openai"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOWN = """const shown = (nodes) => nodes.map((node) => node.html).slice(0, 3).join(" | ");
  return found.violations.map((violation) => `${violation.id}: ${shown(violation.nodes)}`);"""
JUDGE = f"""async (tags) => {{
  const found = await axe.run(document, {{runOnly: {{type: "tag", values: tags}}}});
  {SHOWN}
}}"""
# Nothing but colours changes with the scheme.
JUDGE_COLOURS = f"""async () => {{
  const found = await axe.run(document, {{runOnly: ["color-contrast"]}});
  {SHOWN}
}}"""
WIDER = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > edge + 0.5)
    .map((element) => element.outerHTML.slice(0, 100)).slice(0, 3);
}"""
MOVING = """() => {
  const seconds = (list) => Math.max(...list.split(",").map(parseFloat));
  const moves = (style) =>
    (style.animationName !== "none" && seconds(style.animationDuration) > 0.01) ||
    seconds(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth";
  const found = [...document.querySelectorAll("*")].flatMap((element) =>
    [null, "::before", "::after"].filter((part) => moves(getComputedStyle(element, part)))
      .map((part) => element.outerHTML.slice(0, 80) + (part ?? "")));
  return found;
}"""
# A link among words is as high as its line; what hides in its label is as large as that.
SMALL = """() => {
  const among = (element) => element.matches("a") && getComputedStyle(element).display === "inline"
    && element.parentElement.innerText.trim() !== element.innerText.trim();
  const box = (element) => (element.closest("label") ?? element).getBoundingClientRect();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && !among(element)
      && !element.closest(".visually-hidden, .skip"))
    .filter((element) => Math.min(box(element).width, box(element).height) < 23.5)
    .map((element) => element.outerHTML.slice(0, 140));
}"""


@pytest.fixture
def worker(transactional_db: None) -> None:
    """What waits shall wait on."""


@pytest.fixture
def views(
    page: Page, fake_openai: FakeOpenAI, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> list[View]:
    """Return every page in every state; one of them is of a store that is away."""
    settings.OPENAI_API_KEY = "sk-of-nobody"
    settings.OPENAI_BASE_URL = fake_openai.base_url
    found = generations.get_generation

    def found_or_away(generation_id: str) -> Generation:
        if generation_id == AWAY:
            raise StoreUnavailable
        return found(generation_id)

    monkeypatch.setattr(generations, "get_generation", found_or_away)
    return every_view()


def test_axe_finds_nothing_on_any_page_in_light_and_dark(
    page: Page, views: list[View], watch: Watch
) -> None:
    found: dict[str, list[str]] = {}
    for view in views:
        page.emulate_media(color_scheme="light")
        view.show(page)
        page.evaluate(AXE)
        found[f"{view.name}, light"] = page.evaluate(JUDGE, RULES)
        page.emulate_media(color_scheme="dark")
        found[f"{view.name}, dark"] = page.evaluate(JUDGE_COLOURS)
    forget_refusals(watch)
    assert not any(found.values()), told(found)


def test_every_page_is_still_and_fits_a_phone_and_a_thumb(
    page: Page, views: list[View], watch: Watch
) -> None:
    page.emulate_media(reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for view in views:
        page.set_viewport_size({"width": 390, "height": 844})
        view.show(page)
        found[f"{view.name} moves"] = page.evaluate(MOVING)
        found[f"{view.name} is small"] = page.evaluate(SMALL)
        found[f"{view.name} is wider than 390"] = page.evaluate(WIDER)
        page.set_viewport_size({"width": 320, "height": 640})
        found[f"{view.name} is wider than 320"] = page.evaluate(WIDER)
    forget_refusals(watch)
    assert not any(found.values()), told(found)


def forget_refusals(watch: Watch) -> None:
    """Pages of errors are among them; the browser itself notes each."""
    watch.complaints[:] = [said for said in watch.complaints if "the server responded" not in said]


def told(found: dict[str, list[str]]) -> str:
    """Return each fault on a line of its own."""
    return "\n".join(f"{where}: {fault}" for where, faults in found.items() for fault in faults)
