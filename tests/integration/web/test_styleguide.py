"""The style guide: every component, while one works on them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from artstudio.paths import RESOURCES
from tests.integration.web.pages import page_of

SPRITE = (RESOURCES / "static" / "img" / "icons.svg").read_text()


@pytest.mark.django_db
def test_there_is_none_without_debug(client: Client) -> None:
    assert client.get("/styleguide").status_code == 404


@pytest.mark.django_db
def test_it_shows_every_icon_of_the_sprite(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    page = page_of(client.get("/styleguide"))
    names = re.findall(r'<symbol id="([^"]+)"', SPRITE)
    assert len(names) > 30
    shown = {use["href"].partition("#")[2] for use in page.all("use")}
    assert set(names) <= shown


def test_templates_name_only_icons_that_the_sprite_has() -> None:
    named = {
        name
        for page in (RESOURCES / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', page.read_text())
    }
    assert named
    assert named <= set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
