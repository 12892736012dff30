"""Getting in and out in a real browser."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.conftest import Watch
from tests.browser.screenshots import draw
from tests.browser.test_recent import CONTRAST, OVERFLOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _login_needed(settings: Settings, transactional_db: None) -> None:
    settings.ARTSTUDIO_ACCESS = "login"
    User.objects.create_user("maker", password="oak and spruce")


def log_in(page: Page, password: str = "oak and spruce") -> None:
    page.get_by_label("User name").fill("maker")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_from_a_page_to_the_login_and_back_and_out_again(page: Page) -> None:
    page.goto("/gallery?kind=all")
    expect(page.get_by_label("User name")).to_be_focused()
    log_in(page, "spruce")
    expect(page.get_by_role("alert")).to_contain_text("correct username and password")
    log_in(page)
    expect(page).to_have_url(re.compile(r"/gallery\?kind=all$"))
    page.goto("/")
    draw(page, "Rosette with a rope border", 2)
    expect(page.locator("#results img")).to_have_count(2)
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile(r"/login$"))
    page.goto("/gallery")
    expect(page).to_have_url(re.compile(r"/login\?next=/gallery$"))


def test_who_was_logged_out_meanwhile_is_led_to_the_login(page: Page, watch: Watch) -> None:
    page.goto("/login")
    log_in(page)
    expect(page).to_have_url(re.compile(r"/$"))
    page.context.clear_cookies()
    page.get_by_label("What should it be?").fill("Rosette")
    page.get_by_role("button", name="Draw").click()
    expect(page).to_have_url(re.compile(r"/login\?next=/$"))
    # The browser itself notes each refusal.
    assert all("401" in complaint for complaint in watch.complaints)
    watch.complaints.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_login_page_fits_and_can_be_read(page: Page, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of the two it takes
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/login")
    log_in(page, "spruce")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(CONTRAST) == []
