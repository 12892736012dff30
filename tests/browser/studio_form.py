"""The parts of the studio's form, as a browser finds them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

PROMPT = "What should it be?"


def prompt_of(page: Page) -> Locator:
    return page.get_by_label(PROMPT)


def unit_of(page: Page, unit: str) -> Locator:
    return page.locator(f"[name=unit][value={unit}]")


def recent(page: Page, prompt: str) -> Locator:
    return page.locator("#recent [data-recent]").filter(has_text=prompt)
