"""The parts of the studio's form, as a browser finds them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

PROMPT = "What should it be?"


def prompt_of(page: Page) -> Locator:
    return page.get_by_label(PROMPT)


def open_parameters(page: Page) -> None:
    """Open the drawer in which everything stands but the words and how many."""
    page.locator("#parameters").evaluate("drawer => { drawer.open = true; }")


def parameter(page: Page, label: str) -> Locator:
    open_parameters(page)
    return page.get_by_label(label)


def unit_of(page: Page, unit: str) -> Locator:
    open_parameters(page)
    return page.locator(f"[name=unit][value={unit}]")


def recent(page: Page, prompt: str) -> Locator:
    return page.locator("#recent [data-recent]").filter(has_text=prompt)
