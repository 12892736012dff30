"""What holds for all pages: safe headers, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from artstudio.models import Generation
from tests.integration.web.pages import Page, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["/", "/gallery", "/assets/{}", "/generations/{}", "/missing"])
def address(request: pytest.FixtureRequest, drawn: Generation) -> str:
    """Return the address of each page in turn."""
    (variant,) = drawn.variants.all()
    assert variant.asset is not None
    names = {"/assets/{}": variant.asset.asset_id, "/generations/{}": drawn.generation_id}
    return str(request.param).format(names.get(request.param, ""))


@pytest.fixture
def page(client: Client, address: str) -> Page:
    """Return the page at the address."""
    return page_of(client.get(address))


def test_the_policy_allows_nothing_inline(client: Client, address: str) -> None:
    policy = client.get(address)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy


def test_nothing_is_inline(page: Page) -> None:
    for script in page.all("script"):
        assert script["src"].startswith("/static/")
    assert not page.all("style")
    for name, attributes in page.elements:
        assert "style" not in attributes, name
        assert not [a for a in attributes if a.startswith(("on", "hx-on"))], name


def test_nothing_comes_from_another_host(page: Page) -> None:
    for _, attributes in page.elements:
        for name in ("src", "href", "action", "hx-get", "hx-post"):
            assert re.match(r"/(?!/)|#|$", attributes.get(name, "")), attributes


def test_caches_keep_pages_and_parts_apart(client: Client, address: str) -> None:
    if client.get(address).status_code == 200:
        assert "HX-Request" in client.get(address)["Vary"]


def test_the_frame_is_complete(page: Page) -> None:
    assert page.one("a", **{"class": "skip"})["href"] == "#main"
    assert page.one("main", id="main")
    assert page.one("html")["lang"] == "en"
    assert len(page.all("h1")) == 1
    for link in ("/api/docs", "/admin/", "/gallery", "/"):
        assert page.all("a", href=link)


def test_no_id_is_used_twice_and_every_reference_leads_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for name in ("for", "aria-labelledby"):
            assert attributes.get(name, ids[0]) in ids


def test_a_trailing_slash_is_accepted(client: Client, address: str) -> None:
    assert client.get(f"{address.rstrip('/')}/").status_code in {200, 404}
    assert client.get("/gallery/").status_code == 200


def test_the_static_files_named_on_pages_exist(page: Page) -> None:
    named = [a["src"] for a in page.all("script")] + [a["href"] for a in page.all("link")]
    assert named
    for address in named:
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address


def test_style_sheets_name_only_files_that_exist() -> None:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    for sheet in folder.glob("*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (folder / name).is_file(), (sheet.name, name)
