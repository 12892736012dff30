"""What a page weighs as it is sent, without its pictures: itself and whatever it links."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from artstudio.models import ArtAsset, Generation
from artstudio.services.gallery import collections
from artstudio.web.gallery.page import PAGE_SIZE  # noqa: TID251  # the size decides what a page holds
from tests.integration.web.pages import page_of

pytestmark = pytest.mark.django_db
AddAssets = Callable[..., list[ArtAsset]]
MOST_BYTES = 200_000
#: What every page has beside its sheets and scripts.
FACES = ("fonts/geist.woff2", "fonts/young-serif.woff2", "img/icons.svg")
IMPORT = re.compile(r'(?:import|from) ?"\./([^"]+)"')


def linked(client: Client, path: str) -> set[Path]:
    """Return the style sheets and scripts that a page loads, and what those import."""
    page = page_of(client.get(path))
    addresses = [link["href"] for link in page.all("link", rel="stylesheet")]
    addresses += [script["src"] for script in page.all("script") if "src" in script]
    found = {Path(str(finders.find(name))) for name in FACES}
    waiting = [address.removeprefix(settings.STATIC_URL) for address in addresses]
    assert len(waiting) > 10
    while waiting:
        name = waiting.pop()
        there = finders.find(name)
        assert isinstance(there, str), name
        if Path(there) not in found:
            found.add(Path(there))
            waiting += [f"js/{other}" for other in IMPORT.findall(Path(there).read_text())]
    return found


def packed(data: bytes) -> int:
    """Return the size of a static file as WhiteNoise sends it: packed beforehand."""
    return min(len(gzip.compress(data, 9)), len(data))


def weight(client: Client, path: str) -> int:
    """Return the bytes that a browser is sent for a page."""
    sent = client.get(path, headers={"Accept-Encoding": "gzip"})
    files = linked(client, path)
    total = len(sent.content) + sum(packed(file.read_bytes()) for file in files)
    loose = len(client.get(path).content) + sum(file.stat().st_size for file in files)
    sys.stderr.write(f"{path}: {total / 1000:.1f} KB as sent, {loose / 1000:.1f} KB unpacked\n")
    return total


def test_the_gallery(client: Client, add_assets: AddAssets) -> None:
    assets = add_assets(PAGE_SIZE + 1)
    for number, asset in enumerate(assets):
        asset.prompt = f"{number} " + "a rosette of walnut and maple leaves, " * 50
        asset.stack = f"gen_{number // 2}"
    ArtAsset.objects.bulk_update(assets, ["prompt", "stack"])
    collections.tag_assets([asset.asset_id for asset in assets], "maple, best of them")
    for path in ("/gallery", "/gallery?stack=1"):
        assert weight(client, path) < MOST_BYTES


def test_the_studio_and_a_drawing(client: Client, drawn: Generation) -> None:
    asset = drawn.variants.get().asset
    assert asset is not None
    for path in ("/", f"/assets/{asset.asset_id}", f"/generations/{drawn.generation_id}"):
        assert weight(client, path) < MOST_BYTES


def test_what_the_gallery_sends_is_packed(client: Client, add_assets: AddAssets) -> None:
    add_assets(PAGE_SIZE)
    sent = client.get("/gallery", headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in sent["Vary"]
    assert len(sent.content) < 15_000
    assert "HX-Request" in sent["Vary"]
