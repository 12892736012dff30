"""How a page is brought into one of its states."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def refuse(page: Page) -> None:
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.locator("#error-summary")).to_be_visible()


def choose_two(page: Page) -> None:
    for number in (0, 1):
        page.locator("#assets [name=asset]").nth(number).check()
    expect(page.locator("[data-chosen-count]")).to_contain_text("2")
    open_folds(page)


def show_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def open_folds(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")


def hold_still(page: Page) -> None:
    if (hold := page.locator("[data-hold]")).is_visible():
        hold.click()


def log_in_in_vain(page: Page) -> None:
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def lose_the_cookie(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#problem")).to_be_visible()
