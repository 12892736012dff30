"""What holds for all pages: safe headers, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from artstudio.models import ArtAsset, Variant
from artstudio.paths import RESOURCES
from artstudio.services.generation.generate import generate_svg_variants
from artstudio.services.generation.status import refresh_status
from tests.integration.web.pages import Page, page_of

pytestmark = pytest.mark.django_db


PAGES = {
    "/": "Art Studio",
    "/gallery": "Gallery",
    "/gallery?q=oak&sort=nodes": "Gallery",
    "/assets/{asset}": "Rosette of oak leaves",
    "/assets/{asset}/attach": "Attach to a run",
    "/assets/{record}": "Rosette of oak leaves",
    "/generations/{generation}": "Rosette of oak leaves",
    "/generations/{waiting}": "vine",
    "/generations/{failed}": "broken",
    "/variants/{variant}/tune": "Tune",
    "/variants/{traced}/tune": "Tune",
    "/compare": "Compare",
    "/compare?ids={asset},{other}": "Compare",
    "/missing": "Not Found",
    "/login": "Log in",
}


@pytest.fixture
def names(db: None) -> dict[str, str]:
    return something_to_see()


def something_to_see() -> dict[str, str]:
    """Return what the addresses name, with something to see on each."""
    drawn = generate_svg_variants("Rosette of oak leaves", 1, "seed-1", {"width_mm": 80})
    variant = drawn.variants.get()
    traced = generate_svg_variants("Celtic knot", 1, "k", route="raster").variants.get()
    failed = generate_svg_variants("broken", 1, "f", queued=True)
    Variant.objects.filter(generation=failed).update(
        status="ERROR", error={"code": "x", "message": "No."}
    )
    refresh_status(failed.pk)
    assert variant.asset is not None
    assert traced.asset is not None
    return {
        "asset": variant.asset.asset_id,
        "other": traced.asset.asset_id,
        "record": ArtAsset.objects.filter(kind="ai_provenance")[0].asset_id,
        "generation": drawn.generation_id,
        "waiting": generate_svg_variants("vine", 2, queued=True).generation_id,
        "failed": failed.generation_id,
        "variant": variant.variant_id,
        "traced": traced.variant_id,
    }


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """Return the answer of every page, by its path; asked once, of rows that are gone again."""
    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        names = something_to_see()
        found = {path: client.get(path.format(**names)) for path in PAGES}
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def pages(answers: dict[str, Any]) -> dict[str, Page]:
    """Return every page, by its path."""
    return {path: page_of(answer) for path, answer in answers.items()}


def test_each_answers_with_a_title_of_its_own(answers: dict[str, Any]) -> None:
    for path, answer in answers.items():
        assert answer.status_code == (404 if path == "/missing" else 200), path
        (title,) = re.findall(r"<title>([^<]*)</title>", answer.content.decode())
        assert PAGES[path] in title, path


def test_the_policy_allows_nothing_inline(answers: dict[str, Any]) -> None:
    for path, answer in answers.items():
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert "default-src 'none'" in policy, path
        assert "script-src 'self'" in policy, path


def test_nothing_is_inline(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for script in page.all("script"):
            assert script["src"].startswith("/static/"), path
        assert not page.all("style"), path
        for name, attributes in page.elements:
            assert "style" not in attributes, (path, name)
            assert not [a for a in attributes if a.startswith(("on", "hx-on"))], (path, name)


def test_nothing_comes_from_another_host(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for _, attributes in page.elements:
            for name in ("src", "href", "action", "formaction", "hx-get", "hx-post"):
                assert re.match(r"/(?!/)|#|\?|$", attributes.get(name, "")), (path, attributes)


def test_caches_keep_pages_and_parts_apart(answers: dict[str, Any]) -> None:
    for path, answer in answers.items():
        if path not in ("/missing", "/login"):
            assert "HX-Request" in answer["Vary"], path


def test_the_frame_is_complete(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert page.one("a", **{"class": "skip"})["href"] == "#main", path
        assert page.one("main", id="main"), path
        assert page.one("html")["lang"] == "en", path
        assert len(page.all("h1")) == 1, path
        for link in ("/api/docs", "/admin/", "/gallery", "/"):
            assert page.all("a", href=link), path


def test_no_id_is_used_twice_and_every_reference_leads_somewhere(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        for _, attributes in page.elements:
            for name in ("for", "aria-labelledby"):
                for wanted in attributes.get(name, "").split():
                    assert wanted in ids, (path, attributes)


def test_headings_leave_no_level_out(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
        steps = [after - before for before, after in itertools.pairwise(levels)]
        assert max(steps, default=0) <= 1, (path, levels)


def test_none_asks_more_queries_when_there_is_more(client: Client, names: dict[str, str]) -> None:
    before = {path: queries_of(client, path.format(**names)) for path in PAGES}
    for number in range(2):
        generate_svg_variants("Rosette of oak leaves", 2, f"more-{number}")
    after = {path: queries_of(client, path.format(**names)) for path in PAGES}
    assert {path: after[path] for path in PAGES if after[path] > before[path]} == {}


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_a_trailing_slash_is_accepted(client: Client, names: dict[str, str]) -> None:
    for path in PAGES:
        address, _, query = path.format(**names).partition("?")
        answer = client.get(f"{address.rstrip('/')}/?{query}")
        assert answer.status_code == (404 if path == "/missing" else 200), path


def test_the_static_files_named_on_pages_exist(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        named = [a["src"] for a in page.all("script")] + [a["href"] for a in page.all("link")]
        assert named, path
        for address in named:
            assert finders.find(address.removeprefix(settings.STATIC_URL)), (path, address)


def test_style_sheets_name_only_files_that_exist() -> None:
    folder = RESOURCES / "static" / "css"
    for sheet in folder.glob("*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (folder / name).is_file(), (sheet.name, name)
